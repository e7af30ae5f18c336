"""One lesson, several notebooks: for teacher and students, for leader and participants.

What the cells are, their marks say (`colab_starter.marks`). Every edition is a function,
notebook to notebook. What is taken out is taken out by `replace_regions`, and nowhere else.
"""

from __future__ import annotations

import ast
import textwrap
from collections import Counter
from collections.abc import Iterable

from nbformat import NotebookNode, from_dict

from colab_starter.kernels import read_language
from colab_starter.marks import (
    BEGIN_HIDDEN,
    BEGIN_SOLUTION,
    END_HIDDEN,
    END_SOLUTION,
    OWN,
    marks_of,
    name_of,
    part_of,
)
from colab_starter.soften import indent, say_instead_of_stopping

# What stands where the solution was. Both graders write these texts: otter always does,
# nbgrader is told so in nbgrader_config.py.
CODE_STUB = "..."
TEXT_STUB = "_Type your answer here, replacing this text._"
# Its code cells hold solutions that participants may look at.
CATCH_UP = "catch-up"


def replace_regions(source: str, begin: str, end: str, stubs: Iterable[str] = ()) -> str:
    """Return `source` with each region, its markers included, replaced by its stub.

    The last stub is for all further regions; an empty one, or none, leaves nothing. Raises
    ValueError when markers do not come in pairs.
    """
    kept: list[str] = []
    inside, stub, stubs = False, "", iter(stubs)
    for line in source.split("\n"):
        if line.strip() in (begin, end):
            if inside == (line.strip() == begin):
                raise ValueError(f"{begin} and {end} do not come in pairs:\n{source}")
            inside = not inside
            if inside and (stub := next(stubs, stub)):
                kept.append(textwrap.indent(stub, line[: line.index(begin)]))
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
    cells = list_for_students(node)
    for cell in cells:
        open_exercise(cell, read_language(node) == "python")
    return with_cells(node, cells)


def list_for_students(node: NotebookNode) -> list[NotebookNode]:
    """Return copies of the cells that students get, still with solutions and hidden lines."""
    return [
        cell
        for cell in from_dict(node).cells
        if part_of(cell) in (None, "answer", "check") and not marks_of(cell).get("drop")
    ]


def open_exercise(cell: NotebookNode, is_python: bool) -> None:
    """Leave a gap where the solution is, and let a check say what is missing, in place."""
    clear_answer(cell)
    if part_of(cell) == "check":
        check = drop_hidden(cell.source)
        cell.source = say_instead_of_stopping(check) if is_python else check


def drop_hidden(source: str) -> str:
    """Return a check without the lines that only the teacher has."""
    return replace_regions(source, BEGIN_HIDDEN, END_HIDDEN)


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
    node = with_cells(node, [cell for cell in node.cells if not marks_of(cell).get("drop")])
    is_python = read_language(node) == "python"
    for cell in node.cells:
        grading = cell.metadata.get("nbgrader", {})
        open_exercise(cell, is_python)
        if part_of(cell) == "hidden":
            cell.source = drop_hidden(cell.source)
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
    if (part is None and locked is None) or "nbgrader" in cell.metadata:
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
    cells: list[NotebookNode] = [new_cell("raw", OTTER_CONFIG)]
    checks: dict[str, list[NotebookNode]] = {}
    for cell in node.cells:
        if part_of(cell) in ("check", "hidden"):
            checks.setdefault(name_of(cell), []).append(cell)
    for cell in node.cells:
        if part_of(cell) == "answer":
            cells += otter_question(cell, checks.get(name_of(cell), []))
        elif part_of(cell) in (None, "check"):
            cells.append(from_dict({**cell, "source": drop_hidden(cell.source)}))
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
    tests = [new_cell("code", otter_test(check)) for check in checks]
    return [
        new_cell("raw", config),
        new_cell("raw", BEGIN_SOLUTION),
        answer,
        new_cell("raw", END_SOLUTION),
        *around_tests(tests),
        new_cell("raw", "# END QUESTION"),
    ]


def around_tests(tests: list[NotebookNode]) -> list[NotebookNode]:
    """Return the cells of otter's tests between their marks, nothing if there are none."""
    if not tests:
        return []
    return [new_cell("raw", "# BEGIN TESTS"), *tests, new_cell("raw", "# END TESTS")]


def new_cell(cell_type: str, source: str) -> NotebookNode:
    """Return a cell without an id; nbformat's own would be a random one."""
    of_code = {"outputs": [], "execution_count": None} if cell_type == "code" else {}
    return from_dict({"cell_type": cell_type, "metadata": {}, "source": source, **of_code})


