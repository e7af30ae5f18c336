# %% [markdown]
# #: if project_type == "assignment"
# You will show 12,000 small pictures of handwritten digits to a neural network, watch it
# #: else
# You will show 60,000 small pictures of handwritten digits to a neural network, watch it
# #: endif
# learn, and look at the ones it gets wrong. At the end your Drive holds the trained
# network, its learning curves, and one line for your report.
