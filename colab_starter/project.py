"""All notebooks of a new project, written into its folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from colab_starter import ROOT, editions, leak_gate
from colab_starter.answers import Answers
from colab_starter.around import GRADERS, list_notebook, make_around
from colab_starter.course import Course, read_course, write_record
from colab_starter.lock import LOCK, copy_lock, keep_newer_lock
from colab_starter.marks import part_of
from colab_starter.prepare import prepare
from colab_starter.prepared import Edition, Prepared
from colab_starter.record import RECORD
from colab_starter.renewal import renew
from colab_starter.sections import LessonError
from colab_starter.sources import split

# What an assignment gets: for its grader, and for any.
SHARED = GRADERS / "shared"
NOT_COPIED = {"README.md", "requirements.txt"}
CHECK = ROOT / "colab_starter" / "check"
GATE = ROOT / "colab_starter" / "leak_gate.py"
SOFTEN = ROOT / "colab_starter" / "soften.py"
STRIP = ROOT / "colab_starter" / "strip.py"
# Who sees solutions. Every other edition passes the leak gate before it is written.
FOR_TEACHERS = {"source", "leader"}
# What a .py twin keeps of the notebook; jupytext would add its own version, which
# differs between machines.
TWIN_METADATA = "kernelspec,accelerator,colab,colab_starter,-jupytext"
TWIN_CELL_METADATA = "cellView,tags,-all"


@dataclass
class Made:
    """What a run makes, before anything is written."""

    files: dict[str, str | bytes] = field(default_factory=dict)
    """Path inside the project to content."""
    sources: set[str] = field(default_factory=set)
    """Which of the files are a teacher's own, taken from where they stand."""
    opened: list[str] = field(default_factory=list)
    """Which of the notebooks of a teacher's students open."""
    said: list[str] = field(default_factory=list)
    """What the person should read."""

    def add(self, path: str, content: str | bytes) -> None:
        """Add a file; raises LessonError if two notebooks want different ones there."""
        if self.files.setdefault(path, content) != content:
            raise LessonError(f"Two notebooks need different files at {path}: rename one of them.")


def write_notebooks(
    answers: Answers, project: Path, template: str = "", write: bool = True
) -> list[str]:
    """Write every notebook and what belongs to it under `project`.

    `template` is where the template came from, as it was typed; without `write` it is only
    tried. Returns the sentences that the person should read. Raises LessonError, SourceError
    and OSError; then nothing has changed.
    """
    course = read_course(answers, project, template)
    made = make_files(answers, course)
    if not write:
        return []
    keep_newer_lock(project, made.files)
    made.sources.add(LOCK)  # a program renews it, so nobody's work is in it
    said = [*course.said, *made.said, *renew(project, made.files, made.sources)]
    return [*said, *look_before_class(project, made.opened)]


def look_before_class(project: Path, paths: list[str]) -> list[str]:
    """Return what will happen when students open a teacher's notebooks on Colab."""
    if not paths:
        return []
    from colab_starter.check.before_class import Report, check_folder, write_report

    report = Report()
    for path in paths:
        (found,) = check_folder(project / path).notebooks.values()
        if found:
            report.notebooks[path] = found
    return ["", write_report(report)] if report.notebooks else []


