# %% question="groups"

# %% question="weights"
