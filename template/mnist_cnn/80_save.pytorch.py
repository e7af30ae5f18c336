# %% [markdown]
# ## Save the network
#
# One file holds everything that the network has learned. To use it in another notebook,
# copy the cells that build the network and load the file, as the next cell does. The
# report says what this file can do.

# %% cellView="form"
# @title Write the report: a line for you, and the same numbers in a file for programs
#: include "mnist_cnn/write_report.jinja"


# %%
if model is not trained_model:
    raise RuntimeError("model is another network now. Run the cell that trains again.")
model_file, part = run_folder / "mnist_cnn.pt", run_folder / "part.pt"
torch.save(model.state_dict(), part)
saved = build(chosen_network)
saved.load_state_dict(torch.load(part, map_location=device))
predictions, test_loss, test_accuracy = take_exam(saved)
part.replace(model_file)  # an earlier file stays until the new one has passed
#: include "mnist_cnn/saved.jinja"
