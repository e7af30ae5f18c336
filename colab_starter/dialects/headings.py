"""Headings: they give exercises their titles, and some say that a solution stands below."""

from __future__ import annotations

import re
from collections.abc import Iterator

from colab_starter.dialects.items import Item

HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*")
FENCE = re.compile(r"\s*(```|~~~)")
DECORATION = re.compile(r"<[^>]*>|[*`]|\[|\]\([^)]*\)|\{[^}]*\}")
OF_A_SOLUTION = re.compile(
    r"\W*((exercises?|problem|task|question|sample|example|possible|my)?\W*\d*[\d.:]*\W*"
    r"solutions?(\W*\d+)?|solutions?\s+(to|for|of)\s+(the\s+)?(exercises?|problem|task|question).*)\W*",
    re.IGNORECASE,
)
FOLDED = re.compile(r"<summary>.{0,80}\b(solutions?|answers?)\b", re.IGNORECASE | re.DOTALL)


def headings_of(item: Item) -> Iterator[tuple[int, str, bool]]:
    """Yield each heading of a text: its level, its words, and whether text follows in the cell."""
    if item.cell.cell_type != "markdown":
        return
    fenced = False
    lines = item.source.split("\n")
    for number, line in enumerate(lines):
        fenced ^= bool(FENCE.match(line))
        if not fenced and (match := HEADING.fullmatch(line)):
            words = " ".join(DECORATION.sub("", match[2]).split())
            yield len(match[1]), words, bool("".join(lines[number + 1 :]).strip())


def title_of(item: Item) -> str | None:
    """Return the last heading of a cell that may name an exercise."""
    titles = [words for _, words, _ in headings_of(item) if words and not names_solution(words)]
    return titles[-1] if titles else None


def names_solution(words: str) -> bool:
    """Return whether a heading says that a solution follows."""
    return bool(OF_A_SOLUTION.fullmatch(words))


def has_solution_below(items: list[Item], index: int) -> bool:
    """Return whether a cell has a heading for a solution, and unmarked cells or text below it.

    The title of the notebook speaks of all of it, exercises included.
    """
    is_first = not any(any(headings_of(item)) for item in items[:index])
    for number, (level, words, followed) in enumerate(headings_of(items[index])):
        if names_solution(words) and not (is_first and number == 0 and level == 1):
            return followed or is_followed(items[index + 1 :], level)
    return False


def is_followed(items: list[Item], level: int) -> bool:
    """Return whether anything unmarked stands before the next heading of this level."""
    for item in items:
        if any(other <= level for other, *_ in headings_of(item)):
            return False
        if item.part is None and item.source.strip():
            return True
    return False


def is_folded_solution(item: Item) -> bool:
    """Return whether a text folds a solution away, so that one click shows it."""
    return item.cell.cell_type == "markdown" and bool(FOLDED.search(item.source))
