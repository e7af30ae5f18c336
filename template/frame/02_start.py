# %% [markdown]
# **New to Colab?** A notebook is a page of text and *cells* of code. Click a cell and
# press Shift+Enter to run it, then go on to the next. To run them all in order:
# Runtime > Run all. Nothing here can break your computer: the code runs on a machine at
# Google, and Runtime > Disconnect and delete runtime gives you a fresh one.
#
# - "This notebook was not authored by Google" is what Colab says about every notebook
#   from GitHub. Choose *Run anyway*.
# - To keep what you change, make the notebook yours first: File > Save a copy in Drive.
# - Some cells show only a title. They do work for you that is not today's topic; to read
#   one, double-click its title.

# %% [markdown] when="accelerator == 'gpu'"
# ## Switch the GPU on
#
# Some cells multiply for a long time, and a GPU does thousands of multiplications at once.
# Choose Runtime > Change runtime type > T4 GPU > Save, before you run anything: a
# change later starts a new machine, and what you computed is gone.
#
# If Colab says "Cannot connect to GPU backend" or "Failed to assign a backend", all free
# GPUs are in use. Choose *Connect without GPU*: everything works there too, more slowly.

# %% [markdown] when="accelerator == 'tpu'"
# ## Switch the TPU on
#
# Some cells multiply for a long time, and a TPU is a chip that Google built for nothing
# else. Choose Runtime > Change runtime type > v5e-1 TPU > Save, before you run anything: a
# change later starts a new machine, and what you computed is gone.
#
# If Colab says "Cannot connect to TPU backend" or "Failed to assign a backend", all free
# TPUs are in use. Choose *Connect without TPU*: everything works there too, more slowly.

# %% [markdown] when="accelerator == 'cpu'"
# ## Connect
#
# This notebook is small enough for an ordinary processor, so there is nothing to switch
# on. Click *Connect* at the top right. When a green tick appears, you have a machine.
