# %% cellView="form"
# @title Note which machine and which versions this was
#: include "frame/runtime.jinja"
print("Colab image", runtime["image"] or "none", "and Python", runtime["python"])
