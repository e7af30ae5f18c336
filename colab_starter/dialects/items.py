"""A cell on its way to the canonical form, and what all dialects do with one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn

from nbformat import NotebookNode, from_dict

from colab_starter.editions import CODE_STUB
from colab_starter.marks import (
    BEGIN_HIDDEN,
    BEGIN_SOLUTION,
    END_HIDDEN,
    END_SOLUTION,
    REGION,
    spell,
)

OWN = "colab_starter"
MARKS = {
    BEGIN_SOLUTION: ("BEGIN", "SOLUTION"),
    END_SOLUTION: ("END", "SOLUTION"),
    BEGIN_HIDDEN: ("BEGIN", "HIDDEN TESTS"),
    END_HIDDEN: ("END", "HIDDEN TESTS"),
}
# Only capitals may have words behind them: "# Begin solution by hand" is prose.
WITH_WORDS = re.compile(
    r"^(\s*#+\s*(?:BEGIN|END)\s+(?:SOLUTIONS?|HIDDEN\s+TESTS?))\b(?!.*\b(?:BEGIN|END)\b).*"
)


@dataclass
class Item:
    """A cell, where it stood in the notebook, and what is known of it so far."""

    number: int
    cell: NotebookNode
    part: str | None = None
    name: str | None = None
    points: float | None = None
    title: str | None = None
    stubs: list[str] = field(default_factory=list)
    drop: bool = False
    # A person grades this answer: tests below it belong to another one.
    manual: bool = False
    # The answer that this check or hidden test belongs to.
    answer: Item | None = None

    @property
    def source(self) -> str:
        """Return the cell's text."""
        return self.cell.source

    @source.setter
    def source(self, text: str) -> None:
        """Give the item a copy of its cell with this text: the teacher's own stays as it was."""
        self.cell = from_dict({**self.cell, "source": text})

    @property
    def is_code(self) -> bool:
        """Return whether this is a code cell."""
        return self.cell.cell_type == "code"

    @property
    def tags(self) -> set[str]:
        """Return the cell's tags, in small letters."""
        tags = self.cell.metadata.get("tags", [])
        return {str(tag).lower() for tag in tags} if isinstance(tags, list) else set()

    @property
    def grading(self) -> dict:
        """Return what nbgrader's metadata say of the cell."""
        grading = self.cell.metadata.get("nbgrader")
        return grading if isinstance(grading, dict) else {}

    def refuse(self, sentence: str) -> NoReturn:
        """Raise ValueError with a sentence for the teacher."""
        raise ValueError(f"cell {self.number}: {sentence}")


def canonical_spelling(source: str) -> str:
    """Return the text with each line that is a mark in its canonical spelling."""
    return "\n".join(spell(WITH_WORDS.sub(r"\1", line)) for line in source.split("\n"))


def mark_of(line: str) -> tuple[str, str] | None:
    """Return what a line says that is a mark in canonical spelling."""
    return MARKS.get(line.strip())


def indent_of(line: str) -> str:
    """Return the spaces before a line."""
    return line[: len(line) - len(line.lstrip())]


def has_regions(source: str) -> bool:
    """Return whether a line of the text is a mark of a region, in any spelling."""
    return any(REGION.fullmatch(line) for line in canonical_spelling(source).split("\n"))


def region_kinds(item: Item) -> list[str]:
    """Return the kind of each region of the cell; refuse marks that do not come in pairs."""
    kinds: list[str] = []
    inside = None
    for line in item.source.split("\n"):
        if not (mark := mark_of(line)):
            continue
        if (mark[0] == "BEGIN") == bool(inside) or (inside and inside != mark[1]):
            item.refuse(
                f"{line.strip()} has no partner: write # BEGIN {mark[1]} above and # END {mark[1]} "
                "below what students must not see, and nothing of the kind in between."
            )
        inside = mark[1] if mark[0] == "BEGIN" else None
        kinds += [mark[1]] if inside else []
    if inside:
        item.refuse(f"# BEGIN {inside} has no partner: write # END {inside} below it.")
    return kinds


def wrap(source: str, begin: str = BEGIN_SOLUTION, end: str = END_SOLUTION) -> str:
    """Return the text as one region; `%%bash` and its like stay above, where Jupyter wants them."""
    above, below = [], source.split("\n")
    if below[0].startswith("%%"):
        above, below = below[:1], below[1:]
    return "\n".join([*above, begin, *below, end])


def make_answer(item: Item, source: str, stubs: list[str] | None = None) -> Item:
    """Note that the cell is an answer; `stubs` has a text for each of its regions, if any."""
    item.source, item.part = source, "answer"
    regions = sum(mark_of(line) == ("BEGIN", "SOLUTION") for line in source.split("\n"))
    item.stubs = stubs if stubs and len(stubs) == regions else []
    item.manual = item.manual or not item.is_code
    return item


def make_whole_answer(item: Item, source: str, stub: str = CODE_STUB, drop: bool = False) -> Item:
    """Note that all of the cell is a solution."""
    item.drop = drop
    if not item.is_code:
        return make_answer(item, source)
    return make_answer(item, wrap(source), [] if drop else [stub])


def make_check(item: Item) -> Item:
    """Note that the cell is a check, or hidden tests if students would see no code of it."""
    kinds = set(region_kinds(item))
    if kinds - {"HIDDEN TESTS"}:
        item.refuse(
            "a solution stands in a cell of tests: move the tests into a cell of their own."
        )
    item.part = "hidden" if kinds and not visible_code(item.source) else "check"
    return item


def visible_code(source: str) -> list[str]:
    """Return the lines outside of regions that are more than a comment."""
    shown, inside = [], False
    for line in source.split("\n"):
        if mark := mark_of(line):
            inside = mark[0] == "BEGIN"
        elif not inside and line.strip() and not line.startswith("#"):
            shown.append(line)
    return shown
