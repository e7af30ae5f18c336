# %% [markdown]
# ## Get ready
#
# These folded cells connect what the lesson needs, install what is missing, and show the
# machine. Tick the box in the first one to keep what you save in `work_folder` in your
# own Google Drive. Without it, your files go when Colab takes the machine back.

# %% tags=["parameters"] cellView="form" locked="settings"
# @title Settings
#: include "frame/drive_fields.jinja"
