"""One lesson, several notebooks: for teacher and students, for leader and participants.

What the cells are, their marks say (`colab_starter.marks`). Every edition is a function,
notebook to notebook. What is taken out is taken out by `replace_regions`, and nowhere else.
"""

from __future__ import annotations

import ast
import textwrap
from collections import Counter

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_raw_cell

from colab_starter.marks import (
    BEGIN_HIDDEN,
    BEGIN_SOLUTION,
    END_HIDDEN,
    END_SOLUTION,
    marks_of,
    name_of,
    part_of,
)

# What stands where the solution was. Both graders write these texts: otter always does,
# nbgrader is told so in nbgrader_config.py.
CODE_STUB = "..."
TEXT_STUB = "_Type your answer here, replacing this text._"
# Its code cells hold solutions that participants may look at.
CATCH_UP = "catch-up"


def replace_regions(source: str, begin: str, end: str, stub: str = "") -> str:
    """Return `source` with each region, its markers included, replaced by the line `stub`, if any.

    Raises ValueError when markers do not come in pairs.
    """
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        if line.strip() in (begin, end):
            if inside == (line.strip() == begin):
                raise ValueError(f"{begin} and {end} do not come in pairs:\n{source}")
            inside = not inside
            if inside and stub:
                kept.append(line[: line.index(begin)] + stub)
        elif not inside:
            kept.append(line)
    if inside:
        raise ValueError(f"{begin} has no {end}:\n{source}")
    return "\n".join(kept)


def drop_lines(source: str, *marks: str) -> str:
    """Return `source` without the lines that are only these marks; what is between them stays."""
    return "\n".join(line for line in source.split("\n") if line.strip() not in marks)


def starter(node: NotebookNode) -> NotebookNode:
    """Return the lesson to read and run: exercises, if it has any, with gaps and their checks."""
    cells = [cell for cell in from_dict(node).cells if part_of(cell) in (None, "answer", "check")]
    for cell in cells:
        open_exercise(cell)
    return with_cells(node, cells)


def open_exercise(cell: NotebookNode) -> None:
    """Leave a gap where the solution is, and let a check say what is missing, in place."""
    clear_answer(cell)
    if part_of(cell) == "check":
        cell.source = say_instead_of_stopping(cell.source)


def nbgrader_source(node: NotebookNode) -> NotebookNode:
    """Return the teacher's notebook, with solutions and hidden tests, in nbgrader's format."""
    seen: Counter[tuple[str | None, str | None]] = Counter()
    cells = []
    for cell in node.cells:
        if part_of(cell) not in ("notes", CATCH_UP):
            seen[name_of(cell), part_of(cell)] += 1
            cells.append(add_nbgrader_metadata(cell, seen[name_of(cell), part_of(cell)]))
    return with_cells(node, cells)


def nbgrader_release(node: NotebookNode) -> NotebookNode:
    """Return what `nbgrader generate_assignment` makes of `nbgrader_source`, less its checksums."""
    node = nbgrader_source(node)
    for cell in node.cells:
        clear_answer(cell)
        cell.source = replace_regions(cell.source, BEGIN_HIDDEN, END_HIDDEN)
        grading = cell.metadata.get("nbgrader", {})
        if grading.get("grade") or grading.get("solution"):
            cell.metadata["deletable"] = False
            if not grading["solution"]:
                cell.metadata["editable"] = False
    return node


def add_nbgrader_metadata(cell: NotebookNode, number: int) -> NotebookNode:
    """Return the cell with nbgrader's metadata, schema 3, if it takes part in grading.

    `number` counts the cells that play the same part in the same exercise.
    https://nbgrader.readthedocs.io/en/stable/contributor_guide/metadata.html
    """
    part, locked = part_of(cell), marks_of(cell).get("locked")
    if part is None and locked is None:
        return cell
    grade_id = {None: locked, "answer": name_of(cell)}.get(part, f"{name_of(cell)}-{part}")
    grading = {
        "schema_version": 3,
        "grade_id": grade_id if number == 1 or part is None else f"{grade_id}-{number}",
        "grade": "points" in marks_of(cell),
        "locked": part != "answer",
        "solution": part == "answer",
        "task": False,
        "cell_type": cell.cell_type,
    }
    if grading["grade"]:
        grading["points"] = marks_of(cell)["points"]
    return from_dict({**cell, "metadata": {**cell.metadata, "nbgrader": grading}})


