# %% [markdown]
# ## Choose your settings
#
# Leave them for the first run. Another `seed` draws other random numbers: the same
# experiments on another network. Nothing has to be kept, so Drive is off.

# %% tags=["parameters"] cellView="form" locked="settings"
# @title Settings
# @markdown Which random numbers the networks begin with
seed = 1  # @param {type:"integer"}
# @markdown How often each network sees all pictures
epochs = 2  # @param {type:"integer"}
#: set keep_on_drive = "False"
#: include "frame/drive_fields.jinja"
