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
    held_back = [epoch["val_" + name] for epoch in history]
    axis.plot(numbers, held_back, "o--", label="held back")
    axis.set(xlabel="epoch", title=name, xticks=numbers)
    axis.legend()
plt.show()

# %% [markdown]
# ## See what it confuses
#
# Each row is a digit as it is, each column a digit as the network read it. Everything
# off the diagonal is a mistake.

# %%
from sklearn.metrics import ConfusionMatrixDisplay

ConfusionMatrixDisplay.from_predictions(
    test_labels, predictions, cmap="Blues", colorbar=False
)
plt.show()

# %% [markdown]
# These are the first images that it got wrong. "3 as 5" is a 3 that it read as a 5. Would
# you have known better?

# %%
wrong = np.flatnonzero(predictions != test_labels)
print(len(wrong), "of", len(test_labels), "are wrong.")
if len(wrong):
    show(test_images[wrong], [f"{test_labels[i]} as {predictions[i]}" for i in wrong])

# %% [markdown]
# **Think:** which two digits does it confuse most often? What do they have in common?
