# %% [markdown] exercise="curve"
# ## Exercise 4: read the training curve
#
# #: if project_type == "assignment"
# *4 points.*
#
# #: endif
# The list `history` holds one entry for each epoch, such as
# `{"accuracy": 0.97, "val_accuracy": 0.95}`. The best network is the one that does best
# on the images held back, and that is not always the last one.
#
# Write `best_epoch(history)`. It returns the number of the epoch with the highest
# `val_accuracy`. Epochs count from 1. If several are equally good, take the first.
#
# *Hint:* `[epoch["val_accuracy"] for epoch in history]` collects the numbers. `max` finds
# the largest number of a list, and `numbers.index(0.95)` says where 0.95 stands, counted
# from 0.

# %% exercise="curve" part="answer" title="A solution of exercise 4"
def best_epoch(history):
    # BEGIN SOLUTION
    numbers = [epoch["val_accuracy"] for epoch in history]
    return numbers.index(max(numbers)) + 1
    # END SOLUTION


# %% exercise="curve" part="check" points=2
made_up = [
    {"accuracy": 0.90, "val_accuracy": 0.91},
    {"accuracy": 0.95, "val_accuracy": 0.96},
    {"accuracy": 0.99, "val_accuracy": 0.94},
]
best = best_epoch(made_up)
assert best is not None, "Exercise 4: best_epoch() returns nothing. Use return."
assert best != 1, "Exercise 4: epochs count from 1, places in a list from 0."
assert best != 3, "Exercise 4: look at val_accuracy, not at accuracy."
assert best == 2, f"Exercise 4: the second epoch is the best, not {best}."
print("Exercise 4: this is right.")

# %% exercise="curve" part="hidden" points=2
# Your teacher also tries other curves. There is nothing to do here.
# BEGIN HIDDEN TESTS
for curve, expected_epoch in [
    ([0.5], 1),
    ([0.1, 0.2, 0.3, 0.4], 4),
    ([0.7, 0.9, 0.8, 0.9], 2),
    ([0.9, 0.8, 0.7], 1),
]:
    entries = [{"accuracy": 1 - value, "val_accuracy": value} for value in curve]
    assert best_epoch(entries) == expected_epoch, f"Wrong for the curve {curve}."
# END HIDDEN TESTS

# %% [markdown] exercise="accuracy"
# ## Exercise 5: count what is right, and what is confused
#
# #: if project_type == "assignment"
# *4 points, 2 for each half.*
#
# #: endif
# First half: `accuracy(labels, predictions)` returns which part of the predictions is
# right, as a number from 0 to 1.
#
# *Hint:* `labels == predictions` is a list of `True` and `False`, and for `np.mean` these
# are 1 and 0.


# %% exercise="accuracy" part="answer" title="A solution of exercise 5, first half"
def accuracy(labels, predictions):
    # BEGIN SOLUTION
    return np.mean(labels == predictions)
    # END SOLUTION


# %% exercise="accuracy" part="check" points=1
import numpy as np

share = accuracy(np.array([7, 2, 1, 0]), np.array([7, 2, 1, 6]))
assert share is not None, "Exercise 5: accuracy() returns nothing. Use return."
assert share != 3, (
    "Exercise 5: divide by the number of labels; np.mean does it for you."
)
assert abs(share - 0.75) < 1e-6, f"Exercise 5: 3 of 4 are right, not {share}."
print("Exercise 5, first half: this is right.")

# %% exercise="accuracy" part="hidden" points=1
# Your teacher also tries other answers. There is nothing to do here.
# BEGIN HIDDEN TESTS
many = np.arange(50) % 10
for mistakes in (0, 20, 50):
    read = np.where(np.arange(50) < mistakes, (many + 1) % 10, many)
    share = accuracy(many, read)
    assert share is not None, "accuracy() returns nothing."
    assert abs(share - (50 - mistakes) / 50) < 1e-6, f"Wrong for {mistakes} of 50."
# END HIDDEN TESTS

# %% [markdown] exercise="confusion"
# Second half: `count_confusions(labels, predictions)` returns a table of 10 rows and 10
# columns, one for each digit. Row 3, column 5 says how many times a 3 was read as a 5.
#
# *Hint:* begin with `table = np.zeros((10, 10), dtype=int)`. Then take the pairs one by
# one, `for label, prediction in zip(labels, predictions):`, and add 1 to
# `table[label, prediction]`.


# %% exercise="confusion" part="answer" title="A solution of exercise 5, second half"
def count_confusions(labels, predictions):
    # BEGIN SOLUTION
    table = np.zeros((10, 10), dtype=int)
    for label, prediction in zip(labels, predictions):
        table[label, prediction] += 1
    return table
    # END SOLUTION


# %% exercise="confusion" part="check" points=1
counts = count_confusions(np.array([3, 3, 5, 9]), np.array([5, 5, 5, 9]))
assert counts is not None, "Exercise 5: count_confusions() returns nothing so far."
shape = np.shape(counts)
assert shape == (10, 10), f"Exercise 5: the table is {shape}, not (10, 10)."
assert counts[5, 3] == 0, "Exercise 5: rows are labels, columns are predictions."
assert counts[3, 5] == 2, (
    f"Exercise 5: two 3s were read as a 5, you count {counts[3, 5]}."
)
assert np.sum(counts) == 4, (
    f"Exercise 5: 4 digits were read, you count {np.sum(counts)}."
)
print("Exercise 5, second half: this is right.")

# %% exercise="confusion" part="hidden" points=1
# Your teacher also tries other answers. There is nothing to do here.
# BEGIN HIDDEN TESTS
wanted = np.random.default_rng(2).integers(0, 10, 200)
given = np.random.default_rng(3).integers(0, 10, 200)
table = count_confusions(wanted, given)
assert table is not None, "count_confusions() returns nothing."
for row in range(10):
    for column in range(10):
        pairs = np.sum((wanted == row) & (given == column))
        assert table[row, column] == pairs, f"Wrong in row {row}, column {column}."
# END HIDDEN TESTS

# %% [markdown] exercise="explain"
# ## Exercise 6: explain your curves
#
# #: if project_type == "assignment"
# *4 points. Your teacher reads this answer; no program does.*
#
# #: endif
# Look at your learning curves and at the images that were confused. In three or four
# sentences: did the network learn by heart? Would more epochs help? Which two
# classes does it confuse most, and why these?
#
# *Hint:* say what you see first ("the dashed curve ..."), then what you conclude.

# %% [markdown] exercise="explain" part="answer" points=4 title="A good answer"
# The two curves stay close together, and the dashed one still rises a little in the last
# epoch. So the network does not learn by heart, and one or two more epochs may help. It
# confuses 4 and 9 most: both have a loop above a stroke, and some people close the 4.
