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


def test_what_each_further_notebook_takes() -> None:
    used = [courses.Used(9, cpu, 50) for cpu in (6, 9)]
    rows = {f"cookiecutter, {n}": courses.summarise([one], n, n) for n, one in zip((5, 20), used)}
    add_slopes(rows | {"nbgrader, 5": rows["cookiecutter, 5"]})
    assert rows["cookiecutter, 20"]["cpu seconds each further"] == 0.2
    assert "cpu seconds each further" not in rows["cookiecutter, 5"]
