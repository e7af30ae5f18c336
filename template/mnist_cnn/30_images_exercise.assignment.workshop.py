# %% [markdown] exercise="prepare"
# ## Exercise 1: prepare the images
#
# #: if project_type == "assignment"
# *4 points, level 1 of 3: one line.*
# #: else
# *Level 1 of 3: one line.*
# #: endif
#
# Most networks expect two things of a picture. Its numbers go from 0 to 1. And a last
# number in the shape says how many colours there are: grey pictures have one. The network
# that you build in exercise 2 gets its pictures from you.
#
# Write `prepare(images)`. It gets grey pictures with numbers from 0 to 255 and returns
# them as
#
# - numbers of the type `float32`, from 0 to 1,
# - in the shape (number of pictures, 28, 28, 1).
#
# Replace the three dots, run the cell, then the check below it.
#
# *Hint:* three small steps, in this order: a new type, a 1 at the end of the shape, a
# division.
#
# <details><summary>A stronger hint</summary>
#
# `images.astype("float32")` changes the type, and `images[..., None]` adds a 1 to the end
# of the shape. Which number is the largest that a pixel can be? Divide by it.
#
# </details>

# %% exercise="prepare" part="answer" title="A solution of exercise 1"
def prepare(images):
    # BEGIN SOLUTION
    return images[..., None].astype("float32") / 255
    # END SOLUTION


# %% exercise="prepare" part="check" points=2 cellView="form"
# @title Check exercise 1
import numpy as np

example = np.arange(2 * 28 * 28).reshape(2, 28, 28).astype("uint8")
prepared = prepare(example)
assert prepared is not None, "Exercise 1: nothing comes back. Use return."
shape, kind = np.shape(prepared), np.asarray(prepared).dtype
assert shape != (2, 28, 28), (
    "Exercise 1: no number of colours. The shape needs a 1 at its end."
)
assert shape[:1] != (1,), (
    "Exercise 1: the 1 is in front. It belongs at the end of the shape."
)
assert shape == (2, 28, 28, 1), (
    f"Exercise 1: another shape. It is {shape}, but must be (2, 28, 28, 1)."
)
assert kind.kind not in "iu", (
    "Exercise 1: whole numbers. Between 0 and 1 they lose nearly everything."
)
assert kind == "float32", f"Exercise 1: another type. It is {kind}, not float32."
largest = float(np.max(prepared))
assert largest < 2, f"Exercise 1: not divided. The largest number is {largest:g}."
assert largest > 0.998, (
    f"Exercise 1: divided by too much. 255 becomes {largest:.3f}, and not 1."
)
assert np.unique(prepared).size > 2, (
    "Exercise 1: rounded. Only 0 and 1 are left: // throws the rest away."
)
print("Exercise 1: this is right.")

# %% exercise="prepare" part="hidden" points=2 cellView="form"
# @title Your teacher also tries other pictures: nothing to do here
# BEGIN HIDDEN TESTS
others = np.random.default_rng(5).integers(0, 100, (3, 28, 28)).astype("uint8")
kept = others.copy()
prepared_others = prepare(others)
assert prepared_others is not None, "prepare() returns nothing."
assert np.allclose(np.asarray(prepared_others)[..., 0], kept / 255), "Other values."
assert np.array_equal(others, kept), "prepare() changes the images that it gets."
assert np.shape(prepare(kept[:1])) == (1, 28, 28, 1), "Fails for a single image."
# END HIDDEN TESTS
