# %% [markdown]
# **Save a copy first:** File > Save a copy in Drive, then work in the copy. What you
# write on this page itself is gone when you close it.
# #: if project_type == "assignment"
#
# To hand in: File > Download > Download .ipynb. Give your teacher this file under its
# own name, `[= notebook =].ipynb`.
# #: endif
