"""The frame around a teacher's cells: laid once, and renewed where it stands.

Each cell of the frame carries a mark, so that taking all of them off gives the teacher's cells
again, each as it was. What a teacher did to the frame counts: a section that was edited is kept,
one that was deleted stays away, one that was moved stays where it is.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from nbformat import NotebookNode

from colab_starter.marks import OWN, marks_of

# Sections up to this name stand above the lesson, the others below it.
ABOVE = "50"
TITLE = re.compile(r"\s*(#\s|<h1)", re.IGNORECASE)

Frame = Mapping[str, list[NotebookNode]]


def mark_frame(section: str, cell: NotebookNode) -> NotebookNode:
    """Return a cell of the frame with the mark that says so, and what it was made as."""
    own = {**marks_of(cell), "frame": section, "made": digest(cell)}
    return NotebookNode({**cell, "metadata": {**cell.metadata, OWN: own}})


def lay_frame(
    cells: list[NotebookNode], frame: Frame, known: Iterable[str]
) -> tuple[list[NotebookNode], list[str]]:
    """Return the cells with this frame around them, and the names of sections that were edited.

    `frame` maps the names of sections to their cells, in order; `known` are the sections of the
    frame that was laid before, so that one that is gone now was deleted.
    """
    there = list(dict.fromkeys(filter(None, map(section_of, cells))))
    edited = [name for name in there if any(is_edited(one) for one in cells_of(name, cells))]
    laid: list[NotebookNode] = []
    left = {name: replace_one_by_one(cells_of(name, cells), frame.get(name, [])) for name in there}
    for cell in cells:
        name = section_of(cell)
        if name is None or name in edited:
            laid.append(cell)
        else:
            laid += left[name].pop(0)
    for name in frame:
        if name not in there and name not in known:
            place = find_place(name, laid)
            laid[place:place] = frame[name]
    return laid, edited


def replace_one_by_one(old: list[NotebookNode], new: list[NotebookNode]) -> list[list]:
    """Return what takes the place of each cell of a section; others may stand between them."""
    if len(old) == len(new):
        return [[cell] for cell in new]
    return [list(new), *([] for _ in old[1:])]


def find_place(name: str, cells: list[NotebookNode]) -> int:
    """Return where a new section goes: behind the one before it, or at its end of the lesson."""
    before = [i for i, cell in enumerate(cells) if (section_of(cell) or "~") < name]
    if before and (name < ABOVE or section_of(cells[before[-1]]) > ABOVE):
        return before[-1] + 1
    if name > ABOVE:
        after = [i for i, cell in enumerate(cells) if (section_of(cell) or "") > ABOVE]
        return after[0] if after else len(cells)
    first = next((i for i, cell in enumerate(cells) if cell.cell_type != "raw"), 0)
    return first + 1 if cells and is_title(cells[first]) else 0


def own_cells(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Return the teacher's cells, without those of the frame."""
    return [cell for cell in cells if section_of(cell) is None]


def section_of(cell: NotebookNode) -> str | None:
    """Return the section of the frame that the cell is of, None for a teacher's."""
    return marks_of(cell).get("frame")


def cells_of(name: str, cells: list[NotebookNode]) -> list[NotebookNode]:
    """Return the cells of one section of the frame."""
    return [cell for cell in cells if section_of(cell) == name]


def is_edited(cell: NotebookNode) -> bool:
    """Return whether a cell of the frame says something else than it was made to say."""
    return marks_of(cell).get("made") != digest(cell)


def is_title(cell: NotebookNode) -> bool:
    """Return whether a lesson begins with this cell, which then stands above the frame."""
    return cell.cell_type == "markdown" and bool(TITLE.match(cell.source))


def digest(cell: NotebookNode) -> str:
    """Return a fingerprint of what a cell says."""
    return hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
