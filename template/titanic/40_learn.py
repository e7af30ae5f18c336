# %% [markdown]
# ## Guess first
#
# Most people did not survive. Whoever always says "did not survive" needs no computer and
# is right quite often. That is the *baseline*: a model is worth something only if it
# does better.

# %%
baseline = (~test_answers).mean()  # ~ turns True into False, and False into True
print(f"Always saying 'did not survive' is right for {baseline:.0%} of the exam.")

# %% [markdown]
# ## Let XGBoost learn
#
# XGBoost builds *trees*: questions such as "is it a woman?", then "is she below 10?". The
# first tree is often wrong. The second corrects the first, and so on, a hundred times.
# `fit` learns, `predict` answers, and the share of right answers is the *accuracy*.

# %%
from xgboost import XGBClassifier

model = XGBClassifier(
    n_estimators=100,
    max_depth=tree_depth,
    learning_rate=learning_rate,
    random_state=seed,
)
model.fit(train_columns, train_answers)
predictions = model.predict(test_columns) == 1
test_accuracy = (predictions == test_answers).mean()
print(f"Right for {test_accuracy:.0%} of {len(test_answers)} people it has not seen.")

# %% [markdown]
# **Try it:** `model.score(train_columns, train_answers)` is the accuracy for the people it
# learned from. Choose 12 for `tree_depth` in the settings and run all cells again: deep
# trees learn people by heart. Which of the two accuracies rises?
