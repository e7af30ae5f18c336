# %% [markdown]
# ## Plan a longer training
#
# The steps begin small, grow for the first fifth of the training, and then shrink to
# nothing. The largest step is the *learning rate*.
#
# The recipe `tutorial` builds the network of 2018, with steps of one size. Its layer
# `Linear(9216, 128)` joins every answer with 128 numbers: fifty times as many weights.
# `Dropout` switches off some *activations* at random, so that the network relies on no
# single one.


# %%
def tutorial_network():
    return [
        nn.Conv2d(colours, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Dropout(0.25),
        nn.Flatten(),
        nn.Linear(64 * ((height - 4) // 2) * ((width - 4) // 2), 128),
        nn.ReLU(),
        nn.Dropout(0.5),
        nn.Linear(128, len(class_names)),
    ]


# %%
import math


def say_how_it_learns():
    global torch_optimizer, step_sizes
    optimizers = {"adam": "Adam", "sgd": "SGD", "adadelta": "Adadelta"}
    make_optimizer = getattr(torch.optim, optimizers[plan["optimizer"]])
    torch_optimizer = make_optimizer(model.parameters(), lr=plan["learning_rate"])
    batches = math.ceil(len(train_images) / plan["batch_size"])
    steps = max(10, plan["epochs"] * batches)
    schedules = torch.optim.lr_scheduler
    if recipe == "tutorial":  # the same step from beginning to end
        step_sizes = schedules.ConstantLR(torch_optimizer, factor=1)
    else:
        step_sizes = schedules.OneCycleLR(
            torch_optimizer,
            plan["learning_rate"],
            steps,
            pct_start=0.2,
            cycle_momentum=False,
        )
