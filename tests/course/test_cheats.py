"""Cheating does not pay: no point that was not earned, unless a person is asked to look."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from baking import read_tree
from course import cheats
from course.cheats import ANSWERS, NAME, POINTS

pytestmark = [pytest.mark.slow, pytest.mark.network]

# All cheats for both graders take long: what reaches one grader alone and every sixteenth of
# the others, the rest in `make soak`.
OF_ONE = {"nbgrader": {"nbgrader is patched", "checks copied"}, "otter": {"otter is patched"}}
OF_ONE["otter"] |= {"tests forged", "the result is written", "doctest is patched"}


def choose(grading: str, every: bool) -> list[str]:
    """Return the names of the cheats to try with a grader."""
    names = [*cheats.EDITS, *cheats.CELLS, *cheats.BODIES]
    of_both = [name for name in names if not any(name in one for one in OF_ONE.values())]
    some = of_both[list(OF_ONE).index(grading) :: 16]
    return names if every else [name for name in names if name in OF_ONE[grading] or name in some]


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.soak)])
@pytest.mark.parametrize("grading", ["nbgrader", "otter"])
def test_no_cheat_pays(
    bake_course, task, tmp_path: Path, monkeypatch, grading: str, every: bool
) -> None:
    # What Python compiles beside its source would be no submission's doing.
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    mine = tmp_path / f"{NAME}.ipynb"
    nbformat.write(cheats.make_lesson(), mine)
    project = bake_course(lesson=str(mine), project_type="assignment", grading=grading)
    # A cheat may wait for ever: that costs nobody else.
    with (project / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[tool.colab-starter.grading]\ncell_seconds = 30\nseconds = 300\n")
    assert task(project, "release").returncode == 0
    released = nbformat.read(project / "release" / NAME / f"{NAME}.ipynb", as_version=4)
    found = cheats.list_cheats(released, str(project))
    submitted = {name: found[name] for name in choose(grading, every)}
    honest = {name: f"return {body}" for name, body in ANSWERS.items()}
    submitted |= {
        "honest": cheats.answer(released, **honest),
        "half": cheats.answer(released, mean=honest["mean"]),
    }
    for student, node in submitted.items():
        path = project / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(node, path)
    kept = ("source", "release", "build", "submitted", "solutions", "grading")
    before = {folder: read_tree(project / folder) for folder in kept}

    graded = task(project, "grade")

    assert "Traceback" not in graded.stdout, graded.stdout
    assert {folder: read_tree(project / folder) for folder in kept} == before, graded.stdout
    results = {
        path.parent.name: json.loads(path.read_text("utf-8"))
        for path in (project / "graded" / NAME).glob("*/result.json")
    }
    assert results.keys() == submitted.keys(), "nobody is lost"
    assert [total(results[student]) for student in ("honest", "half")] == [POINTS, POINTS / 2]
    assert not results["honest"]["look"] and not results["half"]["look"]
    paid = {
        student: total(result)
        for student, result in results.items()
        if student not in ("honest", "half") and total(result) and not result["look"]
    }
    assert not paid, "points that nobody earned, and nobody is asked to look"


def total(result: dict) -> float:
    """Return the points of a submission, nought without a mark."""
    assert result["problem"] or result["exercises"], "a mark, or a reason"
    return 0 if result["problem"] else sum(one["points"] for one in result["exercises"])
