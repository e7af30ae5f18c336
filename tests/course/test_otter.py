"""The real Otter-Grader releases and grades a generated project."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
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
    hint_of,
    is_check,
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


@pytest.fixture
def docker(tmp_path, monkeypatch) -> None:
    """Make `docker` mean the stand-in."""
    program = tmp_path / "bin" / "docker"
    program.parent.mkdir()
    stand_in = Path(__file__).with_name("docker_stand_in.py")
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{stand_in}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(program.parent), os.environ["PATH"]]))
    monkeypatch.setenv("DOCKER_STAND_IN", str(tmp_path))


def test_otter_releases_and_grades(project, task, docker) -> None:
    # One test, because releasing and grading take minutes and workers share no fixtures.
    ours = read(project, "release")
    assert len(list(filter(is_check, ours.cells))) == len(FUNCTIONS)
    start = time.monotonic()
    result = task(project, "release")  # runs all tests on the teacher's solutions
    limit = 30 + int(2 * (time.monotonic() - start))  # more than any submission needs here
    assert result.returncode == 0, result.stdout
    assert texts(read(project, "release")) == texts(ours)

    teacher = nbformat.read(
        project / "build" / "mnist_cnn" / "autograder" / "mnist_cnn.ipynb", as_version=4
    )
    teacher.cells = [cell for cell in teacher.cells if "model.fit" not in cell.source]
    duplicated = solve(project, HALF)
    duplicated.cells += [nbformat.from_dict({**duplicated.cells[2], "id": "copy"})]
    forged = solve(project, [])
    for cell in filter(is_check, forged.cells):
        cell.source = "pass"
    forged.metadata["otter"] = {"OK_FORMAT": True, "tests": {"prepare": {"points": 100}}}
    deleted, retyped = solve(project, list(FUNCTIONS)), solve(project, list(FUNCTIONS))
    for cell in list(deleted.cells):  # every check, and one answer
        if is_check(cell) or function_of(cell) == "build_network":
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
    script = project / "grading" / "grade.py"
    text = script.read_text("utf-8")
    script.write_text(text.replace("LIMIT = 900", f"LIMIT = {limit}"), encoding="utf-8")

    result = task(project, "grade")
    assert result.returncode != 0  # three submissions have a problem
    with (project / "grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    expected = {student: points for student, (_, points) in submitted.items()}
    assert {name: float(row["score"]) if row["score"] else None for name, row in rows.items()} == (
        expected
    )
    for student, points in expected.items():
        assert bool(rows[student]["problem"]) == (points is None), rows[student]
    assert str(limit) in rows["endless"]["problem"]
    assert_every_test_says_what_is_missing(project, "untouched")
    in_docker = {"colab": FULL_MARKS, "half": FULL_MARKS / 2, "untouched": 0}
    assert_docker_counts(project, task, in_docker)


def assert_docker_counts(project: Path, task, expected: dict[str, float]) -> None:
    """`otter grade` names each student, and says who handed in nothing."""
    for folder in (project / "submitted").iterdir():
        if folder.name not in expected:
            shutil.rmtree(folder)
    (project / "submitted" / "nothing").mkdir()
    result = task(project, "grade_docker")
    assert result.returncode == 0, result.stdout
    missing = "submitted/nothing/mnist_cnn/mnist_cnn.ipynb"
    assert [line for line in result.stdout.splitlines() if missing in line]
    with (project / "final_grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert float(rows.pop("points-per-question")["total_points_earned"]) == FULL_MARKS
    found = {name: float(row["total_points_earned"]) for name, row in rows.items()}
    assert found == {f"{student}.ipynb": points for student, points in expected.items()}


def assert_every_test_says_what_is_missing(project: Path, student: str) -> None:
    path = project / "graded" / student / "mnist_cnn" / "results.json"
    tests = [test for test in json.loads(path.read_text("utf-8"))["tests"] if "score" in test]
    assert len(tests) == len(FUNCTIONS)
    hints = {hint_of(cell.source) for cell in filter(is_check, read(project, "release").cells)}
    assert len(hints) == len(FUNCTIONS)
    for test in tests:
        said = {hint for hint in hints if hint in test["output"]}
        assert test["score"] == 0 and said, test
        hints -= said
    assert not hints
