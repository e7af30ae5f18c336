# %% [markdown]
# ## See which column matters
#
# XGBoost counts how much each column helped its trees to tell survivors from the others.
# The three shares make 1 together.

# %%
importance = pd.Series(model.feature_importances_, index=columns.columns).sort_values()
axis = importance.plot.barh(figsize=(7, 2), color="#1b4f72")
axis.set(xlabel="importance", xlim=(0, 1.1))
axis.bar_label(axis.containers[0], fmt="{:.2f}")
plt.show()

# %% [markdown]
# ## See where it is wrong
#
# One accuracy for all hides a lot. Ask again with `groupby`, now about the people of the
# exam: in which group is the model right, and how many people are in it?

# %%
exam = people.loc[test_columns.index].assign(predicted=predictions)
exam["right"] = exam["predicted"] == exam["alive"]
exam.groupby(["passengerClass", "sex"])["right"].agg(["mean", "size"]).round(2)

# %% [markdown]
# **Think:** which group would you not trust the model about? What does the table not know
# about these people that may have decided?
#
# **Try it:** `exam[~exam["right"]]` shows the people that it got wrong, one by one. Would
# you have known better?
