# %% cellView="form"
# @title Where the pictures come from: MNIST, or scikit-learn's own digits
import matplotlib.pyplot as plt
from scipy.ndimage import affine_transform
from sklearn.datasets import load_digits

# The long number is the file's fingerprint: one wrong bit, and the file is refused.
mnist_sha256 = "731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1"
mnist_urls = [
    "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
    "https://s3.amazonaws.com/img-datasets/mnist.npz",
]
copies = 10  # each training digit is drawn ten times, moved and turned a little


def draw(digit, angle=0, size=1, shift=0):
    # For each of the 28 x 28 pixels: which point of the 8 x 8 original lies there?
    turn = np.deg2rad(angle)
    matrix = [[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]
    matrix = np.array(matrix) * 8 / (22 * size)
    offset = [3.5, 3.5] - matrix @ (np.array([13.5, 13.5]) + shift)
    drawn = affine_transform(digit, matrix, offset, output_shape=(28, 28), order=1)
    return (drawn * 255 / 16).astype("uint8")


def vary(digit, random):
    angle, size = random.uniform(-12, 12), random.uniform(0.85, 1.1)
    return draw(digit, angle, size, shift=random.uniform(-2, 2, size=2))


def load_small_digits():
    digits, random = load_digits(), np.random.default_rng(0)
    order = random.permutation(len(digits.images))
    train, test = order[:1200], order[1200:]
    images, labels = digits.images, digits.target.astype("uint8")
    train_images = [vary(images[i], random) for i in train for _ in range(copies)]
    test_images = [draw(images[i]) for i in test]
    train_labels = np.repeat(labels[train], copies)
    return np.stack(train_images), train_labels, np.stack(test_images), labels[test]


# %%
# Your own pictures come later: until then, the digits that are here.
load = load_mnist if dataset == "mnist" else load_small_digits
all_images, all_labels, test_images, test_labels = load()
class_names = list("0123456789")


def show(images, titles):
    figure, axes = plt.subplots(2, 8, figsize=(10, 3), layout="constrained")
    ink = (
        "gray_r" if class_names[0] == "0" else "gray"
    )  # digits: dark on light, as on paper
    for axis in axes.flat:
        axis.axis("off")
    for axis, image, title in zip(axes.flat, images, titles):
        axis.imshow(image, cmap=ink)
        axis.set_title(title, size=12 if len(title) < 10 else 7, wrap=True)
    plt.show()


step = len(all_images) // 16
show(all_images[::step], [class_names[label] for label in all_labels[::step]])
print("16 of the", len(all_images), "pictures, each below its label, the right answer.")

# %% [markdown]
# ## Look at the pictures
#
# The *label* above each picture is the right answer. A program that learns can also learn
# its pictures by heart. So they are divided into three groups, as at a school:
#
# - *training* pictures are the lessons,
# - *validation* pictures are the homework, held back from the lessons. Every choice is
#   made by them,
# - *test* pictures are the exam. It is taken once, at the end.

# %%
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
print(f"the nearest average picture reads {average_accuracy:.1%}.")
