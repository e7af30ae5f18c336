"""Every lesson with exercises is released and graded by every grader, whatever it teaches."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import papermill
import pytest
from bs4 import BeautifulSoup
from course.submissions import as_colab_saves, forget_names
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from colab_starter.answers import QUESTIONS, every_combination
from colab_starter.manifest import fingerprint, read_manifest
from colab_starter.marks import marks_of, part_of, takes_part
from colab_starter.project import write_notebooks
from colab_starter.sections import read_cells

pytestmark = [pytest.mark.slow, pytest.mark.network]
# The default lesson has tests of its own.
LESSONS = {
    answers.lesson: answers
    for answers in every_combination().values()
    if answers.project_type == "assignment"
    and answers.lesson != QUESTIONS["lesson"]
    and any(map(takes_part, read_cells(answers.lesson, answers)))
}


def points_by_program(lesson: str) -> dict[str, float]:
    """Return what each exercise earns if a program finds nothing wrong."""
    points: dict[str, float] = {}
    for cell in read_cells(lesson, LESSONS[lesson]):
        if part_of(cell) in ("check", "hidden"):
            name = marks_of(cell)["exercise"]
            points[name] = points.get(name, 0) + marks_of(cell)["points"]
    return points


def head(source: str) -> str:
    """Return the first line of a cell, by which an answer and its gap find each other."""
    return source.split("\n")[0]


def hand_in(project: Path, lesson: str, student: str, solved: set[str]) -> None:
    """Submit the released notebook with the teacher's answers to these exercises."""
    node = nbformat.read(project / "release" / lesson / f"{lesson}.ipynb", as_version=4)
    cells = read_cells(lesson, LESSONS[lesson])
    answers = {head(c.source): c for c in cells if part_of(c) == "answer" and c.cell_type == "code"}
    for cell in node.cells:
        answer = answers.get(head(cell.source))
        if answer and marks_of(answer)["exercise"] in solved:
            cell.source = answer.source
    path = project / "submitted" / student / lesson / f"{lesson}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(node, path)


def edit_on_colab(path: Path) -> None:
    """Save a teacher's notebook as Colab does; what it ran printed nothing."""
    node = as_colab_saves(nbformat.read(path, as_version=4))
    for cell in node.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    nbformat.write(node, path)


def read_marks(project: Path) -> dict[str, float]:
    """Return each student's points by program."""
    results = [
        json.loads(path.read_text("utf-8")) for path in project.glob("graded/*/*/result.json")
    ]
    return {
        result["student"]: sum(e["points"] for e in result["exercises"] if e["by"] == "program")
        for result in sorted(results, key=lambda result: result["student"])
    }


