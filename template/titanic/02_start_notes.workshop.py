# %% [markdown] part="notes" minutes=5
# Ask for a show of hands: who knows a story about the Titanic? Then say what everybody
# will have at the end, a prediction that they can check. Wait until each participant
# has saved a copy and sees a green tick at the top right.
