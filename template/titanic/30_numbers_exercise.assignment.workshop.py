# %% [markdown] exercise="ages"
# ## Exercise 2: fill what is missing
#
# #: if project_type == "assignment"
# *4 points.*
#
# #: endif
# Nobody wrote down the age of every passenger. XGBoost copes with the gaps, many other
# models do not. A common way out is the *median*: half of the known ages are below it.
#
# Write `fill_ages(people)`. It returns a new table, in which each missing `age` is the
# median of the known ones. The table that it gets stays as it is.
#
# *Hint:* `people["age"].median()` leaves the gaps out, `people["age"].fillna(30)` writes
# 30 into each gap, and `people.assign(age=...)` makes a new table with another `age`.


# %% exercise="ages" part="answer" title="A solution of exercise 2"
def fill_ages(people):
    # BEGIN SOLUTION
    median = people["age"].median()
    return people.assign(age=people["age"].fillna(median))
    # END SOLUTION


# %% exercise="ages" part="check" points=2
import pandas as pd

gaps = pd.DataFrame({"sex": ["male"] * 4, "age": [10.0, None, 20.0, 60.0]})
filled = fill_ages(gaps)
assert filled is not None, "Exercise 2: fill_ages() returns nothing. Use return."
hint = "Exercise 2: return the whole table, with all its columns."
assert isinstance(filled, pd.DataFrame) and "sex" in filled, hint
assert len(filled) == 4, "Exercise 2: keep all the people; fill the gaps."
assert filled["age"].notna().all(), "Exercise 2: an age is missing. Use fillna."
age = filled["age"].iloc[1]
assert age != 30, "Exercise 2: 30 is the mean of 10, 20 and 60. Use the median."
assert age == 20, f"Exercise 2: the median of 10, 20 and 60 is 20, not {age:g}."
assert gaps["age"].isna().sum() == 1, "Exercise 2: leave the first table as it is."
print("Exercise 2: this is right.")

# %% exercise="ages" part="hidden" points=2
# Your teacher also tries other tables. There is nothing to do here.
# BEGIN HIDDEN TESTS
several = [None, 1.0, 2.0, 90.0, None], [4.0, None, 8.0], [7.0, 8.0]
for ages, expected_ages in zip(several, ([2, 1, 2, 90, 2], [4, 6, 8], [7, 8])):
    given = pd.DataFrame({"age": ages, "alive": [True] * len(ages)})
    kept = given.copy()
    filled = fill_ages(given)
    assert filled is not None, "fill_ages() returns nothing."
    assert list(filled["age"]) == expected_ages, f"Wrong for the ages {ages}."
    assert list(filled["alive"]) == list(kept["alive"]), "Another column has changed."
    assert given.equals(kept), "fill_ages() changes the table that it gets."
# END HIDDEN TESTS
