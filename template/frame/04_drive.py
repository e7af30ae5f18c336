# %% [markdown]
# ## Keep your work on Drive
#
# Colab deletes its machine after some hours, or sooner when you close the page. Your
# Drive stays. The cell *Connect Drive* asks for permission: choose your account, then
# *Continue*, and tick everything. Colab can only ask for all of your files at once, and
# only for this machine. This notebook reads and writes one folder, named in the settings.
#
# It asks if `use_drive` is ticked there. Without Drive all the rest works.

# %% cellView="form"
# @title Copy to Drive what is new, and try again later if Drive refuses
def save_to_drive(*changed):
    # What is new in the working folder, and these files, whatever Drive has of them.
    if save_to_drive.folder is None:
        return

    def is_new(path, copy):
        size = path.stat().st_size
        return path in changed or not copy.exists() or copy.stat().st_size != size

    try:
        save_to_drive.copy_all(work_folder, save_to_drive.folder, is_new)
        save_to_drive.problem = None
    except OSError as problem:
        if save_to_drive.problem is None:
            print(f"Drive does not take files now: {problem}. Go on: what is missing")
            print("there is copied as soon as Drive takes files again.")
        save_to_drive.problem = problem


save_to_drive.folder = None  # the working folder's twin on Drive, once it is connected
save_to_drive.problem = None  # the last one, until Drive takes files again


# %% cellView="form"
# @title Copy files so that none is half written
def frame_copy_all(source, target, is_new):
    import hashlib
    import os
    import shutil

    def sha256(path):
        return hashlib.sha256(path.read_bytes()).hexdigest()

    # Records go last: an epoch that has one has its curves there too.
    paths = sorted(source.rglob("*"), key=lambda path: (path.suffix == ".json", path))
    for path in paths:
        copy = target / path.relative_to(source)
        half = any("part" in name.split(".") for name in copy.relative_to(target).parts)
        if half or not path.is_file() or not is_new(path, copy):
            continue
        # Write under another name, compare, rename: half a copy never has the name.
        copy.parent.mkdir(parents=True, exist_ok=True)
        part = copy.with_name(copy.name + ".part")
        shutil.copyfile(path, part)
        if sha256(part) != sha256(path):
            raise OSError(f"the copy of {path.name} differs from the original")
        os.replace(part, copy)


save_to_drive.copy_all = frame_copy_all
del frame_copy_all


# %% cellView="form"
# @title Connect Drive, or use a folder on this computer
def frame_connect():
    from pathlib import Path

    from IPython import get_ipython

    on_colab = "google.colab" in str(get_ipython())
    # Each notebook has a folder of its own.
    place = Path(drive_folder) / "[= notebook =]"
    work_folder = Path("/content" if on_colab else ".").resolve() / place
    work_folder.mkdir(parents=True, exist_ok=True)
    if not on_colab:
        print("You are not on Colab. Your work is kept on this computer, in the folder")
        print(place, "beside this notebook.")
    elif not use_drive:
        print(
            "Drive is switched off in the settings, so Colab will delete your work with"
        )
        print("this machine, unless you download it.")
    else:
        try:
            from google.colab import drive

            drive.mount("/content/drive")
            on_drive = Path("/content/drive/MyDrive") / place
            # What an earlier session left comes back. What is here already is newer.
            save_to_drive.copy_all(
                on_drive, work_folder, lambda _, copy: not copy.exists()
            )
            save_to_drive.folder, save_to_drive.problem = on_drive, None
            print("Your work is kept on Drive, in the folder", Path("MyDrive") / place)
        except Exception as problem:
            save_to_drive.folder, save_to_drive.problem = None, problem
            print(f"Drive cannot be used: {problem}")
            print(
                "Go on without it, but Colab will delete your work with this machine."
            )
            print("To connect after all, run this cell again and allow what it asks.")
    return on_colab, work_folder


on_colab, work_folder = frame_connect()
del frame_connect
