# %% [markdown] exercise="prepare"
# ## Exercise 1: prepare the images
#
# #: if project_type == "assignment"
# *4 points.*
#
# #: endif
# The network of the next section divides by 255 itself. Most networks leave that to you.
# They expect two things of an image: numbers from 0 to 1, and a fourth number in the
# shape that says how many colours there are. Grey images have one.
#
# Write `prepare(images)`. It gets grey images like MNIST's and returns them as
#
# - numbers of the type `float32`, from 0 to 1,
# - in the shape (number of images, 28, 28, 1).
#
# *Hint:* `images.astype("float32")` changes the type, and `images[..., None]` adds a 1 to
# the end of the shape. Replace the three dots, then run the check below.

# %% exercise="prepare" part="answer" title="A solution of exercise 1"
def prepare(images):
    # BEGIN SOLUTION
    return images[..., None].astype("float32") / 255
    # END SOLUTION


# %% exercise="prepare" part="check" points=2
import numpy as np

example = np.arange(2 * 28 * 28).reshape(2, 28, 28).astype("uint8")
prepared = prepare(example)
assert prepared is not None, "Exercise 1: prepare() returns nothing. Use return."
shape, kind = np.shape(prepared), np.asarray(prepared).dtype
assert shape == (2, 28, 28, 1), (
    f"Exercise 1: the shape is {shape}, but it must be (2, 28, 28, 1)."
)
assert kind == "float32", f"Exercise 1: the type is {kind}, not float32."
largest = np.max(prepared)
assert largest == 1, f"Exercise 1: the largest number is {largest}. Divide by 255."
print("Exercise 1: this is right.")

# %% exercise="prepare" part="hidden" points=2
# Your teacher also tries other images. There is nothing to do here.
# BEGIN HIDDEN TESTS
others = np.random.default_rng(5).integers(0, 100, (3, 28, 28)).astype("uint8")
kept = others.copy()
prepared_others = prepare(others)
assert prepared_others is not None, "prepare() returns nothing."
assert np.allclose(np.asarray(prepared_others)[..., 0], kept / 255), "Other values."
assert np.array_equal(others, kept), "prepare() changes the images that it gets."
assert np.shape(prepare(kept[:1])) == (1, 28, 28, 1), "Fails for a single image."
# END HIDDEN TESTS
