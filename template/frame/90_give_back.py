# %% [markdown]
# ## Give the machine back
#
# Others wait for a machine, and Colab remembers how much you use. When you are done, tick
# the box and run the cell. What is on Drive stays, everything else on the machine is deleted.

# %% cellView="form"
# @title Disconnect and delete this machine
give_back = False  # @param {type:"boolean"}
if give_back and on_colab:
    from google.colab import runtime

    if saved_folder:
        drive.flush_and_unmount()  # waits until Google has every file
    runtime.unassign()
elif give_back:
    print("This is your own computer. Close the notebook when you are done.")
