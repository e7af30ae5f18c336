"""The measure of whole courses makes the notebooks that it says, and sees what a process uses."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import nbformat
import pytest

from benchmarks import courses
from benchmarks.courses import add_slopes, bake, make_notebook, run, write_course

needs_wait4 = pytest.mark.skipif(not hasattr(os, "wait4"), reason="only where wait4 is")


@pytest.mark.parametrize(("size", "least", "most"), [("large", 0.9, 1.2), ("small", 0, 0.05)])
def test_notebooks_are_valid_and_as_large_as_it_says(tmp_path, size, least, most) -> None:
    assert make_notebook(3, size) == make_notebook(3, size) != make_notebook(4, size)
    nbformat.validate(make_notebook(3, size))
    assert least < write_course(tmp_path / "course", 1, size) / 1e6 < most


@needs_wait4
def test_a_course_is_baked_whole(tmp_path: Path) -> None:
    write_course(tmp_path / "course", 2, "small")
    used = bake(tmp_path / "course", tmp_path / "out", "nbgrader")
    assert used.cpu > 0 and used.wall > 0 and used.peak_mb > 10
    (tmp_path / "course" / "more.ipynb").touch()
    with pytest.raises(RuntimeError):
        bake(tmp_path / "course", tmp_path / "again", "nbgrader")


@needs_wait4
def test_a_failure_says_what_the_process_said(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no such course"):
        run([sys.executable, "-c", "raise SystemExit('no such course')"], tmp_path)


def test_what_each_further_notebook_takes(tmp_path: Path) -> None:
    rows = {}
    for count, cpu in ((1, 6), (3, 9)):
        write_course(tmp_path / f"{count}", count, "small")
        used = courses.Used(2 * cpu, cpu, 50)
        rows[f"cookiecutter, {count}"] = courses.summarise([used], tmp_path / f"{count}")
    add_slopes(rows | {"nbgrader, 1": rows["cookiecutter, 1"]})
    assert rows["cookiecutter, 3"]["cpu seconds each further"] == 1.5
    assert "cpu seconds each further" not in rows["cookiecutter, 1"]


def test_what_is_done_is_not_measured_again() -> None:
    done = {"cookiecutter, 1", "cookiecutter, 2"}
    assert not [*courses.measure("small", [1, 2], 1, None, done)]
