# %% [markdown] part="notes" minutes=5
# See that everybody kept a result and gives the machine back. Ask what surprised them.
