"""All notebooks of a new project, written into its folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from colab_starter import editions
from colab_starter.answers import ROOT, Answers
from colab_starter.assemble import assemble
from colab_starter.files import write_files
from colab_starter.sections import list_notebooks, read_cells

# Files that only some projects get: extra/assignment, extra/nbgrader, ...
EXTRA = ROOT / "extra"
LESSON = "notebooks/{name}.ipynb"
LEADER = "notebooks/{name}_leader.ipynb"
PARTICIPANT = "notebooks/{name}_participant.ipynb"
SOURCE = "source/{name}/{name}.ipynb"
RELEASE = "release/{name}/{name}.ipynb"
# The files made of a notebook that has exercises: where each lies, which notebook its
# badge opens, and its edition.
EDITIONS: dict[str, list[tuple[str, str, Callable[[NotebookNode], NotebookNode]]]] = {
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
    kinds = choose_kinds(answers)
    for name in list_notebooks():
        for file, opened, edition in EDITIONS[
            kinds[-1] if has_exercises(name, answers) else "starter"
        ]:
            node = assemble(name, answers, edition, opened)
            path = project / file.format(name=name)
            contents[path] = nbformat.writes(node) + "\n"
            if edition is editions.starter:
                contents[path.with_suffix(".py")] = write_twin(node)
    for folder in (EXTRA / kind for kind in kinds):
        for path in filter(Path.is_file, sorted(folder.rglob("*"))):
            contents[project / path.relative_to(folder)] = path.read_text("utf-8")
    return write_files(contents)


def choose_kinds(answers: Answers) -> list[str]:
    """Return the project type, followed by its grader if it has one."""
    graders = [answers.grading] if answers.project_type == "assignment" else []
    return [answers.project_type, *graders]


def has_exercises(name: str, answers: Answers) -> bool:
    """Return whether the notebook `name` of `template/` is also made in editions."""
    return any("exercise" in cell.metadata for cell in read_cells(name, answers))


def write_twin(node: NotebookNode) -> str:
    """Return the notebook as a percent script, which plain `python` runs."""
    twin = nbformat.from_dict(node)
    twin.metadata["jupytext"] = {
        "notebook_metadata_filter": TWIN_METADATA,
        "cell_metadata_filter": TWIN_CELL_METADATA,
    }
    return jupytext.writes(twin, fmt="py:percent")
