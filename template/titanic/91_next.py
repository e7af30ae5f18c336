# %% [markdown]
# ## Where to go next
#
# - Change `seed` at the top, run all cells again, and again. How much does the accuracy
#   change, although nothing else did? Do not trust a smaller difference.
# - Take the line `"female"` out of `columns`. How close to the baseline does the model get?
# - Make a column of your own, such as `people["age"] < 10`. Does it help?
