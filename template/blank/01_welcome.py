# %% [markdown]
# Say in two sentences what your students will do here, and what they will have at the end.
