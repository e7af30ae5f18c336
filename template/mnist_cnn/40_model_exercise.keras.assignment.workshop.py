# %% [markdown] exercise="network"
# ## Exercise 2: build a network
#
# #: if project_type == "assignment"
# *4 points.*
#
# #: endif
# Build a smaller network than the one above. `build_network()` returns a
# `keras.Sequential` with these layers, in this order:
#
# - `keras.Input((28, 28, 1))`: what goes in,
# - a convolution with 8 windows of 3 x 3 pixels and `activation="relu"`,
# - `layers.MaxPooling2D()`,
# - `layers.Flatten()`, which writes all numbers in one row,
# - `layers.Dense(10)`: one number for each digit.
#
# *Hint:* `layers.Conv2D(16, 5)` is a convolution with 16 windows of 5 x 5 pixels. The
# layers stand in a list, with commas in between, as in the cell above.

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


# %% exercise="network" part="check" points=2
built = build_network()
assert built is not None, "Exercise 2: build_network() returns nothing. Use return."
assert isinstance(built, keras.Sequential), (
    "Exercise 2: return a keras.Sequential([...])."
)
shape = built.input_shape
assert shape == (None, 28, 28, 1), f"Exercise 2: the input has the shape {shape}."
shape = built.output_shape
assert shape == (None, 10), f"Exercise 2: what comes out has the shape {shape}."
count = built.count_params()
assert count == 13_610, f"Exercise 2: {count} numbers to learn; it should be 13610."
print("Exercise 2: this is right.")

# %% exercise="network" part="hidden" points=2
# Your teacher looks at the layers one by one. There is nothing to do here.
# BEGIN HIDDEN TESTS
built = build_network()
assert built is not None, "build_network() returns nothing."
names = [type(layer).__name__ for layer in built.layers]
assert names == ["Conv2D", "MaxPooling2D", "Flatten", "Dense"], (
    f"The layers are {names}."
)
activation = built.layers[0].activation.__name__
assert activation == "relu", f"The activation is {activation}."
assert built.layers[0].kernel_size == (3, 3), "The windows have another size."
assert built.layers[3].activation.__name__ == "linear", (
    "The last layer bends its numbers."
)
assert build_network() is not built, "Each call should build a new network."
# END HIDDEN TESTS

# %% [markdown] exercise="learning"
# ## Exercise 3: choose loss and optimizer
#
# #: if project_type == "assignment"
# *4 points.*
#
# #: endif
# Write `choose_learning()`. It returns two things, `return loss, optimizer`:
#
# - a loss for labels from 0 to 9 and a network that gives ten numbers of any size,
# - the optimizer Adam with the learning rate 0.001.
#
# *Hint:* both stand in the cell above this exercise. Numbers of any size are called
# *logits*, and a loss that is not told so takes them for probabilities.


# %% exercise="learning" part="answer" title="A solution of exercise 3"
def choose_learning():
    # BEGIN SOLUTION
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return loss, keras.optimizers.Adam(learning_rate=0.001)
    # END SOLUTION


# %% exercise="learning" part="check" points=2
import numpy as np

chosen = choose_learning()
assert chosen is not None, "Exercise 3: choose_learning() returns nothing so far."
assert isinstance(chosen, tuple) and len(chosen) == 2, (
    "Exercise 3: return two things, the loss and the optimizer."
)
chosen_loss, chosen_optimizer = chosen
name = type(chosen_optimizer).__name__
assert name == "Adam", f"Exercise 3: the optimizer is {name}, not Adam."
rate = float(chosen_optimizer.learning_rate)
assert abs(rate - 0.001) < 1e-6, (
    f"Exercise 3: the learning rate is {rate:.4f}, not 0.001."
)
guess = float(chosen_loss(np.array([3]), np.zeros((1, 10), "float32")))
hint = "Exercise 3: say from_logits=True: the network gives numbers of any size."
assert abs(guess - np.log(10)) < 0.001, hint
print("Exercise 3: this is right.")

# %% exercise="learning" part="hidden" points=2
# Your teacher trains a tiny network with your choice. There is nothing to do here.
# BEGIN HIDDEN TESTS
chosen = choose_learning()
assert chosen is not None, "choose_learning() returns nothing."
sure = np.array([[0, 0, 5, 0, 0, 0, 0, 0, 0, -5]], "float32")
expected = np.log(np.exp(sure).sum()) - sure[0, [2, 9]]
losses = [float(chosen[0](np.array([label]), sure)) for label in (2, 9)]
assert np.allclose(losses, expected, atol=0.001), f"The losses are {losses}."
tiny = keras.Sequential([keras.Input((2,)), keras.layers.Dense(10)])
tiny.compile(loss=chosen[0], optimizer=chosen[1])
points, classes = np.eye(2, dtype="float32"), np.array([3, 8])
falling = [float(tiny.train_on_batch(points, classes)) for _ in range(20)]
assert falling[-1] < falling[0], "The loss does not fall."
# END HIDDEN TESTS
