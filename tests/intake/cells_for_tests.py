"""Small notebooks, made in the tests."""

from __future__ import annotations

import json
from pathlib import Path


def code(*sources: str) -> list[dict]:
    """Return code cells."""
    return [
        {"cell_type": "code", "source": s, "metadata": {}, "outputs": [], "execution_count": None}
        for s in sources
    ]


def text(*sources: str) -> list[dict]:
    """Return text cells."""
    return [{"cell_type": "markdown", "source": s, "metadata": {}} for s in sources]


def notebook(*cells: dict, **metadata) -> dict:
    """Return a notebook of these cells."""
    return {"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def write(path: Path, *cells: dict, **metadata) -> Path:
    """Write a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook(*cells, **metadata)), "utf-8")
    return path
