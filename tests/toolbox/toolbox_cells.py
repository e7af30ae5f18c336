"""The toolbox as tests need it: all of it, or the cells of one trick."""

from __future__ import annotations

import functools
import re

import jupytext
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from colab_starter.answers import Answers
from colab_starter.sections import choose_sections, read_cells

ANSWERS = Answers(
    lesson="mnist_cnn",
    project_name="MNIST on Colab",
    project_slug="mnist-on-colab",
    description="",
    author="",
    github_repo="my-school/mnist-on-colab",
    framework="keras",
    accelerator="cpu",
    project_type="starter",
    grading="nbgrader",
    drive_folder="mnist-on-colab",
)
# What every trick may rely on: the settings and the tools.
SHARED = ("Choose your settings", "Get the tools ready")

# The tricks that the current test ran.
ran: set[str] = set()


def read_tricks() -> dict[str, list[NotebookNode]]:
    """Return the toolbox's cells by the `##` heading above them, in order."""
    tricks: dict[str, list[NotebookNode]] = {}
    title = ""
    for cell in read_cells("colab_toolbox", ANSWERS):
        if heading := re.match(r"## (.+)", cell.source):
            title = heading[1]
        tricks.setdefault(title, []).append(cell)
    return tricks


@functools.cache
def list_steps() -> dict[str, list[str]]:
    """Return for each step id the headings of the tricks whose cells name it."""
    steps: dict[str, list[str]] = {}
    for title, cells in read_tricks().items():
        for step in sorted(
            {step for cell in cells for step in cell.metadata.get("steps", "").split()}
        ):
            steps.setdefault(step, []).append(title)
    return steps


def find_files() -> dict[str, str]:
    """Return for each heading the name of its section file."""
    return {
        heading: path.name
        for path in choose_sections("colab_toolbox", ANSWERS)
        for heading in re.findall(r"^# ## (.+)$", path.read_text("utf-8"), re.MULTILINE)
    }


def set_parameters(cells: list[NotebookNode], settings: dict[str, object]) -> list[NotebookNode]:
    """Return the cells with the settings in a cell after the form, as papermill puts them."""
    form = next(i for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", []))
    lines = "\n".join(f"{name} = {value!r}" for name, value in settings.items())
    return [*cells[: form + 1], new_code_cell(lines), *cells[form + 1 :]]


def write_program(cells: list[NotebookNode]) -> str:
    """Return the cells as a program for plain Python; magics are comments there."""
    return jupytext.writes(new_notebook(cells=cells), fmt="py:percent")


def run_tricks(*titles: str, **settings: object) -> dict[str, object]:
    """Run the settings, the tools and the tricks in this process; return their names.

    Raises whatever a cell raises.
    """
    tricks = read_tricks()
    ran.update(SHARED, titles)
    cells = [cell for title in (*SHARED, *titles) for cell in tricks[title]]
    names: dict[str, object] = {"__name__": "__main__"}
    exec(compile(write_program(set_parameters(cells, settings)), "toolbox", "exec"), names)
    return names
