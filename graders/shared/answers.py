"""What a student answered where a person gives the points: read off the graded notebook."""

import json
import re
from pathlib import Path

from grading.assignments import notebook_of
from grading.results import Exercise, Result, folder_of

HEADING = re.compile(r"^\s*#{1,6} +(.+?)\s*#*\s*$", re.MULTILINE)


def read_answers(result: Result) -> dict[str, str]:
    """Return the answers to the exercises of a person, by the exercise's name.

    An answer is empty if the notebook cannot be read, or if nothing was written.
    """
    cells = read_cells(folder_of(result.assignment, result.student) / f"{result.assignment}.ipynb")
    released = {text_of(cell) for cell in read_cells(notebook_of("release", result.assignment))}
    asked = [exercise for exercise in result.exercises if exercise.by == "person"]
    return {exercise.name: find_answer(cells, released, exercise) for exercise in asked}


def find_answer(cells: list[dict], released: set[str], exercise: Exercise) -> str:
    """Return the text of one answer.

    nbgrader knows the cell by its name. Otherwise it is what the student wrote below the
    exercise's heading, up to the next heading that the teacher wrote.
    """
    for cell in cells:
        grading = cell.get("metadata", {}).get("nbgrader")
        if isinstance(grading, dict) and grading.get("grade_id") == exercise.name:
            text = text_of(cell)
            return "" if text in released else text
    answer, below = [], False
    for cell in cells:
        text = text_of(cell)
        if cell.get("metadata", {}).get("grader"):  # added by otter
            continue
        if text not in released:
            answer += [text] if below else []
        elif cell.get("cell_type") == "markdown" and (heading := HEADING.search(text)):
            below = heading[1] == exercise.title
    return "\n\n".join(filter(None, answer))


def read_cells(path: Path) -> list[dict]:
    """Return the cells of a notebook, none if there is no notebook that can be read."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        return [cell for cell in cells if isinstance(text_of(cell), str)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def text_of(cell: dict) -> str:
    """Return what stands in a cell, without space around it."""
    return "".join(cell.get("source", "")).strip()
