# %% [markdown]
# ## Learn from 300 pictures only
#
# What does a network learn from few pictures that it sees again and again? Guess first:
# how many of 100 validation pictures will it read? Of `digits` these are 30 digits, each
# drawn ten times.

# %%
few_model = build(small_network)
few_optimizer = torch.optim.Adam(few_model.parameters(), lr=0.001)
few_images, few_labels = train_images[:300], train_labels[:300]
few_history = {"accuracy": [], "val_accuracy": []}
for _ in range(10):
    learned = train_one_epoch(few_model, few_optimizer, few_images, few_labels, 30)
    few_history["accuracy"].append(learned["accuracy"])
    _, _, share = answer(few_model, validation_images, validation_labels)
    few_history["val_accuracy"].append(share)
