# %% [markdown]
# ## Keep your work on Drive
#
# Colab deletes its machine after some hours, or sooner when you close the page. Your
# Drive stays. The cell *Connect Drive* asks for permission: choose your account, then
# *Continue*, and tick everything that Drive asks for. If you refuse, you read
# "credential propagation was unsuccessful", and the lesson goes on without Drive.
#
# Outside Colab nothing is asked, and a folder on your own computer does the same job.

# %% cellView="form"
# @title Copy files to Drive so that none is lost or half written
import hashlib
import os
import shutil
from pathlib import Path


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def copy_whole(source, target):
    # Write under another name, compare, rename: half a copy never has the real name.
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    shutil.copyfile(source, part)
    if sha256(part) != sha256(source):
        raise OSError(f"the copy of {source.name} differs from the original")
    os.replace(part, target)


def is_complete(path):
    return path.is_file() and "part" not in path.name.split(".")


# %% cellView="form"
# @title Connect Drive, or use a folder on this computer
from IPython import get_ipython

on_colab = "google.colab" in str(get_ipython())
place = Path(drive_folder) / "[= notebook =]"  # each notebook has a folder of its own
work_folder = Path("/content" if on_colab else ".").resolve() / place
work_folder.mkdir(parents=True, exist_ok=True)
saved_folder = None  # the same folder on Drive, once everything there is here too
drive_problem = None

if on_colab and use_drive:
    from google.colab import drive

    try:
        drive.mount("/content/drive")
        on_drive = Path("/content/drive/MyDrive") / place
        for path in sorted(on_drive.rglob("*")):  # what an earlier session left
            target = work_folder / path.relative_to(on_drive)
            if is_complete(path) and not target.exists():
                copy_whole(path, target)
        saved_folder = on_drive
        print("Your work is kept on Drive, in the folder", Path("MyDrive") / place)
    except Exception as problem:
        drive_problem = problem
        print(f"Drive cannot be used: {problem}")
        print("The lesson goes on, but Colab will delete your work with this machine.")
        print("To connect after all, run this cell again and allow everything it asks.")
elif on_colab:
    print("Drive is switched off in the settings, so Colab will delete your work with")
    print("this machine, unless you download it at the end of the lesson.")
else:
    print("You are not on Colab. Your work is kept on this computer, in the folder")
    print(place, "beside this notebook.")


# %% cellView="form"
# @title Copy to Drive what is new, and try again later if Drive refuses
def save_to_drive(*changed):
    global drive_problem
    if saved_folder is None:
        return
    # Records go last: an epoch that has one has its curves on Drive too.
    paths = sorted(
        work_folder.rglob("*"), key=lambda path: (path.suffix == ".json", path)
    )
    try:
        for path in paths:
            target = saved_folder / path.relative_to(work_folder)
            if is_complete(path) and (
                path in changed
                or not target.exists()
                or target.stat().st_size != path.stat().st_size
            ):
                copy_whole(path, target)
        drive_problem = None
    except OSError as problem:
        if drive_problem is None:
            print(f"Drive does not take files now: {problem}. The lesson goes on, and")
            print("copies what is missing as soon as Drive takes files again.")
        drive_problem = problem


# %% [markdown]
# Python has a *current folder*: a file name without a folder means a file there. Go to
# your working folder, see what it holds, and come back. The first time it is empty.

# %%
start_folder = os.getcwd()
os.chdir(work_folder)
print("Now in", os.getcwd())
print("It holds", sorted(os.listdir()) or "nothing yet")
os.chdir(start_folder)

# %% [markdown]
# **Try it:** click the folder icon at the left edge of Colab. Can you find the working
# folder? Your Drive is in the folder `drive`, under `MyDrive`.
