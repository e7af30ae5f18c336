# %% [markdown]
# ## Save the network
#
# One file holds the network and what it has learned. Copy it beside another notebook, and
# write there `import keras` and `network = keras.saving.load_model("mnist_cnn.keras")`.
# `network.predict(picture[None]).argmax()` is the digit of a picture, light on dark, 0 to 255.

# %% cellView="form"
# @title Write the report: a line for you, and the same numbers in a file for programs
#: include "mnist_cnn/write_report.jinja"


# %%
if model is not trained_model:
    raise RuntimeError("model is another network now. Run the cell that trains again.")
model_file, part = run_folder / "mnist_cnn.keras", run_folder / "part.keras"
model.save(part)
saved = keras.saving.load_model(part)
predictions, test_loss, test_accuracy = take_exam(saved)
part.replace(model_file)  # an earlier file stays until the new one has passed
#: include "mnist_cnn/saved.jinja"
