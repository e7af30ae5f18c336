"""Every mark of a class equals the truth: from a platform's zip to the table of marks."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
import pytest
from course.random_class import (
    DATA,
    EXERCISES,
    NAME,
    Student,
    draw_class,
    make_lesson,
    zip_as_moodle,
)

pytestmark = [pytest.mark.slow, pytest.mark.network]


def read_points(project: Path) -> dict[str, dict[str, float]]:
    """Return what each student has in each exercise."""
    found = {}
    for path in sorted((project / "graded" / NAME).glob("*/result.json")):
        result = json.loads(path.read_text("utf-8"))
        assert not result["problem"], result
        found[result["student"]] = {e["name"]: e["points"] for e in result["exercises"]}
    return found


def write_roster(project: Path, students: list[Student]) -> None:
    rows = [(f"s{student.number}", student.name) for student in students]
    with (project / "roster.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("student", "name"), *rows])


def run_and_kill(project: Path, results: int) -> None:
    """Start grading, and kill it once there are so many results."""
    command = [project / ".venv" / "bin" / "python", "-m", "grading", "grade"]
    with subprocess.Popen(
        command, cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as grading:
        until = time.monotonic() + 300
        while len(list((project / "graded" / NAME).glob("*/result.json"))) < results:
            assert grading.poll() is None and time.monotonic() < until
            time.sleep(0.1)
        grading.send_signal(signal.SIGKILL)


def make_class(
    bake_course, task, tmp_path: Path, grading: str, size: int, seed: int
) -> tuple[Path, list[Student]]:
    """Return a project with the collected submissions of a class, and the class."""
    mine = tmp_path / f"{NAME}.ipynb"
    nbformat.write(make_lesson(), mine)
    mine.with_name(DATA).write_text("6")
    project = bake_course(lesson=str(mine), project_type="assignment", grading=grading)
    released = task(project, "release")
    assert released.returncode == 0, released.stdout
    students = draw_class(size, seed)
    write_roster(project, students)
    node = nbformat.read(project / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    zipped = zip_as_moodle(students, node, tmp_path / "submissions.zip", seed)
    collected = task(project, "collect", str(zipped))
    assert collected.returncode == 0, collected.stdout
    return project, students


def grade_a_class(bake_course, task, tmp_path: Path, grading: str, size: int, seed: int) -> None:
    """Collect, grade, be killed, grade again with other workers, and compare all marks."""
    project, students = make_class(bake_course, task, tmp_path, grading, size, seed)
    if sys.platform != "win32":
        run_and_kill(project, 2)
    graded = task(project, "grade", "--workers", "4")
    assert graded.returncode == 0, graded.stdout
    truth = {f"s{student.number}": student.points for student in students if student.did}
    assert read_points(project) == truth
    shutil.rmtree(project / "graded")
    graded = task(project, "grade", "--workers", "1")
    assert read_points(project) == truth, graded.stdout

    assert task(project, "marks").returncode == 0
    with (project / "marks" / f"{NAME}.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == size, "nobody is missing in the table"
    for row in rows:
        earned = truth.get(row["student"])
        assert bool(row[f"{NAME}: mark"]) == (earned is not None), row
        assert earned is None or float(row[f"{NAME}: mark"]) == sum(earned.values())
    assert len(EXERCISES) * 2 == float(rows[0][f"{NAME}: maximum"])


def test_a_worker_that_is_lost_loses_nothing(bake_course, task, tmp_path: Path) -> None:
    """Submissions are graded by the workers of a Dask scheduler, of which one is killed."""
    project, students = make_class(bake_course, task, tmp_path, "nbgrader", size=5, seed=4)
    file = tmp_path / "scheduler.json"
    python = [str(project / ".venv" / "bin" / "python"), "-m"]
    options = ["--scheduler-file", str(file)]
    commands = [["distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", *options]]
    commands += [
        [
            "distributed.cli.dask_worker",
            "--nthreads",
            "1",
            "--no-dashboard",
            *options,
            "--name",
            name,
        ]
        for name in ("one", "two")
    ]
    log = (tmp_path / "dask.log").open("w", encoding="utf-8")
    running = [
        subprocess.Popen(python + words, cwd=project, stdout=log, stderr=log) for words in commands
    ]
    try:
        until = time.monotonic() + 120
        while not file.exists():
            assert time.monotonic() < until, (tmp_path / "dask.log").read_text("utf-8")
            time.sleep(0.2)
        address = json.loads(file.read_text("utf-8"))["address"]
        command = [*python, "grading", "grade", "--scheduler", address]
        with subprocess.Popen(command, cwd=project, stdout=log, stderr=log) as grading:
            while not list((project / "graded" / NAME).glob("*/result.json")):
                assert grading.poll() is None, (tmp_path / "dask.log").read_text("utf-8")
                time.sleep(0.1)
            for one in psutil.Process(running[-1].pid).children(recursive=True):
                one.kill()
            running[-1].kill()
        assert grading.returncode == 0, (tmp_path / "dask.log").read_text("utf-8")
    finally:
        for one in running:
            one.kill()
        log.close()
    truth = {f"s{student.number}": student.points for student in students if student.did}
    assert read_points(project) == truth


@pytest.mark.parametrize("grading", ["nbgrader", pytest.param("otter", marks=pytest.mark.soak)])
def test_every_mark_equals_the_truth(bake_course, task, tmp_path: Path, grading: str) -> None:
    grade_a_class(bake_course, task, tmp_path, grading, size=6, seed=1)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [2, 3])
@pytest.mark.parametrize("grading", ["nbgrader", "otter"])
def test_every_mark_of_two_hundred(bake_course, task, tmp_path: Path, grading: str, seed) -> None:
    grade_a_class(bake_course, task, tmp_path, grading, size=200, seed=seed)
