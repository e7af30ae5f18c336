# %% cellView="form"
# @title What happens after each epoch: curves, a checkpoint, and one line
import sys
import time
import types

# Otherwise TensorBoard loads all of TensorFlow, where there is one.
sys.modules.setdefault("tensorboard.compat.notf", types.ModuleType("notf"))
from torch.utils.tensorboard import SummaryWriter


def from_last_checkpoint():
    global model, trained_model, history, begun
    model = trained_model = build(chosen_network)
    say_how_it_learns()
    state, history = last_checkpoint()
    if state:
        saved = torch.load(state, map_location=device)
        model.load_state_dict(saved["model"])
        torch_optimizer.load_state_dict(saved["optimizer"])
        step_sizes.last_epoch = saved["steps"]
    begun = len(history)


def write_state(path):
    state = {"model": model.state_dict(), "optimizer": torch_optimizer.state_dict()}
    torch.save({**state, "steps": step_sizes.last_epoch}, path)


def after_epoch(numbers):
    for part, prefix in [("train", ""), ("validation", "val_")]:
        with SummaryWriter(run_folder / part) as curves:
            for name in ["loss", "accuracy"]:
                curves.add_scalar("epoch_" + name, numbers[prefix + name], len(history))
    history.append(numbers)
    save_checkpoint(history, write_state, ".pt")
    line = [f"{name}: {numbers[name]:.4f}" for name in list(numbers)[:5]]
    print(f"Epoch {len(history)}/{plan['epochs']} - " + " - ".join(line))


# %%
def train():
    while len(history) < plan["epochs"]:
        start, starts = time.perf_counter(), len(history) == begun
        torch.manual_seed(seed + len(history))  # the same order when a run goes on
        size = plan["batch_size"]
        numbers = train_one_epoch(
            model, torch_optimizer, train_images, train_labels, size, step_sizes.step
        )
        _, val_loss, val_accuracy = answer(model, validation_images, validation_labels)
        # As many training pictures as there are for validation, measured afterwards.
        some = train_images[:tenth], train_labels[:tenth]
        _, _, train_accuracy = answer(model, *some)
        numbers |= {"val_loss": val_loss, "val_accuracy": val_accuracy}
        numbers |= {"train_accuracy": train_accuracy}
        seconds = time.perf_counter() - start
        after_epoch({**numbers, "seconds": seconds, "starts": starts})


# %%
with going_on():
    train()
sum_up()

# %% question="checkpoint"

# %% [markdown]
# ## Take the exam
#
# The network reads the test pictures.


# %%
from scipy.stats import beta


def take_exam(network):
    return answer(network, test_images, test_labels)


#: include "mnist_cnn/exam.jinja"

# %% question="exam"
