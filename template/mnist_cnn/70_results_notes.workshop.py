# %% [markdown] part="notes" minutes=25
# Compare with the guesses. Five minutes for the curves, ten for exercises
# 4 and 5, ten for exercise 6, spoken instead of written: one pair explains its curves, the
# others ask.
