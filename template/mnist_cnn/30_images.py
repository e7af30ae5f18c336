# %% cellView="form"
# @title Where the pictures come from: MNIST, or scikit-learn's own digits
import io

import matplotlib.pyplot as plt
from IPython.display import Image as Drawing
from IPython.display import display

# The long number is the file's fingerprint: one wrong bit, and the file is refused.
mnist_sha256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
mnist_urls = [
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    "https://s3.amazonaws.com/img-datasets/mnist.npz",
]
#: include "mnist_cnn/draw_digits.jinja"

# %%
load = load_mnist if dataset == "mnist" else load_small_digits  # your own come later
all_images, all_labels, test_images, test_labels = load()
class_names = list("0123456789")


def show_figure(figure, says):
    figure.savefig(file := io.BytesIO())
    plt.close(figure)
    display(Drawing(file.getvalue(), alt=says))  # for screen readers
    print(says)


def show(images, titles, says):
    rows, bare = 1 + (len(titles) > 8), {"xticks": [], "yticks": [], "frame_on": False}
    figure, axes = plt.subplots(rows, 8, figsize=(10, 1.5 * rows), subplot_kw=bare)
    ink = "gray" if dataset == "own" else "gray_r"  # digits as on paper, dark on light
    for axis, image, title in zip(axes.flat, images, titles):
        axis.imshow(image, cmap=ink)
        axis.set_title(title, size=12 if len(title) < 10 else 7, wrap=True)
    show_figure(figure, says)


some = slice(None, None, len(all_images) // 16)
titles = [class_names[label] for label in all_labels[some]]
show(all_images[some], titles, f"16 of {len(all_images)} pictures, with labels.")

# %% [markdown]
# ## Look at the pictures
#
# The *label* above each picture is the right answer. A program can learn its pictures by
# heart. So they are divided into three groups, as at school:
#
# - *training* pictures are the lessons,
# - *validation* pictures are the rehearsal, held back. Every choice is made by them,
# - *test* pictures are the exam. Nothing is chosen by it.

# %%
if dataset == "own":
    print("To begin with, it learns digits. Your own pictures come later.")
tenth = len(all_images) // 10  # the last tenth is held back
train_images, validation_images = all_images[:-tenth], all_images[-tenth:]
train_labels, validation_labels = all_labels[:-tenth], all_labels[-tenth:]

# The simplest reader: which average picture is the nearest?
classes = range(len(class_names))
averages = [train_images[train_labels == label].mean(axis=0) for label in classes]
gaps = [(validation_images - average) ** 2 for average in averages]
nearest = np.argmin([gap.reshape(tenth, -1).sum(axis=1) for gap in gaps], axis=0)
average_accuracy = (nearest == validation_labels).mean()
print(
    f"{len(train_images)} for training, {tenth} for validation, {len(test_images)}",
    end=" ",
)
print(
    f"for the test. Guessing reads {1 / len(classes):.0%} of the validation pictures,"
)
print(f"comparing with the average picture of each class {average_accuracy:.1%}.")
