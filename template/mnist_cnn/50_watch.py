# %% [markdown]
# ## Train, and watch it
#
# After every epoch it reads the validation pictures (`val_accuracy`) and, for the curves,
# #: if framework == "pytorch"
# as many training pictures (`train_accuracy`). Then the training is saved as it stands: a
# #: else
# as many training pictures. Then the training is saved as it stands: a
# #: endif
# *checkpoint*. If Colab disconnects, or you stop the training, run it again: it goes on
# from there.
#
# TensorBoard draws the learning curves meanwhile. "No dashboards are active" means that no
# epoch is over yet: click the reload button at its top right. It counts epochs from 0;
# *Smoothing* 0 shows the curves as they are. If it shows "403", your browser blocks
# third-party cookies. The notebook's own curves come later.

# %% tags=["live"]
# %load_ext tensorboard
# %tensorboard --logdir "{runs}" --port 0
