"""What published courses showed, in small: what is no mark is not refused, what is one is."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from own_project import make, take, theirs

from colab_starter.dialects import canonicalize
from colab_starter.intake import Taken, read
from colab_starter.leak_gate import find_leaks
from colab_starter.marks import takes_part
from colab_starter.sections import LessonError
from colab_starter.soften import indent

code, text = new_code_cell, new_markdown_cell
SET_UP = "# HIDDEN\n\nfrom datascience import *\n%matplotlib inline\ncones = Table.read('c.csv')"
GRADED = {"grade_id": "t", "grade": True, "points": 1, "solution": False, "locked": True}
BLOCK = "## YOUR CODE STARTS HERE ##\n{}\n## AND ENDS HERE ##\nprint(x)"


@pytest.mark.parametrize(
    "cell",
    [
        text("## Question 1\n\n<!--\nBEGIN QUESTION\nname: q1a\n-->"),
        code(SET_UP),
        code("assert add(1, 1) == 2", metadata={"nbgrader": GRADED}),
        code(BLOCK.format("x = ...")),
    ],
    ids=["what otter leaves", "imports that are not shown", "a test of no answer", "a gap"],
)
def test_what_holds_no_secret_stays_as_it_is(cell) -> None:
    made = make(take(cell), "starter")
    [found] = theirs(made)
    assert (found.source, found.metadata) == (cell.source, cell.metadata)


@pytest.mark.parametrize(
    "cells",
    [
        [code("# HIDDEN\nimport numpy\nassert numpy.mean(x) == 2")],
        [code("# HIDDEN\nexpected = 42")],
        [code(SET_UP), code("x = 42 # SOLUTION")],
        [code("# HIDDEN TEST\nadd(1, 1)")],
        [code("## Hidden Test ##\nadd(1, 1)")],
        [text("```\nBEGIN QUESTION\nname: q1\n```")],
        [code("assert 1\n### BEGIN HIDDEN TESTS\nassert 2\n### END HIDDEN TESTS",
              metadata={"nbgrader": GRADED})],
    ],
)  # fmt: skip
def test_what_may_be_a_hidden_test_is_refused(cells) -> None:
    with pytest.raises(LessonError, match=r"cell \d+ .*: "):
        make(take(*cells))


JULIA = {"kernelspec": {"name": "julia-1.9", "language": "julia", "display_name": "Julia"}}
EXERCISE = [
    text("# One"),
    code("x = 1"),
    text("## Two"),
    code("y = 2 # SOLUTION"),
    code("@assert y == 2", metadata={"nbgrader": GRADED}),
    text("## Three"),
]


def test_a_workshop_in_another_language_gets_no_python() -> None:
    made = make(take(*EXERCISE, metadata=JULIA), "workshop")
    for role in ("leader", "participant"):
        cells = theirs(made, f"notebooks/week1_{role}.ipynb")
        assert "@assert y == 2" in [cell.source for cell in cells]


def test_otter_is_refused_where_it_cannot_run() -> None:
    with pytest.raises(LessonError, match="written in julia.*choose grading=nbgrader"):
        make(take(*EXERCISE, metadata=JULIA), "assignment", "otter")


CHECKS = {
    "a text over two lines": 'assert text() == """one\ntwo"""',
    "a magic": "%%time\nassert add(1, 1) == 2",
}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS.keys())
def test_a_check_that_cannot_be_indented_stays_as_it_is(check: str) -> None:
    cells = [code("x = 1 # SOLUTION"), code(check, metadata={"nbgrader": GRADED})]
    made = make(take(*cells), "workshop")
    assert check in [one.source for one in theirs(made, "notebooks/week1_participant.ipynb")]
    make(take(*cells), "assignment", "otter")


@given(st.text(alphabet="x =1\n\t#'\"if:+()", max_size=30))
def test_what_is_indented_says_the_same(source: str) -> None:
    if indented := indent(source):
        [block] = ast.parse(f"if 1:\n{indented}").body
        assert ast.unparse(block.body) == ast.unparse(ast.parse(source).body)


def test_code_ends_where_the_comment_says_so() -> None:
    found, _ = canonicalize([code(BLOCK.format("x = 42"))])
    assert takes_part(found[0])
    assert re.search(r"# BEGIN SOLUTION\nx = 42\n# END SOLUTION", found[0].source)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("# START CODE HERE\nx = 1\n# START CODE HERE", "END CODE HERE ### between them"),
        ("x = 1\n# END CODE HERE", "START CODE HERE ### above"),
    ],
)
def test_a_line_without_partner_says_which_is_missing(source: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        canonicalize([code(source)])


SOLUTION = "# Solution\n\nfrom math import pi\n\npmf = Pmf(ps, qs)\nmean = pmf.mean()\nLONG = long_enough(to_be=known, even=alone)"


def take_beside(folder: Path, helper: str) -> Taken:
    """Return a notebook with a solution that imports a file beside it."""
    (folder / "helpers.py").write_text(helper, "utf-8")
    node = new_notebook(cells=[code("import helpers"), code(SOLUTION)])
    return read("week1.ipynb", json.dumps(node).encode(), folder)


@pytest.mark.parametrize(
    "helper", ["from math import pi", "pmf = Pmf(ps, qs)\nx = 1\nmean = pmf.mean()"]
)
def test_a_file_beside_may_share_a_line_with_a_solution(tmp_path: Path, helper: str) -> None:
    made = make(take_beside(tmp_path, helper))
    assert made.files["release/week1/helpers.py"] == helper.encode()
    for path in ("source/week1/week1.ipynb", "release/week1/week1.ipynb"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text(made.files[path], "utf-8")
        (tmp_path / path).with_name("helpers.py").write_text(helper, "utf-8")
    assert not find_leaks(tmp_path / "source", tmp_path / "release")


@pytest.mark.parametrize(
    "helper",
    ["pmf = Pmf(ps, qs)\n  mean = pmf.mean()", "LONG = long_enough(to_be=known, even=alone)"],
)
def test_a_file_beside_with_a_solution_is_refused(tmp_path: Path, helper: str) -> None:
    with pytest.raises(LessonError, match=r"helpers\.py is not written, .* take that out"):
        make(take_beside(tmp_path, helper))


@pytest.mark.parametrize(
    "cell",
    [
        text("Write to ada@school.example."),
        code("ratings[['userId', 'movieId']]"),
        text("![](https://lh3.googleusercontent.com/d/a.png)"),
    ],
)
def test_what_a_teacher_writes_is_no_trace_of_a_run(cell) -> None:
    assert theirs(make(take(cell), "starter"))[0].source == cell.source
    assert theirs(make(take(cell, code("x = 1 # SOLUTION"))))[0].source == cell.source


def test_a_file_that_only_solutions_name_stays_with_the_teacher(tmp_path: Path) -> None:
    for name in ("data.csv", "expected.csv", "answers.py"):
        (tmp_path / name).write_text("1\n", "utf-8")
    cells = [
        code("open('data.csv')"),
        code("x = 1\n# BEGIN SOLUTION\nimport answers\nopen('data.csv')\n# END SOLUTION"),
        code("assert x\n# BEGIN HIDDEN TESTS\nopen('expected.csv')\n# END HIDDEN TESTS"),
    ]
    node = new_notebook(cells=cells)
    made = make(read("week1.ipynb", json.dumps(node).encode(), tmp_path))
    beside = {name for name in made.files if name.endswith((".csv", "1/answers.py"))}
    assert beside == {
        *(f"source/week1/{name}" for name in ("data.csv", "expected.csv", "answers.py")),
        "release/week1/data.csv",
        "solutions/week1/data.csv",
    }
    assert any("answers.py, expected.csv: students get none" in one for one in made.said)
    assert "expected.csv" not in made.files["release/week1/week1.ipynb"]
