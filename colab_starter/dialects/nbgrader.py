"""Cells that nbgrader's metadata mark: answers, tests, tasks.

https://nbgrader.readthedocs.io/en/stable/contributor_guide/metadata.html
"""

from __future__ import annotations

import re

from nbformat import from_dict

from colab_starter.dialects.items import (
    Item,
    canonical_spelling,
    make_answer,
    make_check,
    make_whole_answer,
    mark_of,
    region_kinds,
)
from colab_starter.dialects.otter_lines import to_regions

NEWEST_SCHEMA = 3
# nbgrader looks for these words anywhere in a line.
ITS_MARKS = re.compile(r"\b(BEGIN|END) (SOLUTION|HIDDEN TESTS)\b")
SCHEME = re.compile(r"\b(BEGIN|END) MARK SCHEME\b")
AUTOTEST = re.compile(r"^\s*#+\s*(HASHED\s+)?AUTOTEST\b", re.MULTILINE)


def read(items: list[Item]) -> list[Item]:
    """Return the items; a text with an answer or a task becomes an item for each piece."""
    return [piece for item in items for piece in read_item(item)]


def read_item(item: Item) -> list[Item]:
    """Return what becomes of a cell."""
    grading = item.grading
    kinds = {kind for kind in ("grade", "solution", "task") if grading.get(kind)}
    if item.part or not kinds:
        return [item]
    if str(grading.get("schema_version", 0)) > str(NEWEST_SCHEMA):
        item.refuse("it is marked for a newer nbgrader than is known here: save it with an older.")
    if item.cell.cell_type == "raw":
        item.refuse("nbgrader grades code and text: make it a cell of code or Markdown.")
    item.points = points_of(item, grading) if kinds & {"grade", "task"} else None
    item.name = grading.get("grade_id") if "solution" in kinds or "task" in kinds else None
    if "task" in kinds:
        return read_task(item)
    return read_answer(item, "grade" in kinds) if "solution" in kinds else [read_test(item)]


def points_of(item: Item, grading: dict) -> float:
    """Return the points of a graded cell; old versions wrote them as text."""
    points = grading.get("points")
    try:
        points = float(points) if isinstance(points, str) and points.strip() else points
    except ValueError:
        points = -1
    if points in (None, ""):
        return 1
    if not isinstance(points, (int, float)) or not 0 <= points < float("inf"):
        item.refuse(f"{grading['points']!a} is not a number of points: write one.")
    return points


def read_answer(item: Item, graded: bool) -> list[Item]:
    """Return the answer, and what stands around it in a text."""
    item.source = spell_all(item)
    kinds, item.manual = region_kinds(item), graded
    if "HIDDEN TESTS" in kinds:
        item.refuse("hidden tests stand in an answer: move them into a cell of tests.")
    if not graded:
        item.points = None if item.is_code else 0
    if not item.is_code:
        return split_text(item, mark_of) if kinds else [make_whole_answer(item, item.source)]
    source, stubs = to_regions(item, item.source)
    return [make_answer(item, source, stubs) if stubs else make_whole_answer(item, source)]


def spell_all(item: Item) -> str:
    """Return the text in canonical spelling; refuse a mark that only nbgrader would see."""
    source = canonical_spelling(item.source)
    for line in source.split("\n"):
        if ITS_MARKS.search(line) and not mark_of(line):
            item.refuse(
                f"nbgrader takes {line.strip()!a} for a mark: write only # and the mark in this line."
            )
    return source


def read_test(item: Item) -> Item:
    """Note that the cell is a test."""
    if not item.is_code:
        item.refuse("nbgrader grades this text, but nobody answers in it: mark it as an answer.")
    if AUTOTEST.search(item.source):
        item.refuse("### AUTOTEST makes tests only inside nbgrader: write them out as assert.")
    item.source = spell_all(item)
    return make_check(item)


def read_task(item: Item) -> list[Item]:
    """Return a task's text and the answer to it, which is the mark scheme or empty."""
    if item.is_code:
        item.refuse("a task of nbgrader is a text: make it a Markdown cell.")
    if not SCHEME.search(item.source):
        item.source += "\n=== BEGIN MARK SCHEME ===\n=== END MARK SCHEME ==="
    item.manual = True
    return split_text(item, scheme_of)


def scheme_of(line: str) -> tuple[str, str] | None:
    """Return what a line says of a mark scheme."""
    return (match[1], "MARK SCHEME") if (match := SCHEME.search(line)) else None


def split_text(item: Item, mark_in) -> list[Item]:
    """Return the text above an answer, the answer, the text below it: a cell for each."""
    above: list[str] = []
    inside: list[str] = []
    below: list[str] = []
    current = above
    for line in item.source.split("\n"):
        if mark := mark_in(line):
            if (mark[0] == "BEGIN") != (current is above) or current is below:
                item.refuse("a text needs one answer, between one BEGIN and one END: split it.")
            current = inside if current is above else below
        else:
            current.append(line)
    if current is not below:
        item.refuse("what begins in this text does not end: write its END below it.")
    answer = make_whole_answer(item, "\n".join(inside).strip("\n"))
    return [*text_piece(item, "above", above), answer, *text_piece(item, "below", below)]


def text_piece(item: Item, place: str, lines: list[str]) -> list[Item]:
    """Return the text as an ordinary cell, if there is any."""
    text = "\n".join(lines).strip("\n")
    metadata = {k: v for k, v in item.cell.metadata.items() if k not in ("nbgrader", "tags")}
    cell = from_dict({**item.cell, "source": text, "metadata": metadata})
    cell["id"] = f"{item.cell.get('id', '')[:50]}-{place}"
    return [Item(item.number, cell)] if text.strip() else []
