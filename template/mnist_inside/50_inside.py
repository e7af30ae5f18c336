# %% [markdown]
# ## See what the network sees
#
# The first layer has 16 windows of 5 x 5 numbers. Light squares are large numbers, dark
# ones are negative, and the same grey is 0 in all of them. A window answers strongly where the
# picture is light under its light squares. After so short a training few look like an edge.

# %% cellView="form"
# @title Draw the 16 windows of the first layer
which = 10  # @param {type:"integer"}


def show_many(pictures, titles, said, columns=8, title=None, around_0=False):
    # The same grey for the same number in all of them, if they have negative ones.
    high = np.abs(pictures).max() if around_0 else None
    low = -high if around_0 else None
    rows = -(-len(pictures) // columns)
    size = (1.25 * columns, 1.45 * rows + 0.3)
    figure, axes = plt.subplots(rows, columns, figsize=size, layout="constrained")
    figure.suptitle(title)
    for axis in np.ravel(axes):
        axis.axis("off")
    for axis, picture, text in zip(np.ravel(axes), pictures, titles):
        axis.imshow(picture, cmap="gray", vmin=low, vmax=high)
        axis.set_title(text, size=9)
    show_and_say(figure, said)


place = which % len(held_back)
digit, digit_label = held_back[place], int(held_back_labels[place])
windows, answers = look_at_windows(network, digit)
names = [f"window {number}" for number in range(1, 17)]
strongest = int(np.ptp(windows, axis=(1, 2)).argmax()) + 1
said = f"16 windows. The strongest contrast is in window {strongest}."
show_many(windows, names, said, title="What each window looks for", around_0=True)

# %% [markdown]
# Here is what each of them answers, at every place of one digit. Grey is 0, as in the empty
# corners: nothing to see there. Light is a yes, dark is the opposite.

# %% cellView="form"
# @title Draw the answers of the 16 windows to one digit
loudest = int(answers.max(axis=(1, 2)).argmax()) + 1
said = f"Window {loudest} gives the largest answer of all to this {digit_label}."
title = "Where each window finds what it looks for"
show_many(answers, names, said, title=title, around_0=True)

# %% question="windows"

# %% [markdown]
# ### Cover a part and watch how sure it is
#
# Cover 7 x 7 pixels of the digit with black, at every place in turn. Where the network is
# less sure then, what is covered mattered to it. No cover has its middle in the blue frame.


# %% cellView="form"
# @title Cover 7 x 7 pixels at 22 x 22 places
def cover(picture, size=7):
    covered = []
    for row in range(29 - size):
        for column in range(29 - size):
            one = picture.copy()
            one[row : row + size, column : column + size] = 0
            covered.append(one)
    return np.stack(covered)


before = read(network, digit[None])[0, digit_label]
bars = read(network, cover(digit))
sure = bars[:, digit_label].reshape(22, 22)
row, column = np.unravel_index(sure.argmin(), sure.shape)
now = bars[sure.argmin()]  # what it says with the square covered
figure, axes = plt.subplots(1, 2, figsize=(8, 3.6), layout="constrained")
axes[0].imshow(digit, cmap="gray")
axes[0].set(title="the cover that harms most")
corner = (column - 0.5, row - 0.5)
for colour, line in ("black", 5), ("white", 2):  # seen on light and on dark
    square = {"fill": False, "edgecolor": colour, "linewidth": line}
    axes[0].add_patch(plt.Rectangle(corner, 7, 7, **square))
middles = (2.5, 24.5, 24.5, 2.5)  # as far as the cover's middle comes
drawn = axes[1].imshow(100 * sure, cmap="gray", vmin=0, vmax=100, extent=middles)
axes[1].set(title="how sure it is, by the middle of the cover")
axes[1].set_facecolor("#b5d4f0")  # where no cover had its middle
for axis in axes:  # one lies on the other
    ticks = range(0, 28, 9)
    axis.set(xlim=(-0.5, 27.5), ylim=(27.5, -0.5), xticks=ticks, yticks=ticks)
figure.colorbar(drawn, label="% sure")
show_and_say(
    figure,
    f"Uncovered it is {before:.0%} sure that this is a {digit_label}.",
    f"With the square covered: {sure.min():.0%}. It then reads a {now.argmax()},"
    f" {now.max():.0%} sure.",
)

# %% [markdown]
# **Try it:** in the cell *Draw the 16 windows of the first layer*, choose another digit:
# `which` is its place among those held back. Run the cells from there. Where does it look?

# %% [markdown]
# ### Draw the network as boxes
#
# Each box is what one layer hands on; the name of the layer stands below. Its height is that
# of the picture, until the last two: these are rows of numbers, without places. The more answers
# there are at each place, the wider it is. Layers that keep the size are left out.

# %% cellView="form"
# @title Draw the network with its sizes
sizes = list_sizes(network, digit)
figure, axis = plt.subplots(figsize=(10, 3.4), layout="constrained")
for place, (name, shape) in enumerate(sizes):
    height = shape[0] if len(shape) > 1 else 1
    depth = shape[2] if len(shape) > 2 else (shape[0] if len(shape) == 1 else 1)
    width = 0.25 + depth / 120
    box = (place - width / 2, -height / 2)
    axis.add_patch(plt.Rectangle(box, width, height, facecolor="0.85", edgecolor="0"))
    text = " x ".join(map(str, shape))
    axis.text(place, height / 2 + 1, text, ha="center", size=9)
    axis.text(place, -17 - 3 * (place % 2), name, ha="center", size=9)
axis.set(xlim=(-0.6, len(sizes) - 0.4), ylim=(-22, 18))
deepest = max(shape[-1] for _, shape in sizes[1:])
axis.axis("off")
show_and_say(
    figure,
    f"From {np.prod(sizes[0][1])} pixels to {sizes[-1][1][-1]} numbers.",
    f"The pictures get smaller, with up to {deepest} answers at each place.",
)

# %% question="boxes"
