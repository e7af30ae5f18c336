# %% cellView="form"
# @title Note which machine and which versions this was
#: include "frame/runtime.jinja"
print("Colab image", versions["image"] or "none", "and Python", versions["python"])
