"""Every step of the tutorials that belongs here has a cell and a test."""

from __future__ import annotations

import re

import pytest

from colab_starter import ROOT
from colab_starter.lessons import TEMPLATE
from tests.toolbox.toolbox_cells import SHARED, TOOLBOX, find_files, list_steps
from tools.trick_table import BEGIN, END, find_tests, make_table, write_table

README = ROOT / "README.md"
# The steps that the tutorials teach and that live in the toolbox; those that the lesson
# has as well are among them.
STEPS = """
    S08 S11 S12 S13 S14 S15 S16 S17 S18 S19 S20 S21 S25 S26 S27 S28 S29 S30 S31 S32 S33 S34 S35
    S36 S38 S40 S41
""".split()


@pytest.mark.parametrize("step", STEPS)
def test_step_has_a_cell_and_a_test(step):
    titles = list_steps()[step]
    assert [title for title in titles if not find_tests().get(title)] == []


def test_every_trick_has_a_row():
    own = [path.read_text("utf-8") for path in (TEMPLATE / TOOLBOX).glob("*.py")]
    headings = {title for text in own for title in re.findall(r"^# ## (.+)$", text, re.MULTILINE)}
    tricks = find_files()
    assert headings | set(SHARED) <= set(tricks) == set(find_tests())
    assert len(make_table().splitlines()) == len(tricks) + 2


def test_the_table_names_files_that_have_the_heading():
    for title, path in find_files().items():
        assert f"# ## {title}\n" in (TEMPLATE / path).read_text("utf-8")


@pytest.mark.skipif(not README.exists(), reason="there is no README yet")
def test_readme_has_the_table():
    text = README.read_text("utf-8")
    assert write_table(text) == text, "run: python -m tools.trick_table README.md"


def test_table_is_written_between_its_marks():
    text = f"before\n{BEGIN}\nold\n{END}\nafter\n"
    assert write_table(write_table(text)) == f"before\n{BEGIN}\n{make_table()}\n{END}\nafter\n"
    with pytest.raises(ValueError, match="missing"):
        write_table("no marks")
