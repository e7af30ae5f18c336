# %% [markdown] part="notes" minutes=10
# Run the Drive cell together, one step at a time. Most
# questions of the day come now, from the permission window. Whoever refuses loses
# nothing today: the lesson goes on without Drive.
