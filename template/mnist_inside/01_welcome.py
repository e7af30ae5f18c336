# %% [markdown]
# You have trained a network that reads digits. Here you find out what its parts are worth,
# what it looks at, and where it fails. At the end it reads a digit that you wrote.
#
# - Six experiments: guess first, then run, then read what came out. So run the cells one
#   after the other. *Run all* works too, but does not wait for your guesses.
# - A look inside: windows, answers, and the places that matter.
# - Ten bars that say how sure the network is, and when not to believe them.
#
# **Time:** [= minutes() =] minutes. An experiment takes seconds, so nothing can be lost by
# trying. To stop a cell that runs, click the square at its left.
