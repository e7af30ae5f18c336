# %% [markdown]
# ## Train it for the first time
#
# The *loss* says how wrong an answer is. The *optimizer* changes the *weights*, the numbers
# of the network, a little after each *batch* of 128 pictures. An *epoch* is over when the
# network has seen every training picture once.
#
# Learning is four steps: answer, measure the loss, find out which way to change each
# weight (`backward`), and change it a little (`step`).
#
# Guess first: how many of 100 validation pictures will it read after one epoch?
# To stop a cell, click the square at its left.

# %%
measure_loss = nn.CrossEntropyLoss()


def train_one_epoch(
    network, torch_optimizer, pictures, labels, batch_size, after_step=lambda: None
):
    network.train()
    images, labels = to_tensors(pictures, labels)
    loss_sum, correct = 0, 0
    for batch in torch.randperm(len(images)).to(device).split(batch_size):
        if len(batch) == 1:  # too few for BatchNorm2d, which compares pictures
            continue
        with torch.autocast(device, torch.bfloat16, enabled=half_length):
            answers = network(images[batch] / 255)  # from 0 to 1
            loss = measure_loss(answers, labels[batch])
        torch_optimizer.zero_grad()
        loss.backward()
        torch_optimizer.step()
        after_step()
        loss_sum += loss.detach() * len(batch)
        correct += (answers.argmax(dim=1) == labels[batch]).sum()
    return {
        "loss": loss_sum.item() / len(images),
        "accuracy": correct.item() / len(images),
    }


# %% cellView="form"
# @title Your guess, how many of 100? The cell after the next compares
my_guess = 0  # @param {type:"slider", min:0, max:100, step:1}

#: include "mnist_cnn/check_settings.jinja"

#: include "mnist_cnn/stopped.jinja"

# %%
# This first training is short; most settings count for the longer one.
learned = None  # until the epoch is over
first_model = build(small_network)
torch_optimizer = torch.optim.Adam(first_model.parameters(), lr=0.001)
print(first_model)
learned = train_one_epoch(
    first_model, torch_optimizer, train_images, train_labels, batch_size=128
)
print(
    f"While it learned, it read {learned['accuracy']:.1%}, loss {learned['loss']:.2f}."
)


# %%
@torch.no_grad()  # answering needs no way to change the weights
def answer(network, pictures, labels):
    pictures, labels = to_tensors(pictures, labels)
    network.eval()
    answers = torch.cat([network(batch / 255) for batch in pictures.split(1000)])
    loss = measure_loss(answers, labels).item()
    read = answers.argmax(dim=1)  # the place of the largest number is the class
    return read.cpu().numpy(), loss, (read == labels).float().mean().item()


read, first_loss, _ = answer(first_model, validation_images, validation_labels)
#: include "mnist_cnn/first_answer.jinja"
