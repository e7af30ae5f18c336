"""The lesson before and after it is executed: without its server, its report, what it printed."""

from __future__ import annotations

import nbformat

REPORT_KEYS = {
    "accuracy",
    "loss",
    "epochs",
    "seconds_per_epoch",
    "device",
    "framework",
    "recipe",
    "dataset",
    "seed",
    "line",
}


def printed(node: nbformat.NotebookNode) -> str:
    """Return everything that the notebook's cells printed."""
    outputs = [output for cell in node.cells for output in cell.get("outputs", [])]
    return "".join(output.text for output in outputs if output.output_type == "stream")


def without_server(node: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook without the cell that starts TensorBoard's server.

    The server costs as much as the training, and outlives a kernel that is killed.
    """
    cells = [cell for cell in node.cells if "live" not in cell.metadata.get("tags", [])]
    return nbformat.from_dict({**node, "cells": cells})
