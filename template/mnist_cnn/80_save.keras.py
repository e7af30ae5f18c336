# %% [markdown]
# ## Save the network
#
# One file holds the network and what it has learned. Copy it beside another notebook, and
# load it there with `network = keras.saving.load_model("mnist_cnn.keras")`. It reads lists of
# pictures: for one, write `network.predict(test_images[:1])`.

# %% cellView="form"
# @title Write the report: a line for you, and the same numbers in a file for programs
#: include "mnist_cnn/write_report.jinja"


# %%
model_file = run_folder / "mnist_cnn.keras"
model.save(model_file)
saved = keras.saving.load_model(model_file)
predictions, test_loss, test_accuracy = take_exam(saved)
#: include "mnist_cnn/saved.jinja"
