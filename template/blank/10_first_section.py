# %% [markdown]
# ## Count what you see
#
# One section is one idea: two or three sentences, then a short cell, then something to try.
# Here you measure how long ten people take to school, in minutes.

# %%
import numpy as np

minutes = np.array([5, 12, 7, 30, 15, 9, 22, 18, 11, 41])
print("The shortest way takes", minutes.min(), "minutes, the longest", minutes.max())

# %% [markdown]
# **Try it:** add your own way to the list, then run the cell again.
