"""No test quotes the notebooks: their sentences can be reworded and translated.

A test asks for what a notebook does and leaves: files, records, names, tags, errors, numbers.
"""

from __future__ import annotations

import ast
import copy
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import jupytext
import pytest
from IPython.core.inputtransformer2 import TransformerManager

from colab_starter import sections
from colab_starter.answers import Answers, every_combination
from colab_starter.course import Course
from colab_starter.marks import marks_of
from colab_starter.prepare import prepare

TESTS = Path(__file__).parent
# What Colab, Drive, pip and their like say. Learners search for it, so nobody translates it.
QUOTED = [
    "Cannot connect to GPU backend",
    "Failed to assign a backend",
    "Mountpoint must not already contain files",
    "No matching distribution",
    "No space left on device",
    "Transport endpoint is not connected",
    "Unable to locate package",
    "credential propagation was unsuccessful",
    "does not match the known hash",
    "would be overwritten by merge",
]
# What the stand-in says is not the notebooks' own.
SKIPPED = {"stand_in"}
SHORTEST_SENTENCE, SHORTEST_TEXT = 5, 4
# A literal that has so many words in a row of a sentence quotes it.
RUN = 4
WORD = re.compile(r"\w+(?:['’]\w+)*")


def split_words(text: str) -> list[str]:
    return WORD.findall(text.lower())


def runs_of(text: str) -> set[tuple[str, ...]]:
    """Return each run of RUN words, without addresses and those of QUOTED."""
    text = re.sub(r"\S+://\S+", "\0", text)
    for known in QUOTED:
        text = text.replace(known, "\0")
    return {
        tuple(words[start : start + RUN])
        for part in text.split("\0")
        for words in [split_words(part)]
        for start in range(len(words) - RUN + 1)
    }


def sentences_of(markdown: str) -> Iterator[str]:
    """Yield the sentences of a Markdown cell; headings are no sentences but names of sections."""
    text = re.sub(r"^#.*$", "", markdown, flags=re.MULTILINE)
    for paragraph in re.split(r"\n\s*\n|\n\s*(?=[-|]|\d+\. )|\|", text):
        yield from re.split(r"(?<=[.!?:])\s+", paragraph)


def texts_of(source: str) -> Iterator[str]:
    """Yield the texts in a code cell that a learner may read: literals and the form's own."""
    yield from re.findall(r"# @(?:title|markdown) (.+)$", source, re.MULTILINE)
    tree = ast.parse(TransformerManager().transform_cell(source))
    yield from (text for text in literals_of(tree) if not is_program(text))


def is_program(text: str) -> bool:
    try:
        return bool(ast.parse(text))
    except (SyntaxError, ValueError):
        return False


def literals_of(tree: ast.AST) -> set[str]:
    """Return the string literals of a program, f-strings in pieces, without docstrings."""
    silent = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in silent
    }


def collect_cells() -> dict[tuple[str, str], str]:
    """Return type and text of every cell of every notebook, and where it was read."""
    read = functools.cache(jupytext.read)
    cells: dict[tuple[str, str], str] = {}
    with pytest.MonkeyPatch.context() as patch:
        # Reading and compiling the sections anew for each project would take most of the time.
        patch.setattr(sections, "make_template", functools.cache(sections.make_template))
        patch.setattr(sections.jupytext, "read", lambda *a, **k: copy.deepcopy(read(*a, **k)))
        for answers in every_combination().values():
            for cell_type, source, place in every_cell(answers):
                cells[cell_type, source] = place
    return cells


def index_prose(cells: dict[tuple[str, str], str]) -> dict[tuple[str, ...], str]:
    """Return each run of words in the prose of these cells, and where it stands."""
    found: dict[tuple[str, ...], str] = {}
    for (cell_type, source), place in cells.items():
        if cell_type == "markdown":
            texts = [t for t in sentences_of(source) if len(split_words(t)) >= SHORTEST_SENTENCE]
        else:
            texts = [t for t in texts_of(source) if len(split_words(t)) >= SHORTEST_TEXT]
        for text in texts:
            found |= dict.fromkeys(runs_of(text), f"{place}: {' '.join(text.split())!a}")
    return found


def every_cell(answers: Answers) -> Iterator[tuple[str, str, str]]:
    """Yield type, text and origin of each cell in each edition of each notebook of a project."""
    for notebook in prepare(answers, Course({answers.lesson: None}), []):
        for edition in notebook.editions:
            for cell in edition.make(notebook.lesson).cells:
                if cell.cell_type != "raw":
                    yield cell.cell_type, cell.source, marks_of(cell).get("place", notebook.name)


def test_no_literal_quotes_a_sentence_of_a_notebook() -> None:
    # One test, because collecting takes seconds and workers share no fixtures.
    cells = collect_cells()
    prose = index_prose(cells)
    assert len(prose) > 1000
    # By its heading a test finds a section.
    headings = {h for _, text in cells for h in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}
    quoted = {
        f"{path.relative_to(TESTS).as_posix()}: {' '.join(run)!a} quotes {prose[run]}"
        for path in TESTS.rglob("*.py")
        if not SKIPPED & {*path.relative_to(TESTS).parts}
        for literal in literals_of(ast.parse(path.read_text("utf-8"))) - headings
        for run in runs_of(literal) & prose.keys()
    }
    assert not quoted, "\n".join(sorted(quoted))
