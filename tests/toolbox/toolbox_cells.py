"""The toolbox as tests need it: all of it, or the cells of one trick."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path

import jupytext
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_notebook

from colab_starter.answers import Answers
from colab_starter.marks import marks_of
from colab_starter.sections import read_cells

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
    colab_ai="usual",
)
TOOLBOX = "colab_toolbox"
# Where its work is, below `/content` and below `MyDrive`.
FOLDER = f"{ANSWERS.drive_folder}/{TOOLBOX}"
# What every trick may rely on: the settings, Drive and the tools.
SHARED = ("Choose your settings", "Keep your work on Drive", "Get the tools ready")

# The tricks that the current test ran.
ran: set[str] = set()


def read_tricks() -> dict[str, list[NotebookNode]]:
    """Return the toolbox's cells, the frame's among them, by the `##` heading above them."""
    tricks: dict[str, list[NotebookNode]] = {}
    title = ""
    for cell in read_cells(TOOLBOX, ANSWERS):
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
            {step for cell in cells for step in marks_of(cell).get("steps", "").split()}
        ):
            steps.setdefault(step, []).append(title)
    return steps


def find_files() -> dict[str, str]:
    """Return for each trick the path of its section below `template/`, in order.

    Every heading of the toolbox is a trick, and of the frame's those with code.
    """
    files: dict[str, str] = {}
    for title, cells in read_tricks().items():
        path = marks_of(cells[0])["place"].partition(",")[0].removeprefix("template/")
        does_something = any(cell.cell_type == "code" for cell in cells)
        if title and (does_something or path.startswith(f"{TOOLBOX}/")):
            files[title] = path
    return files


def read_files(folder: Path) -> dict[str, bytes]:
    """Return all files below `folder`, half ones too: relative path to content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def find_fields(cells: Iterable[NotebookNode]) -> set[str]:
    """Return the names of the fields that the forms of these cells show."""
    lines = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    return set(re.findall(r"^(\w+) = .*  # @param ", lines, re.MULTILINE))


def as_parameters(settings: dict[str, object]) -> dict[str, object]:
    """Return settings as papermill takes them: a trick's own fields are in `given`.

    Raises ValueError for a name that no form shows.
    """
    tricks = read_tricks()
    if unknown := settings.keys() - find_fields(sum(tricks.values(), [])):
        raise ValueError(f"no field is called {', '.join(sorted(unknown))}")
    shared = find_fields(tricks["Choose your settings"])
    given = {name: value for name, value in settings.items() if name not in shared}
    return {name: settings[name] for name in settings if name in shared} | {"given": given}


def set_parameters(cells: list[NotebookNode], settings: dict[str, object]) -> list[NotebookNode]:
    """Return the cells with the settings in a cell after the form, as papermill puts them."""
    form = next(i for i, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", []))
    parameters = as_parameters(settings).items()
    lines = "\n".join(f"{name} = {value!r}" for name, value in parameters)
    return [*cells[: form + 1], new_code_cell(lines), *cells[form + 1 :]]


def write_program(cells: list[NotebookNode]) -> str:
    """Return the cells as a program for plain Python; magics are comments there."""
    return jupytext.writes(new_notebook(cells=cells), fmt="py:percent")


def run_tricks(*titles: str, drive: Path | None = None, **settings: object) -> dict[str, object]:
    """Run the settings, Drive, the tools and the tricks in this process; return their names.

    `drive` is a folder that stands for the one on Drive, as if it had been connected.
    Raises whatever a cell raises.
    """
    tricks = read_tricks()
    ran.update(SHARED, titles)
    cells = [cell for title in SHARED for cell in tricks[title]]
    if drive:
        cells.append(new_code_cell(f"save_to_drive.folder = Path({str(drive)!r})"))
    cells += [cell for title in titles for cell in tricks[title]]
    names: dict[str, object] = {"__name__": "__main__"}
    exec(compile(write_program(set_parameters(cells, settings)), "toolbox", "exec"), names)
    return names
