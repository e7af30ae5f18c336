# %% [markdown] exercise="rate"
# ## Exercise 1: compare groups
#
# #: if project_type == "assignment"
# *4 points.*
#
# #: endif
# Write `survival_rate(people, column)`. It gets a table like `people` and the name of one
# of its columns, and returns the share of survivors in each group of this column:
# `survival_rate(people, "sex")` has one number for `female` and one for `male`.
#
# *Hint:* the section above does it for two columns at once. `unstack` is only needed for
# two. Replace the three dots, then run the check below.


# %% exercise="rate" part="answer" title="A solution of exercise 1"
def survival_rate(people, column):
    # BEGIN SOLUTION
    return people.groupby(column)["alive"].mean()
    # END SOLUTION


# %% exercise="rate" part="check" points=2
import pandas as pd

four = pd.DataFrame({"sex": ["female", "female", "male", "male"]})
four["alive"] = [True, True, True, False]
rates = survival_rate(four, "sex")
assert rates is not None, "Exercise 1: survival_rate() returns nothing. Use return."
assert isinstance(rates, pd.Series), (
    "Exercise 1: return one number for each group. Begin with groupby."
)
groups = list(rates.index)
assert set(groups) == {"female", "male"}, f"Exercise 1: your groups are {groups}."
assert rates["female"] != 2, "Exercise 1: that is a count; take the mean."
assert rates["female"] == 1, "Exercise 1: both women survived, so 1."
assert rates["male"] == 0.5, "Exercise 1: one of two men is a share of 0.5."
print("Exercise 1: this is right.")

# %% exercise="rate" part="hidden" points=2
# Your teacher also tries another table. There is nothing to do here.
# BEGIN HIDDEN TESTS
towns = pd.DataFrame({"town": list("aaaabbc"), "sex": ["male"] * 7})
towns["alive"] = [True, False, False, False, True, True, False]
kept = towns.copy()
rates = survival_rate(towns, "town")
assert rates is not None, "survival_rate() returns nothing."
for town, expected in {"a": 0.25, "b": 1, "c": 0}.items():
    assert abs(rates[town] - expected) < 1e-6, f"Wrong in town {town}."
assert towns.equals(kept), "survival_rate() changes the table that it gets."
# END HIDDEN TESTS
