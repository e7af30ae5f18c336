# %% [markdown]
# ## Give the machine back
#
# Others wait for a machine, and Colab remembers how much you use. When you are done, tick
# the box and run the cell. Only what is on Drive stays.

# %% cellView="form"
# @title Disconnect and delete this machine
give_back = False  # @param {type:"boolean"}


def frame_disconnect():
    from google.colab import drive, runtime

    save_to_drive()
    if save_to_drive.problem:
        print("The machine stays: your work is not on Drive.", save_to_drive.problem)
        print(
            "Run the cell that connects Drive, then this one. To give it back all the"
        )
        print("same: Runtime > Disconnect and delete runtime.")
        return
    if save_to_drive.folder:
        drive.flush_and_unmount()  # waits until Google has every file
    runtime.unassign()


if give_back and on_colab:
    frame_disconnect()
elif give_back:
    print("This is your own computer. Close the notebook when you are done.")
del frame_disconnect, give_back
