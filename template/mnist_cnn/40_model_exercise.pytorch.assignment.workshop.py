# %% [markdown] exercise="network"
# ## Exercise 2: build a network
#
# #: if project_type == "assignment"
# *4 points.*
#
# #: endif
# Build a smaller network than the one above. `build_network()` returns an
# `nn.Sequential` with these layers, in this order:
#
# - a convolution of 1 picture with 8 windows of 3 x 3 pixels,
# - `nn.ReLU()`,
# - `nn.MaxPool2d(2)`,
# - `nn.Flatten()`, which writes all numbers in one row,
# - `nn.Linear(1352, 10)`: one number for each digit.
#
# *Hint:* `nn.Conv2d(1, 16, 5)` is a convolution of 1 picture with 16 windows of 5 x 5
# pixels. The layers stand in the parentheses, with commas in between.

# %% exercise="network" part="answer" title="A solution of exercise 2"
def build_network():
    # BEGIN SOLUTION
    return nn.Sequential(
        nn.Conv2d(1, 8, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1352, 10),
    )
    # END SOLUTION


# %% exercise="network" part="check" points=2
import torch
from torch import nn

built = build_network()
assert built is not None, "Exercise 2: build_network() returns nothing. Use return."
assert isinstance(built, nn.Sequential), "Exercise 2: return an nn.Sequential(...)."
count = sum(numbers.numel() for numbers in built.parameters())
assert count == 13_610, f"Exercise 2: {count} numbers to learn; it should be 13610."
shape = tuple(built(torch.zeros(2, 1, 28, 28)).shape)
assert shape == (2, 10), f"Exercise 2: for two images comes out the shape {shape}."
print("Exercise 2: this is right.")

# %% exercise="network" part="hidden" points=2
# Your teacher looks at the layers one by one. There is nothing to do here.
# BEGIN HIDDEN TESTS
built = build_network()
assert built is not None, "build_network() returns nothing."
names = [type(layer).__name__ for layer in built]
wanted = ["Conv2d", "ReLU", "MaxPool2d", "Flatten", "Linear"]
assert names == wanted, f"The layers are {names}."
assert built[0].kernel_size == (3, 3), "The windows have another size."
assert build_network() is not built, "Each call should build a new network."
# END HIDDEN TESTS

# %% [markdown] exercise="learning"
# ## Exercise 3: choose loss and optimizer
#
# #: if project_type == "assignment"
# *4 points.*
#
# #: endif
# Write `choose_learning(network)`. It returns two things, `return loss, optimizer`:
#
# - a loss for labels from 0 to 9 and a network that gives ten numbers of any size,
# - the optimizer Adam for the numbers of this network, with the learning rate 0.001.
#
# *Hint:* `nn.CrossEntropyLoss()` takes ten numbers of any size. An optimizer is told what
# to change, `network.parameters()`, and how much, `lr=...`.


# %% exercise="learning" part="answer" title="A solution of exercise 3"
def choose_learning(network):
    # BEGIN SOLUTION
    loss = nn.CrossEntropyLoss()
    return loss, torch.optim.Adam(network.parameters(), lr=0.001)
    # END SOLUTION


# %% exercise="learning" part="check" points=2
import numpy as np
import torch
from torch import nn

chosen = choose_learning(nn.Linear(2, 10))
assert chosen is not None, "Exercise 3: choose_learning() returns nothing so far."
assert isinstance(chosen, tuple) and len(chosen) == 2, (
    "Exercise 3: return two things, the loss and the optimizer."
)
chosen_loss, chosen_optimizer = chosen
name = type(chosen_optimizer).__name__
assert name == "Adam", f"Exercise 3: the optimizer is {name}, not Adam."
rate = chosen_optimizer.param_groups[0]["lr"]
assert abs(rate - 0.001) < 1e-6, (
    f"Exercise 3: the learning rate is {rate:.4f}, not 0.001."
)
guess = float(chosen_loss(torch.zeros(1, 10), torch.tensor([3])))
hint = "Exercise 3: choose the loss nn.CrossEntropyLoss()."
assert abs(guess - np.log(10)) < 0.001, hint
print("Exercise 3: this is right.")

# %% exercise="learning" part="hidden" points=2
# Your teacher trains a tiny network with your choice. There is nothing to do here.
# BEGIN HIDDEN TESTS
tiny = nn.Linear(2, 10)
chosen = choose_learning(tiny)
assert chosen is not None, "choose_learning() returns nothing."
points, classes, falling = torch.eye(2), torch.tensor([3, 8]), []
for _ in range(20):
    chosen[1].zero_grad()
    wrongness = chosen[0](tiny(points), classes)
    wrongness.backward()
    chosen[1].step()
    falling.append(wrongness.item())
assert falling[-1] < falling[0], "The loss does not fall."
# END HIDDEN TESTS
