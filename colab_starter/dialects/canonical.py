"""Cells that are in canonical form already, because this program wrote them."""

from __future__ import annotations

from colab_starter.dialects.items import OWN, Item, canonical_spelling, region_kinds
from colab_starter.dialects.nbgrader import points_of

KINDS = {"answer": {"SOLUTION"}, "check": {"HIDDEN TESTS"}, "hidden": {"HIDDEN TESTS"}}


def read(items: list[Item]) -> list[Item]:
    """Return the items; note of each cell what its own metadata say."""
    for item in items:
        own = item.cell.metadata.get(OWN)
        if isinstance(own, dict) and own.get("part") in list(KINDS):
            read_cell(item, own)
    link(items)
    return items


def read_cell(item: Item, own: dict) -> None:
    """Note what the metadata say, in place; points of nbgrader may be newer."""
    item.part, item.name, item.title = own["part"], own.get("exercise"), own.get("title")
    item.points, item.drop = own.get("points"), bool(own.get("drop"))
    if item.is_code:
        item.source = canonical_spelling(item.source)
        kinds = region_kinds(item)
        if set(kinds) - KINDS[item.part] or (not kinds and item.part != "check"):
            item.refuse(
                f"its metadata say that this is the {item.part} of an exercise, but its marks do "
                "not: give it its marks back, or delete colab_starter from its metadata."
            )
        # A region more or less than was made: each gets the usual gap.
        stubs = own.get("stub")
        item.stubs = stubs if isinstance(stubs, list) and len(stubs) == len(kinds) else []
    graded = bool(item.grading.get("grade"))
    item.manual = not item.is_code or (item.part == "answer" and graded)
    if graded:
        item.points = points_of(item, item.grading)


def restore_gaps(items: list[Item]) -> None:
    """Give answers the gaps that a source, written for a grader, remembers of them, in place."""
    for item in items:
        own = item.cell.metadata.get(OWN)
        if item.part == "answer" and isinstance(own, dict) and "part" not in own:
            item.drop = item.drop or bool(own.get("drop"))
            stubs = own.get("stub")
            if item.is_code and isinstance(stubs, list) and len(stubs) == len(region_kinds(item)):
                item.stubs = [str(stub) for stub in stubs]


def link(items: list[Item]) -> None:
    """Tell each check that has its answer's name which answer that is, in place."""
    answers = {item.name: item for item in items if item.part == "answer"}
    for item in items:
        if item.part in ("check", "hidden") and item.name in answers:
            item.answer = answers[item.name]
