"""A teacher's notebook, or an edition of it, in; the finished notebook out.

Their cells stay as they are: only the frame is folded, marked and numbered.
"""

from __future__ import annotations

from collections import Counter

import nbformat
from nbformat import NotebookNode

from colab_starter.answers import Answers
from colab_starter.assemble import (
    OF_JUPYTEXT,
    add_badge,
    clear_outputs,
    describe_runtime,
    fold,
    take_steps,
    validate,
)
from colab_starter.framing import mark_frame, section_of
from colab_starter.ids import give_id
from colab_starter.kernels import read_language
from colab_starter.marks import GAP_MARKS, OWN, marks_of

# What tells a cell of the frame from a teacher's.
FRAME_MARKS = ("frame", "made")


def finish_own(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Return a copy of a teacher's notebook, or an edition of it, that went through `STEPS_OWN`."""
    return take_steps(STEPS_OWN, node, path, answers)


def mark_badge(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Say of the badge that it is of the frame."""
    node.cells[0] = mark_frame("badge", node.cells[0])
    return node


def keep_frame_marks(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Leave of our own metadata what tells cells of the frame from the teacher's, and gaps.

    A gap is the source's; what was made of it for others still says which part a cell is.
    """
    for cell in node.cells:
        kept = FRAME_MARKS if "part" in marks_of(cell) else (*FRAME_MARKS, *GAP_MARKS)
        marks = {key: value for key, value in marks_of(cell).items() if key in kept}
        cell.metadata.pop(OWN, None)
        if marks:
            cell.metadata[OWN] = marks
            cell.metadata.pop(OF_JUPYTEXT, None)
    return node


def fold_frame(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Fold the cells of the frame everywhere; the teacher's stay as they are."""
    fold(NotebookNode(cells=[cell for cell in node.cells if section_of(cell)]), path, answers)
    return node


def describe_own_runtime(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Keep what the notebook says of its runtime, and complete it."""
    theirs = node.metadata
    ours = describe_runtime(NotebookNode(metadata={}), path, answers).metadata
    colab = {**theirs.get("colab", {}), **ours.colab}
    if "accelerator" in theirs:
        ours.pop("accelerator", None)
        colab |= {key: theirs.colab[key] for key in ("gpuType",) if key in theirs.get("colab", {})}
    if answers.colab_ai == "as students like":
        colab.pop("generative_ai_disabled", None)
    if read_language(node) != "python":
        ours.pop("kernelspec")
        ours.pop("language_info")
    colab["toc_visible"] = theirs.get("colab", {}).get("toc_visible", True)
    own = {**ours[OWN], **theirs.get(OWN, {})}
    node.metadata = nbformat.from_dict({**theirs, **ours, "colab": colab, OWN: own})
    return node


def number_new_cells(node: NotebookNode, path: str, answers: Answers) -> NotebookNode:
    """Give each cell an id of its own, made from its content; the teacher's keep theirs."""
    seen: Counter[str] = Counter()
    for cell in node.cells:
        if section_of(cell):
            cell.pop("id", None)
        else:
            give_id(cell, seen)
    for cell in filter(section_of, node.cells):
        give_id(cell, seen)
    return node


STEPS_OWN = (
    add_badge,
    mark_badge,
    keep_frame_marks,
    fold_frame,
    describe_own_runtime,
    clear_outputs,
    number_new_cells,
    validate,
)
