"""What only looks like a mark is refused where editions are made, and said in a starter."""

from __future__ import annotations

from copy import deepcopy

import pytest
from nbformat.v4 import new_code_cell as code
from nbformat.v4 import new_markdown_cell as text
from nbformat.v4 import new_raw_cell as raw
from own_project import WAYS, make, make_again, take, theirs

from colab_starter.sections import LessonError

GRADED = {"nbgrader": {"schema_version": 3, "grade_id": "a", "grade": True, "points": 1}}
SOLUTION = {"nbgrader": {"schema_version": 9, "grade_id": "a", "solution": True}}
LOOKS_LIKE = {
    "a form of a solution": [code("# @title Solution\nx = 42")],
    "several": [code(f"# @title Solution {number}\nx = {number}") for number in range(3)],
    "hidden in a book": [code("# HIDDEN\nx == 42")],
    "a question in a text": [text("**Question 1**\n```\nBEGIN QUESTION\nname: q1\n```")],
    "half a gap": [code("### START CODE HERE ###\nx = None")],
    "half a question": [raw("# END QUESTION")],
    "a text that is graded": [text("Why?", metadata=GRADED)],
    "a hashed test": [code("### HASHED AUTOTEST x", metadata=GRADED)],
}
MARKS = {
    "half a solution": [code("### BEGIN SOLUTION\nx = 42")],
    "the other half": [code("x = 42\n# END SOLUTION")],
    "half of hidden tests": [code("## begin hidden tests\nassert x == 42")],
    "half of tests": [raw("# BEGIN TESTS"), code("x == 42")],
    "a solution in a text": [text("### BEGIN SOLUTION\n42")],
    "something to remove": [code("x = 42  # to_remove")],
    "an answer of a newer grader": [code("x = 42", metadata=SOLUTION)],
    "a text with a tag of tests": [text("42", metadata={"tags": ["hidden-tests"]})],
    "a form, and a solution": [
        code("# @title Solution\nx = 42"),
        code("# BEGIN SOLUTION\ny = 1\n# END SOLUTION"),
    ],
}


@pytest.mark.parametrize("cells", LOOKS_LIKE.values(), ids=LOOKS_LIKE)
def test_a_starter_shows_what_only_looks_like_a_mark_and_says_so(cells: list) -> None:
    made = make(take(*deepcopy(cells)), "starter")
    assert [(c.source, c.metadata) for c in theirs(made)] == [(c.source, c.metadata) for c in cells]
    assert sum("cell 1 " in sentence for sentence in made.said) == 1
    assert make_again(made, "starter").files == made.files


@pytest.mark.parametrize("way", WAYS, ids=" ".join)
@pytest.mark.parametrize("cells", [*LOOKS_LIKE.values(), *MARKS.values()])
def test_where_editions_are_made_it_is_refused(cells: list, way: tuple[str, str]) -> None:
    if cells is MARKS["a form, and a solution"]:
        cells = cells[:1]
    with pytest.raises(LessonError, match=r"^week1\.ipynb, cell \d"):
        make(take(*deepcopy(cells)), *way)


@pytest.mark.parametrize("cells", MARKS.values(), ids=MARKS)
def test_a_starter_does_not_publish_what_has_any_mark_of_a_secret(cells: list) -> None:
    with pytest.raises(LessonError, match="project_type=assignment"):
        make(take(*deepcopy(cells)), "starter")


@pytest.mark.parametrize("way", [("starter", "nbgrader"), *WAYS], ids=" ".join)
def test_a_text_may_speak_of_marks(way: tuple[str, str]) -> None:
    prose = text("Put it between `### BEGIN SOLUTION` and `### END SOLUTION`.\n\nbelow = 'shown'")
    exercise = [code("# BEGIN SOLUTION\nx = 42\n# END SOLUTION")] if "starter" not in way else []
    made = make(take(prose, *exercise), *way)
    shown = [path for path in made.files if path.endswith("week1.ipynb")]
    shown += [path for path in made.files if "week1_" in path]
    assert len(shown) == (3 if exercise else 1)
    assert all(prose.source in {c.source for c in theirs(made, path)} for path in shown)


def test_an_answer_in_a_text_may_not_for_nbgrader_takes_it_for_a_mark() -> None:
    cell = text("Put it below `### BEGIN SOLUTION`.", metadata=deepcopy(SOLUTION))
    cell.metadata["nbgrader"]["schema_version"] = 3
    with pytest.raises(LessonError, match="write only # and the mark"):
        make(take(cell))
