# %% [markdown]
# ## Download a table
#
# You need this when the data are on a web page. The machine fetches them itself, which
# is faster than an upload from your computer. The file goes to `work_folder`, so with
# `use_drive` on it is still there tomorrow.
#
# "did not arrive" means that the address is wrong, the server is down, or this machine
# has no internet. Open `table_url` in your browser to find out which. "does not match
# the known hash" means that the file is not the one you expect, and it has been
# deleted.

# %% cellView="form" steps="S25 S28"
# @title Which table, and its SHA-256 if you know it
table_url = "https://vincentarelbundock.github.io/Rdatasets/csv/carData/TitanicSurvival.csv"  # @param {type:"string"}
table_sha256 = ""  # @param {type:"string", placeholder:"64 letters and digits"}
globals().update(given)

# %% steps="S28"
table_file = download(table_url, work_folder, table_sha256)
save_to_drive(table_file)

# %% [markdown]
# ## Read a table with pandas
#
# `head` shows the first rows, enough to see whether the columns came out right. If you
# get one wide column, the file is separated by something else: add `sep=";"` or
# `sep="\t"`.

# %% cellView="form" steps="S25 S29"
# @title Which table
titanic_url = "https://vincentarelbundock.github.io/Rdatasets/csv/carData/TitanicSurvival.csv"  # @param {type:"string"}
globals().update(given)

# %% steps="S29"
import pandas as pd

titanic = pd.read_csv(download(titanic_url, work_folder))
save_to_drive()
titanic.head(5)

# %% [markdown]
# A question to the table: who survived? `groupby` makes one group for each pair of sex
# and class. The mean of yes (1) and no (0) is the share of survivors.

# %% cellView="form" steps="S25 S29"
# @title Which passenger classes, as a Python list
classes = ["1st", "2nd", "3rd"]  # @param {type:"raw"}
globals().update(given)

# %% steps="S29"
chosen = titanic[titanic["passengerClass"].isin(classes)]
chosen = chosen.assign(survived=chosen["survived"] == "yes")
chosen.groupby(["sex", "passengerClass"])["survived"].mean().unstack().round(2)

# %% [markdown]
# ## Download and unpack an archive
#
# Image sets come as one archive. Unpack it on the local disk, not on Drive: Drive is
# slow with many small files, and after some thousands it refuses to go on. The flowers
# are about 230 MB.
#
# An archive can contain names such as `../../passwords`, which would land outside of
# the folder. "outside" in the error means that such an archive was refused, and that
# nothing of it was kept. "No space left on device" means that the disk is full. Delete
# what you no longer need under the folder icon on the left.

# %% cellView="form" steps="S25 S30"
# @title Which archive: zip or tar
archive_url = "https://storage.googleapis.com/download.tensorflow.org/example_images/flower_photos.tgz"  # @param {type:"string"}
globals().update(given)

# %% steps="S30"
archive = download(archive_url, local_folder)
pictures = unpack(archive, local_folder / "pictures")
files = [file for file in pictures.rglob("*") if file.is_file()]
print(len(files), "files. The first:")
print(*sorted(files)[:3], sep="\n")

# %% [markdown]
# ## Calculate with NumPy
#
# You need this whenever numbers come in rows and columns: NumPy calculates with the
# whole array at once, without a loop. Shapes that do not fit give "operands could not
# be broadcast together". Print both shapes and compare them from the right. Each pair
# must be equal or contain a 1.

# %% steps="S27"
import numpy as np

table = np.arange(12).reshape(3, 4)
print(table)
print("shape:", table.shape, " sum of each column:", table.sum(axis=0))
print("every second column:", table[:, ::2].tolist())
print("the even numbers:", table[table % 2 == 0])

# %% [markdown]
# Dates work the same way: one first lesson, six weeks, no loop.

# %% cellView="form" steps="S25 S27"
# @title The day of your first lesson
first_lesson = "2027-01-11"  # @param {type:"date"}
globals().update(given)

# %% steps="S27"
lessons = np.datetime64(first_lesson) + 7 * np.arange(6)
print(*lessons)

# %% [markdown]
# ## Ask what a function does
#
# You need this when you have forgotten the arguments of a function. A question mark
# behind its name opens its description at the side, and `help` prints it below the
# cell. In Colab, resting the mouse on the name does it too. "Object `sortd` not found"
# means that the name is misspelled, or that its cell has not run yet.

# %% steps="S26"
# sorted?

# %% steps="S26"
help(sorted)
