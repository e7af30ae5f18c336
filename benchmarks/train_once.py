"""One training in a process of its own: `python -m benchmarks.train_once` prints one JSON line.

The lesson is not imitated here: its own cells run, with the benchmark's images in place
of the small data set. What is measured is the cell that trains: with TensorBoard,
validation, checkpoints and the first translation of the network.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
import types
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from benchmarks import images
from benchmarks.tutorials import keras_tutorial, pytorch_example

COMBINATIONS = {"keras": "keras-cpu", "keras-jax": "keras-tpu", "pytorch": "pytorch-cpu"}
TUTORIALS = {"keras": keras_tutorial, "keras-jax": keras_tutorial, "pytorch": pytorch_example}
# The cells whose time counts, known by what they say.
TRAINING = ("with going_on():",)


def clocks() -> tuple[float, float]:
    """Return seconds of processor time of this process and all its threads, and of wall time."""
    used = os.times()
    return used.user + used.system, time.perf_counter()


def main() -> None:
    """Import, train, examine, print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("framework", choices=COMBINATIONS)
    parser.add_argument("who", choices=["tutorial", "lesson"])
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    data = images.load(options.quick)
    os.environ.update(MPLBACKEND="Agg", TF_CPP_MIN_LOG_LEVEL="3")
    if options.framework == "keras-jax":
        os.environ["KERAS_BACKEND"] = "jax"
    before = clocks()
    if options.framework == "pytorch":
        # Otherwise TensorBoard loads all of TensorFlow, where there is one.
        sys.modules["tensorboard.compat.notf"] = types.ModuleType("notf")
        import torch  # noqa: F401
    else:
        import keras  # noqa: F401
    imported = np.subtract(clocks(), before)
    train = run_tutorial if options.who == "tutorial" else run_lesson
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        result = train(options.framework, data, options.epochs, options.seed)
        os.chdir("/")
    result |= {"import_cpu": round(imported[0], 2), "import_wall": round(imported[1], 2)}
    print(json.dumps({**result, "peak_memory_mb": peak_memory()}))


def run_tutorial(framework: str, data: Mapping[str, np.ndarray], epochs: int, seed: int) -> dict:
    """Train as published; return the clocks and accuracy after each epoch, and the real digits'."""
    start, ends = clocks(), []
    accuracies, real = TUTORIALS[framework](
        data,
        epochs,
        seed,
        logs=Path("logs"),
        watch=lambda: ends.append(np.subtract(clocks(), start)),
        tensorboard=framework != "keras-jax",  # Keras' own callback needs TensorFlow
    )
    return {
        "cpu": [round(cpu, 2) for cpu, _ in ends],
        "wall": [round(wall, 2) for _, wall in ends],
        "accuracy": accuracies,
        "real_accuracy": real,
    }


def run_lesson(framework: str, data: Mapping[str, np.ndarray], epochs: int, seed: int) -> dict:
    """Run the lesson's cells; return what its training cells cost and its accuracies."""
    from colab_starter.answers import every_combination
    from colab_starter.assemble import assemble

    notebook = assemble("mnist_cnn", every_combination()[COMBINATIONS[framework]])
    settings = {"dataset": "digits", "epochs": epochs, "seed": seed, "use_drive": False}
    names: dict[str, object] = {"__name__": "__main__"}
    spent = np.zeros(2)
    sys.stdout = open(os.devnull, "w")
    for cell in notebook.cells:
        if cell.cell_type != "code" or "live" in cell.metadata.get("tags", []):
            continue
        before = clocks()
        exec(compile(cell.source, "lesson", "exec"), names)
        if any(mark in cell.source for mark in TRAINING):
            spent += np.subtract(clocks(), before)
        if "parameters" in cell.metadata.get("tags", []):
            names.update(settings)
        if "load_small_digits" in names:
            names["load_small_digits"] = lambda: tuple(data[name] for name in images.NAMES[:4])
        if "test_accuracy" in names:
            break
    sys.stdout = sys.__stdout__
    return {
        "cpu": [round(spent[0], 2)],
        "wall": [round(spent[1], 2)],
        "seconds_per_epoch": [round(epoch["seconds"], 2) for epoch in names["history"]],
        "accuracy": [names["test_accuracy"]],
        "real_accuracy": examine_real(framework, names, data),
    }


def examine_real(framework: str, names: dict, data: Mapping[str, np.ndarray]) -> float:
    """Return the trained lesson's accuracy on the real digits."""
    if framework == "pytorch":
        return names["answer"](names["model"], data["real_images"], data["real_labels"])[2]
    answers = names["model"].predict(data["real_images"], verbose=0)
    return float((answers.argmax(axis=1) == data["real_labels"]).mean())


def peak_memory() -> int | None:
    """Return the largest resident size of this process in MB, None where nobody counts it."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(size / (2**20 if sys.platform == "darwin" else 2**10))


if __name__ == "__main__":
    main()
