"""A class is released, graded, and graded again, by the real graders, as a teacher does it."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from course.submissions import (
    FULL_MARKS,
    FUNCTIONS,
    HALF,
    hint_of,
    is_check,
    odd_submissions,
    read,
    solve,
    submit,
)

pytestmark = [pytest.mark.slow, pytest.mark.network]
NAME = "mnist_cnn"
BY_HAND = 4
# Which cell a test may take for how long; kernels and frameworks start slowly here.
PATIENCE = "\n[tool.colab-starter.grading]\ncell_seconds = 45\n"


def results(project: Path) -> dict[str, dict]:
    """Return what result.json says of each student."""
    paths = sorted((project / "graded" / NAME).glob("*/result.json"))
    return {path.parent.name: json.loads(path.read_text("utf-8")) for path in paths}


def points(result: dict) -> float | None:
    """Return the points that a program gave, None where there is no mark."""
    if result["problem"]:
        return None
    return sum(one["points"] for one in result["exercises"] if one["by"] == "program")


def meaning(node: nbformat.NotebookNode) -> list[tuple]:
    """A notebook's cells without what only one grader writes: ids, checksums, its own mark."""
    mark = "<!-- END QUESTION -->\n\n"
    # Where code follows, the mark is a cell of its own.
    cells = [cell for cell in node.cells if cell.source != mark]
    return [(cell.cell_type, cell.source.removeprefix(mark)) for cell in cells]


# Each takes minutes: one grader of each kind in every run, the other in `make soak`, and of the
# class a part.
SOME = ("untouched", "half", "broken")
SECOND = [pytest.param("nbgrader", marks=pytest.mark.soak), "otter"]


