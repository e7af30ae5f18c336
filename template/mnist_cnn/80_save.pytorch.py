# %% [markdown]
# ## Save the network
#
# One file holds everything that the network has learned. To use it in another notebook,
# copy the cells that build `model` and load the file into it, as the last lines do here.

# %%
model_file = run_folder / "mnist_cnn.pt"
torch.save(model.state_dict(), model_file)
model.load_state_dict(torch.load(model_file))
first_answer = answer(to_tensor(test_images[:1])).argmax()
print("The first test image shows:", class_names[first_answer])
