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
# do as well with fewer numbers? `build_network()` returns a `keras.Sequential`, and these
# are the rules:
#
# - What goes in: `keras.Input((28, 28, 1))`, a picture as you prepared it.
# - At least one convolution, and one layer that bends its numbers: `activation="relu"`.
# - What comes out: ten numbers of any size, one for each digit.
# - At most 20,000 numbers to learn. The small network above has more than 24,000.
#
# *Hint:* five lines are enough. The picture goes in, and a few windows look at it. The
# result is halved, written in one row, and compared with ten digits.
#
# <details><summary>A stronger hint</summary>
#
# The layers stand in a list inside the parentheses of `keras.Sequential`, with commas in
# between. These four can follow what goes in:
#
# - `layers.Conv2D(16, 5)` is a convolution with 16 windows of 5 x 5 pixels. Fewer and
#   smaller windows need fewer numbers. `activation="relu"` goes into its parentheses.
# - `layers.MaxPooling2D()` halves the picture.
# - `layers.Flatten()` writes all numbers in one row.
# - `layers.Dense(2)` compares with two things. How many digits are there?
#
# </details>

# %% exercise="network" part="answer" title="A solution of exercise 2"
def build_network():
    # BEGIN SOLUTION
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(8, 3, activation="relu"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(10),
        ]
    )
    # END SOLUTION


# %% exercise="network" part="check" points=2 cellView="form"
# @title Check exercise 2
import numpy as np

try:
    built = build_network()
except ValueError:
    says = "Exercise 2: layers that do not fit. Has the input all three numbers?"
    raise AssertionError(says) from None
assert built is not None, "Exercise 2: nothing comes back. Use return."
assert isinstance(built, keras.Sequential), (
    "Exercise 2: no network. Put the list of layers into keras.Sequential(...)."
)
assert built.built, "Exercise 2: no input. Begin the list with it."
kinds = [type(layer).__name__ for layer in built.layers]
bends = [getattr(layer, "activation", layer) for layer in built.layers]
bends = [getattr(one, "__name__", type(one).__name__) for one in bends]
assert "Conv2D" in kinds, "Exercise 2: no convolution. It finds edges and corners."
assert len(built.output_shape) == 2, (
    "Exercise 2: not in one row. What comes out still has height and width."
)
assert built.output_shape[1] == 10, (
    f"Exercise 2: {built.output_shape[1]} answers. There are ten digits."
)
assert bends[-1] not in ("softmax", "Softmax"), (
    "Exercise 2: shares at the end. Numbers of any size are asked for: no softmax."
)
assert bends[-1] == "linear", "Exercise 2: bent at the end. Only bend before it."
assert {"relu", "ReLU"} & {*bends}, "Exercise 2: nothing bends. One layer must."
count = built.count_params()
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
assert built.input_shape == (None, 28, 28, 1), f"In goes {built.input_shape}."
assert build_network() is not built, "Each call should build a new network."
noise = np.random.default_rng(6).normal(size=(2, 28, 28, 1)).astype("float32")
answers = keras.ops.convert_to_numpy(built(noise))
assert answers.shape == (2, 10), "Other answers come out."
assert not np.allclose(*answers), "Different pictures get the same answer."
names = [type(layer).__name__ for layer in built.layers]
assert "Conv2D" in names and built.count_params() <= 20_000, f"The layers: {names}."
# END HIDDEN TESTS
