# %% question="step"
