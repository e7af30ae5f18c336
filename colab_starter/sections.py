"""Template files in, rendered cells out.

A folder of `template/` is a notebook and its files, in the order of their names, are
its sections, each in jupytext's percent format:

    06_model.keras.py       the suffix is an answer: read only if it was given
    # %% when="accelerator == 'gpu'"        the same for one cell, as a Jinja expression
    #: if accelerator == "gpu"              the same for lines, as Jinja line statements
    [= drive_folder =]                      an answer, inserted

Jinja's own `{{` and `{%` are ordinary text here, as they are in Python and LaTeX.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import jupytext
from jinja2 import Environment, StrictUndefined
from nbformat import NotebookNode

from colab_starter.answers import QUESTIONS, ROOT, Answers
from colab_starter.escape import escape_markdown

TEMPLATE = ROOT / "template"
SUFFIXES = {
    choice for choices in QUESTIONS.values() if isinstance(choices, list) for choice in choices
}
# Most cells have none of these, and Jinja need not read them.
MARKS = re.compile(r"\[=|^\s*#:", re.MULTILINE)
# What may stand inside a Python string literal without changing where it ends.
SAFE_IN_CODE = re.compile(r"[\w ./-]*")


def list_notebooks() -> list[str]:
    """Return the names of all notebooks, sorted."""
    return sorted(path.name for path in TEMPLATE.iterdir() if any(path.glob("*.py")))


def read_cells(notebook: str, answers: Answers) -> list[NotebookNode]:
    """Return the cells of the sections that the answers choose, rendered, in order.

    Raises ValueError for a section whose suffix is no answer, jinja2.TemplateError for
    text that does not render.
    """
    return [
        render(cell, answers)
        for path in choose_sections(notebook, answers)
        for cell in jupytext.read(path, fmt="py:percent").cells
        if is_chosen(cell, answers)
    ]


def choose_sections(notebook: str, answers: Answers) -> list[Path]:
    """Return the section files whose suffixes are all among the answers, sorted by name."""
    given = {asdict(answers)[key] for key, value in QUESTIONS.items() if isinstance(value, list)}
    chosen = []
    for path in sorted((TEMPLATE / notebook).glob("*.py")):
        suffixes = path.stem.split(".")[1:]
        if unknown := set(suffixes) - SUFFIXES:
            raise ValueError(f"{path.name}: {', '.join(unknown)} is no answer in cookiecutter.json")
        if given.issuperset(suffixes):
            chosen.append(path)
    return chosen


def is_chosen(cell: NotebookNode, answers: Answers) -> bool:
    """Return whether the cell's `when` holds; a cell without one is always chosen."""
    if condition := cell.metadata.get("when"):
        return bool(environment().compile_expression(condition)(**asdict(answers)))
    return True


def render(cell: NotebookNode, answers: Answers) -> NotebookNode:
    """Return the cell with answers inserted: text as typed, code as validated names."""
    if not MARKS.search(cell.source):
        return cell
    insert = escape_markdown if cell.cell_type == "markdown" else require_safe
    template = environment(insert).from_string(cell.source)
    return NotebookNode({**cell, "source": template.render(asdict(answers)).strip("\n")})


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
