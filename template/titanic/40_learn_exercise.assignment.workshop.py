# %% [markdown] exercise="accuracy"
# ## Exercise 3: count what is right
#
# #: if project_type == "assignment"
# *4 points.*
#
# #: endif
# Write `accuracy(answers, predictions)`. It gets two columns of `True` and `False`, and
# returns which part of the predictions is right, as a number from 0 to 1.
#
# *Hint:* `answers == predictions` is `True` where the two agree.


# %% exercise="accuracy" part="answer" title="A solution of exercise 3"
def accuracy(answers, predictions):
    # BEGIN SOLUTION
    return (answers == predictions).mean()
    # END SOLUTION


# %% exercise="accuracy" part="check" points=2
import pandas as pd

share = accuracy(pd.Series([True, False, False, False]), pd.Series([False] * 4))
assert share is not None, "Exercise 3: accuracy() returns nothing. Use return."
assert pd.api.types.is_number(share), "Exercise 3: return one number."
assert share != 3, "Exercise 3: that is a count; divide it by all."
assert abs(share - 0.25) > 1e-6, "Exercise 3: count what is right."
assert abs(share - 0.75) < 1e-6, f"Exercise 3: 3 of 4 are right, not {share}."
print("Exercise 3: this is right.")

# %% exercise="accuracy" part="hidden" points=2
# Your teacher also tries other answers. There is nothing to do here.
# BEGIN HIDDEN TESTS
truth = pd.Series([number % 3 == 0 for number in range(50)])
for mistakes in (0, 20, 50):
    said = truth.where(truth.index >= mistakes, ~truth)
    share = accuracy(truth, said)
    assert share is not None, "accuracy() returns nothing."
    assert abs(share - (50 - mistakes) / 50) < 1e-6, f"Wrong for {mistakes} of 50."
# END HIDDEN TESTS
