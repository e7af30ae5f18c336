# %% [markdown] part="notes" minutes=5
# Run the settings and the Drive cell together. Whoever refuses the permission window
# loses nothing today: the lesson goes on without Drive.
