# %% [markdown]
# ## Build the network
#
# A network is a row of *layers*. A *convolution* slides a small window, a *filter*, over the picture. At every place the
# window answers one question, such as "is there an edge here?". The first convolution has
# 16 windows of 5 x 5 pixels. The next ones ask about its answers: they recognise corners,
# strokes, and at last loops.
#
# - `strides=2` and `MaxPooling2D` about halve height and width.
# - `GlobalMaxPooling2D` keeps the best answer to each question.
# - `BatchNormalization` keeps the numbers between two layers in a sensible range. The
#   network can then learn in bigger steps.
# - `ReLU` turns negative numbers into 0.
# - `Dense` gives one number for each class. The largest is the answer.

# %%
from keras import layers


def small_network():
    return [
        layers.Rescaling(1 / 255),  # pixels from 0 to 255 become numbers from 0 to 1
        layers.Conv2D(16, 5, strides=2, use_bias=False),
        layers.BatchNormalization(momentum=0.9),
        layers.ReLU(),
        layers.Conv2D(32, 3, use_bias=False),
        layers.MaxPooling2D(),
        layers.BatchNormalization(momentum=0.9),
        layers.ReLU(),
        layers.Conv2D(64, 3, use_bias=False),
        layers.GlobalMaxPooling2D(),
        layers.BatchNormalization(momentum=0.9),
        layers.ReLU(),
        layers.Dense(len(class_names)),
    ]


def build(network):
    keras.utils.set_random_seed(seed)  # the same beginning each time
    shape = (*train_images.shape[1:], 1)[:3]  # height, width, colours
    return keras.Sequential([keras.Input(shape), *network()])
