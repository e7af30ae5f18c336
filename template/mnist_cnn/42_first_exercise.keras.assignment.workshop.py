# %% [markdown] exercise="learning"
# ## Exercise 3: choose how your network learns
#
# #: if project_type == "assignment"
# *4 points, level 2 of 3: some lines.*
# #: else
# *Level 2 of 3: some lines.*
# #: endif
#
# Write `choose_learning()`. It returns two things, `return loss, optimizer`:
#
# - a loss for labels from 0 to 9 and a network that gives ten numbers of any size,
# - the optimizer Adam with the learning rate 0.001.
#
# *Hint:* numbers of any size are called *logits*. A loss that is not told so takes them
# for probabilities.
#
# <details><summary>A stronger hint</summary>
#
# The loss is called `keras.losses.SparseCategoricalCrossentropy`. *Sparse* means that a
# label is one number, such as 7, and not a row of ten. Its argument `from_logits` is
# either `True` or `False`. The optimizers are in `keras.optimizers`, and each takes the
# argument `learning_rate`.
#
# </details>


# %% exercise="learning" part="answer" title="A solution of exercise 3"
def choose_learning():
    # BEGIN SOLUTION
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    return loss, keras.optimizers.Adam(learning_rate=0.001)
    # END SOLUTION


# %% exercise="learning" part="check" points=2 cellView="form"
# @title Check exercise 3
import numpy as np

chosen = choose_learning()
assert chosen is not None, "Exercise 3: nothing comes back. Use return."
assert isinstance(chosen, tuple) and len(chosen) == 2, (
    "Exercise 3: one thing instead of two. Return the loss and the optimizer."
)
assert not any(isinstance(one, str) for one in chosen), (
    "Exercise 3: a name in quotes. Make the thing itself, as in keras.losses."
)
assert not any(isinstance(one, type) for one in chosen), (
    "Exercise 3: parentheses are missing. A class is only the plan of the thing."
)
chosen_loss, chosen_optimizer = chosen
assert not isinstance(chosen_loss, keras.optimizers.Optimizer), (
    "Exercise 3: the wrong way round. First the loss, then the optimizer."
)
name = type(chosen_optimizer).__name__
assert name == "Adam", f"Exercise 3: another optimizer. It is {name}, not Adam."
rate = float(chosen_optimizer.learning_rate)
assert abs(rate - 0.001) < 1e-6, (
    f"Exercise 3: another learning rate. It is {rate:g}, not 0.001."
)
ten_numbers = np.arange(1, 11, dtype="float32")[None] / 100
try:
    wrongness = float(chosen_loss(np.array([3]), ten_numbers))
except ValueError:
    says = "Exercise 3: a loss for rows of ten. A label here is one number: sparse."
    raise AssertionError(says) from None
assert abs(wrongness - np.log(55 / 4)) > 0.01, (
    "Exercise 3: logits taken for probabilities. Say that they are logits."
)
assert abs(wrongness - np.log(np.exp(ten_numbers).sum()) + 0.04) < 0.01, (
    "Exercise 3: another loss. This one does not choose between classes."
)
print("Exercise 3: this is right.")

# %% exercise="learning" part="hidden" points=2 cellView="form"
# @title Your teacher trains a tiny network with your choice: nothing to do here
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
