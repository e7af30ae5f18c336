# %% [markdown]
# ## Turn words into numbers
#
# A model calculates, so it needs numbers. A sex becomes `True` or `False`. The three
# classes have an order, so they become 1, 2 and 3. What the model may see goes into
# `columns`; what it has to find out goes into `answers`.

# %%
columns = pd.DataFrame(
    {
        "female": people["sex"] == "female",
        "age": people["age"],
        "class": people["passengerClass"].map({"1st": 1, "2nd": 2, "3rd": 3}),
    }
)
answers = people["alive"]
columns.head()

# %% [markdown]
# Now hold some people back. The model learns from three quarters of them; the last
# quarter is its exam. A model that has seen the exam before can learn it by heart.

# %%
from sklearn.model_selection import train_test_split

parts = train_test_split(columns, answers, test_size=0.25, random_state=seed)
train_columns, test_columns, train_answers, test_answers = parts
print(len(train_columns), "people to learn from,", len(test_columns), "for the exam.")

# %% [markdown]
# **Think:** why is `survived` not among the columns that the model may see?
