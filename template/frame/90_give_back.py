# %% [markdown]
# ## Give the machine back
#
# Others wait for a machine, and Colab remembers how much you use. When you are done, tick
# the box and run the cell. What is on Drive stays, everything else on the machine is deleted.

# %% cellView="form"
# @title Disconnect and delete this machine
give_back = False  # @param {type:"boolean"}


def disconnect():
    from google.colab import drive, runtime

    if save_to_drive.folder:
        save_to_drive()
        drive.flush_and_unmount()  # waits until Google has every file
    runtime.unassign()


if give_back and on_colab:
    disconnect()
elif give_back:
    print("This is your own computer. Close the notebook when you are done.")
del disconnect, give_back
