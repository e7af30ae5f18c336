"""Template files in, rendered cells out.

A folder of `template/` is a notebook and its files, in the order of their names, are
its sections, each in jupytext's percent format:

    08_model.keras.py                       read only if `keras` is an answer
    07_exercise.assignment.workshop.py      two answers to one question: either will do
    # %% when="accelerator == 'gpu'"        the same for one cell, as a Jinja expression
    #: if accelerator == "gpu"              the same for lines, as Jinja line statements
    [= drive_folder =]                      an answer, inserted

Jinja's own `{{` and `{%` are ordinary text here, as they are in Python and LaTeX.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import jupytext
from jinja2 import Environment, StrictUndefined, TemplateError
from nbformat import NotebookNode

from colab_starter.answers import QUESTIONS, ROOT, Answers
from colab_starter.escape import escape_markdown
from colab_starter.marks import check_exercises, check_marks

TEMPLATE = ROOT / "template"
CHOICES = {question: value for question, value in QUESTIONS.items() if isinstance(value, list)}
# Most cells have none of these, and Jinja need not read them.
MARKS = re.compile(r"\[=|^\s*#:", re.MULTILINE)
# What may stand inside a Python string literal without changing where it ends.
SAFE_IN_CODE = re.compile(r"[\w ./-]*")


def list_notebooks() -> list[str]:
    """Return the names of all notebooks, sorted."""
    return sorted(path.name for path in TEMPLATE.iterdir() if any(path.glob("*.py")))


class LessonError(ValueError):
    """A section that cannot become a notebook; the message names the file and the cell."""


def read_cells(notebook: str, answers: Answers) -> list[NotebookNode]:
    """Return the cells of the sections that the answers choose, rendered and checked, in order.

    Raises LessonError for what does not render, and for marks that are not in order.
    """
    cells = [
        cell for path in choose_sections(notebook, answers) for cell in read_section(path, answers)
    ]
    try:
        return check_exercises(cells)
    except ValueError as error:
        raise LessonError(str(error)) from error


def read_section(path: Path, answers: Answers) -> Iterator[NotebookNode]:
    """Yield the cells of one section that the answers choose."""
    for number, cell in enumerate(jupytext.read(path, fmt="py:percent").cells, start=1):
        cell.metadata["place"] = f"{path.relative_to(TEMPLATE.parent).as_posix()}, cell {number}"
        try:
            if is_chosen(cell, answers):
                yield check_marks(render(cell, answers, path.parent.name))
        except (TemplateError, ValueError) as error:
            raise LessonError(f"{cell.metadata['place']}: {error}") from error


def choose_sections(notebook: str, answers: Answers) -> list[Path]:
    """Return the section files whose suffixes agree with the answers, sorted by name."""
    paths = sorted((TEMPLATE / notebook).glob("*.py"))
    return [path for path in paths if agrees(read_suffixes(path), answers)]


def read_suffixes(path: Path) -> set[str]:
    """Return the answers in a section's file name; raises LessonError for what is no answer."""
    suffixes = set(path.stem.split(".")[1:])
    if unknown := suffixes.difference(*CHOICES.values()):
        raise LessonError(f"{path.name}: {', '.join(unknown)} is no answer in cookiecutter.json")
    return suffixes


def agrees(suffixes: set[str], answers: Answers) -> bool:
    """Return whether every question that the suffixes speak of has one of them as its answer."""
    return all(
        getattr(answers, question) in suffixes
        for question, choices in CHOICES.items()
        if suffixes.intersection(choices)
    )


def is_chosen(cell: NotebookNode, answers: Answers) -> bool:
    """Return whether the cell's `when` holds; a cell without one is always chosen."""
    if condition := cell.metadata.get("when"):
        return bool(compile_condition(condition)(**asdict(answers)))
    return True


@functools.cache
def compile_condition(condition: str) -> Callable[..., object]:
    """Return the function of the answers that a Jinja expression stands for."""
    return environment().compile_expression(condition)


def render(cell: NotebookNode, answers: Answers, notebook: str) -> NotebookNode:
    """Return the cell with answers inserted: text as typed, code as validated names.

    `[= notebook =]` is the name of the notebook that the cell is in.
    """
    if not MARKS.search(cell.source):
        return cell
    insert = escape_markdown if cell.cell_type == "markdown" else require_safe
    template = environment(insert).from_string(cell.source)
    return NotebookNode(
        {**cell, "source": template.render(asdict(answers), notebook=notebook).strip("\n")}
    )


def require_safe(value: str) -> str:
    """Return `value` if it can stand in a string literal of a code cell, else raise ValueError."""
    if not SAFE_IN_CODE.fullmatch(value):
        raise ValueError(f"{value!r} may stand in text, not in code")
    return value


@functools.cache
def environment(insert: Callable[[str], str] = str) -> Environment:
    """Return the Jinja environment of the sections; `insert` is applied to each inserted answer."""
    return Environment(
        variable_start_string="[=",
        variable_end_string="=]",
        line_statement_prefix="#:",
        block_start_string="[%=",
        block_end_string="=%]",
        comment_start_string="[#=",
        comment_end_string="=#]",
        undefined=StrictUndefined,
        finalize=insert,
    )
