"""The comparison with an author's own students' edition sees what is different, and where."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from intake.cells_for_tests import code, text, write

from benchmarks.corpus import bring, extract
from benchmarks.students import PROGRAMS, Report, compare

TITLE, STUB = "# Means", "# Solution goes here"


def compare_cells(folder: Path, students: list[dict], program: str = "") -> Report:
    """Compare a notebook with one exercise with an author's for students."""
    cells = [*text(TITLE), *code("import math", "# Solution\n\nmath.fsum([1, 2]) / 2")]
    source = write(folder / "soln" / "chap01.ipynb", *cells)
    report = Report()
    rules = PROGRAMS[program]
    compare(source, write(folder / "nb" / "chap01.ipynb", *students), rules, report)
    return report


def test_an_equal_edition_is_equal_to_the_letter(tmp_path: Path) -> None:
    report = compare_cells(tmp_path, [*text(TITLE), *code("import math", STUB)])
    assert report.notebooks == {"equal": 1} and report.cells["exercises"] == 1


@pytest.mark.parametrize(
    ("cells", "in_exercises"),
    [
        ([*text("# Mean"), *code("import math", STUB)], 0),
        ([*text(TITLE), *code("import math", "# Your turn")], 1),
        ([*text(TITLE), *code("import math")], 1),
    ],
)
def test_what_differs_is_counted(tmp_path: Path, cells: list[dict], in_exercises: int) -> None:
    report = compare_cells(tmp_path, cells)
    assert report.notebooks == {"different": 1} and report.cells["cells different"] == 1
    assert report.cells["different in exercises"] == in_exercises


def test_what_the_authors_program_adds_has_a_name(tmp_path: Path) -> None:
    cells = [*text(f"(section_means)=\n{TITLE}"), *code("import math", STUB)]
    report = compare_cells(tmp_path, cells, "prep_notebooks.py")
    assert report.notebooks == {"equal but for what has a name": 1}
    assert +report.names == {"labels": 1}


def test_a_clone_is_found_by_where_it_came_from(tmp_path: Path) -> None:
    clone = tmp_path / "clones" / "any name"
    write(clone / "soln" / "a.ipynb", *text(TITLE))
    person = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    for words in (
        ["init", "--quiet"],
        ["remote", "add", "origin", "https://example.com/owner/course.git"],
        ["add", "."],
        [*person, "commit", "--quiet", "-m", "first"],
    ):
        subprocess.run(["git", "-C", clone, *words], check=True)
    (clone / "soln" / "a.ipynb").unlink()
    assert bring(tmp_path / "clones", "owner/course", "HEAD") == clone
    extract(clone, "HEAD", ["soln"], tmp_path / "there")
    assert (tmp_path / "there" / "soln" / "a.ipynb").exists()
