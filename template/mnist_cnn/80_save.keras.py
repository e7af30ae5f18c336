# %% [markdown]
# ## Save the network
#
# One file holds the network and everything it has learned. Load it in any other notebook
# with `keras.saving.load_model("mnist_cnn.keras")`.

# %%
model_file = run_folder / "mnist_cnn.keras"
model.save(model_file)
loaded = keras.saving.load_model(model_file)
answers = keras.ops.convert_to_numpy(loaded(test_images[:1]))
print("The first test image shows:", class_names[answers.argmax()])
