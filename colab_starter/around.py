"""README.md and pyproject.toml of a project: the files that speak of its notebooks.

They are rendered from `template/project/` once the notebooks are known, so that they name
what is there and need no word of a single lesson.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import asdict, dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from colab_starter import ROOT
from colab_starter.answers import Answers
from colab_starter.assemble import COLAB
from colab_starter.escape import OwnText, escape_markdown, escape_toml
from colab_starter.lock import name_only
from colab_starter.manifest import FOLDER
from colab_starter.marks import marks_of, part_of
from colab_starter.prepared import Prepared
from colab_starter.sections import choose_files, make_template

GRADERS = ROOT / "graders"
PROJECT = ROOT / "template" / "project"
FILES = ("pyproject.toml", "course.toml")
# What the project keeps as it is: a template of nbconvert has the same marks as Jinja.
COPIED = ("page/conf.json", "page/index.html.j2")
# Answers that were checked to be names, which need no escape.
NAMES = ("lesson", "project_slug", "github_repo", "drive_folder")


@dataclass(frozen=True)
class Listed:
    """A notebook of the project, as the README lists it."""

    name: str
    path: str
    role: str
    """starter, source, release, solutions, leader or participant."""
    about: str
    companion: bool = False
    """Whether it stands beside every lesson."""
    by_program: float = 0
    """Points that a program gives."""
    by_hand: float = 0
    """Points that a person gives."""
    order: list[dict[str, object]] = field(default_factory=list)
    """The running order of a leader's notebook: `start` and `minutes`, and the `headings`."""


def list_notebook(notebook: Prepared, path: str, role: str) -> Listed:
    """Return what the README says of an edition of a notebook."""
    lesson = notebook.lesson
    checks = [cell for cell in lesson.cells if part_of(cell) in ("check", "hidden")]
    answers = [cell for cell in lesson.cells if part_of(cell) == "answer"]
    return Listed(
        name=OwnText(notebook.name),
        path=OwnText(path),
        role=role,
        about=notebook.about,
        companion=notebook.companion,
        by_program=sum(marks_of(cell)["points"] for cell in checks),
        by_hand=sum(marks_of(cell).get("points", 0) for cell in answers),
        order=read_order(lesson) if role == "leader" else [],
    )


def read_order(lesson: NotebookNode) -> list[dict[str, object]]:
    """Return a row for each of the leader's notes: the headings since the note before it."""
    rows, headings, start = [], [], 0
    for cell in lesson.cells:
        headings += re.findall(r"^##? (.+)$", cell.source, re.MULTILINE) * (
            cell.cell_type == "markdown"
        )
        if part_of(cell) == "notes":
            minutes = marks_of(cell)["minutes"]
            row = {"start": start, "minutes": minutes, "headings": OwnText("; ".join(headings))}
            rows.append(row)
            start, headings = start + minutes, []
    return rows


def make_around(
    answers: Answers, notebooks: list[Prepared], listed: list[Listed]
) -> dict[str, str]:
    """Return the files that speak of the notebooks: path inside the project to text."""
    context = describe(answers, notebooks, listed)
    sections = choose_files((PROJECT / "readme").glob("*.md"), answers)
    readme = [render(path, escape_markdown, context) for path in sections]
    made = {name: render(PROJECT / name, escape_toml, context) for name in FILES}
    made |= {name: (PROJECT / name).read_text("utf-8") for name in COPIED}
    return {"README.md": "\n".join(readme), **made}


def describe(
    answers: Answers, notebooks: list[Prepared], listed: list[Listed]
) -> dict[str, object]:
    """Return what the files may insert: typed texts as such, everything else as our own."""
    chosen = asdict(answers)
    for_students = [one for one in listed if one.role in ("starter", "release", "participant")]
    grader = GRADERS / answers.grading
    needed = [GRADERS / folder / "requirements.txt" for folder in (answers.grading, "shared")]
    pins = sorted({pin for notebook in notebooks for pin in notebook.pins})
    names = dict.fromkeys(map(name_only, pins))
    return {
        **{key: OwnText(text) if key in NAMES else text for key, text in chosen.items()},
        "notebooks": listed,
        "opened": next(one for one in for_students if not one.companion),
        "colab": OwnText(COLAB.format(github_repo=answers.github_repo)),
        "modules": {module for notebook in notebooks for module in notebook.modules},
        "packages": [OwnText(name) for name in names],
        "runners": [OwnText(pin) for pin in read_group("execute")],
        # What a notebook imports too has no version here either.
        "grader_pins": [
            OwnText(name_only(pin) if name_only(pin) in names else pin)
            for path in needed
            for pin in read_lines(path)
        ],
        "own_folders": list_own_folders(notebooks, listed),
        "grader_notes": OwnText((grader / "README.md").read_text("utf-8").strip()),
    }


def list_own_folders(notebooks: list[Prepared], listed: list[Listed]) -> list[OwnText]:
    """Return the folders that only a renewal may write to, none without notebooks of a teacher's.

    Among them the one that remembers what the others were made of.
    """
    if not any(edition.in_place for notebook in notebooks for edition in notebook.editions):
        return []
    return [*map(OwnText, sorted({FOLDER, *(one.path.partition("/")[0] for one in listed)}))]


def read_group(name: str) -> list[str]:
    """Return a dependency group of this repository."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    return tomllib.loads(text)["dependency-groups"][name]


def read_lines(path: Path) -> list[str]:
    """Return the lines of a file that are not empty."""
    return [line for line in path.read_text("utf-8").splitlines() if line]


def render(path: Path, escape, context: dict[str, object]) -> str:
    """Return the file with the context inserted."""

    def insert(value: object) -> str:
        return escape(value) if isinstance(value, str) else str(value)

    text = make_template(path.read_text("utf-8"), insert).render(context)
    return text.rstrip("\n") + "\n"