@pytest.mark.parametrize(
    ("framework", "grading", "every"),
    [
        ("pytorch", "nbgrader", False),
        pytest.param("keras", "nbgrader", True, marks=pytest.mark.soak),
        pytest.param("keras", "otter", True, marks=pytest.mark.soak),
    ],
)
def test_a_class_gets_what_it_earned(
    bake_course, task, monkeypatch, framework: str, grading: str, every: bool
) -> None:
    # One test, because grading takes minutes and workers share no fixtures. Few of these
    # submissions train, and many kernels import JAX sooner than TensorFlow.
    monkeypatch.setenv("KERAS_BACKEND", "jax")
    project = bake_course(project_type="assignment", grading=grading, framework=framework)
    with (project / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(PATIENCE)
    templates = read(project, "release")
    released = task(project, "release")
    assert released.returncode == 0, released.stdout
    assert meaning(read(project, "release")) == meaning(templates)

    submitted = odd_submissions(project)
    if not every:
        submitted = {student: submitted[student] for student in SOME}
    for student, (node, _) in submitted.items():
        submit(project, student, node)
    graded = task(project, "grade")
    assert graded.returncode != 0  # somebody has no mark
    found = results(project)
    expected = {student: earned for student, (_, earned) in submitted.items()}
    assert {student: points(one) for student, one in found.items()} == expected, graded.stdout
    for student, one in found.items():
        assert bool(one["problem"]) == (expected[student] is None), one
        if not one["problem"]:
            maximum = {e["by"]: 0 for e in one["exercises"]}
            for exercise in one["exercises"]:
                maximum[exercise["by"]] += exercise["maximum"]
            assert maximum == {"program": FULL_MARKS, "person": BY_HAND}
            assert all(e["title"] != e["name"] for e in one["exercises"])
    hints = {hint_of(cell.source) for cell in filter(is_check, templates.cells)}
    missing = {e["hint"] for e in found["untouched"]["exercises"] if e["by"] == "program"}
    assert missing == hints, "what the first failed check of each exercise said"
    assert [e["points"] for e in found["untouched"]["exercises"] if e["by"] == "person"] == [0]
    looked_at = {one["student"] for one in found.values() if one["look"]}
    assert looked_at >= {"forged", "killed"} & submitted.keys()

    path = project / "graded" / NAME / "untouched" / f"{NAME}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    lines = [line for cell in cells for line in cell.source.split("\n")]
    assert "%load_ext tensorboard" in lines, "the cell is there"
    assert not [line for line in lines if line.startswith("%tensorboard")], "a server for nobody"

    # A second time nothing is graded; a resubmission is, and only that.
    before = stamps(project)
    submit_again(project, "half", solve(project, list(FUNCTIONS)))
    assert task(project, "grade").returncode != 0
    changed = {path for path, stamp in stamps(project).items() if before[path] != stamp}
    assert {path.parent.name for path in changed} == {"half"}
    assert points(results(project)["half"]) == FULL_MARKS

    if not every:
        return
    # A corrected test is for everybody, and released before.
    for folder in (project / "submitted").iterdir():
        if folder.name not in ("half", "untouched"):
            shutil.rmtree(folder)
    loosen(project)
    graded = task(project, "grade")
    assert graded.returncode == 0, graded.stdout
    assert points(results(project)["untouched"]) == 0
    assert points(results(project)["half"]) == FULL_MARKS - 1


@pytest.mark.soak
@pytest.mark.parametrize("grading", ["nbgrader", "otter"])
def test_a_limit_that_the_grader_itself_cannot_keep_is_no_zero(bake_course, task, grading) -> None:
    """A mark is right, or missing with a reason."""
    project = bake_course(lesson="blank", project_type="assignment", grading=grading)
    assert task(project, "release").returncode == 0
    with (project / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(PATIENCE.replace("45", "2"))
    place = project / "submitted" / "ada" / "blank" / "blank.ipynb"
    place.parent.mkdir(parents=True)
    solved = nbformat.read(project / "solutions" / "blank" / "blank.ipynb", as_version=4)
    nbformat.write(solved, place)
    graded = task(project, "grade")
    (path,) = project.glob("graded/blank/*/result.json")
    result = json.loads(path.read_text("utf-8"))
    assert points(result) in (None, 3) or result["look"], graded.stdout


def stamps(project: Path) -> dict[Path, int]:
    """Return when each result was written."""
    paths = (project / "graded" / NAME).glob("*/result.json")
    return {path: path.stat().st_mtime_ns for path in paths}


def submit_again(project: Path, student: str, node: nbformat.NotebookNode) -> None:
    shutil.rmtree(project / "submitted" / student)
    submit(project, student, node)


def loosen(project: Path) -> None:
    """Take a point from the check of one exercise, as a teacher does in the notebook."""
    path = project / "source" / NAME / f"{NAME}.ipynb"
    node = nbformat.read(path, as_version=4)
    for cell in node.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "prepare-check":
            cell.metadata.nbgrader.points -= 1
            break
        if "BEGIN TEST CONFIG\npoints: 2" in cell.source:
            cell.source = cell.source.replace("points: 2", "points: 1", 1)
            break
    nbformat.write(node, path)


@pytest.mark.parametrize("grading", SECOND)
def test_what_is_published_stays_until_the_new_one_is_good(bake_course, task, grading) -> None:
    project = bake_course(lesson="blank", project_type="assignment", grading=grading)
    path = project / "source" / "blank" / "blank.ipynb"
    assert task(project, "release").returncode == 0
    good, released = path.read_text("utf-8"), project / "release" / "blank" / "blank.ipynb"
    published = released.read_bytes()
    mine = released.with_name("mine.txt")
    mine.write_text("for my students", encoding="utf-8")

    def refused(old: str, new: str) -> str:
        assert old in good
        path.write_text(good.replace(old, new), encoding="utf-8")
        result = task(project, "release")
        assert result.returncode != 0 and "Traceback" not in result.stdout
        assert released.read_bytes() == published
        return result.stdout

    wrong = refused("return int(np.sum(minutes > limit))", "return 2")
    assert "(late)" in wrong, "the exercise whose own solution fails is named"
    half = refused("# BEGIN SOLUTION", "# NO SOLUTION")
    assert "cell " in half
    path.write_text("{", encoding="utf-8")
    assert task(project, "release").returncode != 0 and released.read_bytes() == published
    path.write_text(good, encoding="utf-8")
    assert task(project, "release").returncode == 0
    assert mine.exists()


@pytest.mark.soak
def test_otter_counts_the_same_in_docker(bake_course, task, tmp_path, monkeypatch) -> None:
    """`otter grade`, with a stand-in for Docker's engine."""
    program = tmp_path / "bin" / "docker"
    program.parent.mkdir()
    stand_in = Path(__file__).with_name("docker_stand_in.py")
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{stand_in}" "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(program.parent), os.environ["PATH"]]))
    monkeypatch.setenv("DOCKER_STAND_IN", str(tmp_path))
    project = bake_course(project_type="assignment", grading="otter")
    submit(project, "half", solve(project, HALF))
    submit(project, "untouched", solve(project, []))
    (project / "submitted" / "nothing").mkdir()
    result = task(project, "grade_docker")
    assert result.returncode == 0, result.stdout
    missing = f"submitted/nothing/{NAME}/{NAME}.ipynb"
    assert [line for line in result.stdout.splitlines() if missing in line]
    with (project / "final_grades.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    assert float(rows.pop("points-per-question")["total_points_earned"]) == FULL_MARKS
    found = {name: float(row["total_points_earned"]) for name, row in rows.items()}
    assert found == {"half.ipynb": FULL_MARKS / 2, "untouched.ipynb": 0}
