# %% [markdown]
# ## Get digits to learn from
#
# scikit-learn has 1,797 small digits that people wrote. 1,200 of them are drawn ten times
# each, a little moved and turned: 12,000 pictures to learn from. The other 597 are held
# back. You will look at these after each experiment, so they are *validation* pictures: an
# exam that one looks at again and again is no exam any more. The first notebook takes them
# for its exam if its `dataset` is `digits`.

# %% cellView="form"
# @title Draw the digits at 28 x 28 pixels
#: include "mnist_cnn/draw_digits.jinja"

# %%
train_images, train_labels, held_back, held_back_labels = load_small_digits()
print("To learn from:", train_images.shape, "  Held back:", held_back.shape)


# %% cellView="form"
# @title Choose pictures to learn from, and look at the settings before each training
def choose_pictures(count):
    # The same ones for the same number.
    return np.random.default_rng(0).permutation(len(train_images))[:count]


def check_settings():
    for name, number, least in (("epochs", epochs, 1), ("seed", seed, 0)):
        if type(number) is not int or not least <= number < 10**9:
            print("Write it in the settings, run that cell, then this one again.")
            raise ValueError(f"{name}: a whole number from {least} to 999999999.")
