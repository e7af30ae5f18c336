"""Rules for what a learner reads; each failure says what to change."""

from __future__ import annotations

import re

import nbformat
import pytest
from made import COMBINATIONS, made

OPEN_LINES, FOLDED_LINES, WIDTH = 25, 45, 88
WEAK_WORDS = re.compile(r"\b(simply|just|obviously|of course|easy|easily)\b", re.IGNORECASE)
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")
# Each cell once, although many combinations have it.
DIFFERENT = {
    (cell.cell_type, cell.source): (f"{combination}/{path}/{number}", cell)
    for combination in COMBINATIONS
    for path, text in made(combination).items()
    if path.endswith(".ipynb")
    for number, cell in enumerate(nbformat.reads(text, as_version=4).cells)
}
CELLS = dict(DIFFERENT.values())


def is_folded(cell) -> bool:
    return cell.metadata.get("cellView") == "form"


def is_test_of_otter(cell) -> bool:
    """A check that stands twice for otter; the second time nobody but its teacher sees it."""
    return cell.source.startswith('""" # BEGIN TEST CONFIG')


def of_type(kind: str) -> list:
    return [pytest.param(c, id=i) for i, c in CELLS.items() if c.cell_type == kind]


@pytest.mark.parametrize("cell", of_type("code"))
def test_a_code_cell_fits_on_a_screen(cell) -> None:
    limit = FOLDED_LINES if is_folded(cell) or is_test_of_otter(cell) else OPEN_LINES
    lines = cell.source.splitlines()
    assert len(lines) <= limit, f"split this cell: {len(lines)} lines, at most {limit}"
    # Colab reads a field of a form from one line, however long its value is.
    widths = [len(line) for line in lines if "  # @param " not in line]
    assert max(widths) <= WIDTH, f"break lines longer than {WIDTH} characters"


@pytest.mark.parametrize("cell", of_type("code"))
def test_a_field_of_a_form_ends_its_line(cell) -> None:
    fields = re.findall(r"# @param (.*)", cell.source)
    shown = re.compile(r"(\[[^\]]*\] ?)?(\{[^}]*\})?")
    assert all(shown.fullmatch(field) for field in fields), "Colab would show no field"


@pytest.mark.parametrize("cell", of_type("code"))
def test_a_folded_cell_has_a_title_and_only_a_folded_cell(cell) -> None:
    titled = cell.source.startswith("# @title ")
    assert titled == is_folded(cell), 'a cell with a title needs cellView="form", and only it'


@pytest.mark.parametrize("cell", of_type("markdown"))
def test_the_text_speaks_plainly(cell) -> None:
    text = re.sub(r"`[^`]*`", "", cell.source)
    assert not WEAK_WORDS.search(text), "leave the word out: what is easy for you may not be"
    assert "!" not in text.replace("![", "["), "no exclamation marks"
    assert not EMOJI.search(text), "no emoji"


@pytest.mark.parametrize("cell", of_type("markdown"))
def test_a_paragraph_is_short(cell) -> None:
    for paragraph in cell.source.split("\n\n"):
        if not paragraph.startswith(("|", "- ")):
            assert len(paragraph.split()) <= 80, f"break up: {paragraph[:50]} ..."
