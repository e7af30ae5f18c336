# %% [markdown]
# ## Where to go next
#
# - Change one setting at the top, such as the learning rate, and run all cells again.
#   Each run keeps its own curves in TensorBoard. Which settings learn fastest?
# - Bring pictures of your own: two kinds of leaves, your handwriting, birds and planes.
#   Choose `dataset = "own"` in the settings.
# - Take one layer out of the network. How much worse does it get?
# - Write a digit on paper, photograph it, bring it to 28 x 28 pixels, and let the network
#   read it. Light ink on dark ground works best. Why?
