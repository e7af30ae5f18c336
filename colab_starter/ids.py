"""Cell ids made from content: the same notebook gives the same bytes."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

from nbformat import NotebookNode

# nbformat 4.5: what a cell's id may be.
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def make_id(cell: NotebookNode, seen: Counter[str]) -> str:
    """Return an id for the cell that no cell counted in `seen` has, and count it."""
    digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
    number, identity = 1, digest
    while seen[identity]:
        number += 1
        identity = f"{digest}-{number}"
    seen[identity] += 1
    return identity


def give_id(cell: NotebookNode, seen: Counter[str]) -> None:
    """Give the cell an id, in place, unless it has one that no cell before it has."""
    identity = cell.get("id")
    if isinstance(identity, str) and CELL_ID.fullmatch(identity) and not seen[identity]:
        seen[identity] += 1
    else:
        cell["id"] = make_id(cell, seen)
