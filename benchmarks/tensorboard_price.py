"""What TensorBoard's options cost, in percent of an epoch of the lesson's Keras network.

python benchmarks/tensorboard_price.py --json benchmarks/results/tensorboard.json
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.update(MPLBACKEND="Agg", TF_CPP_MIN_LOG_LEVEL="3")

from benchmarks import images  # noqa: E402
from benchmarks.machine import describe_machine  # noqa: E402
from benchmarks.train_once import clocks  # noqa: E402
from colab_starter.answers import every_combination  # noqa: E402
from colab_starter.assemble import assemble  # noqa: E402

OPTIONS = {
    "off": None,
    "scalars, as in the lesson": {"write_graph": False},
    "histograms": {"write_graph": False, "histogram_freq": 1},
    "histograms and images": {"write_graph": False, "histogram_freq": 1, "write_images": True},
}


def main() -> None:
    """Train epochs with each option in turn, print a table, and keep the numbers if asked."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--json", type=Path, help="keep all numbers in this file")
    parser.add_argument("--repeats", type=int, default=7, help="epochs of each kind")
    options = parser.parse_args()
    keras, model = build_model()
    data = images.load()
    seconds: dict[str, list[float]] = {name: [] for name in OPTIONS}
    for repeat in range(options.repeats + 1):
        for name, settings in OPTIONS.items():
            spent = train_epoch(keras, model, data, settings)
            if repeat:  # the first round also translates the network
                seconds[name].append(spent)
    epoch = statistics.median(seconds["off"])
    rows = {
        name: {
            "cpu": round(statistics.median(values), 3),
            "percent": round(
                100 * statistics.median(a - b for a, b in zip(values, seconds["off"])) / epoch, 1
            ),
        }
        for name, values in seconds.items()
    }
    for name, row in rows.items():
        print(f"{name:26} {row['cpu']:.2f} CPU-s an epoch, {row['percent']:+.1f} %")
    if options.json:
        results = {"machine": describe_machine("keras", "tensorflow-cpu", "tensorboard"), **rows}
        options.json.write_text(json.dumps(results, indent=1) + "\n")


def build_model():
    """Return the keras module and the lesson's compiled model, made by the lesson's own cells."""
    names: dict[str, object] = {"__name__": "__main__"}
    start = os.getcwd()
    with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(None):
        os.chdir(folder)
        for cell in assemble("mnist_cnn", every_combination()["keras-cpu"]).cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, "lesson", "exec"), names)
            if "parameters" in cell.metadata.get("tags", []):
                names["dataset"] = "digits"
            if "plan = make_plan()" in cell.source:
                break
        names["model"] = names["build"](names["small_network"])
        names["say_how_it_learns"]()
        os.chdir(start)
    return names["keras"], names["model"]


def train_epoch(keras, model, data, settings: dict | None) -> float:
    """Train one epoch of 60,000 images and return its processor seconds."""
    with tempfile.TemporaryDirectory() as folder:
        callbacks = [] if settings is None else [keras.callbacks.TensorBoard(folder, **settings)]
        before, _ = clocks()
        model.fit(
            data["train_images"],
            data["train_labels"],
            batch_size=128,
            verbose=0,
            callbacks=callbacks,
        )
        return clocks()[0] - before


if __name__ == "__main__":
    main()
