# %% [markdown] exercise="curve"
# ## Exercise 4: read the training curve
#
# #: if project_type == "assignment"
# *4 points, level 2 of 3: some lines.*
# #: else
# *Level 2 of 3: some lines.*
# #: endif
#
# A history is a list with one entry for each epoch, such as
# `{"accuracy": 0.97, "val_accuracy": 0.95}`. The best network is the one that does best
# on the validation pictures, and that is not always the last one.
#
# Write `best_epoch(history)`. It returns the number of the epoch with the highest
# `val_accuracy`. Epochs count from 1. If several are equally good, take the first.
#
# *Hint:* first collect the numbers in a list, one for each epoch. Then find the largest,
# and then the place where it stands.
#
# <details><summary>A stronger hint</summary>
#
# `[epoch["loss"] for epoch in history]` collects the losses; you need another number.
# `max` finds the largest number of a list. `numbers.index(0.95)` says where 0.95 stands
# first, counted from 0.
#
# </details>

# %% exercise="curve" part="answer" title="A solution of exercise 4"
def best_epoch(history):
    # BEGIN SOLUTION
    numbers = [epoch["val_accuracy"] for epoch in history]
    return numbers.index(max(numbers)) + 1
    # END SOLUTION


# %% exercise="curve" part="check" points=2 cellView="form"
# @title Check exercise 4
made_up = [
    {"accuracy": 0.85, "val_accuracy": 0.90},
    {"accuracy": 0.91, "val_accuracy": 0.92},
    {"accuracy": 0.95, "val_accuracy": 0.96},
    {"accuracy": 0.99, "val_accuracy": 0.94},
    {"accuracy": 0.98, "val_accuracy": 0.95},
]
best = best_epoch(made_up)
assert best is not None, "Exercise 4: nothing comes back. Use return."
assert not isinstance(best, (list, dict)), (
    "Exercise 4: more than a number. Only the number of one epoch is asked for."
)
assert best != 0.96, "Exercise 4: how good it was. Asked for is when: which epoch."
assert best != 1, "Exercise 4: the worst epoch. A high accuracy is good."
assert best != 2, "Exercise 4: counted from 0. Epochs count from 1."
assert best != 4, "Exercise 4: the training pictures. Validation is fair."
assert best != 5, "Exercise 4: the last epoch. The best may come before it."
assert best == 3, f"Exercise 4: epoch {best}. Here the third is the best."
level = [{"accuracy": 0.5, "val_accuracy": value} for value in (0.7, 0.9, 0.9)]
assert best_epoch(level) != 3, (
    "Exercise 4: the last of equals. If several are equally good, take the first."
)
assert best_epoch(level) == 2, (
    "Exercise 4: right for one curve only. Another has its best epoch elsewhere."
)
print("Exercise 4: this is right.")

# %% exercise="curve" part="hidden" points=2 cellView="form"
# @title Your teacher also tries other curves: nothing to do here
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
# *4 points, 2 for each half. The first half is level 1 of 3: one line.*
# #: else
# *The first half is level 1 of 3: one line.*
# #: endif
#
# First half: `accuracy(labels, predictions)` returns which part of the predictions is
# right, as a number from 0 to 1.
#
# *Hint:* compare all labels with all predictions at once. Then ask for the part that is
# true.
#
# <details><summary>A stronger hint</summary>
#
# `labels == predictions` is a row of `True` and `False`. For NumPy these are 1 and 0.
# What is the mean of three 1 and one 0?
#
# </details>


# %% exercise="accuracy" part="answer" title="A solution of exercise 5, first half"
def accuracy(labels, predictions):
    # BEGIN SOLUTION
    return np.mean(labels == predictions)
    # END SOLUTION


# %% exercise="accuracy" part="check" points=1 cellView="form"
# @title Check the first half of exercise 5
import numpy as np

share = accuracy(np.array([7, 2, 1, 0, 4]), np.array([7, 2, 1, 6, 4]))
assert share is not None, "Exercise 5: nothing comes back. Use return."
assert np.ndim(share) == 0, (
    "Exercise 5: an answer for each picture. Asked for is one number for all."
)
assert not isinstance(share, (bool, np.bool_)), (
    "Exercise 5: all or nothing. One mistake of five still leaves four right."
)
assert share != 4, "Exercise 5: how many. Divide by the number of pictures."
assert share != 80, "Exercise 5: per cent. A part is a number from 0 to 1."
assert abs(share - 0.2) > 1e-6, "Exercise 5: the mistakes. Count what is equal."
assert share not in (0, 1), "Exercise 5: rounded. A part lies between 0 and 1."
assert abs(share - 0.8) < 1e-6, f"Exercise 5: {share}. Four of five are right."
print("Exercise 5, first half: this is right.")

