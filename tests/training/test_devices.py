"""Two virtual processors share each batch: the loss is that of one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble

pytestmark = pytest.mark.slow
# What makes two processors out of one, before the framework is used.
TWO_IN_TENSORFLOW = """
import tensorflow
cpu = tensorflow.config.list_physical_devices("CPU")[0]
two = [tensorflow.config.LogicalDeviceConfiguration()] * 2
tensorflow.config.set_logical_device_configuration(cpu, two)
"""
TWO_IN_PYTORCH = "devices = ['cpu', 'cpu']"
# Dropout draws other random numbers on each device, and PyTorch's batch normalisation
# over several devices exists for GPUs only.
WITHOUT_BATCH_NORMALISATION = """
network = [layer for layer in network if "BatchNorm" not in type(layer).__name__]
"""
# 1,200 images are enough, in an order without chance; an exam that two can share.
FEW_IMAGES = """
train_images, train_labels = train_images[::10], train_labels[::10]
test_images, test_labels = test_images[:596], test_labels[:596]
"""


def losses(
    combination: str, folder: Path, after: dict[str, str], env: dict[str, str]
) -> list[dict]:
    """Run the lesson as a script, with code added after the cells that contain a text.

    Returns the history of two epochs that the last checkpoint holds.
    """
    folder.mkdir()
    script = []
    for cell in assemble("mnist_cnn", every_combination()[combination]).cells:
        if cell.cell_type != "code" or "live" in cell.metadata.get("tags", []):
            continue
        script.append(cell.source)
        if "parameters" in cell.metadata.get("tags", []):
            script.append('dataset, epochs, epochs_on_cpu, learning_rate = "digits", 2, 2, 0.001')
        script += [code for text, code in after.items() if text in cell.source]
    (folder / "lesson.py").write_text("\n\n".join(script))
    result = subprocess.run(
        [sys.executable, "lesson.py"],
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "Agg", "OMP_WAIT_POLICY": "PASSIVE", **env},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr[-3000:]
    shared = "is shared among 2 devices" in result.stdout
    assert shared == (folder.name == "two"), result.stdout[-3000:]
    return json.loads(max(folder.rglob("checkpoints/*.json")).read_text())["history"]


@pytest.mark.parametrize(
    ("combination", "after", "two", "env"),
    [
        ("keras-gpu", {}, {"import importlib.util": TWO_IN_TENSORFLOW}, {}),
        ("keras-tpu", {}, {}, {"XLA_FLAGS": "--xla_force_host_platform_device_count=2"}),
        (
            "pytorch-gpu",
            {"nn.Linear(64, 10)": WITHOUT_BATCH_NORMALISATION},
            {"devices = [": TWO_IN_PYTORCH},
            {},
        ),
    ],
    ids=["keras-gpu", "keras-tpu", "pytorch-gpu"],
)
def test_two_devices_learn_like_one(combination, after, two, env, tmp_path: Path) -> None:
    common = {"train_images, train_labels, test_images": FEW_IMAGES, **after}
    alone = losses(combination, tmp_path / "one", common, {})
    shared = losses(combination, tmp_path / "two", {**common, **two}, env)
    assert len(alone) == len(shared) == 2
    for one, both in zip(alone, shared):
        for name in ("loss", "val_loss"):
            assert both[name] == pytest.approx(one[name], rel=2e-3)
