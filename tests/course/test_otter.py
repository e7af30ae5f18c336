"""The real Otter-Grader releases and grades a generated project."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import nbformat
import pytest
from course.submissions import (
    FULL_MARKS,
    FUNCTIONS,
    HALF,
    as_colab_saves,
    function_of,
    read,
    solve,
    submit,
)
from nbformat.v4 import new_code_cell, new_markdown_cell

pytestmark = [pytest.mark.slow, pytest.mark.network]


@pytest.fixture(scope="module")
def project(bake_course) -> Path:
    return bake_course(project_type="assignment", grading="otter")


def texts(node: nbformat.NotebookNode) -> list[tuple[str, str]]:
    """Each cell's type and text, without the mark that otter leaves after a written question."""
    mark = "<!-- END QUESTION -->\n\n"
    return [(cell.cell_type, cell.source.removeprefix(mark)) for cell in node.cells]


def test_otter_releases_and_grades(project, make) -> None:
    # One test, because releasing and grading take minutes and workers share no fixtures.
    ours = read(project, "release")
    start = time.monotonic()
    result = make(project, "release")  # runs all tests on the teacher's solutions
    limit = 30 + int(2 * (time.monotonic() - start))  # more than any submission needs here
    assert result.returncode == 0, result.stdout
    assert texts(read(project, "release")) == texts(ours)

    teacher = nbformat.read(project / "build" / "autograder" / "mnist_cnn.ipynb", as_version=4)
    teacher.cells = [cell for cell in teacher.cells if "model.fit" not in cell.source]
    duplicated = solve(project, HALF)
    duplicated.cells += [nbformat.from_dict({**duplicated.cells[2], "id": "copy"})]
    forged = solve(project, [])
    for cell in forged.cells:
        if 'print("Exercise' in cell.source:
            cell.source = "pass"
    forged.metadata["otter"] = {"OK_FORMAT": True, "tests": {"prepare": {"points": 100}}}
    deleted, retyped = solve(project, list(FUNCTIONS)), solve(project, list(FUNCTIONS))
    for cell in list(deleted.cells):  # every check, and one answer
        if 'print("Exercise' in cell.source or function_of(cell) == "build_network":
            deleted.cells.remove(cell)
    for number, cell in enumerate(retyped.cells):
        if function_of(cell) == "accuracy":
            retyped.cells[number] = new_markdown_cell(cell.source)
    endless, leaving = solve(project, list(FUNCTIONS)), solve(project, list(FUNCTIONS))
    endless.cells.insert(3, new_code_cell("while True:\n    pass"))
    leaving.cells.insert(3, new_code_cell("exit()"))
    submitted = {
        "broken": ("This is not a notebook.", None),
        "colab": (as_colab_saves(solve(project, list(FUNCTIONS))), FULL_MARKS),
        "deleted": (deleted, FULL_MARKS - 4),
        "duplicated": (duplicated, FULL_MARKS / 2),
        "endless": (endless, None),
        "forged": (forged, 0),
        "half": (solve(project, HALF), FULL_MARKS / 2),
        "leaving": (leaving, None),
        "retyped": (retyped, FULL_MARKS - 2),
        "teacher": (teacher, FULL_MARKS),
        "untouched": (solve(project, []), 0),
    }
    for student, (node, _) in submitted.items():
        submit(project, student, node)
    script = project / "grade_submissions.py"
    text = script.read_text("utf-8")
    script.write_text(text.replace("LIMIT = 900", f"LIMIT = {limit}"), encoding="utf-8")

    result = make(project, "grade")
    assert result.returncode != 0  # three submissions have a problem
    with (project / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    expected = {student: points for student, (_, points) in submitted.items()}
    assert {name: float(row["score"]) if row["score"] else None for name, row in rows.items()} == (
        expected
    )
    for student, points in expected.items():
        assert bool(rows[student]["problem"]) == (points is None), rows[student]
    assert "endless loop" in rows["endless"]["problem"]
    assert_every_test_says_what_is_missing(project, "untouched")


def assert_every_test_says_what_is_missing(project: Path, student: str) -> None:
    path = project / "graded" / student / "results.json"
    tests = [test for test in json.loads(path.read_text("utf-8"))["tests"] if "score" in test]
    assert len(tests) == len(FUNCTIONS)
    for test in tests:
        assert test["score"] == 0 and "returns nothing" in test["output"], test
