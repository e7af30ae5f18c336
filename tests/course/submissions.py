"""Notebooks as students hand them in."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

# The exercises by the function that a student writes: its name in the gradebook, points.
FUNCTIONS = {
    "prepare": ("prepare", 4),
    "build_network": ("network", 4),
    "choose_learning": ("learning", 4),
    "best_epoch": ("curve", 4),
    "accuracy": ("accuracy", 2),
    "count_confusions": ("confusion", 2),
}
HALF = ["prepare", "build_network", "accuracy"]
FULL_MARKS = 20
IMPORTS = "import numpy as np\nimport keras\nfrom keras import layers"


def read(project: Path, kind: str) -> NotebookNode:
    """Return the notebook under `source` or `release`."""
    return nbformat.read(project / kind / "mnist_cnn" / "mnist_cnn.ipynb", as_version=4)


def submit(project: Path, student: str, node: NotebookNode | str) -> None:
    """Put a notebook, or any text in its place, where the grader looks for it."""
    path = project / "submitted" / student / "mnist_cnn" / "mnist_cnn.ipynb"
    path.parent.mkdir(parents=True)
    path.write_text(node if isinstance(node, str) else nbformat.writes(node), encoding="utf-8")


def solve(project: Path, functions: list[str]) -> NotebookNode:
    """Return the released notebook with the teacher's solutions of these functions.

    What trains the network is left out: students delete cells too, and the marks do not
    depend on it.
    """
    source, node = read(project, "source"), read(project, "release")
    solutions = {name: cell for cell in source.cells if (name := function_of(cell))}
    for cell in node.cells:
        if function_of(cell) in functions:
            cell.source = solutions[function_of(cell)].source
    kept = [cell for cell in node.cells if is_exercise(cell)]
    node.cells = [new_code_cell(IMPORTS), *kept]
    return node


def function_of(cell: NotebookNode) -> str | None:
    """Return the function that a student writes in this cell, None for other cells."""
    name = cell.source.partition("(")[0].removeprefix("def ")
    return name if cell.source.startswith("def ") and name in FUNCTIONS else None


def is_exercise(cell: NotebookNode) -> bool:
    if function_of(cell):
        return True
    grading = cell.metadata.get("nbgrader", {})
    return bool(grading.get("grade")) or is_check(cell)


def is_check(cell: NotebookNode) -> bool:
    """Return whether students see here what is missing: only a check asserts."""
    return cell.cell_type == "code" and bool(re.search(r"^ *assert ", cell.source, re.MULTILINE))


def hint_of(check: str) -> str:
    """Return what this check says when the function returns nothing: its first assertion."""
    first = next(node for node in ast.walk(ast.parse(check)) if isinstance(node, ast.Assert))
    assert ast.unparse(first.test).endswith(" is not None")
    return ast.literal_eval(first.msg)


def praise_of(check: str) -> str:
    """Return what this check prints at its end, when everything is right."""
    last = ast.parse(check).body[-1]
    call = (last.body[-1] if isinstance(last, ast.Try) else last).value
    assert ast.unparse(call.func) == "print"
    return ast.literal_eval(call.args[0])


def as_colab_saves(node: NotebookNode) -> NotebookNode:
    """Return the notebook as Colab writes it after a run: its own keys, its own version, outputs."""
    node = nbformat.from_dict(node)
    node.nbformat_minor = 0
    author = {"displayName": "Ada", "userId": "1", "photoUrl": "https://example.invalid/ada.png"}
    for number, cell in enumerate(node.cells, start=1):
        identity = cell.pop("id", "none")
        cell.metadata["id"] = identity
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.metadata["executionInfo"] = {"status": "ok", "elapsed": 12, "user": author}
            cell.metadata["outputId"] = f"{identity}-output"
            cell.outputs = [new_output("stream", text="seen before\n")]
    return node


def forget_names(node: NotebookNode) -> None:
    """Take away all by which a grader knows its cells, as who copies them into a new notebook."""
    for number, cell in enumerate(node.cells):
        cell.id, cell.metadata = f"copied-{number}", nbformat.from_dict({})


def odd_submissions(project: Path) -> dict[str, tuple[NotebookNode | str, float | None]]:
    """Return submissions as they come back: student to notebook and points; None: no mark."""

    def solved() -> NotebookNode:
        return solve(project, list(FUNCTIONS))

    untouched = read(project, "release")

    duplicated = solved()
    for cell in list(duplicated.cells):
        if function_of(cell) == "prepare" or is_check(cell):
            copy = nbformat.from_dict({**cell, "id": f"copy-of-{cell.id}"[:64]})
            duplicated.cells.insert(duplicated.cells.index(cell), copy)

    deleted = solved()
    for cell in list(deleted.cells):  # every check, and one answer
        if is_check(cell) or function_of(cell) == "build_network":
            deleted.cells.remove(cell)

    retyped = solved()
    for number, cell in enumerate(retyped.cells):
        if function_of(cell) == "accuracy":
            text = new_markdown_cell(cell.source, metadata=cell.metadata, id=cell.id)
            retyped.cells[number] = text

    nameless = solved()
    forget_names(nameless)

    forged = solve(project, [])
    for cell in filter(is_check, forged.cells):
        cell.source = "pass"
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.points = 100
    forged.metadata["otter"] = {"OK_FORMAT": True, "tests": {"prepare": {"points": 100}}}

    endless, leaving, killed = solved(), solved(), solved()
    endless.cells.insert(3, new_code_cell("while True:\n    pass"))
    leaving.cells.insert(5, new_code_cell("exit()"))
    killed.cells.insert(5, new_code_cell("import os\nos._exit(0)"))
    warns = solved()
    for cell in warns.cells:
        if function_of(cell) == "best_epoch":
            cell.source = cell.source.replace(
                ":\n", ":\n    import warnings\n    warnings.warn('old')\n", 1
            )
    in_loop = solved()
    for cell in in_loop.cells:
        if function_of(cell) == "best_epoch":
            cell.source = "def best_epoch(history):\n    while True:\n        pass"

    return {
        "untouched": (untouched, 0),
        "half": (solve(project, HALF), FULL_MARKS / 2),
        "colab": (as_colab_saves(solved()), FULL_MARKS),
        "duplicated": (duplicated, FULL_MARKS),
        "deleted": (deleted, FULL_MARKS - 4),
        "retyped": (retyped, FULL_MARKS),
        "nameless": (nameless, FULL_MARKS),
        "forged": (forged, 0),
        "endless": (endless, FULL_MARKS),
        "in_loop": (in_loop, FULL_MARKS - 4),
        "leaving": (leaving, FULL_MARKS),
        "warns": (warns, FULL_MARKS),
        "killed": (killed, None),
        "broken": ("This is not a notebook.", None),
    }
