# %% [markdown]
# Python has a *current folder*: a file name without a folder means a file there. Go to
# your working folder, see what it holds, and come back. The first time it is empty.

# %%
import os

start_folder = os.getcwd()
os.chdir(work_folder)
print("Now in", os.getcwd())
print("It holds", sorted(os.listdir()) or "nothing yet")
os.chdir(start_folder)

# %% [markdown]
# **Try it:** click the folder icon at the left edge of Colab. Can you find the working
# folder? Your Drive is in the folder `drive`, under `MyDrive`.
