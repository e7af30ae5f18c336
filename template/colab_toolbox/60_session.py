# %% [markdown]
# ## Know what survives
#
# | what happens | variables | files on the machine | Drive |
# |---|---|---|---|
# | Runtime > Restart session | lost | stay | stays |
# | Runtime > Disconnect and delete runtime | lost | lost | stays |
# | the page was closed for some time, or about 12 hours are over | lost | lost | stays |
#
# So copy to Drive what you want to keep, early and again and again. "Runtime
# disconnected" means the last row: connect, then run your cells from the top.

# %% steps="S37"
save_to_drive()
kept = save_to_drive.folder and save_to_drive.problem is None
print("work_folder is", "on Drive too" if kept else "on this machine only")

# %% [markdown]
# ## Use a password or key without showing it
#
# Never type a key into a cell: everybody with whom you share the notebook reads it.
# Click the key icon on the left, add a secret, and switch on its access for this
# notebook. Then write its name into `secret_name`.
#
# `SecretNotFoundError` means that the name differs, `NotebookAccessError` that the
# switch is off. `TimeoutException` means that no browser answered: a secret needs an
# open Colab tab.

# %% cellView="form" steps="S25 S37"
# @title Which secret
secret_name = ""  # @param {type:"string", placeholder:"its name"}
globals().update(given)

# %% steps="S37"
if not secret_name:
    print("No secret is read: write its name into secret_name above.")
elif on_colab:
    from google.colab import userdata

    try:
        secret = userdata.get(secret_name)
        print(secret_name, "is read. It has", len(secret), "characters.")
    except Exception as problem:
        print(f"{secret_name} is not read: {type(problem).__name__}. {problem}")
else:
    secret = os.environ.get(secret_name, "")
    state = "is read" if secret else "is not set in the environment of this computer"
    print(secret_name, state)

# %% [markdown]
# ## Clear the screen
#
# You need this for a cell that prints for ever: `clear_output` empties its output when
# the next one comes. For the whole notebook: Edit > Clear all outputs. What the cells
# calculated stays; if a result is gone from the screen by mistake, print it again.

# %% steps="S41"
from IPython.display import clear_output

for step in range(1, 4):
    clear_output(wait=True)
    print("Step", step, "of 3")

# %% [markdown] steps="S40"
# ## Restart the session
#
# When nothing reacts, or an import is still the old one: Runtime > Restart session. It
# keeps the files and loses the variables. The `!kill -9 -1` of the old tutorials did
# the same by force, and Colab then reports a crash.
