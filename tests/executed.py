"""The lesson before and after it is executed: without its server, its report, its checkpoints."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat

REPORT_KEYS = {
    "accuracy",
    "loss",
    "by_chance",
    "network",
    "layers",
    "weights",
    "val_accuracy",
    "epochs",
    "seconds_per_epoch",
    "device",
    "framework",
    "recipe",
    "dataset",
    "seed",
    "optimizer",
    "learning_rate",
    "batch_size",
    "line",
    "runtime",
}


# Stands in the cell that trains; it says first whether a run goes on, and after which epoch.
GOES_ON = "with going_on():"


def printed(node: nbformat.NotebookNode, code: str = "") -> str:
    """Return everything that the notebook's cells with this code printed."""
    outputs = [o for cell in node.cells if code in cell.source for o in cell.get("outputs", [])]
    return "".join(output.text for output in outputs if output.output_type == "stream")


def epochs_before(node: nbformat.NotebookNode) -> list[str]:
    """Return after which epoch the training went on, or was finished, each time."""
    return re.findall(r"after epoch (\d+)", printed(node, GOES_ON))


def read_checkpoints(folder: Path) -> dict[str, bytes]:
    """Return every checkpoint of the runs below `folder`: path to content."""
    paths = [path for path in folder.rglob("checkpoints/*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def read_history(folder: Path) -> list[dict[str, float]]:
    """Return what the newest record of the run below `folder` says about each epoch.

    The time that an epoch took tells whether it was trained again.
    """
    newest = max(folder.rglob("checkpoints/*.json"), key=lambda path: int(path.stem))
    return json.loads(newest.read_text())["history"]


def without_server(node: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook without the cell that starts TensorBoard's server.

    The server costs as much as the training, and outlives a kernel that is killed.
    """
    cells = [cell for cell in node.cells if "live" not in cell.metadata.get("tags", [])]
    return nbformat.from_dict({**node, "cells": cells})
