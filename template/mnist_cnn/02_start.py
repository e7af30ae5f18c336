# %% [markdown]
# You teach a computer to read digits from pictures, and see where it fails.
# **After this lesson you can**
#
# - say what training, validation and test pictures are for,
# - build a small network, train it and read its learning curves,
# - say which differences between two results chance alone explains,
# - keep a trained network and load it again.
#
# **Time:** a first result after [= minutes("43_check") =] minutes, all of it in [= minutes() =] minutes.
#
# **New to Colab?** A notebook is a page of text and *cells* of code. Click a cell, press
# Shift+Enter, and go on to the next. Nothing here can break your computer: the code runs
# on a machine at Google. Some cells show only a title: double-click it to read the code.
#
# "This notebook was not authored by Google" is what Colab says about every notebook from
# GitHub. Choose *Run anyway*.
# #: if project_type == "starter"
# To keep what you change: File > Save a copy in Drive.
# #: endif
#
# ## Choose your settings
#
# Leave them for the first run.
