"""What looks like a mark and was understood by nobody is refused; what may be meant is offered."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from colab_starter.dialects import headings
from colab_starter.dialects.items import Item, mark_of, region_kinds
from colab_starter.dialects.whole_cells import (
    BEGINS,
    HIDDEN_TAGS,
    PLACEHOLDERS,
    SOLUTION_TAG,
    first_line,
)
from colab_starter.leak_gate import MARK

WORDS = r"(SOLUTIONS?|HIDDEN\s+TESTS?|TESTS?|QUESTION|PROMPT|TEST\s+CONFIG|MARK\s+SCHEME|IGNORE)"
# A mark in capitals, wherever in a line; in any letters one that speaks of what is secret.
CAPITALS = re.compile(rf"#\s*(BEGIN|END)\s+{WORDS}\b")
SECRET = re.compile(r"#\s*(BEGIN|END)\s+(SOLUTIONS?|HIDDEN\s+TESTS?)\b", re.IGNORECASE)
AT_THE_END = re.compile(
    r"#\s*(HIDDEN|SOLUTION(\s+NO\s+PROMPT)?)\s*$|#\s*to_remove|\S\s*#\s*solution\s*$"
    r"|^\s*#+\s*HIDDEN\s+TESTS?\s*#*\s*$",
    re.IGNORECASE,
)
PROSE_AT_THE_END = re.compile(r".*#\s*hidden\s*|\s*#\s*Hidden\s*")
# Text speaks of marks; only a line that is one is meant to be one.
IN_TEXT = re.compile(
    rf"\W*#\W*(BEGIN|END)\s+{WORDS}\W*|\s*BEGIN QUESTION\s*|\W*(BEGIN|END) MARK SCHEME\W*"
    r"|\s*#+\s*(BEGIN|END) (SOLUTION|HIDDEN TESTS|QUESTION)\b.*"
    r"|(?i:\W*#\W*(BEGIN|END)\s+(SOLUTIONS?|HIDDEN\s+TESTS?)\W*)"
    r"|(?i:\s*#+\s*to_remove[ _](solution|explanation)\b.*)"
)
# What nobody writes about a cell that students may see, even alone.
OF_A_SECRET = re.compile(
    r"#\s*SOLUTION(\s+NO\s+PROMPT)?\s*$|#\s*to_remove|^\s*#+\s*HIDDEN\s+TESTS?\s*#*\s*$",
    re.IGNORECASE,
)
# What otter leaves in the notebook that it makes for students.
LEFT_BY_OTTER = re.compile(r"<!--\s*(BEGIN|END)\s+QUESTION\b.*?-->", re.DOTALL)
# A cell of imports that Data 8's slides and books do not show; a hidden test compares something.
NOT_SHOWN = re.compile(r"\s*#\s*HIDDEN\s*\n(?s:.*)^\s*(import|from)\s", re.MULTILINE)
DOUBTFUL = re.compile(
    r"assert|==|!=|[<>]|test|check|close|equal|solution|remove|title", re.IGNORECASE
)
OF_OTTER = re.compile(r"\b(QUESTION|PROMPT|TESTS?|TEST\s+CONFIG)\b", re.IGNORECASE)
AUTOTEST = re.compile(r"\s*#+\s*(HASHED\s+)?AUTOTEST\b.*")
FORM = re.compile(r"\s*#\s*@title\b(?P<title>.*)", re.IGNORECASE)
FIELDS = re.compile(r"\{.*|\(.*|[*_`#:!.]")
ANSWER_TITLE = re.compile(
    r"(solutions?|answers?)\b.*|.*(?<!your )(?<!my )\b(solutions?|answers?)(\s+\w?\d+)?"
    r"|.*\breveal (the )?(solution|answer).*",
    re.IGNORECASE,
)
REGION_OF = {"answer": "SOLUTION", "check": "HIDDEN TESTS", "hidden": "HIDDEN TESTS"}


def refuse_leftovers(items: list[Item]) -> None:
    """Raise ValueError for the first cell with a mark that nobody understood."""
    is_plain = not any(item.part for item in items)
    for item in items:
        if is_plain and NOT_SHOWN.match(item.source) and not DOUBTFUL.search(item.source):
            continue
        if item.is_code:
            refuse_in_code(item)
            refuse_title(item)
        else:
            refuse_in_text(item)


def refuse_in_code(item: Item) -> None:
    """Raise ValueError for a mark in code that is not the canonical one of the cell's part."""
    kinds = set(region_kinds(item))
    if item.part is None and kinds or kinds - {REGION_OF.get(item.part)}:
        item.refuse(
            "its marks do not go together: keep solutions in one cell and hidden tests in another."
        )
    lines = [line for line in item.source.split("\n") if not mark_of(line)]
    for line in "\n".join([*lines, *item.stubs]).split("\n"):
        if mark := like_a_mark(item, line):
            item.refuse(
                f"{mark!a} is not understood here: put what students must not see between "
                "# BEGIN SOLUTION and # END SOLUTION, or change these words."
            )


