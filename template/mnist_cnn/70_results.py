# %% [markdown]
# ## Read the learning curves
#
# Left: how wrong the answers were, right: how many were correct, epoch by epoch. Two
# curves close together are a good sign. If the dashed one turns away from the other, the
# network learns by heart, and more epochs will not help.

# %%
figure, axes = plt.subplots(1, 2, figsize=(10, 3))
for axis, name in zip(axes, ["loss", "accuracy"]):
    numbers = range(1, len(history) + 1)
    axis.plot(numbers, [epoch[name] for epoch in history], "o-", label="training")
    validation = [epoch["val_" + name] for epoch in history]
    axis.plot(numbers, validation, "o--", label="validation")
    axis.set(xlabel="epoch", title=name, xticks=numbers)
    axis.legend()
plt.show()

# %% [markdown]
# ## See what it confuses
#
# Each row is a class as it is, each column a class as the network saw it. Everything off
# the diagonal is a mistake.

# %%
from sklearn.metrics import ConfusionMatrixDisplay

count = len(class_names)
side = min(12, 3 + count / 5)  # inches
figure, axis = plt.subplots(figsize=(side, side), layout="constrained")
ConfusionMatrixDisplay.from_predictions(
    test_labels,
    predictions,
    labels=range(count),
    display_labels=class_names,
    ax=axis,
    cmap="Blues",
    colorbar=False,
    include_values=count <= 30,
    xticks_rotation="vertical" if dataset == "own" else "horizontal",
)
plt.show()

# %% [markdown]
# These are the first images that it got wrong. "3 as 5" is a 3 that it read as a 5. Would
# you have known better?

# %%
wrong = np.flatnonzero(predictions != test_labels)
print(len(wrong), "of", len(test_labels), "are wrong.")
pairs = [(class_names[test_labels[i]], class_names[predictions[i]]) for i in wrong]
if len(wrong):
    show(test_images[wrong], [f"{right} as {read}" for right, read in pairs])

# %% [markdown]
# **Think:** which two classes does it confuse most often? What do they have in common?
