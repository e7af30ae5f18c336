# %% [markdown] part="notes" minutes=5
# Say what everybody will have at the end: a network of their own that
# reads digits. Wait until each participant has saved a copy and sees a green tick at the
# top right. Whoever has no Google account works with a neighbour.
