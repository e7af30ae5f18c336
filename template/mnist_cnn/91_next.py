# %% [markdown]
# ## Where to go next
#
# - Take one layer out of the network, such as a `ReLU`, but not the last layer. Run all
#   cells again. Does it get worse, by more than chance? One alone is often not missed.
#   An error that speaks of a shape, a rank, an index or elements: the layers do not fit
#   together. Undo your change.
# #: if project_type == "starter"
# - Open the notebook `mnist_inside`. It shows what the network looks at, and reads a digit
#   that you write.
# #: endif
#
# ## The words
#
# - *accuracy*: the part of the answers that is right
# - *activation*: a number that a layer passes on
# - *batch*: the pictures between two corrections
# - *checkpoint*: a saved training
# - *class*, *label*: what a picture can show, and what it does show
# - *convolution*, *filter*: a small window that slides over the picture
# - *dropout*: switching activations off at random
# - *epoch*: all training pictures once
# - *layer*: one step of the network
# - *learning rate*: the size of the steps
# - *logits*, *softmax*: the last numbers, and how they become percentages
# - *loss*: how wrong the answers are
# - *optimizer*: what changes the weights
# - *overfitting*: learning by heart
# - *parameters*, *weights*: the numbers that are learned
# - *pooling*: one answer for an area
# - *seed*: where chance begins
# - *test set*: the exam
# - *training set*: what it learns from
# - *validation set*: what choices are made by
