"""Marks of exercises are understood in every spelling, or refused with file and cell."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from colab_starter import leak_gate, lessons, sections
from colab_starter.answers import every_combination
from colab_starter.editions import otter_source
from colab_starter.marks import REGION, check_marks
from colab_starter.project import make_files, write_notebooks
from colab_starter.sections import LessonError

KINDS = {
    name: every_combination()[f"keras-cpu{name}"]
    for name in ("", "-workshop", "-assignment-nbgrader", "-assignment-otter")
}
SECRET, SEEN = "return 6 * 7", "def answer():"
LESSON = """# %% [markdown] exercise="life"
# ## Exercise: the answer

# %% exercise="life" part="answer" title="A solution"
def answer():
    {begin}
    return 6 * 7
    {end}

# %% exercise="life" part="check" points=1
assert answer() is not None, "answer() returns nothing."
print(
    "This is",
    "right.",
)

# %% exercise="life" part="check" points=1
assert answer() > 41, "More than that."

# %% exercise="life" part="hidden" points=2
# Your teacher looks too.
# BEGIN HIDDEN TESTS
assert answer() == 42
# END HIDDEN TESTS

# %% part="catch-up"
# @title Fell behind?
catch_up = False

# %% [markdown] part="catch-up"
# Fell behind?
"""


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`lesson(text)` makes this text the only section of the only notebook."""
    folder = tmp_path / "template" / "life"
    folder.mkdir(parents=True)
    (folder / "lesson.toml").write_text('about = "The answer"')
    monkeypatch.setattr(lessons, "TEMPLATE", folder.parent)
    for name, answers in KINDS.items():
        monkeypatch.setitem(KINDS, name, replace(answers, lesson="life"))

    def write(text: str) -> None:
        (folder / "01_life.py").write_text(text, "utf-8")

    return write


SPELLINGS = [
    "# BEGIN SOLUTION",
    "### BEGIN SOLUTION",
    "#begin solution",
    "##  Begin  Solutions ###",
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("begin", SPELLINGS)
def test_an_exercise_anywhere_in_any_spelling_never_shows_its_solution(
    lesson, kind: str, begin: str
) -> None:
    lesson(LESSON.format(begin=begin, end=re.sub("begin", "END", begin, flags=re.IGNORECASE)))
    for path, text in make_files(KINDS[kind]).files.items():
        if not path.endswith((".ipynb", ".py")) or "life" not in path:
            continue
        if path.startswith(("source/", "solutions/")) or "leader" in path:
            assert SECRET in text
            continue
        cells = json.loads(text)["cells"] if path.endswith(".ipynb") else [{"source": text}]
        shown = [c for c in cells if "catch-up" not in c.get("metadata", {}).get("tags", [])]
        everything = json.dumps(shown)
        assert SEEN in everything and SECRET not in everything and "== 42" not in everything, path
        assert not leak_gate.MARK.search(everything)


@given(
    st.integers(1, 6),
    st.text(" \t", max_size=3),
    st.sampled_from(["BEGIN", "end", "Begin"]),
    st.sampled_from(["SOLUTION", "solution", "Hidden Tests", "hidden\ttest"]),
    st.text(" #.!", max_size=3),
)
def test_every_spelling_of_a_mark_is_one_of_ours(count, space, end, kind, after) -> None:
    line = f"    {'#' * count}{space}{end} {kind}{after}"
    assert REGION.fullmatch(line)
    assert leak_gate.MARK.search(line)


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        (("    # END", "    # BEGIN"), 2),
        (("    # END SOLUTION\n", ""), 2),
        (("    # BEGIN SOLUTION\n", ""), 2),
        (("    # BEGIN SOLUTION\n", "    # BEGIN SOLUTION\n" * 2), 2),
        (("return 6 * 7", "return 6 * 7  # SOLUTION"), 2),
        (("return 6 * 7", "# BEGIN TESTS"), 2),
        (('part="answer"', 'part="anwser"'), 2),
        (('part="answer"', 'part="answer" point=3'), 2),
        (('exercise="life" part="answer"', 'part="answer"'), 2),
        (('part="answer" title="A solution"', 'part="answer"'), 2),
        (
            (
                ' title="A solution"\n',
                ' title="A solution"\nx = 1\n\n# %% exercise="life" part="answer"\n',
            ),
            2,
        ),
        (('part="check" points=1\nassert answer() is', "\nassert answer() is"), None),
        (("points=1\nassert answer() >", 'points="many"\nassert answer() >'), 4),
        (("points=1\nassert answer() >", "\nassert answer() >"), 4),
        (("# BEGIN HIDDEN TESTS\n", "assert answer() != 41\n# BEGIN HIDDEN TESTS\n"), 5),
        (("# BEGIN HIDDEN TESTS\n", ""), 5),
        (("# END HIDDEN TESTS\n", ""), 5),
        (("# ## Exercise: the answer", "# ### BEGIN SOLUTION\n# 42"), 1),
        (('part="answer"', 'part="check" points=1'), 2),
    ],
    ids=lambda value: ascii(value)[:50],
)
def test_what_is_in_doubt_is_refused_with_file_and_cell(lesson, change, cell) -> None:
    text = LESSON.format(begin="# BEGIN SOLUTION", end="# END SOLUTION")
    assert change[0] in text
    lesson(text.replace(*change, 1))
    for answers in KINDS.values():
        if cell is None:  # that is in order
            make_files(answers)
            continue
        with pytest.raises(LessonError) as refusal:
            make_files(answers)
        sentence = str(refusal.value)
        assert sentence.startswith(f"template/life/01_life.py, cell {cell}: "), sentence
        assert "\n" not in sentence


