# %% [markdown] part="notes" minutes=15
# Exercise 4, spoken instead of written: one pair says about whom the model is wrong, the
# others ask. End with the question of what a model may decide about people.