OTHERS = {
    name: answers
    for name, answers in every_combination().items()
    if answers.lesson != QUESTIONS["lesson"]
    and answers.accelerator == "cpu"
    and answers.project_type != "assignment"  # those are executed when they are released
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_lesson_runs_from_top_to_bottom(name: str, tmp_path: Path) -> None:
    """As its own metadata say, in the edition of everybody who gets one."""
    write_notebooks(OTHERS[name], tmp_path)
    paths = sorted(tmp_path.glob(f"notebooks/{OTHERS[name].lesson}*.ipynb"))
    assert paths
    for path in paths:
        expected = nbformat.read(path, as_version=4).metadata.colab_starter.test
        folder = tmp_path / path.stem
        folder.mkdir()
        node = papermill.execute_notebook(
            path,
            folder / "executed.ipynb",
            parameters=expected.get("settings", {}),
            cwd=folder,
            progress_bar=False,
        )
        outputs = [output for cell in node.cells for output in cell.get("outputs", [])]
        assert not [output for output in outputs if output.get("name") == "stderr"]
        reports = [json.loads(report.read_text()) for report in folder.rglob("report.json")]
        assert [report["accuracy"] >= expected["accuracy"] for report in reports] == (
            [True] if "accuracy" in expected else []
        )


# Each takes a minute: one of them in every run, the others in `make soak`. A class of random
# submissions is graded by nbgrader in every run, see test_random_class.py.
PAIRS = [
    pytest.param(
        lesson, grading, marks=[] if (lesson, grading) == ("titanic", "otter") else pytest.mark.soak
    )
    for lesson in LESSONS
    for grading in QUESTIONS["grading"]
]
# What a grader adds to a notebook, and says while it runs: nothing for students.
OF_GRADER = re.compile(
    r"DEBUG|pickle|from otter|init_grading_mode|/autograder/|test cases? (passed|failed)", re.I
)


@pytest.mark.parametrize(("lesson", "grading"), PAIRS)
def test_a_lesson_is_released_and_graded(bake_course, task, lesson: str, grading: str) -> None:
    project = bake_course(lesson=lesson, project_type="assignment", grading=grading)
    edit_on_colab(project / "source" / lesson / f"{lesson}.ipynb")
    released = task(project, "release", lesson)
    assert released.returncode == 0, released.stdout
    notebook = project / "release" / lesson / f"{lesson}.ipynb"
    known = read_manifest(project)[notebook.relative_to(project).as_posix()]
    assert fingerprint(notebook.read_bytes()) in known, "made by the grader, not by a person"
    points = points_by_program(lesson)
    first = next(iter(points))
    hand_in(project, lesson, "all", set(points))
    hand_in(project, lesson, "first", {first})
    hand_in(project, lesson, "none", set())
    hand_in(project, lesson, "copied", set(points))
    copied = project / "submitted" / "copied" / lesson / f"{lesson}.ipynb"
    node = nbformat.read(copied, as_version=4)
    forget_names(node)
    nbformat.write(node, copied)
    graded = task(project, "grade")
    assert read_marks(project) == {
        "all": sum(points.values()),
        "first": points[first],
        "none": 0,
        "copied": sum(points.values()),
    }, graded.stdout
    assert task(project, "feedback").returncode == 0
    for student in ("all", "first", "none"):
        page = (project / "feedback" / lesson / f"{student}.html").read_text("utf-8")
        assert not OF_GRADER.search(BeautifulSoup(page, "html.parser").get_text())


OWN = [
    new_markdown_cell("# Squares"),
    new_code_cell("def square(x):\n    ### BEGIN SOLUTION\n    return x**2\n    ### END SOLUTION"),
    new_code_cell(
        "assert square(3) == 9\n### BEGIN HIDDEN TESTS\nassert square(-4) == 16\n"
        "### END HIDDEN TESTS"
    ),
]
SUBMITTED = {"return x**2": 1, "return abs(x) * x": 0, "...": 0}
CORRECTED = {**SUBMITTED, "return abs(x) * x": 1}


# tests/course/test_random_class.py grades an own notebook with both.
@pytest.mark.parametrize("grading", ["nbgrader", pytest.param("otter", marks=pytest.mark.soak)])
def test_a_teachers_own_notebook_is_released_and_graded(
    bake_course, task, grading: str, tmp_path: Path
) -> None:
    """The grader makes what the template showed, and finds who fails the hidden test."""
    mine = tmp_path / "week 1.ipynb"
    nbformat.write(new_notebook(cells=OWN), mine)
    project = bake_course(lesson=str(mine), project_type="assignment", grading=grading)
    path = project / "release" / "week_1" / "week_1.ipynb"
    shown = [cell.source for cell in nbformat.read(path, as_version=4).cells]
    released = task(project, "release")
    assert released.returncode == 0, released.stdout
    node = nbformat.read(path, as_version=4)
    assert [cell.source for cell in node.cells] == shown
    (gap,) = [cell for cell in node.cells if cell.source.startswith("def square")]
    for number, answer in enumerate(SUBMITTED):
        gap.source = f"def square(x):\n    {answer}"
        place = project / "submitted" / f"student{number}" / "week_1" / "week_1.ipynb"
        place.parent.mkdir(parents=True)
        nbformat.write(node, place)
    graded = task(project, "grade")
    assert list(read_marks(project).values()) == list(SUBMITTED.values()), graded.stdout

    # A corrected test is for everybody.
    source = project / "source" / "week_1" / "week_1.ipynb"
    corrected = source.read_text("utf-8").replace("square(-4) == 16", "square(4) == 16")
    corrected = corrected.replace("square(3) == 9", "square(3) == 3 * 3")
    source.write_text(corrected, "utf-8")
    graded = task(project, "grade")
    paths = [*project.glob("graded/*/*/result.json")]
    assert not any(json.loads(path.read_text("utf-8"))["look"] for path in paths)
    assert list(read_marks(project).values()) == list(CORRECTED.values()), graded.stdout


PROSE = "A course about graders: `### BEGIN SOLUTION` begins one, and # END SOLUTION ends it."
GAPS = [
    new_markdown_cell("# Gaps"),
    new_markdown_cell(PROSE),
    new_code_cell("# Solution\n\nanswer = 6 * 7"),
    new_code_cell("def square(x): ..."),
    new_code_cell("# to_remove solution\ndef square(x):\n    return x**2"),
    new_code_cell("usual = 1\n# BEGIN SOLUTION\nusual = 20 + 1\n# END SOLUTION"),
    new_code_cell(
        "assert usual == 21\n# BEGIN HIDDEN TESTS\nassert usual > 20\n# END HIDDEN TESTS"
    ),
]


@pytest.mark.parametrize("grading", ["otter", pytest.param("nbgrader", marks=pytest.mark.soak)])
def test_a_grader_leaves_the_gaps_that_the_course_has(
    bake_course, task, grading: str, tmp_path: Path
) -> None:
    """Also where a text speaks of marks, and where the teacher's notebook gives another gap."""
    mine = tmp_path / "week1.ipynb"
    nbformat.write(new_notebook(cells=GAPS), mine)
    project = bake_course(lesson=str(mine), project_type="assignment", grading=grading)
    path = project / "release" / "week1" / "week1.ipynb"
    shown = [cell.source for cell in nbformat.read(path, as_version=4).cells]
    assert PROSE in shown and "# Solution goes here" in shown and "def square(x): ..." in shown
    assert not [source for source in shown if "6 * 7" in source or "x**2" in source]
    released = task(project, "release")
    assert released.returncode == 0, released.stdout
    left = [cell.source for cell in nbformat.read(path, as_version=4).cells]
    assert [source for source in left if not source.startswith("<!--")] == shown
    place = project / "submitted" / "ada" / "week1" / "week1.ipynb"
    place.parent.mkdir(parents=True)
    place.write_bytes(path.read_bytes())
    graded = task(project, "grade")
    assert list(read_marks(project).values()) == [0], graded.stdout


def test_an_unknown_assignment_is_refused_with_the_names_of_all(bake_course, task) -> None:
    project = bake_course(lesson="blank", project_type="assignment", grading="otter")
    result = task(project, "release", "week4")
    assert result.returncode != 0
    assert "week4" in result.stdout and "Assignments: blank" in result.stdout
