# %% [markdown]
# ## Open TensorBoard before the training starts
#
# TensorBoard draws the learning curves while the network learns. "No dashboards are active"
# means that no epoch is over yet: click the reload button at its top right. It counts epochs
# from 0 and smooths the curves; *Smoothing* 0 shows them as they are.
#
# If the frame shows "403", your browser blocks third-party cookies. The notebook's own
# curves come later.

# %% tags=["live"]
# %load_ext tensorboard
# %tensorboard --logdir "{runs}" --port 0
