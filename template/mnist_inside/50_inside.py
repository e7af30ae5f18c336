# %% [markdown]
# ## See what the network sees
#
# The first layer has 16 windows of 5 x 5 numbers. Light squares are large numbers, dark
# ones are negative. A window answers strongly where the picture is light below its light
# squares.

# %% cellView="form"
# @title Draw the 16 windows of the first layer
def show_many(pictures, titles, columns=8, title=None, ink="gray"):
    rows = -(-len(pictures) // columns)
    size = (1.25 * columns, 1.45 * rows + 0.3)
    figure, axes = plt.subplots(rows, columns, figsize=size, layout="constrained")
    figure.suptitle(title)
    for axis in np.ravel(axes):
        axis.axis("off")
    for axis, picture, text in zip(np.ravel(axes), pictures, titles):
        axis.imshow(picture, cmap=ink)
        axis.set_title(text, size=9)
    plt.show()


digit = held_back[0]
windows, answers = look_at_windows(network, digit)
names = [f"window {number}" for number in range(1, 17)]
show_many(windows, names, title="What each window looks for")
edges = max(range(16), key=lambda i: windows[i].max() - windows[i].min())
print(f"16 windows, no two the same. The strongest contrast is in window {edges + 1}.")

# %% [markdown]
# Here is what each of them answers, at every place of one digit: light where its question
# gets a yes.

# %% cellView="form"
# @title Draw the answers of the 16 windows to one digit
show_many([digit], [f"a {held_back_labels[0]}"], columns=1)
show_many(answers, names, title="Where each window finds what it looks for")
loudest = int(answers.max(axis=(1, 2)).argmax()) + 1
print(f"Window {loudest} gives the largest answer of all to this digit.")

# %% question="windows"

# %% [markdown]
# ### Cover a part and watch how sure it is
#
# Lay a grey square of 7 x 7 pixels over the digit, at every place in turn. Where the
# network becomes unsure, it needed what was below.


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


which = int(held_back_labels[0])
before = read(network, digit[None])[0, which]
sure = read(network, cover(digit))[:, which].reshape(22, 22)
row, column = np.unravel_index(sure.argmin(), sure.shape)
figure, axes = plt.subplots(1, 2, figsize=(8, 3.6), layout="constrained")
axes[0].imshow(digit, cmap="gray")
axes[0].set_title("where it matters most: the square")
square = {"fill": False, "edgecolor": "white", "linewidth": 2, "linestyle": "--"}
axes[0].add_patch(plt.Rectangle((column - 0.5, row - 0.5), 7, 7, **square))
drawn = axes[1].imshow(100 * sure, cmap="gray", vmin=0, vmax=100, extent=(3, 25, 25, 3))
axes[1].set_title("how sure it is, by the middle of the cover")
figure.colorbar(drawn, label="% sure")
plt.show()
print(f"Uncovered it is {before:.0%} sure that this is a {which}.")
print(f"With the square covered it is {sure.min():.0%} sure.")

# %% [markdown]
# **Try it:** change `held_back[0]` in the cell of the windows to another number, then run
# the cells from there. Does it look at the same places of another digit?

# %% [markdown]
# ### Draw the network as boxes
#
# Each box is what lies between two layers: how high it is, how wide, and how many answers
# there are at each place.

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
axis.axis("off")
plt.show()
print(f"From {np.prod(sizes[0][1])} pixels to {sizes[-1][1][-1]} numbers:", end=" ")
print("the boxes get smaller, and there are more answers at each place.")

# %% question="boxes"
