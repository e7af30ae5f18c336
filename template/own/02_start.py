# %% [markdown]
# **New to Colab?** Click a cell and press Shift+Enter to run it, or choose Runtime > Run
# all. "This notebook was not authored by Google" is what Colab says about every notebook
# from GitHub: choose *Run anyway*. To keep what you change: File > Save a copy in Drive.
# #: if accelerator == "gpu"
#
# For a GPU, choose Runtime > Change runtime type > T4 GPU > Save before you run anything.
# If none is free, go on without one, more slowly.
# #: elif accelerator == "tpu"
#
# For a TPU, choose Runtime > Change runtime type > v5e-1 TPU > Save before you run
# anything. If none is free, go on without one, more slowly.
# #: endif
