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
    """Return whether students see here what is missing: only a check asserts, outside of loops."""
    return cell.cell_type == "code" and bool(re.search(r"^assert ", cell.source, re.MULTILINE))


def hint_of(check: str) -> str:
    """Return what this check says when the function returns nothing: its first assertion."""
    first = next(node for node in ast.walk(ast.parse(check)) if isinstance(node, ast.Assert))
    assert ast.unparse(first.test).endswith(" is not None")
    return ast.literal_eval(first.msg)


def praise_of(check: str) -> str:
    """Return what this check prints at its end, when everything is right."""
    call = ast.parse(check).body[-1].value
    assert ast.unparse(call.func) == "print"
    return ast.literal_eval(call.args[0])


def find(node: NotebookNode, grade_id: str) -> NotebookNode:
    """Return the cell that nbgrader knows by this name."""
    (cell,) = (c for c in node.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)
    return cell


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


def odd_submissions(project: Path) -> dict[str, tuple[NotebookNode | str, float | None]]:
    """Return submissions as they come back: student to notebook and points; None: a sentence."""

    def solved() -> NotebookNode:
        return solve(project, list(FUNCTIONS))

    half = solve(project, HALF)

    duplicated = solved()
    for grade_id in ("prepare", "prepare-check", "network-hidden", "explain"):
        cell = find(duplicated, grade_id)
        copy = nbformat.from_dict({**cell, "id": f"copy-of-{grade_id}"})
        duplicated.cells.insert(duplicated.cells.index(cell), copy)

    deleted = solved()
    gone = ["prepare-check", "network", "network-check", "network-hidden", "explain"]
    for grade_id in gone:
        deleted.cells.remove(find(deleted, grade_id))

    retyped = solved()
    for grade_id in ("accuracy", "curve-check"):
        cell = find(retyped, grade_id)
        text = new_markdown_cell(cell.source, metadata=cell.metadata)
        retyped.cells[retyped.cells.index(cell)] = text

    forged = solve(project, [])
    for cell in forged.cells:
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            cell.source = "pass"
            cell.metadata.nbgrader.points = 100
    find(forged, "curve-check").metadata.nbgrader.update(solution=True, locked=False)
    find(forged, "curve-hidden").metadata.nbgrader.update(grade=False, locked=False)
    bonus = new_code_cell("pass", metadata=find(forged, "prepare-check").metadata)
    bonus = nbformat.from_dict(bonus)
    bonus.metadata.nbgrader.update(grade_id="bonus", points=50)
    forged.cells.append(bonus)

    endless = solved()
    endless.cells.insert(3, new_code_cell("while True:\n    pass"))

    leaving = solved()
    leaving.cells.insert(5, new_code_cell("exit()"))

    return {
        "half": (half, FULL_MARKS / 2),
        "colab": (as_colab_saves(solved()), FULL_MARKS),
        "duplicated": (duplicated, FULL_MARKS),
        "deleted": (deleted, FULL_MARKS - 4),
        "retyped": (retyped, FULL_MARKS),
        "forged": (forged, 0),
        "endless": (endless, FULL_MARKS),
        "leaving": (leaving, None),
        "broken": ("This is not a notebook.", None),
    }
