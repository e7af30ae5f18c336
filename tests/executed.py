"""What an executed lesson leaves: its report and what its cells printed."""

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
