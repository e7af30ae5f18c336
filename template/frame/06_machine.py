# %% [markdown]
# ## See which machine you got
#
# Each time it is another one. Look here first when something is slow.

# %% cellView="form"
#: include "frame/machine.jinja"
