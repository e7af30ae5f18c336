"""Renewing twice changes nothing: what a project was made of stands in its notebook."""

from __future__ import annotations

import json
from copy import deepcopy

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)
from own_project import WAYS, make, make_again, take, theirs

from colab_starter.intake import make_name, read
from colab_starter.sections import LessonError
from colab_starter.sources import SourceError

code, text, raw = new_code_cell, new_markdown_cell, new_raw_cell
RELEASE = "release/week1/week1.ipynb"
CHECK = "assert mean([1, 3]) == 2"
NOTEBOOKS = {
    "think-stats": [text("# Means"), code("# Solution\n\nx = 6 * 7")],
    "neuromatch": [code("def f(): ..."), code("# to_remove solution\ndef f():\n    return 42")],
    "tag": [text("## Why?"), text("Because.", metadata={"tags": ["solution"]})],
    "line": [code("mean = sum(x) / len(x) # SOLUTION"), code("assert mean == 2")],
    "prompt": [
        code(
            "# BEGIN SOLUTION NO PROMPT\ny = 1\n# END SOLUTION\n# BEGIN PROMPT\ny = 0\n# END PROMPT"
        )
    ],
    "nbgrader": [
        code(
            "def mean(x):\n    ### BEGIN SOLUTION\n    return sum(x) / len(x)\n    ### END SOLUTION",
            metadata={"nbgrader": {"grade_id": "m", "solution": True, "grade": False}},
        ),
        code(
            CHECK + "\n### BEGIN HIDDEN TESTS\nassert mean([5]) == 5\n### END HIDDEN TESTS",
            metadata={"nbgrader": {"grade_id": "t", "solution": False, "grade": True, "points": 3}},
        ),
    ],
    "otter": [
        raw("# ASSIGNMENT CONFIG"),
        raw("# BEGIN QUESTION\nname: q1\npoints: 2"),
        raw("# BEGIN SOLUTION"),
        code("def mean(x):\n    return sum(x) / len(x) # SOLUTION"),
        raw("# END SOLUTION"),
        raw("# BEGIN TESTS"),
        code(CHECK),
        code("# HIDDEN\nassert mean([5]) == 5"),
        raw("# END TESTS"),
        raw("# END QUESTION"),
    ],
}


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_making_it_again_gives_the_same_bytes(name: str, way: tuple[str, str]) -> None:
    made = make(take(*NOTEBOOKS[name]), *way)
    assert make_again(made, *way).files == made.files


CELLS = [
    *(cell for cells in NOTEBOOKS.values() if cells[0].cell_type != "raw" for cell in cells),
    text("Euler: $e^{i\\pi}$ {{ 1 }} [= x =]\n\n#: if"),
    text(
        "[![](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/x)"
    ),
    code("%%bash\nls", metadata={"tags": ["a"], "colab": {"height": 3}}),
    code("x = # TODO"),
    code(""),
    raw("---\ntitle: x\n---"),
]


@settings(max_examples=20)
@given(st.lists(st.sampled_from(CELLS), max_size=8), st.sampled_from(WAYS))
def test_any_cells_stay_the_same_when_they_are_made_again(cells, way) -> None:
    try:
        made = make(take(*map(deepcopy, cells)), *way)
    except (LessonError, SourceError):
        return
    again = make_again(made, *way)
    assert again.files == made.files
    assert make_again(again, *way).files == made.files


def test_the_imports_of_the_frame_are_not_the_teachers() -> None:
    taken = take(text("# Means"), code("import numpy"))
    made = make(taken, "starter")
    assert make_again(made, "starter").files == made.files


@pytest.mark.parametrize(
    ("name", "twins"), [("week1", 1), ("random", 0), ("numpy", 0), ("my_module", 0)]
)
def test_no_script_hides_a_module(name: str, twins: int) -> None:
    node = new_notebook(cells=[code("import my_module")])
    made = make(read(f"{name}.ipynb", json.dumps(node).encode()), "starter")
    assert (f"notebooks/{name}.py" in made.files) == twins


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_a_name_stays_the_same(stem: str) -> None:
    assert make_name(make_name(stem)) == make_name(stem)


@given(st.text("ab-_ .", min_size=55, max_size=65))
def test_a_long_name_stays_the_same(stem: str) -> None:
    assert make_name(make_name(stem)) == make_name(stem)


def test_students_keep_the_gap_that_the_course_gives() -> None:
    made = make(take(*NOTEBOOKS["think-stats"]))
    assert theirs(make_again(made), RELEASE)[-1].source == "# Solution goes here"


def test_students_do_not_get_a_cell_that_was_to_be_removed() -> None:
    made = make(take(*NOTEBOOKS["neuromatch"]))
    assert [cell.source for cell in theirs(make_again(made), RELEASE)] == ["def f(): ..."]


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
def test_what_a_test_of_otter_printed_is_kept_as_what_it_compares(way: tuple[str, str]) -> None:
    cells = deepcopy(NOTEBOOKS["otter"])
    cells[7].source = "# HIDDEN\nmean([5])"
    cells[7].outputs = [new_output("execute_result", {"text/plain": "5.0"})]
    made = make(take(*cells), *way)
    assert make_again(made, *way).files == made.files


def test_otter_gets_one_configuration_and_students_the_title_on_top() -> None:
    made = make(take(*NOTEBOOKS["think-stats"]), "assignment", "otter")
    [source] = made.sources
    assert made.files[source].count("ASSIGNMENT CONFIG") == 1
    cells = nbformat.reads(made.files[RELEASE], as_version=4).cells
    assert cells[1].source == "# Means"
