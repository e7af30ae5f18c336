# %% [markdown]
# ## Build the network
#
# A *convolution* slides a small window over the picture and answers one question at
# every place, such as "is there an edge here?". The first one has 16 windows of 5 x 5
# pixels, hence 16 questions. The next ones ask about the answers of the one before, so
# they recognise corners, loops, and at last whole strokes.
#
# - `stride=2` and `MaxPool2d` halve the picture, so that the next layer sees more of it
#   at once and has less to compute.
# - `BatchNorm2d` keeps the numbers between two layers in a sensible range. This one line
#   lets the network learn in bigger steps.
# - `ReLU` turns negative numbers into 0. Without it, three layers could do no more than
#   one.
# - `AdaptiveMaxPool2d(1)` keeps the best answer to each question, wherever it was found.
# - `Linear`: from the 64 answers, one number for each class, here for each of the ten
#   digits. The largest is the network's answer.

# %%
from torch import nn

torch.manual_seed(seed)

network = [
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

# %% [markdown]
# The recipe `tutorial` builds the network of 2018 instead. It halves the picture only
# once and then compares everything with everything (`Flatten`, then `Linear` with 128
# answers), which needs fifty times as many numbers. `Dropout` switches off some of them at
# random, so that the network cannot rely on any single one.

# %%
if recipe == "tutorial":
    network = [
        nn.Conv2d(colours, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Flatten(),
        nn.Linear(64 * ((height - 4) // 2) * ((width - 4) // 2), 128),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(128, len(class_names)),
    ]

# %% [markdown]
# `channels_last` lays all answers about one pixel side by side, which processors and GPUs
# read faster than question by question.

# %%
model = nn.Sequential(*network).to(device, memory_format=torch.channels_last)
parameters = sum(numbers.numel() for numbers in model.parameters())
print(model)
print(f"{parameters:,} numbers to learn")

# %% [markdown]
# **Think:** in the fast network the layer `Conv2d(16, 32, 3)` looks at 16 pictures with
# windows of 3 x 3. Can you explain its number of parameters, 4,608?

# %% [markdown]
# ## Say how it learns
#
# The *loss* says how wrong an answer is. The *optimizer* changes the network so that the
# loss gets smaller, in steps whose size is the *learning rate*. The steps begin small,
# while the network knows nothing, grow for the first fifth of the training, and then
# shrink to nothing, like a painter who takes finer brushes towards the end.

# %%
import math

steps = max(10, epochs * math.ceil(0.9 * len(train_images) / batch_size))
if recipe == "tutorial":
    optimizer, learning_rate = "adadelta", 1.0

optimizers = {
    "adam": torch.optim.Adam,
    "sgd": torch.optim.SGD,
    "adadelta": torch.optim.Adadelta,
}
torch_optimizer = optimizers[optimizer](model.parameters(), lr=learning_rate)
schedules = torch.optim.lr_scheduler
if recipe == "tutorial":  # the same step size from beginning to end
    learning_rates = schedules.ConstantLR(torch_optimizer, factor=1)
else:
    learning_rates = schedules.OneCycleLR(
        torch_optimizer, learning_rate, steps, pct_start=0.2, cycle_momentum=False
    )
