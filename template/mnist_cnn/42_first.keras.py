# %% [markdown]
# ## Train it for the first time
#
# The *loss* says how wrong an answer is. The *optimizer* changes the *weights*, the numbers
# of the network, a little after each *batch* of 128 pictures. An *epoch* is over when the
# network has seen every training picture once.
#
# Guess first: how many of 100 validation pictures will it read after one epoch?
# To stop a cell, click the square at its left.

# %% cellView="form"
# @title Your guess, how many of 100? The cell after the next compares
my_guess = 0  # @param {type:"slider", min:0, max:100, step:1}

#: include "mnist_cnn/check_settings.jinja"

#: include "mnist_cnn/stopped.jinja"

# %%
# This first training is short; most settings count for the longer one.
learned = None  # until the epoch is over
first_model = build(small_network)
first_model.compile(
    optimizer="adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
# None: any number of pictures. Param: how many weights. Non-trainable: only noted.
first_model.summary()
learned = first_model.fit(train_images, train_labels, batch_size=128, verbose=2)

# %%
answers = first_model.predict(validation_images, batch_size=1000, verbose=0)
read = answers.argmax(axis=1)  # the place of the largest number is the class
#: include "mnist_cnn/first_answer.jinja"
