"""Cells that are a solution as a whole: because of their first line, or of a tag.

What students get instead is what the authors' own programs leave: Neuromatch and the tag
`solution` leave nothing, for a cell to write in stands above; ThinkStats and INRIA leave one.
"""

from __future__ import annotations

import re

from colab_starter.dialects.items import (
    Item,
    canonical_spelling,
    has_regions,
    make_answer,
    make_whole_answer,
    mark_of,
    wrap,
)
from colab_starter.dialects.otter_lines import has_line_marks
from colab_starter.marks import BEGIN_HIDDEN, BEGIN_SOLUTION, END_HIDDEN, END_SOLUTION

TO_REMOVE = re.compile(r"\s*#+\s*to_remove\b.*|\s*#+\s*to_remove_\w+.*", re.IGNORECASE)
INRIA = re.compile(r"# ?solution\s*")
SOLUTION = re.compile(
    r"#+\s*solutions?\s*($|[:.,;!(\[\d#–—-].*|((to|for|of)\s+)?(the\s+)?"
    r"(exercise|problem|task|question|part)\b.*)",
    re.IGNORECASE,
)
# Prose, unless other cells of the notebook begin with nothing but `# Solution`.
BEGINS = re.compile(r"#+\s*solution\b.*", re.IGNORECASE)
ALONE = re.compile(r"#+\s*solutions?\s*[:.]?\s*", re.IGNORECASE)
INRIA_STUB, STUB = "# Write your code here.", "# Solution goes here"
PLACEHOLDERS = {INRIA_STUB, STUB}
SOLUTION_TAG = "solution"
HIDDEN_TAGS = {"hidden", "hidden-test", "hidden-tests", "hidden_test", "hidden_tests"}


def read(items: list[Item]) -> list[Item]:
    """Return the items; note which are solutions or hidden tests as a whole."""
    in_use = any(item.is_code and ALONE.fullmatch(first_line(item)) for item in items)
    for item in items:
        marked = has_regions(item.source) or has_line_marks(item.source)
        if item.part is None and not marked:
            read_plain(item, in_use)
        elif SOLUTION_TAG in item.tags and not item.drop and item.cell.cell_type != "raw":
            read_tagged(item)
    return items


def first_line(item: Item) -> str:
    """Return the cell's first line."""
    return item.source.partition("\n")[0]


def read_plain(item: Item, in_use: bool) -> None:
    """Note what the first line or a tag says of a cell without any regions, in place.

    `in_use`: other cells begin with nothing but `# Solution`.
    """
    first, _, rest = item.source.partition("\n")
    if SOLUTION_TAG in item.tags:
        make_whole_answer(item, rest if is_mark(first) else item.source, drop=True)
    elif HIDDEN_TAGS & item.tags:
        make_hidden(item)
    elif TO_REMOVE.fullmatch(first):
        make_whole_answer(item, rest, drop=True)
    elif item.is_code and item.source.strip() not in PLACEHOLDERS:
        read_comment(item, first, rest, in_use)


def is_mark(line: str) -> bool:
    """Return whether the line says only that a solution begins."""
    return bool(TO_REMOVE.fullmatch(line) or ALONE.fullmatch(line))


def make_hidden(item: Item) -> None:
    """Note that all of the cell is hidden tests, in place."""
    if not item.is_code:
        item.refuse("its tag says that it is a hidden test, but it is no code: remove the tag.")
    item.source, item.part = wrap(item.source, BEGIN_HIDDEN, END_HIDDEN), "hidden"


def read_comment(item: Item, first: str, rest: str, in_use: bool) -> None:
    """Note that a cell is a solution from a comment on, in place."""
    if SOLUTION.fullmatch(first) or (in_use and BEGINS.fullmatch(first)):
        # What else the line says may be a part of the solution.
        source = rest.lstrip("\n") if ALONE.fullmatch(first) else item.source
        make_whole_answer(item, source, INRIA_STUB if INRIA.fullmatch(first) else STUB)
        return
    lines = item.source.split("\n")
    number = next((i for i, line in enumerate(lines) if ALONE.fullmatch(line)), None)
    if number:
        above, below = lines[:number], lines[number + 1 :]
        source = "\n".join([*above, BEGIN_SOLUTION, *below, END_SOLUTION])
        make_answer(item, source, [INRIA_STUB])


def read_tagged(item: Item) -> None:
    """Note that students do not get a tagged cell with regions, in place."""
    lines = canonical_spelling(item.source).strip().split("\n")
    if item.part is None:
        kept = [line for line in lines if (mark_of(line) or ("", ""))[1] != "SOLUTION"]
        make_whole_answer(item, "\n".join(kept), drop=True)
        return
    if item.part != "answer" or (item.is_code and not is_one_region(lines)):
        item.refuse(
            "its tag says that all of it is a solution, its marks say that a part is: remove the "
            "tag solution, or the marks inside."
        )
    item.drop, item.stubs = True, []


def is_one_region(lines: list[str]) -> bool:
    """Return whether the lines are one region from the first to the last."""
    code = [line for line in lines if not line.startswith("%%")]
    return bool(code) and [bool(mark_of(line)) for line in code] == [
        number in (0, len(code) - 1) for number in range(len(code))
    ]
