# %% [markdown] exercise="late"
# ## Exercise 1: count the late ones
#
# #: if project_type == "assignment"
# *3 points.*
#
# #: endif
# Write `count_late(minutes, limit)`. It returns how many numbers are larger than `limit`.
#
# *Hint:* `minutes > 10` is a list of `True` and `False`, and `np.sum` counts the `True`.


# %% exercise="late" part="answer" title="A solution of exercise 1"
def count_late(minutes, limit):
    # BEGIN SOLUTION
    return int(np.sum(minutes > limit))
    # END SOLUTION


# %% exercise="late" part="check" points=1
late = count_late(np.array([5, 20, 30]), 10)
assert late is not None, "Exercise 1: count_late() returns nothing. Use return."
assert late == 2, f"Exercise 1: two of the three are late, not {late}."
print("Exercise 1: this is right.")

# %% exercise="late" part="hidden" points=2
# Your teacher also tries other numbers. There is nothing to do here.
# BEGIN HIDDEN TESTS
for limit, expected in [(0, 4), (5, 3), (6, 2), (50, 0)]:
    found = count_late(np.array([5, 6, 7, 50]), limit)
    assert found == expected, f"Wrong for a limit of {limit}."
# END HIDDEN TESTS
