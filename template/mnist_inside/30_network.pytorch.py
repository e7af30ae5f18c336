# %% [markdown]
# ## Build and train the network again
#
# It is the fast network of the first notebook. Each part can be left out, because that is
# what the experiments do. Read the code now or later: double-click a title.

# %% cellView="form"
# @title Build the network, with parts to leave out
import torch
from torch import nn


def build(relu=True, pooling="max", normalise=True, memory=0.9, chance=None):
    check_settings()
    torch.manual_seed(chance or seed)
    pool, pool_all = {
        "max": (nn.MaxPool2d, nn.AdaptiveMaxPool2d),
        "average": (nn.AvgPool2d, nn.AdaptiveAvgPool2d),
    }[pooling]
    network = []
    plan = [
        (nn.Conv2d(1, 16, 5, stride=2, bias=not normalise), None),
        (nn.Conv2d(16, 32, 3, bias=not normalise), pool(2)),
        (nn.Conv2d(32, 64, 3, bias=not normalise), pool_all(1)),
    ]
    for windows, smaller in plan:
        network.append(windows)
        if smaller:
            network.append(smaller)
        if normalise:
            # PyTorch counts what is new, where others count what is remembered.
            network.append(nn.BatchNorm2d(windows.out_channels, momentum=1 - memory))
        if relu:
            network.append(nn.ReLU())
    return nn.Sequential(*network, nn.Flatten(), nn.Linear(64, 10))


# %% cellView="form"
# @title Train a network, and say how well it reads what is held back
usual_steps = {"adam": 0.01, "sgd": 0.1, "adadelta": 1.0}


def to_tensor(pictures):
    pictures = np.array(pictures, dtype="float32")  # a copy, in the usual order
    return torch.tensor(pictures)[:, None] / 255


def train(
    network, optimizer="adam", step=None, pictures=12_000, times=None, chance=None
):
    times = times or epochs  # as the settings say, unless an experiment says otherwise
    torch.manual_seed(chance or seed)
    step = step or usual_steps[optimizer]
    # Few pictures are shown more often: each network sees as many in all.
    chosen = np.tile(choose_pictures(pictures), 12_000 // pictures)
    images = to_tensor(train_images[chosen])
    labels = torch.tensor(train_labels[chosen]).long()
    optimizers = {
        "adam": torch.optim.Adam,
        "sgd": torch.optim.SGD,
        "adadelta": torch.optim.Adadelta,
    }
    changes = optimizers[optimizer](network.parameters(), lr=step)
    steps_grow_and_shrink = torch.optim.lr_scheduler.OneCycleLR(
        changes,
        step,
        times * -(-len(images) // 128),
        pct_start=0.2,
        cycle_momentum=False,
    )
    measure_loss = nn.CrossEntropyLoss()
    network.train()
    for _ in range(times):
        for batch in torch.randperm(len(images)).split(128):
            loss = measure_loss(network(images[batch]), labels[batch])
            changes.zero_grad()
            loss.backward()
            changes.step()
            steps_grow_and_shrink.step()
    right = read(network, held_back).argmax(axis=1) == held_back_labels
    return float(right.mean())


# %% cellView="form"
# @title Let a network read pictures: ten numbers for each, which add up to 1
@torch.no_grad()
def read(network, pictures):
    network.eval()
    answers = [network(part) for part in to_tensor(pictures).split(1000)]
    return torch.cat(answers).softmax(dim=1).numpy()


# %% cellView="form"
# @title Take the first layer's windows out of a network, and their answers
@torch.no_grad()
def look_at_windows(network, picture):
    windows = network[0].weight[:, 0].numpy()
    return windows, network[0](to_tensor(picture[None]))[0].numpy()


@torch.no_grad()
def list_sizes(network, picture):
    sizes, numbers = [("picture", (28, 28, 1))], to_tensor(picture[None])
    network.eval()
    for layer in network:
        numbers = layer(numbers)
        shape = tuple(numbers.shape[1:])
        shape = (*shape[1:], shape[0]) if len(shape) == 3 else shape
        if shape != sizes[-1][1]:
            sizes.append((type(layer).__name__, shape))
    return sizes
