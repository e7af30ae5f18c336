# %% [markdown] part="notes" minutes=10
# What you say while everybody runs the first cells, and what usually goes wrong.