def make_files(answers: Answers, course: Course | None = None) -> Made:
    """Return everything that is made of a course, without one of the chosen lessons.

    A .py twin stands beside a notebook that is for running only: where students write,
    a second copy would be one more to strip. Raises LessonError.
    """
    course = course or Course(dict.fromkeys(split(answers.lesson)))
    is_course = answers.project_type == "assignment"
    made = Made()
    notebooks = list(prepare(answers, course, made.said))
    lessons = [notebook.lesson for notebook in notebooks]
    secrets = read_secrets(lessons)
    # After the deadline only hidden tests are to be kept.
    hidden = read_secrets(map(editions.give_answers, lessons)) if is_course else {}
    kept_from = {"source": {}, "leader": {}, "solutions": hidden}
    # What a renamed one installs, it still needs.
    left = [notebook for notebook in notebooks if notebook.name not in course.gone]
    for notebook in left:
        for edition in notebook.editions:
            add_edition(notebook, edition, kept_from.get(edition.role, secrets), made)
    # Where all were renamed, the README keeps the old names: without any it would help nobody.
    named = notebooks if all(notebook.companion for notebook in left) else left
    listed = [
        list_notebook(notebook, edition.file.format(name=notebook.name), edition.role)
        for notebook in named
        for edition in notebook.editions
    ]
    around = make_around(notebooks[0].answers, notebooks, listed)
    lock = copy_lock(notebooks[0].answers, notebooks)
    for path, content in {**around, **lock, **copy_check(), **copy_grader(answers)}.items():
        made.add(path, content)
    made.add(RECORD, write_record(answers, course))
    return made


def add_edition(
    notebook: Prepared, edition: Edition, secrets: Mapping[str, str], made: Made
) -> None:
    """Add an edition, its twin, and the files beside it; raises LessonError for what leaks.

    `secrets` is what its readers must not see.
    """
    path, opened = (text.format(name=notebook.name) for text in (edition.file, edition.opened))
    node = notebook.finish(edition.make(notebook.lesson), opened, notebook.answers)
    if edition.role not in FOR_TEACHERS:
        require_tight(node, secrets, path)
    made.add(path, nbformat.v4.writes(node) + "\n")  # `finish` validated it
    if edition.in_place:
        made.sources.add(path)
        made.opened.append(opened)
    if notebook.has_twin and edition.role == "starter":
        made.add(path.removesuffix(".ipynb") + ".py", write_twin(node))
    for name, content in notebook.files.items():
        if name in notebook.for_teachers and not edition.in_place:
            continue
        beside = f"{path.rpartition('/')[0]}/{name}"
        require_tight_file(content, secrets, beside)
        made.add(beside, content)


def copy_check() -> dict[str, str]:
    """Return the files that say what will happen on Colab, before class and next year."""
    paths = [path for path in sorted(CHECK.rglob("*.*")) if "__pycache__" not in path.parts]
    names = {path: path.relative_to(CHECK.parent).as_posix() for path in paths}
    return {name: path.read_text("utf-8") for path, name in names.items()}


def copy_grader(answers: Answers) -> dict[str, str]:
    """Return the files with which an assignment is released and graded."""
    if answers.project_type != "assignment":
        return {}
    paths = [*SHARED.iterdir(), *(GRADERS / answers.grading).iterdir()]
    copied = [path for path in sorted(paths) if path.is_file() and path.name not in NOT_COPIED]
    return {
        # A grader looks for its settings where it runs.
        path.name if path.name.endswith("_config.py") else f"grading/{path.name}": path.read_text(
            "utf-8"
        )
        for path in [*copied, GATE, SOFTEN, STRIP]
    }


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


def require_tight_file(content: bytes, secrets: Mapping[str, str], file: str) -> None:
    """Raise LessonError if a file beside a notebook holds a secret of it."""
    text = content.decode("utf-8", errors="replace")
    if leaks := leak_gate.find_in_file(text, secrets):
        raise LessonError(
            f"{file} is not written, because students would find in it: {leaks[0]}; take that out "
            "of the file, or out of the solution. If they may have it, write into the file the line "
            "# colab-starter: publish"
        )


def write_twin(node: NotebookNode) -> str:
    """Return the notebook as a percent script, which plain `python` runs."""
    # Read again, its keys stand in the order that jupytext finds in the file.
    twin = nbformat.reads(nbformat.writes(node), as_version=4)
    twin.metadata["jupytext"] = {
        "notebook_metadata_filter": TWIN_METADATA,
        "cell_metadata_filter": TWIN_CELL_METADATA,
    }
    return jupytext.writes(twin, fmt="py:percent")
