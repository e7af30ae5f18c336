# %% [markdown]
# ## Learn from 300 pictures only
#
# What does a network learn from few pictures that it sees again and again? Guess first:
# how many of 100 validation pictures will it read? Of `digits` these are 30 digits, each
# drawn ten times.

# %%
few_model = build(small_network)
few_model.compile(
    optimizer="adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
few_history = few_model.fit(
    train_images[:300],
    train_labels[:300],
    validation_data=(validation_images, validation_labels),
    batch_size=30,
    epochs=10,
    verbose=0,
).history
