# %% [markdown]
# ## Read the learning curves
#
# The dotted curve is measured while the network learns, so it mostly begins too low. The
# others are measured after each epoch, on equally many pictures. If validation falls epoch
# after epoch while training, measured again, does not, the network learns by heart:
# *overfitting*. One fall can be chance. Close curves can all be bad.

# %%
curves_shown = {
    "accuracy": ("training, while it learns", "s:", "#595959"),
    "train_accuracy": ("training, measured again", "^-", "#00558c"),
    "val_accuracy": ("validation", "o--", "#9c2c00"),
}
figure, axis = plt.subplots(figsize=(7, 3.5), layout="constrained")
numbers = range(1, len(history) + 1)
for name, (label, style, colour) in curves_shown.items():
    values = [epoch[name] for epoch in history]
    axis.plot(numbers, values, style, color=colour, label=label)
axis.set(xlabel="epoch", ylabel="right answers", xticks=numbers)
axis.legend()
says = "No epoch is over yet."
if history:
    val = [epoch["val_accuracy"] for epoch in history]
    says = f"Validation: {val[0]:.1%} at first, {max(val):.1%} at best,"
    says += f" {val[-1]:.1%} at last."
    if history[-1]["accuracy"] > history[-1]["train_accuracy"] + 0.01:
        says += " The dotted curve ends above: after so few steps"
        says += " batch normalisation has no good averages yet. More epochs help."
show_figure(figure, says)

# %% question="overfitting"

# %% [markdown]
# ## See what it confuses
#
# Each row is a class as it is, each column a class as the network saw it. Coloured fields
# are mistakes. Below, "3 as 5" is a 3 that it read as a 5.

# %%
from matplotlib.colors import ListedColormap
from sklearn.metrics import confusion_matrix

number = len(class_names)
confused = confusion_matrix(test_labels, predictions, labels=range(number))
mistakes = confused * (1 - np.eye(number, dtype=int))
side = min(12, 3 + number / 5)  # inches
figure, axis = plt.subplots(figsize=(side, side), layout="constrained")
axis.imshow(mistakes > 0, cmap=ListedColormap(["#ffffff", "#ffcfbf"]))
for row, column in np.argwhere(confused if number <= 30 else mistakes):
    axis.text(column, row, confused[row, column], ha="center", va="center")
axis.set_xticks(range(number), class_names, rotation=90 * (dataset == "own"))
axis.set_yticks(range(number), class_names)
axis.set(xlabel="read as", ylabel="is")
worst = np.argwhere(mistakes == mistakes.max())[:3]
pairs = [f"{class_names[is_]} read as {class_names[as_]}" for is_, as_ in worst]
says = f"{say_count(mistakes.sum(), 'mistake')}. The most frequent: {', '.join(pairs)}."
if mistakes.sum() > 1 and mistakes.max() == 1:
    says = f"{mistakes.sum()} mistakes, each of another kind."
show_figure(figure, says if mistakes.any() else "No mistake at all.")

# %%
wrong = np.flatnonzero(predictions != test_labels)
pairs = [(class_names[test_labels[i]], class_names[predictions[i]]) for i in wrong]
says = f"{len(wrong)} of {len(test_labels)} are wrong."
if len(wrong):
    show(test_images[wrong], [f"{right} as {read}" for right, read in pairs], says)
else:
    print(says)

# %% question="matrix"
