"""What belongs together: names, titles and points of exercises."""

from __future__ import annotations

import re

from nbformat import NotebookNode, from_dict

from colab_starter.dialects.headings import title_of
from colab_starter.dialects.items import OWN, Item, region_kinds
from colab_starter.editions import CODE_STUB

# Editions give these names to the checks of an exercise.
OF_A_CHECK = re.compile(r"(?P<exercise>.+)-(check|hidden)(-\d+)?")


def finish(items: list[Item]) -> list[NotebookNode]:
    """Return the cells, with their parts in exercises in their metadata."""
    link(items)
    name_answers(items)
    add_titles(items)
    add_points(items)
    return [item.cell if item.part is None else marked(item) for item in items]


def link(items: list[Item]) -> None:
    """Tell each check its answer: the nearest above, rather one that no person grades, in place."""
    nearest: dict[bool, Item] = {}
    for item in items:
        if item.part == "answer":
            nearest[item.manual] = item
        elif item.part and item.answer is None:
            if not nearest and item.part == "check" and item.grading and not region_kinds(item):
                item.part = None  # students write anywhere, and see all of the test
                continue
            if not nearest:
                item.refuse(
                    "this is a test, but no answer stands above it: put # BEGIN SOLUTION and "
                    "# END SOLUTION around the solution that it tests, above."
                )
            item.answer = nearest.get(False) or nearest[True]


def name_answers(items: list[Item]) -> None:
    """Give each answer a name of its own, the one that it came with if possible, in place."""
    answers = [item for item in items if item.part == "answer"]
    wished = {item.name for item in answers}
    taken: set[str] = set()
    for number, item in enumerate(answers, start=1):
        name = re.sub(r"[^A-Za-z0-9_-]+", "-", str(item.name or "")).strip("-")
        if (match := OF_A_CHECK.fullmatch(name)) and match["exercise"] in wished:
            name += "-answer"
        item.name = unique(name or f"exercise-{number}", taken)


def unique(name: str, taken: set[str]) -> str:
    """Return the name, or the first of name-2, name-3 that is free, which is taken then."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free


def add_titles(items: list[Item]) -> None:
    """Give each answer the nearest heading above as its title, in place."""
    heading, number = None, 0
    for item in items:
        heading = title_of(item) if item.part is None and title_of(item) else heading
        if item.part == "answer":
            number += 1
            item.title = item.title or heading or f"Exercise {number}"


def add_points(items: list[Item]) -> None:
    """Give one point to each check, and to each answer that nothing checks, in place."""
    tested = {id(item.answer) for item in items if item.answer}
    for item in items:
        if item.part and item.points is None and id(item) not in tested:
            item.points = 1


def marked(item: Item) -> NotebookNode:
    """Return the cell with what it is in its metadata, in the canonical form."""
    answer = item.answer or item
    own = {"exercise": answer.name, "part": item.part, "title": answer.title}
    own |= {"points": item.points} if item.points is not None else {}
    if item.stubs and any(stub != CODE_STUB for stub in item.stubs):
        own["stub"] = item.stubs
    if item.drop:
        own["drop"] = True
    kept = {key: value for key, value in item.cell.metadata.items() if key not in ("nbgrader", OWN)}
    return from_dict({**item.cell, "metadata": {**kept, OWN: own}})
