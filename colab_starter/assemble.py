"""Sections in, one finished notebook out.

`STEPS` is the whole assembly after reading: notebook to notebook, in this order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell

from colab_starter.answers import Answers
from colab_starter.editions import starter
from colab_starter.ids import make_id
from colab_starter.lessons import read_lessons
from colab_starter.marks import OWN
from colab_starter.sections import read_cells

# What stands before a notebook's path in the address that opens it in Colab.
COLAB = "https://colab.research.google.com/github/{github_repo}/blob/main"
BADGE_IMAGE = "https://colab.research.google.com/assets/colab-badge.svg"
# Notebook, path and answers in; a notebook out.
Step = Callable[[NotebookNode, str, Answers], NotebookNode]
# The free runtimes, as Colab writes them into a notebook's metadata.
GPU_TYPES = {"gpu": "T4", "tpu": "V5E1"}
# What jupytext notes of a section's blank lines; no other program reads it.
OF_JUPYTEXT = "lines_to_next_cell"


def assemble(
    notebook: str,
    answers: Answers,
    edition: Callable[[NotebookNode], NotebookNode] = starter,
    path: str = "notebooks/{name}.ipynb",
) -> NotebookNode:
    """Return the finished notebook `notebook` (a folder of `template/`) for these answers.

    `edition` is one of `colab_starter.editions`; `path` is where the badge finds the
    notebook in the repository. The result is valid nbformat 4.5, has no outputs, and the same answers give the same node.
    Raises what `read_cells` raises, and nbformat.ValidationError.
    """
    return finish(
        edition(read_lesson_notebook(notebook, answers)), path.format(name=notebook), answers
    )


def read_lesson_notebook(name: str, answers: Answers) -> NotebookNode:
    """Return the lesson with its frame, before any edition is made of it.

    Its metadata say how a test runs it, so that nothing outside of the lesson has to know.
    Raises LessonError.
    """
    metadata = {OWN: {"test": dict(read_lessons()[name].test)}}
    cells = read_cells(name, answers)
    return nbformat.from_dict(
        {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
    )


def finish(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Return a copy of an edition that went through all `STEPS`; `path` is in the repository."""
    return take_steps(STEPS, node, path, answers)


def take_steps(
    steps: Iterable[Step], node: NotebookNode, path: str, answers: Answers
) -> NotebookNode:
    """Return a copy of a notebook that went through these steps, in order."""
    node = nbformat.from_dict(node)
    for step in steps:
        node = step(node, path, answers)
    return node


def drop_own_keys(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Leave only cell metadata that other programs read."""
    for cell in node.cells:
        cell.metadata = {
            key: value for key, value in cell.metadata.items() if key not in (OWN, OF_JUPYTEXT)
        }
    return node


def fold(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Fold in JupyterLab and VS Code what Colab folds because of its `cellView`.

    nbconvert takes no notice of it: for web pages there is `template/project/page/`.
    """
    for cell in node.cells:
        if cell.metadata.get("cellView") == "form":
            cell.metadata.setdefault("jupyter", {})["source_hidden"] = True
    return node


def add_badge(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Put the Open-in-Colab badge on top, as Colab itself does when it saves to GitHub."""
    address = f"{COLAB.format(github_repo=answers.github_repo)}/{path}"
    badge = new_markdown_cell(
        f"[![Open In Colab]({BADGE_IMAGE})]({address})",
        metadata={"id": "view-in-github", "colab_type": "text"},
    )
    if any("slideshow" in cell.metadata for cell in node.cells):
        badge.metadata["slideshow"] = {"slide_type": "skip"}
    node.cells.insert(0, badge)
    return node


def describe_runtime(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Tell Colab which runtime to start and Jupyter which kernel; no accelerator means CPU."""
    colab = {
        "include_colab_link": True,
        "name": path.rpartition("/")[2],
        "provenance": [],
        "toc_visible": True,
    }
    if turns_ai_off(answers):
        colab["generative_ai_disabled"] = True
    metadata = {
        "colab": colab,
        OWN: {**node.metadata.get(OWN, {}), "script": "nox -s scripts"}
        if path.startswith("notebooks/") and answers.project_type == "starter"
        else node.metadata.get(OWN, {}),
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    if answers.accelerator in GPU_TYPES:
        metadata["accelerator"] = answers.accelerator.upper()
        colab["gpuType"] = GPU_TYPES[answers.accelerator]
    node.metadata = nbformat.from_dict(metadata)
    return node


def turns_ai_off(answers: Answers) -> bool:
    """Return whether Colab's AI is off when a notebook is opened, which a student can change.

    So it is in an assignment, unless the answer says otherwise.
    """
    usual = "off" if answers.project_type == "assignment" else ""
    return (usual if answers.colab_ai == "usual" else answers.colab_ai) == "off"


def clear_outputs(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Leave no output and no execution count."""
    for cell in node.cells:
        if cell.cell_type == "code":
            cell.outputs = []
            cell.execution_count = None
    return node


def number_cells(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Give each cell an id made from its content, so that the same cell keeps its id."""
    seen: Counter[str] = Counter()
    for cell in node.cells:
        cell.id = make_id(cell, seen)
    return node


def validate(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Raise nbformat.ValidationError unless the notebook is valid."""
    nbformat.validate(node, relax_add_props=False)
    return node


STEPS = (
    drop_own_keys,
    fold,
    add_badge,  # after drop_own_keys: the badge's metadata is Colab's
    describe_runtime,
    clear_outputs,
    number_cells,  # after every step that changes a cell's text
    validate,
)