def otter_source(node: NotebookNode) -> NotebookNode:
    """Return the teacher's notebook in the format that `otter assign` takes.

    Each visible check stands twice: as a cell that students keep, because otter's own
    checks need files that Colab does not have, and as a test.
    https://otter-grader.readthedocs.io/en/latest/otter_assign/notebook_format.html
    """
    cells: list[NotebookNode] = [new_raw_cell(OTTER_CONFIG)]
    checks: dict[str, list[NotebookNode]] = {}
    for cell in node.cells:
        if part_of(cell) in ("check", "hidden"):
            checks.setdefault(name_of(cell), []).append(cell)
    for cell in node.cells:
        if part_of(cell) == "answer":
            cells += otter_question(cell, checks.get(name_of(cell), []))
        elif part_of(cell) in (None, "check"):
            cells.append(cell)
    return with_cells(node, cells)


# No cell of otter's own: they would fail where only the .ipynb was opened.
OTTER_CONFIG = """# ASSIGNMENT CONFIG
init_cell: false
export_cell: false
check_all_cell: false
generate: true
requirements: ../../requirements.txt
"""


def otter_question(answer: NotebookNode, checks: list[NotebookNode]) -> list[NotebookNode]:
    """Return the cells of one question: its solution and, if a program grades it, its tests."""
    config = f"# BEGIN QUESTION\nname: {name_of(answer)}\ncheck_cell: false"
    if not checks:
        config += f"\nmanual: true\npoints: {marks_of(answer)['points']}"
    tests = [new_code_cell(otter_test(check)) for check in checks]
    return [
        new_raw_cell(config),
        new_raw_cell(BEGIN_SOLUTION),
        answer,
        new_raw_cell(END_SOLUTION),
        *([new_raw_cell("# BEGIN TESTS"), *tests, new_raw_cell("# END TESTS")] if tests else []),
        new_raw_cell("# END QUESTION"),
    ]


def otter_test(check: NotebookNode) -> str:
    """Return a check as a hidden test of otter.

    What a test prints counts as its result, so the line that tells a student that all
    is well stays out.
    """
    config = f'""" # BEGIN TEST CONFIG\npoints: {marks_of(check)["points"]}\nhidden: true\n'
    source = drop_lines(drop_prints(check.source), BEGIN_HIDDEN, END_HIDDEN)
    return config + '""" # END TEST CONFIG\n' + source


def drop_prints(source: str) -> str:
    """Return the code without its statements, not indented, that only call print."""
    lines: list[str | None] = [*source.split("\n")]
    for statement in ast.parse(source).body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "print":
            for number in range(statement.lineno - 1, statement.end_lineno):
                lines[number] = None
    return "\n".join(line for line in lines if line is not None)


def otter_release(node: NotebookNode) -> NotebookNode:
    """Return what students get of `otter assign`."""
    cells = [cell for cell in from_dict(node).cells if part_of(cell) in (None, "answer", "check")]
    for cell in cells:
        clear_answer(cell)
    return with_cells(node, cells)


