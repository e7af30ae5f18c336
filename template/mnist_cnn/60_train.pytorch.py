# %% cellView="form"
# @title Go on where an earlier run stopped
state, history = last_checkpoint()
if state:
    saved = torch.load(state, map_location=device)
    model.load_state_dict(saved["model"])
    torch_optimizer.load_state_dict(saved["optimizer"])
    learning_rates.last_epoch = saved["steps"]
if len(history) >= epochs:
    print(f"This run is finished after epoch {len(history)}. Raise epochs in the")
    print("settings to train on, or choose resume = False to begin a new run.")
elif history:
    print(f"Going on after epoch {len(history)}.")

# %% [markdown]
# Bring all images to the device that trains. They are small enough to stay there. Images
# that are not need a `DataLoader`, which reads the next batch while the network learns.


# %%
def to_tensor(pictures):
    # PyTorch expects the colours of a picture before its height and width.
    pictures = torch.tensor(pictures, device=device)
    return pictures.reshape(-1, height, width, colours).permute(0, 3, 1, 2)


images = to_tensor(train_images)
labels = torch.tensor(train_labels, device=device).long()
held_back = len(images) - int(0.9 * len(images))  # the last tenth

# %% [markdown]
# Each epoch shows all training images once, in random order, batch after batch. Learning
# is four steps: answer, measure how wrong the answers are, find out which way to change
# each number of the network (`backward`), and change it a little (`step`). Each pixel is a
# number from 0 to 255. Networks learn faster from small numbers, so divide by 255.
#
# #: if accelerator == "gpu"
# `autocast` counts with half as many digits where the chip is built for it (GPUs from
# 2020 on, not the T4). For learning that is enough, and the chip does more at once.
# #: else
# `autocast` counts with half as many digits on GPUs that are built for it, and does
# nothing here.
# #: endif

# %%
measure_loss = nn.CrossEntropyLoss()


def train_one_epoch():
    half_length = device != "cpu" and torch.cuda.get_device_capability() >= (8, 0)
    model.train()
    loss_sum, correct = 0, 0
    for batch in torch.randperm(len(images) - held_back).to(device).split(batch_size):
        if len(batch) == 1:  # too few for BatchNorm2d, which compares pictures
            continue
        with torch.autocast(images.device.type, torch.bfloat16, enabled=half_length):
            answers = model(images[batch] / 255)
            loss = measure_loss(answers, labels[batch])
        torch_optimizer.zero_grad()
        loss.backward()
        torch_optimizer.step()
        learning_rates.step()
        loss_sum += loss.detach() * len(batch)
        correct += (answers.argmax(dim=1) == labels[batch]).sum()
    count = len(images) - held_back
    return {"loss": loss_sum.item() / count, "accuracy": correct.item() / count}


# %% [markdown]
# The last tenth of the images is held back: `val_accuracy` is how well the network does on
# those. When it stops rising while `accuracy` goes on, the network learns its pictures by
# heart. Answering without learning needs no way to change the numbers (`no_grad`).
#
# If you read `OutOfMemoryError` or "out of memory", the batches are too large for this
# machine. Choose `batch_size` 64 in the settings, then Runtime > Restart session, then
# Runtime > Run all.


# %%
@torch.no_grad()
def answer(pictures):
    model.eval()
    return torch.cat([model(batch / 255) for batch in pictures.split(1000)])


def examine(answers, right_answers):
    loss = measure_loss(answers, right_answers).item()
    return loss, (answers.argmax(dim=1) == right_answers).float().mean().item()


# %% cellView="form"
# @title After each epoch: TensorBoard's curves, a checkpoint, and one line
import sys
import types

# Otherwise TensorBoard loads all of TensorFlow, where there is one.
sys.modules.setdefault("tensorboard.compat.notf", types.ModuleType("notf"))
from torch.utils.tensorboard import SummaryWriter


def write_state(path):
    state = {"model": model.state_dict(), "optimizer": torch_optimizer.state_dict()}
    torch.save({**state, "steps": learning_rates.last_epoch}, path)


def after_epoch(numbers):
    for part, prefix in [("train", ""), ("validation", "val_")]:
        with SummaryWriter(run_folder / part) as curves:
            for name in ["loss", "accuracy"]:
                curves.add_scalar("epoch_" + name, numbers[prefix + name], len(history))
    history.append(numbers)
    save_checkpoint(history, write_state, ".pt")
    line = [f"{name}: {value:.4f}" for name, value in numbers.items()]
    print(f"Epoch {len(history)}/{epochs} - " + " - ".join(line))


# %%
import time


def train():
    while len(history) < epochs:
        start = time.perf_counter()
        torch.manual_seed(seed + len(history))  # the same order when a run goes on
        numbers = train_one_epoch()
        answers = answer(images[-held_back:])
        val_loss, val_accuracy = examine(answers, labels[-held_back:])
        numbers |= {"val_loss": val_loss, "val_accuracy": val_accuracy}
        after_epoch({**numbers, "seconds": time.perf_counter() - start})


# %%
train()
seconds = sum(epoch["seconds"] for epoch in history) / len(history)
print(
    f"{len(history)} epochs of {seconds:.1f} seconds. On the images held back,", end=" "
)
print(f"{history[-1]['val_accuracy']:.1%} of the answers are right.")

# %% [markdown]
# Now the exam. For each test image the network gives as many numbers as there are classes,
# and the place of the largest is the class that it sees.

# %%
answers = answer(to_tensor(test_images))
right_answers = torch.tensor(test_labels, device=device).long()
test_loss, test_accuracy = examine(answers, right_answers)
predictions = answers.argmax(dim=1).cpu().numpy()
print(f"{test_accuracy:.2%} of the test images are recognised.")
