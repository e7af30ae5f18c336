# %% [markdown]
# About 1,300 passengers were on the Titanic when it sank, and fewer than half of them
# survived. You will look at who they were, and let a program learn to predict who
# survived. At the end your Drive holds a report: how often the program is right about
# people that it has never seen.
