# %% [markdown] part="notes" minutes=15
# Everybody starts the training at the same time and guesses the accuracy
# first; write the guesses down. While it runs, show TensorBoard, and say what the images
# held back are for.
