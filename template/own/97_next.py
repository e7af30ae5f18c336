# %% [markdown] when="before or after"
# ## Go on
#
# #: if before
# Before this: [[= before.title =]]([= before.address =])
# #: endif
# #: if before and after
#
# #: endif
# #: if after
# Next: [[= after.title =]]([= after.address =])
# #: endif
