"""60,000 training images and 10,000 exam images made of scikit-learn's handwritten digits.

MNIST needs a download; this has its size and shape without one. Every exam image comes
from a digit that no training image was made of. The 597 unchanged exam digits come along.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from scipy.ndimage import affine_transform
from sklearn.datasets import load_digits

CACHE = Path(__file__).resolve().parent.parent / "build" / "benchmark-images.npz"
NAMES = ("train_images", "train_labels", "test_images", "test_labels", "real_images", "real_labels")
TRAIN_DIGITS = 1200
UNCHANGED = np.eye(2)


def load(quick: bool = False) -> dict[str, np.ndarray]:
    """Return uint8 arrays by name: images (n, 28, 28), labels (n,). `quick` keeps a tenth."""
    if not CACHE.exists():
        CACHE.parent.mkdir(exist_ok=True)
        np.savez(CACHE, **make())
    with np.load(CACHE) as file:
        data = {name: file[name] for name in NAMES}
    if quick:
        data = {name: array if "real" in name else array[::10] for name, array in data.items()}
    return data


def make() -> dict[str, np.ndarray]:
    """Draw all images; the same ones on every machine with the same SciPy."""
    digits, random = load_digits(), np.random.default_rng(2018)
    order = random.permutation(len(digits.images))
    train, test = order[:TRAIN_DIGITS], order[TRAIN_DIGITS:]
    train_sources, test_sources = random.permutation(np.repeat(train, 50)), np.resize(test, 10_000)
    labels = digits.target.astype("uint8")
    return {
        "train_images": np.stack([vary(digits.images[i], random) for i in train_sources]),
        "train_labels": labels[train_sources],
        "test_images": np.stack([vary(digits.images[i], random) for i in test_sources]),
        "test_labels": labels[test_sources],
        "real_images": np.stack([draw(digits.images[i]) for i in test]),
        "real_labels": labels[test],
    }


def vary(digit: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Return the 8 x 8 `digit` at 28 x 28, turned, stretched, slanted and moved at random."""
    turn = np.deg2rad(random.uniform(-20, 20))
    slant = np.array([[1, random.uniform(-0.3, 0.3)], [0, 1]])
    stretch = np.diag(random.uniform(0.75, 1.15, size=2))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return draw(digit, np.linalg.inv(stretch @ slant @ rotation), random.uniform(-3, 3, size=2))


def draw(
    digit: np.ndarray, change: np.ndarray = UNCHANGED, shift: np.ndarray | float = 0.0
) -> np.ndarray:
    """Return the 8 x 8 `digit`, 16 grey levels, as 28 x 28 uint8, 22 pixels high by default."""
    matrix = change * 8 / 22
    offset = 3.5 - matrix @ (np.full(2, 13.5) + shift)
    drawn = affine_transform(digit, matrix, offset, output_shape=(28, 28), order=1)
    return (drawn * 255 / 16).astype("uint8")
