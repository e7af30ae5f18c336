# %% [markdown]
# ## Open TensorBoard before the training starts
#
# TensorBoard draws the learning curves while the network learns. Until the first epoch is
# over it says "No dashboards are active for the current data set". After each epoch, click
# the reload button at its top right. Each run has a folder of its own, so that you can
# compare runs later.
#
# TensorBoard counts epochs from 0 and smooths the curves. Set *Smoothing* to 0 to see them
# as the notebook draws them below. If the frame shows "403", your browser blocks
# third-party cookies: the notebook's own curves are enough.

# %% tags=["live"]
# %load_ext tensorboard
# %tensorboard --logdir "{runs}" --port 0
