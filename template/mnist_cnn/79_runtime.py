# %% cellView="form"
# @title Note which machine and which versions this was
#: include "frame/runtime.jinja"
