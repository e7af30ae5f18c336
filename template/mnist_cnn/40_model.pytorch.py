# %% [markdown]
# ## Build the network
#
# A network is a row of *layers*. A *convolution* slides a small window, a *filter*, over the picture. At every place the
# window answers one question, such as "is there an edge here?". The first convolution has
# 16 windows of 5 x 5 pixels. The next ones ask about its answers: they recognise corners,
# strokes, and at last loops.
#
# - `stride=2` and `MaxPool2d` about halve height and width.
# - `BatchNorm2d` keeps the numbers between two layers in a sensible range. The network can
#   then learn in bigger steps.
# - `ReLU` turns negative numbers into 0.
# - `AdaptiveMaxPool2d(1)` keeps the best answer to each question.
# - `Linear` gives one number for each class. The largest is the answer.

# %%
def small_network():
    return [
        nn.Conv2d(colours, 16, 5, stride=2, bias=False),
        nn.BatchNorm2d(16),
        nn.ReLU(),
        nn.Conv2d(16, 32, 3, bias=False),
        nn.MaxPool2d(2),
        nn.BatchNorm2d(32),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3, bias=False),
        nn.AdaptiveMaxPool2d(1),
        nn.BatchNorm2d(64),
        nn.ReLU(),
        nn.Flatten(),
        nn.Linear(64, len(class_names)),
    ]


def build(network):
    global height, width, colours
    height, width, colours = (*train_images.shape[1:], 1)[:3]
    torch.manual_seed(seed)  # the same beginning each time
    return nn.Sequential(*network()).to(device, memory_format=torch.channels_last)
