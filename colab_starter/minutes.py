"""How many minutes a lesson takes: its words, its questions, and the seconds its cells ran for.

A section writes `[= minutes() =]`, or `[= minutes("43_check") =]` for the part above that section.
While it is rendered nobody knows the other sections, so a mark stands there until all are.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from nbformat import NotebookNode

from colab_starter.escape import OwnText
from colab_starter.marks import marks_of, part_of

# Somebody who learns from a text, and looks at the code below it.
WORDS_A_MINUTE = 100
# To think before one answers, and to read the reason.
MINUTES_A_QUESTION = 0.5
ASKS = re.compile(r"^my_answer = .*# @param", re.MULTILINE)
MARK = re.compile("\x02(.*?)\x03")


def minutes(before: str = "") -> OwnText:
    """Return what stands for the minutes of all cells, or of those before a section."""
    return OwnText(f"\x02{before}\x03")


def tell_minutes(cells: Sequence[NotebookNode], seconds: Mapping[str, float]) -> list[NotebookNode]:
    """Return the cells with numbers for the marks; `seconds` are of sections, by their names.

    Raises ValueError for a section that is not there.
    """
    times = [minutes_of(cell) for cell in cells]
    sections = [section_of(cell) for cell in cells]
    places = {name: sections.index(name) for name in set(sections)}
    for name, place in places.items():
        times[place] += seconds.get(name, 0) / 60

    def count(found: re.Match[str]) -> str:
        if found[1] and found[1] not in places:
            raise ValueError(f"minutes({found[1]!a}): there is no such section")
        return str(math.ceil(sum(times[: places.get(found[1], len(times))])))

    return [NotebookNode({**cell, "source": MARK.sub(count, cell.source)}) for cell in cells]


def minutes_of(cell: NotebookNode) -> float:
    """Return how long it takes to read a text, or to answer a question.

    A leader's notes are not read aloud, and code runs for as long as it was measured.
    """
    if part_of(cell) in ("notes", "answer", "catch-up"):
        return 0
    if cell.cell_type == "code":
        return MINUTES_A_QUESTION if ASKS.search(cell.source) else 0
    return len(cell.source.split()) / WORDS_A_MINUTE


def section_of(cell: NotebookNode) -> str:
    """Return the name of the section that a cell comes from."""
    return PurePosixPath(marks_of(cell)["place"].rpartition(",")[0]).name.split(".")[0]
