"""All notebooks of a new project, written into its folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from colab_starter import editions, leak_gate
from colab_starter.answers import Answers
from colab_starter.assemble import finish, read_lesson_notebook
from colab_starter.lessons import ROOT, read_lessons
from colab_starter.marks import part_of, takes_part
from colab_starter.renewal import renew
from colab_starter.sections import LessonError

# Files that only some projects get: extra/assignment, extra/nbgrader, ...
EXTRA = ROOT / "extra"
GATE = ROOT / "colab_starter" / "leak_gate.py"
LESSON = "notebooks/{name}.ipynb"
LEADER = "notebooks/{name}_leader.ipynb"
PARTICIPANT = "notebooks/{name}_participant.ipynb"
SOURCE = "source/{name}/{name}.ipynb"
RELEASE = "release/{name}/{name}.ipynb"
# The files made of a notebook that has exercises: where each lies, which notebook its
# badge opens, and its edition.
Edition = tuple[str, str, Callable[[NotebookNode], NotebookNode]]
EDITIONS: dict[str, list[Edition]] = {
    "starter": [(LESSON, LESSON, editions.starter)],
    "nbgrader": [
        (SOURCE, RELEASE, editions.nbgrader_source),
        (RELEASE, RELEASE, editions.nbgrader_release),
    ],
    "otter": [
        (SOURCE, RELEASE, editions.otter_source),
        (RELEASE, RELEASE, editions.otter_release),
    ],
    "workshop": [
        (LEADER, LEADER, editions.leader),
        (PARTICIPANT, PARTICIPANT, editions.participant),
    ],
}
# Who sees solutions. Every other edition passes the leak gate before it is written.
FOR_TEACHERS = {editions.nbgrader_source, editions.otter_source, editions.leader}
# What a .py twin keeps of the notebook; jupytext would add its own version, which
# differs between machines.
TWIN_METADATA = "kernelspec,accelerator,colab,-jupytext"
TWIN_CELL_METADATA = "cellView,tags,-all"


def write_notebooks(answers: Answers, project: Path) -> list[str]:
    """Write every notebook and what belongs to it under `project`.

    Returns one sentence for each file that a person changed since it was made. Raises
    LessonError and OSError; then nothing has changed.
    """
    return renew(project, make_files(answers))


def make_files(answers: Answers) -> dict[str, str]:
    """Return the notebooks and what belongs to them: path inside the project to text.

    A .py twin stands beside a notebook that is for running only: where students write,
    a second copy would be one more to strip.
    """
    contents: dict[str, str] = {}
    for name in list_notebooks(answers):
        lesson = read_lesson_notebook(name, answers)
        for file, opened, edition in choose_editions(lesson, answers):
            node = finish(edition(lesson), opened.format(name=name), answers)
            if edition not in FOR_TEACHERS:
                require_tight(node, lesson, file.format(name=name))
            path = file.format(name=name)
            contents[path] = nbformat.v4.writes(node) + "\n"  # `finish` validated it
            if edition is editions.starter:
                contents[path.removesuffix(".ipynb") + ".py"] = write_twin(node)
    for folder in (EXTRA / kind for kind in choose_kinds(answers)):
        for path in filter(Path.is_file, sorted(folder.rglob("*"))):
            contents[path.relative_to(folder).as_posix()] = path.read_text("utf-8")
    if answers.project_type == "assignment":
        contents["check_release.py"] = GATE.read_text("utf-8")
    return contents


def list_notebooks(answers: Answers) -> list[str]:
    """Return the names of the chosen lesson and its companions, in the order of their names."""
    lessons = read_lessons().values()
    return [one.name for one in lessons if one.companion or one.name == answers.lesson]


def require_tight(node: NotebookNode, lesson: NotebookNode, file: str) -> None:
    """Raise LessonError if students would find in this notebook what only teachers may see."""
    source = editions.nbgrader_source(lesson)
    secrets = leak_gate.read_secrets([source])
    for cell in lesson.cells:
        if part_of(cell) == "notes":
            secrets |= {leak_gate.squeeze(line): line for line in cell.source.split("\n") if line}
    shown = [cell for cell in node.cells if editions.CATCH_UP not in cell.metadata.get("tags", [])]
    if leaks := leak_gate.find_in_notebook({**node, "cells": shown}, secrets):
        raise LessonError(f"{file} is not written, because students would find in it: {leaks[0]}")


def choose_kinds(answers: Answers) -> list[str]:
    """Return the project type, followed by its grader if it has one."""
    graders = [answers.grading] if answers.project_type == "assignment" else []
    return [answers.project_type, *graders]


def choose_editions(lesson: NotebookNode, answers: Answers) -> list[Edition]:
    """Return the files to make of a lesson: what its cells carry decides, not its name."""
    kind = choose_kinds(answers)[-1] if any(map(takes_part, lesson.cells)) else "starter"
    return EDITIONS[kind]


def write_twin(node: NotebookNode) -> str:
    """Return the notebook as a percent script, which plain `python` runs."""
    twin = nbformat.from_dict(node)
    twin.metadata["jupytext"] = {
        "notebook_metadata_filter": TWIN_METADATA,
        "cell_metadata_filter": TWIN_CELL_METADATA,
    }
    return jupytext.writes(twin, fmt="py:percent")
