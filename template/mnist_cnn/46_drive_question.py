# %% question="keep"
