"""The real nbgrader releases and grades a generated project."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path

import nbformat
import pytest
from course.submissions import FULL_MARKS, FUNCTIONS, hint_of, odd_submissions, read, solve, submit

pytestmark = [pytest.mark.slow, pytest.mark.network]


@pytest.fixture(scope="module")
def project(bake_course) -> Path:
    return bake_course(project_type="assignment", grading="nbgrader")


@pytest.fixture(scope="module")
def templates_release(project) -> nbformat.NotebookNode:
    """The students' notebook as the template made it, before nbgrader writes its own."""
    return read(project, "release")


@pytest.fixture(scope="module")
def released(project, templates_release, task) -> Path:
    """The project after `nox -s release`."""
    result = task(project, "release")
    assert result.returncode == 0, result.stdout
    return project


@pytest.fixture(scope="module")
def graded(released, templates_release, task) -> subprocess.CompletedProcess[str]:
    """The finished `nox -s grade` over the teacher's, the untouched and all odd submissions."""
    with (released / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("c.Execute.timeout = 60\n")
    submit(released, "teacher", read(released, "source"))
    submit(released, "untouched", templates_release)
    for student, (node, _) in odd_submissions(released).items():
        submit(released, student, node)
    return task(released, "grade")


def marks(project: Path) -> dict[str, float]:
    with (project / "grades.csv").open(encoding="utf-8", newline="") as file:
        return {row["student_id"]: float(row["raw_score"]) for row in csv.DictReader(file)}


def meaning(node: nbformat.NotebookNode) -> tuple:
    """A notebook without cell ids and nbgrader's checksums."""
    cells = []
    for cell in nbformat.from_dict(node).cells:
        cell.metadata.get("nbgrader", {}).pop("checksum", None)
        cells.append({key: cell[key] for key in cell if key != "id"})
    return node.metadata, cells


def test_the_template_strips_what_nbgrader_strips(released, templates_release) -> None:
    assert meaning(templates_release) == meaning(read(released, "release"))


def test_each_submission_gets_what_it_earned_or_a_sentence(released, graded) -> None:
    # One test, because the fixture takes minutes and workers share no fixtures.
    expected = {student: points for student, (_, points) in odd_submissions(released).items()}
    refused = {student for student, points in expected.items() if points is None}
    assert marks(released) == {
        **{student: points or 0 for student, points in expected.items()},
        "teacher": FULL_MARKS,
        "untouched": 0,
    }
    for student in expected:
        sentence = f"error processing assignment 'mnist_cnn' for student '{student}'"
        assert (sentence in graded.stdout) == (student in refused)
    assert graded.returncode != 0
    for sentence in (
        "duplicated: a copied or unknown cell is not graded.",
        "deleted: the cell 'network' was put back.",
        "forged: a copied or unknown cell is not graded.",
    ):
        assert sentence in graded.stdout
    assert_every_check_says_what_is_missing(released, "untouched")
    with (released / "grades.csv").open(encoding="utf-8", newline="") as file:
        by_hand = 4
        maximum = {float(row["max_score"]) for row in csv.DictReader(file)}
        assert maximum == {FULL_MARKS + by_hand}


def assert_every_check_says_what_is_missing(project: Path, student: str) -> None:
    path = project / "autograded" / student / "mnist_cnn" / "mnist_cnn.ipynb"
    checks = [
        cell
        for cell in nbformat.read(path, as_version=4).cells
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code"
    ]
    assert len(checks) == 2 * len(FUNCTIONS)
    for cell in checks:
        (error,) = cell.outputs
        assert error.ename == "AssertionError" and len(error.evalue) > 20, error
        if cell.metadata.nbgrader.grade_id.endswith("-check"):
            assert error.evalue == hint_of(cell.source)


@pytest.mark.soak
def test_a_hundred_submissions_at_once(bake_course, task, monkeypatch) -> None:
    # Nothing here is trained, and a hundred kernels import JAX sooner than TensorFlow.
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    project = bake_course(project_type="assignment", grading="nbgrader")
    expected = {}
    for number in range(100):
        solved = list(FUNCTIONS)[: number % (len(FUNCTIONS) + 1)]
        expected[f"student{number:03}"] = sum(FUNCTIONS[name][1] for name in solved)
        submit(project, f"student{number:03}", solve(project, solved))
    result = task(project, "grade")
    assert result.returncode == 0, result.stdout[-3000:]
    assert marks(project) == expected


@pytest.mark.soak
@pytest.mark.parametrize(
    "loop",
    [
        "while True:\n    pass",
        "while True:\n    try:\n        while True:\n            pass\n"
        "    except BaseException:\n        pass",
        "import os\nos._exit(0)",
        "import sys\nsys.exit()",
        "numbers = []\nwhile True:\n    print('again')",
    ],
    ids=["plain", "stubborn", "killed", "sys.exit", "printing"],
)
def test_an_endless_answer_costs_only_its_own_marks_or_gets_a_sentence(
    bake_course, task, loop
) -> None:
    project = bake_course(project_type="assignment", grading="nbgrader")
    with (project / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("c.Execute.timeout = 30\n")
    node = solve(project, list(FUNCTIONS))
    (cell,) = (cell for cell in node.cells if cell.source.startswith("def best_epoch"))
    body = "".join(f"    {line}\n" for line in loop.split("\n"))
    cell.source = f"def best_epoch(history):\n{body}"
    submit(project, "ada", solve(project, list(FUNCTIONS)))
    submit(project, "endless", node)
    submit(project, "zoe", solve(project, list(FUNCTIONS)))
    result = task(project, "grade")
    found = marks(project)
    assert found["ada"] == found["zoe"] == FULL_MARKS
    if "for student 'endless'" in result.stdout:
        assert found["endless"] == 0
    else:
        assert found["endless"] == FULL_MARKS - 4
