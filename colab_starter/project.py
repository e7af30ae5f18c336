"""All notebooks of a new project, written into its folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from colab_starter import ROOT, editions, leak_gate
from colab_starter.answers import Answers, adapt
from colab_starter.around import GRADERS, Listed, list_notebook, make_around
from colab_starter.assemble import finish, read_lesson_notebook
from colab_starter.lessons import read_lessons
from colab_starter.marks import part_of, takes_part
from colab_starter.renewal import renew
from colab_starter.sections import LessonError

# What an assignment gets: for its grader, and for any.
SHARED = GRADERS / "shared"
NOT_COPIED = {"README.md", "requirements.txt"}
GATE = ROOT / "colab_starter" / "leak_gate.py"
LESSON = "notebooks/{name}.ipynb"
LEADER = "notebooks/{name}_leader.ipynb"
PARTICIPANT = "notebooks/{name}_participant.ipynb"
SOURCE = "source/{name}/{name}.ipynb"
RELEASE = "release/{name}/{name}.ipynb"
# The files made of a notebook that has exercises: what each is, where it lies, which notebook
# its badge opens, and its edition.
Edition = tuple[str, str, str, Callable[[NotebookNode], NotebookNode]]
STARTER: list[Edition] = [("starter", LESSON, LESSON, editions.starter)]
WORKSHOP: list[Edition] = [
    ("participant", PARTICIPANT, PARTICIPANT, editions.participant),
    ("leader", LEADER, LEADER, editions.leader),
]
# Who sees solutions. Every other edition passes the leak gate before it is written.
FOR_TEACHERS = {"source", "leader"}
# What a .py twin keeps of the notebook; jupytext would add its own version, which
# differs between machines.
TWIN_METADATA = "kernelspec,accelerator,colab,colab_starter,-jupytext"
TWIN_CELL_METADATA = "cellView,tags,-all"


def write_notebooks(answers: Answers, project: Path) -> list[str]:
    """Write every notebook and what belongs to it under `project`.

    Returns one sentence for each file that a person changed since it was made. Raises
    LessonError and OSError; then nothing has changed.
    """
    answers, said = adapt(answers)
    files = make_files(answers)
    if answers.project_type != "starter" and LESSON.format(name=answers.lesson) in files:
        said.append(f"The lesson {answers.lesson} has no exercises: it is made as a starter.")
    return said + renew(project, files)


def make_files(answers: Answers) -> dict[str, str]:
    """Return everything that is made for these answers: path inside the project to text.

    A .py twin stands beside a notebook that is for running only: where students write,
    a second copy would be one more to strip. Raises LessonError.
    """
    contents: dict[str, str] = {}
    listed: list[Listed] = []
    lessons = {name: read_lesson_notebook(name, answers) for name in list_notebooks(answers)}
    secrets = read_secrets(lessons.values())
    for name, lesson in lessons.items():
        for role, file, opened, edition in choose_editions(lesson, answers):
            path = file.format(name=name)
            node = finish(edition(lesson), opened.format(name=name), answers)
            if role not in FOR_TEACHERS:
                require_tight(node, secrets, path)
            contents[path] = nbformat.v4.writes(node) + "\n"  # `finish` validated it
            listed.append(list_notebook(name, path, role, lesson))
            if role == "starter":
                contents[path.removesuffix(".ipynb") + ".py"] = write_twin(node)
    return {**contents, **make_around(answers, listed), **copy_grader(answers)}


def copy_grader(answers: Answers) -> dict[str, str]:
    """Return the files with which an assignment is released and graded."""
    if answers.project_type != "assignment":
        return {}
    paths = [*SHARED.iterdir(), *(GRADERS / answers.grading).iterdir()]
    copied = {path.name: path for path in sorted(paths) if path.name not in NOT_COPIED}
    copied["check_release.py"] = GATE
    return {name: path.read_text("utf-8") for name, path in copied.items() if path.is_file()}


def list_notebooks(answers: Answers) -> list[str]:
    """Return the names of the chosen lesson and its companions."""
    return [answers.lesson, *(one.name for one in read_lessons().values() if one.companion)]


def read_secrets(lessons: Iterable[NotebookNode]) -> dict[str, str]:
    """Return the lines that students must not see, as the leak gate wants them."""
    sources = [editions.nbgrader_source(lesson) for lesson in lessons]
    secrets = leak_gate.read_secrets(sources)
    for cell in (cell for lesson in lessons for cell in lesson.cells):
        if part_of(cell) == "notes":
            lines = filter(leak_gate.says, cell.source.split("\n"))
            secrets |= {leak_gate.squeeze(line): line for line in lines}
    return secrets


def require_tight(node: NotebookNode, secrets: Mapping[str, str], file: str) -> None:
    """Raise LessonError if students would find a secret in this notebook."""
    shown = [cell for cell in node.cells if editions.CATCH_UP not in cell.metadata.get("tags", [])]
    if leaks := leak_gate.find_in_notebook({**node, "cells": shown}, secrets):
        raise LessonError(f"{file} is not written, because students would find in it: {leaks[0]}")


def choose_editions(lesson: NotebookNode, answers: Answers) -> list[Edition]:
    """Return the files to make of a lesson: what its cells carry decides, not its name."""
    if answers.project_type == "starter" or not any(map(takes_part, lesson.cells)):
        return STARTER
    if answers.project_type == "workshop":
        return WORKSHOP
    source, release = editions.GRADERS[answers.grading]
    return [("source", SOURCE, RELEASE, source), ("release", RELEASE, RELEASE, release)]


def write_twin(node: NotebookNode) -> str:
    """Return the notebook as a percent script, which plain `python` runs."""
    twin = nbformat.from_dict(node)
    twin.metadata["jupytext"] = {
        "notebook_metadata_filter": TWIN_METADATA,
        "cell_metadata_filter": TWIN_CELL_METADATA,
    }
    return jupytext.writes(twin, fmt="py:percent")
