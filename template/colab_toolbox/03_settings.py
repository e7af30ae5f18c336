# %% [markdown]
# ## Choose your settings
#
# Each field is a plain variable with a comment behind it, so you can make forms of your
# own. Change a field, then run its cell: the new value counts from then on. To see the
# code behind a form, double-click its title.
#
# A value must be one literal on one line. With anything else Colab shows no field.

# %% tags=["parameters"] cellView="form" steps="S25"
# @title Settings
# @markdown Install what is missing
install = True  # @param {type:"boolean"}
#: set keep_on_drive = "False"
#: include "frame/drive_fields.jinja"
given = {}  # the fields of the tricks, where papermill sets them

# %% [markdown]
# Without a person, papermill sets the fields of the tricks in `given`:
# `papermill colab_toolbox.ipynb out.ipynb -y "given: {tree_depth: 5}"`.
