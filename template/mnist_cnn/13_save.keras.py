# %% [markdown]
# ## Save the network
#
# One file holds the network and everything it has learned. Load it in any other notebook
# with `keras.saving.load_model("mnist_cnn.keras")`.

# %%
model_file = run_folder / "mnist_cnn.keras"
model.save(model_file)
loaded = keras.saving.load_model(model_file)
print(
    "The first test image shows a", loaded.predict(test_images[:1], verbose=0).argmax()
)
