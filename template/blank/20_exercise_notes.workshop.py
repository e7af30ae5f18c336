# %% [markdown] part="notes" minutes=15
# Ten minutes in pairs, then one pair explains its answer.
