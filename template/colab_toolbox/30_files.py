# %% [markdown]
# ## Bring a file from your computer
#
# You need this for a file that exists only on your computer. The cell waits until you
# have chosen one, so it runs only when `ask_me` is on. For a large file, drag it to
# Drive in your browser instead.
#
# The button appears in a browser tab of Colab and nowhere else. In VS Code the cell
# would wait for ever, until you stop it. "Upload widget is only available when the cell
# has been executed in the current browser session" means: run the cell again.

# %% cellView="form" steps="S25 S33"
# @title Wait until I have chosen a file
ask_me = False  # @param {type:"boolean"}
globals().update(given)

# %% steps="S33"
if on_colab and ask_me:
    from google.colab import files as browser

    for name in browser.upload(str(work_folder)):
        print("Arrived:", name)
    save_to_drive()
elif on_colab:
    print("Switch on ask_me above, then run this cell to choose a file.")
else:
    print("There is no upload button here. Copy your file into:", work_folder)

# %% [markdown]
# ## Take a file to your computer
#
# You need this for a result that you want to hand in or keep outside of Drive. The
# browser saves it where it saves all downloads.
#
# If nothing happens, the browser has blocked it: allow pop-ups and downloads for
# colab.research.google.com, then run the cell again. A folder must become one file
# first: `shutil.make_archive("name", "zip", folder)`.

# %% cellView="form" steps="S25 S34"
# @title Send the file to my browser
ask_me = False  # @param {type:"boolean"}
globals().update(given)

# %% steps="S34"
result_file = work_folder / "result.txt"
result_file.write_text("Made in the Colab toolbox.\n")
save_to_drive(result_file)
if on_colab and ask_me:
    from google.colab import files as browser

    browser.download(str(result_file))
elif on_colab:
    print("Switch on ask_me above, then run this cell to download", result_file)
else:
    print("It is on this computer already:", result_file)

# %% [markdown]
# ## Copy a project from Drive and run it
#
# A program that opens many files runs slowly from Drive. Copy its folder to the local
# disk once, run it there, and copy the results back. This first cell makes a small
# project to copy. For one of your own, write in its place where it is on Drive:
# `project = Path("/content/drive/MyDrive/my_project")`.

# %% steps="S36"
project = work_folder / "project"
project.mkdir(exist_ok=True)
program = "from pathlib import Path\nprint('Running in', Path.cwd().name)\n"
program += "Path('result.txt').write_text('42')\n"
_ = (project / "main.py").write_text(program)
save_to_drive(project / "main.py")

# %% [markdown]
# `run` starts the program in its own folder, so that it finds its files; `-u` shows
# each line when it is printed. An error in it stops this cell and shows the last lines
# of the program. "No such file or directory" means that the program looks for a file by
# a path that exists on another computer.

# %% steps="S21 S36"
copy = local_folder / "project_copy"
shutil.copytree(project, copy, dirs_exist_ok=True)
run(sys.executable, "-u", "main.py", folder=copy)
shutil.copy(copy / "result.txt", project)
save_to_drive(project / "result.txt")
print("Back in", project, ":", (project / "result.txt").read_text())

# %% [markdown]
# In a cell, `!python main.py` does nearly the same, but a failure does not stop the
# notebook.
#
# **Try it:** write `raise SystemExit(3)` into `main.py`. What does the cell say now?
