# %% [markdown] part="notes" minutes=5
# See that everybody gives the machine back. Collect one sentence from each participant:
# what surprised you in the table?