def leader(node: NotebookNode) -> NotebookNode:
    """Return the notebook of whoever leads a workshop: timed notes, solutions folded away."""
    cells: list[NotebookNode] = []
    for cell in from_dict(node).cells:
        kind = part_of(cell)
        if kind in ("hidden", CATCH_UP):
            continue
        if kind == "notes":
            cell.source = f"**Notes, {marks_of(cell)['minutes']} minutes.** {cell.source}"
        if kind == "check":
            cell.source = say_instead_of_stopping(cell.source)
        if kind != "answer":
            cells.append(cell)
            continue
        solution = from_dict(cell)
        clear_answer(cell)
        cells += [cell, solution]
        solution.source = drop_lines(solution.source, BEGIN_SOLUTION, END_SOLUTION)
        solution.metadata["jupyter"] = {"source_hidden": True}
        if solution.cell_type == "code":
            solution.metadata["cellView"] = "form"
            solution.source = f"# @title {marks_of(cell)['title']}\n{solution.source}"
    return add_slides(with_cells(node, cells))


def participant(node: NotebookNode) -> NotebookNode:
    """Return the notebook of a workshop's participants: gaps, and a way to catch up."""
    cells: list[NotebookNode] = []
    catch_up = {cell.cell_type: cell for cell in node.cells if part_of(cell) == CATCH_UP}
    solutions: list[str] = []
    last = max((i for i, cell in enumerate(node.cells) if name_of(cell)), default=0)
    for number, cell in enumerate(from_dict(node).cells):
        kind = part_of(cell)
        if kind in ("hidden", CATCH_UP, "notes"):
            continue
        if kind == "answer" and cell.cell_type == "code":
            solution = drop_lines(cell.source, BEGIN_SOLUTION, END_SOLUTION)
            solutions.append(textwrap.indent(solution, "    "))
        open_exercise(cell)
        has_code = any(earlier.cell_type == "code" for earlier in cells)
        cells.append(cell)
        begins = cell.cell_type == "markdown" and cell.source.startswith("## ") and has_code
        if begins and (solutions or number <= last):  # later there is nothing to catch up with
            again = from_dict(catch_up["code" if solutions else "markdown"])
            again.metadata["tags"] = [CATCH_UP]
            again.source = "\n\n".join([again.source, *solutions])
            cells.append(again)
            solutions = []
    return add_slides(with_cells(node, cells))


def say_instead_of_stopping(check: str) -> str:
    """Return a check that prints what is missing and lets the notebook run on."""
    body = textwrap.indent(check, "    ")
    return f"try:\n{body}\nexcept AssertionError as hint:\n    print(hint)"


def add_slides(node: NotebookNode) -> NotebookNode:
    """Make a talk of the notebook, for `jupyter nbconvert --to slides`.

    A section begins a slide, what follows lies below it: a text with the code it
    explains. Notes are the speaker's; folded cells and what stands above the title are
    left out.
    """
    before = None
    begun = False
    for cell in node.cells:
        begun = begun or cell.source.startswith("#")
        if part_of(cell) == "notes":
            kind = "notes"
        elif not begun or "cellView" in cell.metadata or cell.metadata.get("jupyter"):
            kind = "skip"
        elif cell.cell_type == "markdown":
            kind = "slide" if cell.source.startswith("#") else "subslide"
        else:
            kind = "-" if before == "subslide" else "subslide"
        cell.metadata["slideshow"] = {"slide_type": kind}
        before = kind if cell.cell_type == "markdown" else None
    return node


def clear_answer(cell: NotebookNode) -> None:
    """Put the stub where the solution is, in place; other cells stay as they are."""
    if part_of(cell) != "answer":
        return
    if cell.cell_type == "markdown":
        cell.source = TEXT_STUB
    else:
        cell.source = replace_regions(cell.source, BEGIN_SOLUTION, END_SOLUTION, CODE_STUB)


def with_cells(node: NotebookNode, cells: list) -> NotebookNode:
    """Return a copy of the notebook with copies of these cells instead of its own."""
    return from_dict({**node, "cells": cells})


# For each grader the teacher's edition and the students'.
GRADERS = {
    "nbgrader": (nbgrader_source, nbgrader_release),
    "otter": (otter_source, otter_release),
}