# %% exercise="accuracy" part="hidden" points=1 cellView="form"
# @title Your teacher also tries other answers: nothing to do here
# BEGIN HIDDEN TESTS
many = np.arange(50) % 10
for mistakes in (0, 20, 50):
    read = np.where(np.arange(50) < mistakes, (many + 1) % 10, many)
    share = accuracy(many, read)
    assert share is not None, "accuracy() returns nothing."
    assert abs(share - (50 - mistakes) / 50) < 1e-6, f"Wrong for {mistakes} of 50."
# END HIDDEN TESTS

# %% [markdown] exercise="confusion"
# *The second half is level 3 of 3: a loop.*
#
# `count_confusions(labels, predictions)` returns a table of 10 rows and 10 columns, one
# for each digit. Row 3, column 5 says how many times a 3 was read as a 5.
#
# *Hint:* begin with a table of zeros. Then go through the pictures one by one, and count
# each in its place.
#
# <details><summary>A stronger hint</summary>
#
# `np.zeros((2, 2), dtype=int)` is a table of 2 rows and 2 columns. `zip(a, b)` gives the
# pairs of two lists, `for one, other in zip(a, b):`. And `table[1, 0] += 1` counts in row
# 1, column 0.
#
# </details>


# %% exercise="confusion" part="answer" title="A solution of exercise 5, second half"
def count_confusions(labels, predictions):
    # BEGIN SOLUTION
    table = np.zeros((10, 10), dtype=int)
    for label, prediction in zip(labels, predictions):
        table[label, prediction] += 1
    return table
    # END SOLUTION


# %% exercise="confusion" part="check" points=1 cellView="form"
# @title Check the second half of exercise 5
counts = count_confusions(np.array([3, 3, 5, 9]), np.array([5, 5, 5, 9]))
assert counts is not None, "Exercise 5: no table comes back. Use return."
shape = np.shape(counts)
assert len(shape) == 2, "Exercise 5: no rows and columns. One number is not enough."
assert shape == (10, 10), (
    f"Exercise 5: too small a table, {shape}. Every digit needs its place."
)
assert np.sum(counts) > 1, (
    "Exercise 5: only the first picture. Is return inside the loop?"
)
assert counts[5, 3] == 0, "Exercise 5: rows and columns exchanged. Labels are rows."
assert counts[3, 5] != 1, "Exercise 5: seen, not counted. Add 1 each time."
assert counts[9, 9] == 1, "Exercise 5: only mistakes. Right answers count as well."
assert counts[3, 5] == 2, (
    f"Exercise 5: {counts[3, 5]} in row 3, column 5. Two 3s were read as a 5."
)
assert np.sum(counts) == 4, f"Exercise 5: {np.sum(counts)} in all. There are four."
print("Exercise 5, second half: this is right.")

# %% exercise="confusion" part="hidden" points=1 cellView="form"
# @title Your teacher also tries other digits: nothing to do here
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

# %% [markdown]
# ## See what your functions say
#
# Here they work on your own network: its best epoch, its exam, and what it confuses most.


# %% cellView="form"
# @title Your functions at work
def say_best_epoch():
    best = returned(best_epoch(my_history))
    return f"It was best after epoch {best} of {len(my_history)}."


def say_accuracy():
    share = returned(accuracy(test_labels, my_predictions))
    return f"It reads {share:.2%} of the test pictures."


def say_confusion():
    if len(class_names) > 10:
        return f"Your table has room for 10 classes, not for {len(class_names)}."
    table = np.array(returned(count_confusions(test_labels, my_predictions)))
    np.fill_diagonal(table, 0)
    if not table.any():
        return "It confuses nothing."
    right, read = np.unravel_index(table.argmax(), table.shape)
    names = f"a {class_names[right]} as {class_names[read]}"
    return f"Most often it reads {names}: {table.max():.0f} times."


for exercise, sentence in [(4, say_best_epoch), (5, say_accuracy), (5, say_confusion)]:
    try:
        print(sentence())
    except Exception as problem:
        print(f"Exercise {exercise} is open: {problem}.")
