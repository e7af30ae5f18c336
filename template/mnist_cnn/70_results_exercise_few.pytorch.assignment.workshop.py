# %% [markdown]
# ## Learn from 300 pictures only
#
# What does a network learn from few pictures that it sees again and again? Guess first:
# how many of 100 validation pictures will it read? Of `digits` these are 30 digits, each
# drawn ten times.

# %%
few_model = build(small_network)
few_optimizer = torch.optim.Adam(few_model.parameters(), lr=0.001)
images, labels = to_tensors(train_images[:300], train_labels[:300])
few_history = {"accuracy": [], "val_accuracy": []}
for _ in range(10):
    few_model.train()
    right = 0
    for batch in torch.randperm(len(images)).to(device).split(30):
        answers = few_model(images[batch] / 255)
        few_optimizer.zero_grad()
        measure_loss(answers, labels[batch]).backward()
        few_optimizer.step()
        right += (answers.argmax(dim=1) == labels[batch]).sum().item()
    few_history["accuracy"].append(right / len(images))
    _, _, share = answer(few_model, validation_images, validation_labels)
    few_history["val_accuracy"].append(share)
