# %% [markdown]
# # Colab toolbox
#
# Keep this notebook open in a second tab beside your lesson. Each section is one trick:
# when you need it, a cell that does it, and what to do when it fails. Click the list
# icon on the left for the table of contents.
#
# Run everything down to "Get the tools ready" once. After that, every trick runs on its
# own, in any order. What a trick wants to know stands in fields right above it.
#
# Or choose Runtime > Run all: a cell that needs you, a browser or your Drive says so and
# goes on.
