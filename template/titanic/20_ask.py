# %% [markdown]
# ## Ask who survived
#
# `people["survived"] == "yes"` makes a column of `True` and `False`. For a mean these are
# 1 and 0, so the mean of the column is the share of survivors. `groupby` makes one group
# for each class and sex, and `unstack` puts the women and the men side by side. Six
# numbers are read faster as a picture, so the second cell draws them.

# %%
people["alive"] = people["survived"] == "yes"
print(f"{people['alive'].mean():.0%} of all passengers survived.")
shares = people.groupby(["passengerClass", "sex"])["alive"].mean().unstack()
shares.round(2)

# %%
import matplotlib.pyplot as plt

axis = shares.plot.bar(figsize=(7, 3), rot=0, color=["#1b4f72", "#a84300"])
axis.set(xlabel="class", ylabel="share that survived", ylim=(0, 1.15))
for bars in axis.containers:
    axis.bar_label(bars, fmt="{:.0%}")
axis.legend(loc="upper right", ncols=2)
plt.show()

# %% [markdown]
# **Think:** what made the greater difference, the class or the sex? Is it the same in all
# three classes?
