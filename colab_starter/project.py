"""All notebooks of a new project, written into its folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from colab_starter import editions
from colab_starter.answers import ROOT, Answers
from colab_starter.assemble import finish
from colab_starter.files import write_files
from colab_starter.sections import choose_sections, list_notebooks, read_cells, read_suffixes

# Files that only some projects get: extra/assignment, extra/nbgrader, ...
EXTRA = ROOT / "extra"
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
# What a .py twin keeps of the notebook; jupytext would add its own version, which
# differs between machines.
TWIN_METADATA = "kernelspec,accelerator,colab,-jupytext"
TWIN_CELL_METADATA = "cellView,tags,-all"


def write_notebooks(answers: Answers, project: Path) -> list[Path]:
    """Write every notebook and what belongs to it under `project`; return the copies of edited ones.

    A .py twin stands beside a notebook that is for running only: where students write,
    a second copy would be one more to strip.

    Raises OSError; then nothing has changed.
    """
    contents: dict[Path, str] = {}
    for name in list_notebooks():
        lesson = new_notebook(cells=read_cells(name, answers))
        for file, opened, edition in choose_editions(name, answers):
            node = finish(edition(lesson), opened.format(name=name), answers)
            path = project / file.format(name=name)
            contents[path] = nbformat.v4.writes(node) + "\n"  # `finish` validated it
            if edition is editions.starter:
                contents[path.with_suffix(".py")] = write_twin(node)
    for folder in (EXTRA / kind for kind in choose_kinds(answers)):
        for path in filter(Path.is_file, sorted(folder.rglob("*"))):
            contents[project / path.relative_to(folder)] = path.read_text("utf-8")
    return write_files(contents)


def choose_kinds(answers: Answers) -> list[str]:
    """Return the project type, followed by its grader if it has one."""
    graders = [answers.grading] if answers.project_type == "assignment" else []
    return [answers.project_type, *graders]


def choose_editions(name: str, answers: Answers) -> list[Edition]:
    """Return the files to make of the notebook `name` of `template/`.

    A notebook with sections for this project type is made in that type's editions.
    """
    suffixes = set().union(*map(read_suffixes, choose_sections(name, answers)))
    return EDITIONS[choose_kinds(answers)[-1] if answers.project_type in suffixes else "starter"]


def write_twin(node: NotebookNode) -> str:
    """Return the notebook as a percent script, which plain `python` runs."""
    twin = nbformat.from_dict(node)
    twin.metadata["jupytext"] = {
        "notebook_metadata_filter": TWIN_METADATA,
        "cell_metadata_filter": TWIN_CELL_METADATA,
    }
    return jupytext.writes(twin, fmt="py:percent")
