# %% [markdown]
# ## Choose your settings
#
# Leave them for the first run. To change one later, change the field and run this cell
# and the ones below it again.

# %% tags=["parameters"] cellView="form" locked="settings"
# @title Settings
#: include "frame/drive_fields.jinja"
