"""Why a test cannot run a teacher's notebook, as far as that can be read in its cells.

The reason stands in the notebook's metadata, below `colab_starter`: in `test.skip`, where the
test of the project looks for it, and in `suggested`, which tells it from what a teacher wrote.
That a notebook takes an hour nobody can read in it: that a teacher writes.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

from colab_starter.check.cells import name_of, parse
from colab_starter.check.notebook import Notebook
from colab_starter.check.rules import ANSWERS, SECRETS, UPLOADS, find_called, find_gpu_cells
from colab_starter.intake import Taken

# What a cell that calls one of these waits for, and nobody gives it in a test.
WAITS_FOR = {"a secret": SECRETS, "somebody's answer": ANSWERS, "somebody's file": UPLOADS}


def describe_test(taken: Taken, before: Mapping[str, object]) -> dict[str, object]:
    """Return what the metadata say of tests: `test`, and the reason that was `suggested`, if any.

    `before` is what they said. A reason that a teacher wrote, changed or deleted stays so.
    """
    said = before.get("test")
    test = dict(said) if isinstance(said, Mapping) else {}
    reason = find_reason(taken)
    if test.get("skip") == before.get("suggested"):
        test.pop("skip", None)
        test |= {"skip": reason} if reason else {}
    return {"test": test, **({"suggested": reason} if reason else {})}


def find_reason(taken: Taken) -> str:
    """Return why no test can run the notebook, or nothing; numbers of cells would not stay."""
    if taken.language != "python":
        return f"its language is {taken.language}, and the tests run Python"
    notebook = Notebook(Path(f"{taken.name}.ipynb"), taken.node)
    for what, names in WAITS_FOR.items():
        if called := find_called(notebook, *names):
            return f"it waits for {what}: {called[0][1]}"
    if find_gpu_cells(notebook)[0]:
        return "it needs a GPU"
    return "it needs a Drive: drive.mount" if mounts_at_once(notebook) else ""


def mounts_at_once(notebook: Notebook) -> bool:
    """Return whether a cell mounts a Drive wherever it runs, not only behind an `if` or `try`."""
    trees = [tree for cell in notebook.code if cell.python for tree in parse(cell.body).trees]
    calls = [
        one.value
        for tree in trees
        for one in tree.body
        if isinstance(one, (ast.Expr, ast.Assign)) and isinstance(one.value, ast.Call)
    ]
    return any(name_of(call.func).endswith("drive.mount") for call in calls)
