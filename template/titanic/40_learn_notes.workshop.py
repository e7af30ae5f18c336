# %% [markdown] part="notes" minutes=20
# Write the baseline on the board, and let everybody bet on the accuracy. After the run,
# five minutes each for exercises 2 and 3. Who finds a setting that beats the best bet?
# Ask what it means to search for settings with the exam in hand.
