# %% [markdown]
# ## Ask how sure it is
#
# The network gives ten numbers for each picture. They are brought to between 0 and 1 so
# that they add up to 1, which is called *softmax*. It is usual to read them as "so sure".
# Look at five pictures, and decide whether that is a good name.

# %% cellView="form"
# @title Draw pictures, and ten bars beside each
def show_bars(pictures):
    rows = len(pictures)
    figure, axes = plt.subplots(
        rows, 2, figsize=(8, 1.7 * rows), layout="constrained", squeeze=False
    )
    answers = read(network, np.stack([*pictures.values()]))
    for row, (name, picture), sure in zip(axes, pictures.items(), answers):
        largest = sure.argmax()
        row[0].imshow(picture, cmap="gray")
        row[0].set(xticks=[], yticks=[])  # with a frame: some are white at the edge
        row[0].set_title(name, size=10)
        dark = ["0" if i == largest else "0.45" for i in range(10)]
        bars = row[1].bar(range(10), 100 * sure, color=dark)
        number = [f"{one:.0%}" if i == largest else "" for i, one in enumerate(sure)]
        row[1].bar_label(bars, number)
        row[1].set(xticks=range(10), ylim=(0, 130), yticks=[0, 50, 100], ylabel="%")
    said = [
        f"{name}: read as {sure.argmax()}, {sure.max():.0%} sure."
        for name, sure in zip(pictures, answers)
    ]
    show_and_say(figure, *said)


# %% cellView="form"
# @title A right one, a wrong one, turned, inverted, and noise
sure = read(network, held_back)
truth = held_back_labels.astype(int)
is_right = sure.argmax(axis=1) == truth
# Upside down, many a 0, 1, 2, 5 or 8 looks the same, and a 6 is a 9.
turns = is_right & np.isin(truth, [3, 4, 7])
surest = int(np.where(turns, sure.max(axis=1), 0).argmax())
if is_right.all():  # then the one that was closest to a mistake
    wrong, what = int(sure.max(axis=1).argmin()), "least sure of all"
else:
    wrong, what = int(np.where(is_right, 0, sure.max(axis=1)).argmax()), "read wrong"
picture, label = held_back[surest], truth[surest]
noise = np.random.default_rng(seed).integers(0, 256, (28, 28), dtype="uint8")
show_bars(
    {
        f"{label}, read right": picture,
        f"{truth[wrong]}, {what}": held_back[wrong],
        f"{label}, upside down": picture[::-1, ::-1],
        f"{label}, inverted": 255 - picture,
        "noise": noise,
    }
)

# %% cellView="form"
# @title Turn, invert, or replace all digits held back, and read them again
random = np.random.default_rng(seed)
changed = {
    "as they are": held_back,
    "upside down": held_back[:, ::-1, ::-1],
    "inverted": 255 - held_back,
}
for name, pictures in changed.items():
    answers = read(network, pictures)
    share = (answers.argmax(axis=1) == truth).mean()
    sure_of_it = answers.max(axis=1).mean()
    print(f"{name:12} {share:6.1%} are read, {sure_of_it:.0%} sure on average")
print("Upside down, a 0 or 8 looks much the same, and many a 1, 2 or 5 does, too.")
print("A 6 is a 9 then: that counts as a mistake here.")
answers = read(network, random.integers(0, 256, (500, 28, 28), dtype="uint8"))
most = np.bincount(answers.argmax(axis=1), minlength=10)
said = f"{most.max()} of 500 are read as {most.argmax()}"
print(f"{'noise':12} {said}, {answers.max(axis=1).mean():.0%} sure on average")

# %% question="sure"

# %% [markdown]
# ### Know whose digits these are
#
# - MNIST's digits were written by employees of the census bureau of the USA and by high
#   school students there. Those of this notebook are by 13 people.
# - Most of these 13 write a 7 with a bar. In the USA hardly anybody does. Even the digits
#   held back are by the same 13, so strangers are read less well than it seems.
# - An error costs nothing here. On a cheque or a prescription it costs money or health,
#   and it costs those most whose digits were missing.
# - So somebody has to decide what happens when the network is unsure, and who answers for
#   it. The network cannot.
