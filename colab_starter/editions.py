"""One lesson, several notebooks: for teacher and students, for leader and participants.

Cells say in their percent header what they are:

    exercise="prepare"          belongs to that exercise
    part="answer"               what a student writes, between BEGIN and END SOLUTION
    part="check" points=2       tests that students see and run
    part="hidden" points=2      tests that only the teacher has
    part="notes" minutes=5      what the leader of a workshop says, and for how long
    part="catch-up"             stands at the start of each section of a workshop
    locked="settings"           students may try other values; the grader puts these back

Every edition is a function, notebook to notebook. What is taken out is taken out by
`replace_regions`, and nowhere else.
"""

from __future__ import annotations

import textwrap

from nbformat import NotebookNode, from_dict
from nbformat.v4 import new_code_cell, new_raw_cell

BEGIN_SOLUTION, END_SOLUTION = "# BEGIN SOLUTION", "# END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "# BEGIN HIDDEN TESTS", "# END HIDDEN TESTS"
# What stands where the solution was. Both graders write these texts: otter always does,
# nbgrader is told so in nbgrader_config.py.
CODE_STUB = "..."
TEXT_STUB = "_Type your answer here, replacing this text._"


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


def drop_markers(source: str) -> str:
    """Return `source` without the lines that only mark solutions; the solutions stay."""
    marks = (BEGIN_SOLUTION, END_SOLUTION)
    return "\n".join(line for line in source.split("\n") if line.strip() not in marks)


def starter(node: NotebookNode) -> NotebookNode:
    """Return the lesson as it is: its sections have no exercises."""
    return node


def nbgrader_source(node: NotebookNode) -> NotebookNode:
    """Return the teacher's notebook, with solutions and hidden tests, in nbgrader's format."""
    return with_cells(node, [add_nbgrader_metadata(cell) for cell in node.cells])


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


def add_nbgrader_metadata(cell: NotebookNode) -> NotebookNode:
    """Return the cell with nbgrader's metadata, schema 3, if it takes part in grading.

    https://nbgrader.readthedocs.io/en/stable/contributor_guide/metadata.html
    """
    kind, exercise = part(cell), cell.metadata.get("exercise")
    if kind is None and "locked" not in cell.metadata:
        return cell
    solution = kind == "answer"
    grading = {
        "schema_version": 3,
        "grade_id": {"answer": exercise, None: cell.metadata.get("locked")}.get(
            kind, f"{exercise}-{kind}"
        ),
        "grade": "points" in cell.metadata,
        "locked": not solution,
        "solution": solution,
        "task": False,
        "cell_type": cell.cell_type,
    }
    if grading["grade"]:
        grading["points"] = cell.metadata["points"]
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
        if part(cell) in ("check", "hidden"):
            checks.setdefault(cell.metadata["exercise"], []).append(cell)
    for cell in node.cells:
        if part(cell) == "answer":
            cells += otter_question(cell, checks.get(cell.metadata["exercise"], []))
        elif part(cell) != "hidden":
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
    config = f"# BEGIN QUESTION\nname: {answer.metadata['exercise']}\ncheck_cell: false"
    if not checks:
        config += f"\nmanual: true\npoints: {answer.metadata['points']}"
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
    config = f'""" # BEGIN TEST CONFIG\npoints: {check.metadata["points"]}\nhidden: true\n'
    lines = check.source.split("\n")
    kept = [
        line
        for line in lines
        if not line.startswith("print(") and line.strip() not in (BEGIN_HIDDEN, END_HIDDEN)
    ]
    return config + '""" # END TEST CONFIG\n' + "\n".join(kept)


def otter_release(node: NotebookNode) -> NotebookNode:
    """Return what students get of `otter assign`."""
    cells = [cell for cell in node.cells if part(cell) != "hidden"]
    node = with_cells(node, cells)
    for cell in node.cells:
        clear_answer(cell)
    return node


def leader(node: NotebookNode) -> NotebookNode:
    """Return the notebook of whoever leads a workshop: timed notes, solutions folded away."""
    cells: list[NotebookNode] = []
    for cell in from_dict(node).cells:
        kind = part(cell)
        if kind in ("hidden", "catch-up"):
            continue
        if kind == "notes":
            cell.source = f"**Notes, {cell.metadata['minutes']} minutes.** {cell.source}"
        if kind == "check":
            cell.source = say_instead_of_stopping(cell.source)
        if kind != "answer":
            cells.append(cell)
            continue
        solution = from_dict(cell)
        clear_answer(cell)
        cells += [cell, solution]
        solution.source = drop_markers(solution.source)
        solution.metadata["jupyter"] = {"source_hidden": True}
        if solution.cell_type == "code":
            solution.metadata["cellView"] = "form"
            solution.source = f"# @title {cell.metadata['title']}\n{solution.source}"
    return add_slides(with_cells(node, cells))


def participant(node: NotebookNode) -> NotebookNode:
    """Return the notebook of a workshop's participants: gaps, and a way to catch up."""
    cells: list[NotebookNode] = []
    catch_up = {cell.cell_type: cell for cell in node.cells if part(cell) == "catch-up"}
    solutions: list[str] = []
    for cell in from_dict(node).cells:
        kind = part(cell)
        if kind in ("hidden", "catch-up", "notes"):
            continue
        if kind == "answer" and cell.cell_type == "code":
            solutions.append(textwrap.indent(drop_markers(cell.source), "    "))
        if kind == "check":
            cell.source = say_instead_of_stopping(cell.source)
        clear_answer(cell)
        has_code = any(earlier.cell_type == "code" for earlier in cells)
        cells.append(cell)
        if cell.cell_type == "markdown" and cell.source.startswith("## ") and has_code:
            again = from_dict(catch_up["code" if solutions else "markdown"])
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
        if part(cell) == "notes":
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
    if part(cell) != "answer":
        return
    if cell.cell_type == "markdown":
        cell.source = TEXT_STUB
    else:
        cell.source = replace_regions(cell.source, BEGIN_SOLUTION, END_SOLUTION, CODE_STUB)


def part(cell: NotebookNode) -> str | None:
    """Return which part the cell plays, None for an ordinary one."""
    return cell.metadata.get("part")


def with_cells(node: NotebookNode, cells: list) -> NotebookNode:
    """Return a copy of the notebook with copies of these cells instead of its own."""
    return from_dict({**node, "cells": cells})
