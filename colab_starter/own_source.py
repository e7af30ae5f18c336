"""A teacher's notebook as it stands in the project: framed, and its exercises in a grader's marks."""

from __future__ import annotations

import re

import nbformat
from nbformat import NotebookNode

from colab_starter import editions
from colab_starter.answers import Answers
from colab_starter.dialects import canonicalize
from colab_starter.framing import Frame, lay_frame, own_cells
from colab_starter.intake import without_outputs
from colab_starter.marks import GAP_MARKS, OWN, marks_of, part_of
from colab_starter.own_notebooks import Own
from colab_starter.own_tests import describe_test
from colab_starter.sections import LessonError

QUESTION = re.compile(r"\s*#\s*BEGIN QUESTION", re.IGNORECASE)


def make_source(own: Own, frame: Frame, answers: Answers) -> tuple[NotebookNode, list[str]]:
    """Return the teacher's notebook as it stands in the project, before it is finished.

    The second value names the sections of the frame that were kept because they were edited.
    """
    theirs = own.taken.node
    cells = theirs.cells
    if own.has_exercises and answers.project_type == "assignment":
        refuse_language(own, answers)
        if answers.grading == "nbgrader":  # otter's form is one for whole notebooks
            frame = {name: grade(theirs, section, answers) for name, section in frame.items()}
        if not is_for(answers.grading, own):
            cells = [without_marks(cell) for cell in grade(theirs, own.cells, answers)]
    elif own.has_exercises and not reads_the_same(own):
        cells = [without_marks(cell) for cell in grade(theirs, own.cells, answers)]
    before = theirs.metadata.get(OWN, {})
    laid, edited = lay_frame(cells, frame, before.get("frame", []))
    kept = {key: value for key, value in before.items() if key != "suggested"}
    ours = {**kept, **describe_test(own.taken, before), "frame": [*frame]}
    metadata = {**theirs.metadata, OWN: ours}
    return nbformat.from_dict({**theirs, "cells": laid, "metadata": metadata}), edited


def grade(theirs: NotebookNode, cells: list[NotebookNode], answers: Answers) -> list[NotebookNode]:
    """Return canonical cells of a notebook as the chosen grader wants them in a source."""
    source, _ = editions.GRADERS[answers.grading]
    return source(nbformat.from_dict({**theirs, "cells": cells})).cells


def refuse_language(own: Own, answers: Answers) -> None:
    """Raise LessonError for exercises that the chosen grader cannot run."""
    if answers.grading == "otter" and own.taken.language not in ("python", "r"):
        raise LessonError(
            f"{own.taken.name}.ipynb is written in {own.taken.language}, and otter runs only Python "
            "and R: choose grading=nbgrader."
        )


def without_marks(cell: NotebookNode) -> NotebookNode:
    """Return a cell that says in a grader's own words what its marks said.

    What students get for an answer, no grader has words for: that mark stays.
    """
    kept = {k: v for k, v in marks_of(cell).items() if k in ("frame", "made", *GAP_MARKS)}
    others = {key: value for key, value in cell.metadata.items() if key != OWN}
    return NotebookNode({**cell, "metadata": {**others, **({OWN: kept} if kept else {})}})


def is_for(grader: str, own: Own) -> bool:
    """Return whether a notebook is written for this grader already, so that it can stay."""
    cells = own.taken.node.cells
    parts = [cell for cell in own.cells if part_of(cell)]
    if grader == "nbgrader":  # a solution marked in another way, nbgrader would publish
        graded = {cell.get("id") for cell in own_cells(cells) if "nbgrader" in cell.metadata}
        return bool(graded) and all(cell.get("id") in graded for cell in parts)
    answers = [cell for cell in parts if part_of(cell) == "answer"]
    questions = [cell for cell in cells if cell.cell_type == "raw" and QUESTION.match(cell.source)]
    if len(answers) > len(questions):
        return False
    config = re.compile(r"#\s*ASSIGNMENT CONFIG", re.IGNORECASE)
    is_otter = any(cell.cell_type == "raw" and config.match(cell.source) for cell in cells)
    return is_otter and reads_the_same(own)


def keep_grading(source: list[NotebookNode], cells: list[NotebookNode]) -> None:
    """Give cells back what nbgrader says of them in the source, in place: it releases that."""
    grading = {
        one.get("id"): one.metadata["nbgrader"] for one in source if "nbgrader" in one.metadata
    }
    for cell in cells:
        if part_of(cell) and cell.get("id") in grading:
            cell.metadata["nbgrader"] = grading[cell["id"]]


def reads_the_same(own: Own) -> bool:
    """Return whether no test needs what it printed, which does not stay."""
    try:
        cells, _ = canonicalize([without_outputs(cell) for cell in own.taken.node.cells])
    except ValueError:
        return False
    return cells == [without_outputs(cell) for cell in own.cells]
