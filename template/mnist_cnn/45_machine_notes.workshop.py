# %% [markdown] part="notes" minutes=5
# Ask who got a GPU. In a large room some will not. They go on with fewer
# epochs and are done at the same time.