def test_two_checks_of_an_exercise_have_names_of_their_own(lesson) -> None:
    lesson(LESSON.format(begin="# BEGIN SOLUTION", end="# END SOLUTION"))
    text = make_files(KINDS["-assignment-nbgrader"]).files["source/life/life.ipynb"]
    names = re.findall(r'"grade_id": "(.*?)"', text)
    assert sorted(names) == ["life", "life-check", "life-check-2", "life-hidden"]


def test_a_test_of_otter_loses_its_prints_whole(lesson) -> None:
    lesson(LESSON.format(begin="# BEGIN SOLUTION", end="# END SOLUTION"))
    cells = sections.read_cells("life", KINDS["-assignment-otter"])
    for cell in otter_source(NotebookNode(cells=cells)).cells:
        if "TEST CONFIG" in cell.source:
            compile(cell.source, "test", "exec")
            assert "print" not in cell.source and '"right."' not in cell.source


@pytest.mark.parametrize(
    "cell",
    [
        new_code_cell("x = 1  # the solution of the equation"),
        new_code_cell("# Solutions of x^2 = 1\nx = 1"),
        new_markdown_cell("# Begin with the solution"),
    ],
)
def test_ordinary_words_are_no_marks(cell: NotebookNode) -> None:
    assert check_marks(cell).source == cell.source


@pytest.mark.parametrize("kind", ["-workshop", "-assignment-nbgrader"])
def test_a_lesson_without_exercises_is_a_starter_in_any_project(
    lesson, kind: str, tmp_path: Path
) -> None:
    lesson("# %% [markdown]\n# # A plain lesson\n\n# %%\nx = 1\n")
    notebooks = [path for path in make_files(KINDS[kind]).files if path.endswith(".ipynb")]
    assert notebooks == ["notebooks/life.ipynb"]
    assert any("life" in sentence for sentence in write_notebooks(KINDS[kind], tmp_path / "new"))


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_written_when_a_student_would_find_a_secret(lesson, kind: str) -> None:
    """The solution also stands in an output-like text that no mark covers: a title."""
    text = LESSON.format(begin="# BEGIN SOLUTION", end="# END SOLUTION")
    notes = '\n# %% [markdown] part="notes" minutes=3\n# Tell nobody that it is forty-two.\n'
    lesson(text + notes)
    for path, made in make_files(KINDS[kind]).files.items():
        assert ("forty-two" in made) == ("leader" in path), path
