# %% cellView="form"
# @title Draw scikit-learn's own digits at 28 x 28 (for dataset = "digits")
#: include "mnist_cnn/draw_digits.jinja"

# %%
class_names = list("0123456789")  # your own images bring their own names
load = {"mnist": load_mnist, "digits": load_small_digits, "own": load_own_images}
train_images, train_labels, test_images, test_labels = load[dataset]()
height, width = train_images.shape[1:3]
colours = 3 if train_images.ndim == 4 else 1  # red, green and blue, or grey
print("To learn from:", train_images.shape, "  The exam:", test_images.shape)

# %% cellView="form"
# @title Learn from fewer images at a time where there are few
if dataset == "own" and batch_size > max(8, len(train_images) // 40):
    batch_size = max(8, len(train_images) // 40)
    print("There are few images, hence only", batch_size, "at a time: batch_size.")

# %% [markdown]
# ## Look at the data
#
# The first number is how many pictures there are, then come their height and width in
# pixels; a 3 after them stands for red, green and blue. The *label* above each picture is
# the right answer. The network learns from the first group only. The second is its exam:
# pictures that it has never seen.

# %%
import matplotlib.pyplot as plt


def show(images, titles):
    figure, axes = plt.subplots(2, 8, figsize=(10, 3), layout="constrained")
    ink = "gray" if dataset == "own" else "gray_r"  # digits as on paper, dark on light
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, title in zip(axes.flat, images, titles):
        axis.imshow(image, cmap=ink)
        axis.set_title(title, size=12 if len(title) < 10 else 7, wrap=True)
    plt.show()


step = min(50, len(train_images) // 16 + 1)
show(train_images[::step], [class_names[label] for label in train_labels[::step]])

# %% [markdown]
# **Try it:** change `50` to another number to see other pictures. Do you find one that
# you yourself cannot read?