def otter_test(check: NotebookNode) -> str:
    """Return a check as a hidden test of otter.

    What a test prints counts as its result, so the line that tells a student that all
    is well stays out.
    """
    config = f'""" # BEGIN TEST CONFIG\npoints: {marks_of(check)["points"]}\nhidden: true\n'
    source = drop_prints(check.source)
    if part_of(check) == "hidden":  # in a check they tell which lines students do not see
        source = drop_lines(source, BEGIN_HIDDEN, END_HIDDEN)
    return config + '""" # END TEST CONFIG\n' + source


def drop_prints(source: str) -> str:
    """Return the code without its statements, not indented, that only call print.

    What only a notebook understands, such as `%time`, stays as it is.
    """
    lines: list[str | None] = [*source.split("\n")]
    try:
        statements = ast.parse(source).body
    except (SyntaxError, ValueError):
        return source
    for statement in statements:
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "print":
            for number in range(statement.lineno - 1, statement.end_lineno):
                lines[number] = None
    return "\n".join(line for line in lines if line is not None)


def solutions(node: NotebookNode) -> NotebookNode:
    """Return what students may get after the deadline: solved, and still without hidden tests."""
    cells = [cell for cell in give_answers(node).cells if part_of(cell) in (None, "check")]
    for cell in cells:
        cell.source = drop_hidden(cell.source)
    return with_cells(node, cells)


def give_answers(node: NotebookNode) -> NotebookNode:
    """Return the lesson with its solutions as ordinary cells."""
    cells = list(from_dict(node).cells)
    for cell in cells:
        if part_of(cell) == "answer":
            cell.source = drop_lines(cell.source, BEGIN_SOLUTION, END_SOLUTION)
            cell.metadata.pop(OWN)
            cell.metadata.pop("nbgrader", None)
    return with_cells(node, cells)


def leader(node: NotebookNode) -> NotebookNode:
    """Return the notebook of whoever leads a workshop: timed notes, solutions folded away."""
    cells: list[NotebookNode] = []
    is_python = read_language(node) == "python"
    for cell in from_dict(node).cells:
        kind = part_of(cell)
        if kind in ("hidden", CATCH_UP):
            continue
        if kind == "notes":
            cell.source = f"**Notes, {marks_of(cell)['minutes']} minutes.** {cell.source}"
        if kind == "check":
            open_exercise(cell, is_python)
        if kind != "answer":
            cells.append(cell)
            continue
        solution = from_dict(cell)
        clear_answer(cell)
        cells += [solution] if marks_of(cell).get("drop") else [cell, solution]
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
    is_python = read_language(node) == "python"
    solutions: list[str] = []
    gaps = [cell.cell_type == "code" and part_of(cell) == "answer" for cell in node.cells]
    last = max((i for i, is_gap in enumerate(gaps) if is_gap), default=0)
    for number, cell in enumerate(from_dict(node).cells):
        kind = part_of(cell)
        if kind in ("hidden", CATCH_UP, "notes"):
            continue
        if kind == "answer" and cell.cell_type == "code":
            solution = drop_lines(cell.source, BEGIN_SOLUTION, END_SOLUTION)
            solutions += filter(None, [indent(solution)])
        open_exercise(cell, is_python)
        if marks_of(cell).get("drop"):
            continue
        has_code = any(earlier.cell_type == "code" for earlier in cells)
        cells.append(cell)
        begins = cell.cell_type == "markdown" and cell.source.startswith("## ") and has_code
        begins = begins and not marks_of(cell).get("frame")  # around a teacher's own notebook
        # Later there is nothing to catch up with.
        if catch_up and begins and (solutions or number <= last):
            again = from_dict(catch_up["code" if solutions else "markdown"])
            again.metadata["tags"] = [CATCH_UP]
            again.source = "\n\n".join([again.source, *solutions])
            cells.append(again)
            solutions = []
    return add_slides(with_cells(node, cells))


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
        cell.pop("attachments", None)  # pictures of the solution
    else:
        stubs = marks_of(cell).get("stub", [CODE_STUB])
        cell.source = replace_regions(cell.source, BEGIN_SOLUTION, END_SOLUTION, stubs)


def with_cells(node: NotebookNode, cells: list) -> NotebookNode:
    """Return a copy of the notebook with copies of these cells instead of its own."""
    return from_dict({**node, "cells": cells})


# For each grader the teacher's edition and the students'.
GRADERS = {
    "nbgrader": (nbgrader_source, nbgrader_release),
    "otter": (otter_source, starter),
}
