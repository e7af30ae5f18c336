"""Regions and `# SOLUTION` lines in a notebook that says nothing else of its exercises."""

from __future__ import annotations

from colab_starter.dialects.items import (
    Item,
    canonical_spelling,
    has_regions,
    make_answer,
    make_check,
    region_kinds,
)
from colab_starter.dialects.otter_lines import has_line_marks, to_regions


def read(items: list[Item]) -> list[Item]:
    """Return the items; note what regions say of those that no other dialect took."""
    for item in items:
        marked = has_regions(item.source) or has_line_marks(item.source)
        if item.part is None and item.is_code and marked:
            read_cell(item)
    return items


def read_cell(item: Item) -> Item:
    """Note whether a cell with regions is an answer or a test."""
    source = item.source
    item.source = canonical_spelling(source)
    if "# BEGIN HIDDEN TESTS" in item.source or "# END HIDDEN TESTS" in item.source:
        return make_check(item)
    make_answer(item, *to_regions(item, source))
    region_kinds(item)
    return item
