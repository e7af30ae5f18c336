"""A notebook of a teacher's, made into a project in memory, and made again from what was made."""

from __future__ import annotations

import json
from dataclasses import replace

import nbformat
from nbformat import NotebookNode

from colab_starter.answers import SAMPLE, Answers, every_combination
from colab_starter.course import Course
from colab_starter.framing import section_of
from colab_starter.intake import Taken, read
from colab_starter.project import Made, make_files

NAME = "week1"
# Every way in which a notebook with exercises is made.
WAYS = [("assignment", "nbgrader"), ("assignment", "otter"), ("workshop", "nbgrader")]


def answers_for(project_type: str = "assignment", grading: str = "nbgrader") -> Answers:
    """Return answers for a project of this type."""
    some = next(iter(every_combination().values()))
    return replace(some, **SAMPLE, lesson="kept", project_type=project_type, grading=grading)


def take(*cells: NotebookNode, metadata: dict | None = None) -> Taken:
    """Return a notebook with these cells as it is taken in."""
    node = {"cells": cells, "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 5}
    return read(f"{NAME}.ipynb", json.dumps(node).encode())


def make(taken: Taken, project_type: str = "assignment", grading: str = "nbgrader") -> Made:
    """Return all files of a project with this notebook only."""
    return make_files(answers_for(project_type, grading), Course({taken.name: taken}))


def make_again(made: Made, project_type: str = "assignment", grading: str = "nbgrader") -> Made:
    """Return all files of the project, made again from the notebook that stands in it."""
    [source] = made.sources
    name = source.rpartition("/")[2]
    taken = read(name, made.files[source].encode(), in_place=True)
    return make(taken, project_type, grading)


def theirs(made: Made, path: str = "") -> list[NotebookNode]:
    """Return the teacher's cells of a notebook that was made, the source if none is named."""
    [source] = made.sources
    node = nbformat.reads(made.files[path or source], as_version=4)
    return [cell for cell in node.cells if section_of(cell) is None]
