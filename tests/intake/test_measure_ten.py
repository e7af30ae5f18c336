"""Looking at hard notebooks one by one tells a refusal, and what fails only in the project."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from intake.cells_for_tests import code, text, write

from benchmarks import ten
from benchmarks.ten import bake, choose_project, describe, find_editions, read_own


@pytest.fixture
def lesson(tmp_path: Path) -> Path:
    """A notebook with one exercise and a file beside it."""
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "rain.csv").write_text("1\n", encoding="utf-8")
    cells = code("open('rain.csv').read()", "# Solution\n\n1 + 1", "1 / 0")
    return write(tmp_path / "theirs" / "week1.ipynb", *text("# Rain"), *cells)


def test_what_came_out_is_described(lesson: Path, tmp_path: Path) -> None:
    projects = {kind: bake(lesson, kind, tmp_path / kind) for kind in ten.TYPES}
    assert projects["assignment"] == projects["workshop"] == "taken"
    assert projects["starter"].startswith("week1.ipynb has exercises")
    assert choose_project(projects) == "assignment"
    row = describe(lesson, "assignment", tmp_path / "assignment")
    assert (row["cells"], row["exercises"], row["files beside"]) == (4, 1, 1)
    assert row["editions"] == ["source", "release"]
    json.dumps(row)


def test_cells_that_fail_are_named(lesson: Path, tmp_path: Path) -> None:
    bake(lesson, "assignment", tmp_path / "assignment")
    name = read_own(lesson, "assignment").taken.name
    source = find_editions(tmp_path / "assignment", name)["source"]
    ran = ten.run(source, Path(sys.executable), tmp_path)
    assert ran["fail"] == ["3 ZeroDivisionError"] and ran["code cells"] == 3
    assert ran["frame's code cells"] and not ran["of these fail"]
