# %% [markdown] exercise="network"
# ## Exercise 2: build a network of your own
#
# #: if project_type == "assignment"
# *4 points, level 2 of 3: some lines.*
# #: else
# *Level 2 of 3: some lines.*
# #: endif
#
# You choose the layers, and further down your network learns beside the lesson's. Can it
# do as well with fewer numbers? `build_network()` returns an `nn.Sequential`, and these
# are the rules:
#
# - What goes in: grey pictures of 28 x 28 pixels, so the first convolution has 1 colour.
# - At least one convolution, and one layer that bends its numbers: `nn.ReLU()`.
# - What comes out: ten numbers of any size, one for each digit.
# - At most 20,000 numbers to learn. The small network above has more than 24,000.
#
# *Hint:* five lines are enough. A few windows look at the picture, the result is bent,
# halved, written in one row, and compared with ten digits.
#
# <details><summary>A stronger hint</summary>
#
# The layers stand in the parentheses of `nn.Sequential`, with commas in between and
# without a list around them:
#
# - `nn.Conv2d(1, 16, 5)` is a convolution of 1 colour with 16 windows of 5 x 5 pixels.
#   Fewer and smaller windows need fewer numbers.
# - `nn.ReLU()` bends, `nn.MaxPool2d(2)` halves, and `nn.Flatten()` writes all numbers in
#   one row.
# - `nn.Linear(800, 2)` compares a row of 800 numbers with two things. How many digits are
#   there, and how long is your row? Windows of 5 x 5 leave 24 x 24 places of 28 x 28, and
#   12 x 12 when they are halved. Each of 16 windows has that many answers.
#
# </details>

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


# %% exercise="network" part="check" points=2 cellView="form"
# @title Check exercise 2
import torch
from torch import nn

try:
    built = build_network()
except TypeError:
    says = "Exercise 2: a list inside. nn.Sequential takes layers without brackets."
    raise AssertionError(says) from None
assert built is not None, "Exercise 2: nothing comes back. Use return."
assert isinstance(built, nn.Sequential), (
    "Exercise 2: no network. Put the layers into nn.Sequential(...)."
)
kinds = [type(layer).__name__ for layer in built]
assert "Conv2d" in kinds, "Exercise 2: no convolution. It finds edges and corners."
windows = built[kinds.index("Conv2d")]
assert windows.in_channels == 1, (
    f"Exercise 2: {windows.in_channels} colours. A grey picture has one."
)
assert "Flatten" in kinds, "Exercise 2: not in one row. Only a row is compared."
try:
    answers = built(torch.zeros(2, 1, 28, 28))
except RuntimeError as problem:
    says = f"Exercise 2: layers that do not fit. PyTorch says: {problem}."
    raise AssertionError(says) from None
assert answers.shape == (2, 10), (
    f"Exercise 2: {answers.shape[-1]} answers. There are ten digits."
)
assert kinds[-1] not in ("Softmax", "LogSoftmax"), (
    "Exercise 2: shares at the end. Numbers of any size are asked for: no softmax."
)
assert kinds[-1] != "ReLU", "Exercise 2: bent at the end. Only bend before it."
assert "ReLU" in kinds, "Exercise 2: nothing bends. Put a ReLU between two layers."
count = sum(numbers.numel() for numbers in built.parameters())
assert count <= 20_000, (
    f"Exercise 2: too many numbers, {count:,}. Halve the picture before the row."
)
print(f"It has {count:,} numbers to learn.")
print("Exercise 2: this is right.")

# %% exercise="network" part="hidden" points=2 cellView="form"
# @title Your teacher looks at the network once more: nothing to do here
# BEGIN HIDDEN TESTS
built = build_network()
assert built is not None, "build_network() returns nothing."
assert build_network() is not built, "Each call should build a new network."
built.eval()
noise = torch.randn(2, 1, 28, 28, generator=torch.Generator().manual_seed(6))
answers = built(noise).detach()
assert answers.shape == (2, 10), "Other answers come out."
assert not torch.allclose(*answers), "Different pictures get the same answer."
names = [type(layer).__name__ for layer in built]
count = sum(numbers.numel() for numbers in built.parameters())
assert "Conv2d" in names and count <= 20_000, f"The layers: {names}."
# END HIDDEN TESTS
