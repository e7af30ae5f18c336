# %% [markdown]
# ## Choose your settings
#
# Leave them for the first run. Later, change one, run all cells again, and see whether
# the prediction gets better.

# %% tags=["parameters"] cellView="form" locked="settings"
# @title Settings
# @markdown `downloaded` is fetched from the web; `shipped` comes with a package
#: if project_type == "assignment"
table = "shipped"  # @param ["downloaded", "shipped"]
#: else
table = "downloaded"  # @param ["downloaded", "shipped"]
#: endif
# @markdown How many questions a tree asks, one after the other
tree_depth = 3  # @param {type:"integer"}
# @markdown How much each tree may correct the ones before it
learning_rate = 0.1  # @param {type:"number"}
# @markdown The same seed holds back the same people
seed = 1  # @param {type:"integer"}
#: include "frame/drive_fields.jinja"
