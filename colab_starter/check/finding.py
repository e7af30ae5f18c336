"""What is said of a notebook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

BREAKS: Literal["breaks"] = "breaks"
NOTE: Literal["note"] = "note"


@dataclass(frozen=True)
class Finding:
    """What will happen, and what to do. Cells count from 1; 0 means the notebook as a whole."""

    kind: Literal["breaks", "note"]
    cell: int
    what: str
    remedy: str = ""

    def sentence(self) -> str:
        """Return all of it in one line."""
        place = f"cell {self.cell}: " if self.cell else ""
        return f"{place}{self.what} {self.remedy}".strip()


def list_names(names: list[str], most: int = 3) -> str:
    """Return `a, b, c and 4 more`."""
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def list_cells(numbers: list[int]) -> str:
    """Return `cell 3` or `cells 3, 7 and 2 more`."""
    numbers = sorted(set(numbers))
    return f"cell{'s' * (len(numbers) > 1)} {list_names([str(n) for n in numbers], 5)}"
