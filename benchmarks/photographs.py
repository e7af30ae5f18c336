"""How many of 200 simulated photographs of digits the notebook mnist_inside reads.

python benchmarks/photographs.py --json benchmarks/results/photographs.json

The notebook's own cells train, simulate, prepare and read, in a process for each framework.
Every photograph is of a digit that the network never saw. They are no photographs of paper: the
shade of the paper, light from one side, pen, turn, place, size and noise are drawn at random.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.inside import FRAMEWORKS, make_notebook, run_cells  # noqa: E402
from benchmarks.machine import describe_machine  # noqa: E402

COUNT = 200
# The cells from the digits to the preparation, by a line of each.
DIGITS = ("def load_small_digits", "train_images, train_labels, ", "def choose_pictures(")
NETWORK = ("def build(", "def train(", "def read(", "network = build(")
PREPARATION = ("def photograph(", "def open_picture(", "def invert(", "def thicken(", "def centre(")
IMPORT = {"keras": ("with without_messages():",), "pytorch": ()}


def main() -> None:
    """Measure each framework, print, and keep the numbers."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--json", type=Path, help="keep all numbers in this file")
    parser.add_argument("--seeds", type=int, default=3, help="networks of each framework")
    parser.add_argument("--framework", choices=FRAMEWORKS, help="print one, as JSON")
    options = parser.parse_args()
    if options.framework:
        print(json.dumps(measure(options.framework, options.seeds)))
        return
    results = {}
    for framework in FRAMEWORKS:
        command = [sys.executable, "-m", "benchmarks.photographs", "--framework", framework]
        command += ["--seeds", str(options.seeds)]
        done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
        results[framework] = json.loads(done.stdout.splitlines()[-1])
        print(framework, results[framework])
    if options.json:
        machine = describe_machine("keras", "tensorflow-cpu", "torch", "pillow", "scipy")
        text = json.dumps({"machine": machine, "count": COUNT, "read": results}, indent=1)
        options.json.write_text(text + "\n")


def measure(framework: str, seeds: int) -> dict[str, list[float]]:
    """Return the share that is read after each way of preparation, for each of these networks."""
    shares: dict[str, list[float]] = {}
    for seed in range(1, seeds + 1):
        needed = (*IMPORT[framework], *DIGITS, *NETWORK, *PREPARATION)
        notebook = run_cells(make_notebook(framework), *needed, seed=seed)
        photographs, labels = take_photographs(notebook, seed)
        for name, prepared in prepare(notebook, photographs).items():
            read = notebook["read"](notebook["network"], prepared).argmax(axis=1)
            shares.setdefault(name, []).append(round(float((read == labels).mean()), 4))
    return shares


def take_photographs(notebook: dict, seed: int) -> tuple[list[np.ndarray], np.ndarray]:
    """Return photographs of digits that were held back, others for each seed, and the labels."""
    digits, random = notebook["load_digits"](), np.random.default_rng(seed)
    held_back = np.random.default_rng(0).permutation(len(digits.images))[1200:]
    chosen = random.choice(held_back, COUNT, replace=False)
    photographs = [notebook["photograph"](digits.images[i], random) for i in chosen]
    return photographs, digits.target[chosen]


def prepare(notebook: dict, photographs: list[np.ndarray]) -> dict[str, np.ndarray]:
    """Return the photographs, prepared less and less."""
    pictures = [Image.fromarray(photograph) for photograph in photographs]
    small = np.stack([np.asarray(picture.resize((28, 28))) for picture in pictures])
    ready = np.stack([notebook["prepare"](picture)["centred"] for picture in pictures])
    return {"only resized": small, "inverted too": 255 - small, "cut out and centred": ready}


if __name__ == "__main__":
    main()
