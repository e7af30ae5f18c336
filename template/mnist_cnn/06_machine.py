# %% [markdown]
# ## Now keep it
#
# Your network is gone when the machine is. Train a new one for longer, and let it take the
# exam.
# #: if accelerator != "cpu"
#
# #: if accelerator == "gpu"
# This notebook asks Colab for a T4 GPU, which does thousands of multiplications at once.
# If you see no T4 at the top right: Runtime > Change runtime type > T4 GPU > Save. That
# starts a new machine: choose Runtime > Run all there.
# #: else
# This notebook asks Colab for a TPU, a chip that Google built for networks. If you see no
# TPU at the top right: Runtime > Change runtime type > v5e-1 TPU > Save. That starts a new
# machine: choose Runtime > Run all there.
# #: endif
#
# If all are in use, choose *Connect without [= accelerator | upper =]*: it is only slower.
# #: endif

# %% cellView="form"
#: include "frame/machine.jinja"
