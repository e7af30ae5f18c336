# %% [markdown]
# # [= project_name =]
# #: if description
#
# [= description =]
# #: endif
# #: if author
#
# Prepared by [= author =].
# #: endif
