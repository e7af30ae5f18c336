"""How far from the limit: a network's arithmetic against this processor's matrix products."""

from __future__ import annotations

import time

import numpy as np
import torch
from torch import nn
from torch.utils.flop_counter import FlopCounterMode

IMAGES = 60_000
BATCH = 128
SIZE = 4096

NETWORKS = {
    "tutorial": lambda: nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.Conv2d(32, 64, 3),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(9216, 128),
        nn.Linear(128, 10),
    ),
    "lesson": lambda: nn.Sequential(
        nn.Conv2d(1, 16, 5, stride=2),
        nn.Conv2d(16, 32, 3),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.AdaptiveMaxPool2d(1),
        nn.Flatten(),
        nn.Linear(64, 10),
    ),
}


def measure() -> dict[str, float]:
    """Return GFLOP/s of a float32 matrix product, and for each network TFLOP and least seconds an epoch."""
    speed = matrix_speed()
    found = {"matrix_gflop_per_s": round(speed / 1e9)}
    for name, build in NETWORKS.items():
        work = epoch_flop(build())
        found[f"{name}_tflop_per_epoch"] = round(work / 1e12, 3)
        found[f"{name}_least_seconds_per_epoch"] = round(work / speed, 2)
    return found


def matrix_speed() -> float:
    """Return the best of five float32 products of two 4096 x 4096 matrices, in FLOP/s."""
    left = np.random.default_rng(0).random((SIZE, SIZE), dtype="float32")
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        left @ left
        seconds.append(time.perf_counter() - start)
    return 2 * SIZE**3 / min(seconds)


def epoch_flop(network: nn.Module) -> float:
    """Return the FLOP of forward and backward over 60,000 images, as PyTorch counts them."""
    with FlopCounterMode(display=False) as counter:
        network(torch.zeros(BATCH, 1, 28, 28)).sum().backward()
    return counter.get_total_flops() * IMAGES / BATCH


if __name__ == "__main__":
    print(measure())