def like_a_mark(item: Item, line: str) -> str | None:
    """Return what in a line of code looks like a mark."""
    if line.strip() in PLACEHOLDERS or PROSE_AT_THE_END.fullmatch(line):
        return None
    match = (
        CAPITALS.search(line)
        or SECRET.search(line)
        or AUTOTEST.fullmatch(line)
        or (AT_THE_END.search(line) if item.part is None or "to_remove" in line else None)
    )
    return match and match[0].strip()


def refuse_in_text(item: Item) -> None:
    """Raise ValueError for a line of a text or raw cell that is a mark."""
    for line in LEFT_BY_OTTER.sub("", item.source).split("\n"):
        if IN_TEXT.fullmatch(line):
            if OF_OTTER.search(line):
                item.refuse(
                    f"{line.strip()!a} is not understood in a text, where old versions of otter had "
                    "it: write it into a raw cell, as otter's documentation has it today, with raw "
                    "cells # BEGIN SOLUTION and # END SOLUTION around the solution."
                )
            item.refuse(
                f"{line.strip()!a} is not understood in a text: give the cell the tag solution if "
                "students must not see it, or change these words."
            )


def says_secret(cell: NotebookNode) -> bool:
    """Return whether any mark of a cell, even half of one, says that it is not for students."""
    item = Item(0, cell)
    if item.grading.get("solution") or item.grading.get("task"):
        return True
    if item.tags & {SOLUTION_TAG, *HIDDEN_TAGS}:
        return True
    lines = cell.source.split("\n")
    if cell.cell_type == "markdown":
        return any(IN_TEXT.fullmatch(line) and not OF_OTTER.search(line) for line in lines)
    return any(MARK.search(line) or OF_A_SECRET.search(line) for line in lines)


def refuse_title(item: Item) -> None:
    """Raise ValueError for a form whose title says that it folds a solution away."""
    match = next(filter(None, map(FORM.fullmatch, item.source.split("\n"))), None)
    title = " ".join(FIELDS.sub(" ", match["title"]).split()) if match else ""
    if not item.drop and ANSWER_TITLE.fullmatch(title):
        item.refuse(
            f"its title {title!a} says that it holds a solution: give the cell the tag solution, "
            "and students do not get it, or give it another title."
        )


def offers(items: list[Item]) -> list[str]:
    """Return a sentence for each cell that may hold a solution, though no mark says so."""
    found = []
    for index, item in enumerate(items):
        if item.part is not None:
            continue
        if headings.has_solution_below(items, index):
            found.append(
                f"cell {item.number} has a heading Solution: to take what is below it out of the "
                "students' notebook, give those cells the tag solution."
            )
        elif may_be_solution(item):
            found.append(
                f"cell {item.number} may show a solution: to take it out of the students' notebook, "
                "give it the tag solution."
            )
    return found


def may_be_solution(item: Item) -> bool:
    """Return whether a cell without a mark looks like a solution at second sight."""
    if item.is_code and item.source.strip() not in PLACEHOLDERS:
        return "answer" in item.tags or bool(BEGINS.fullmatch(first_line(item)))
    return "answer" in item.tags or headings.is_folded_solution(item)
