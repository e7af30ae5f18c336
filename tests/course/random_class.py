"""A class whose true marks are known: what each student did in each exercise is drawn by chance."""

from __future__ import annotations

import random
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NAME = "week_1"
# Lies beside the teacher's notebook, as data do, and is read by it.
DATA = "six.txt"
# Name of the function: its solution, two visible checks' and the hidden test's inputs.
EXERCISES = {
    "square": ("x**2", "square(3) == 9", "square(-4) == 16"),
    "double": ("2 * x", "double(3) == six", "double(0.5) == 1"),
    "is_even": ("x % 2 == 0", "is_even(4) is True", "is_even(7) is False"),
    "last": ("x[-1]", "last('abc') == 'c'", "last([5]) == 5"),
}
# What a student may write, and how many of the two points it earns.
DONE = {
    "right": ("return {solution}", 2),
    "wrong": ("return 'no'", 0),
    "nothing": ("...", 0),
    "crash": ("return x.nothing", 0),
    "leaves": ("import sys\n    sys.exit()", 0),
    "warns": ("import warnings\n    warnings.warn('old')\n    return {solution}", 2),
    "prints": ("print('x' * 1000)\n    return {solution}", 2),
}
# Right for the visible check only.
HALF = {
    "square": "return abs(x) * x",
    "double": "return 6",
    "is_even": "return True",
    "last": "return 'c'",
}
FIRST = ["Ada", "Alan", "Grace", "José", "Zoë", "Łukasz", "Emmy", "Nguyễn", "小", "Maria Luísa"]
LAST = ["Lovelace", "Turing", "Hopper", "Ó Brien", "Müller", "Noether", "王", "da Silva", "Öz"]


@dataclass
class Student:
    """One student of a class, and what they earned."""

    name: str
    """As a platform writes it."""
    number: int
    did: dict[str, str] = field(default_factory=dict)
    """By exercise; empty: handed in nothing."""

    @property
    def points(self) -> dict[str, float]:
        """True marks, by exercise."""
        return {name: 1 if done == "half" else DONE[done][1] for name, done in self.did.items()}


def make_lesson() -> NotebookNode:
    """Return the teacher's notebook, with marks as nbgrader has them."""
    cells = [new_markdown_cell("# Four functions")]
    cells.append(new_code_cell(f"six = int(open({DATA!r}).read())"))
    for number, (name, (solution, visible, hidden)) in enumerate(EXERCISES.items(), start=1):
        cells += [
            new_markdown_cell(f"## Exercise {number}: {name}"),
            new_code_cell(
                f"def {name}(x):\n    ### BEGIN SOLUTION\n    return {solution}\n    ### END SOLUTION"
            ),
            new_code_cell(f"assert {visible}, 'Not yet: {name}'"),
            new_code_cell(f"### BEGIN HIDDEN TESTS\nassert {hidden}\n### END HIDDEN TESTS"),
        ]
        kinds = (
            (name, False, True),
            (f"{name}-check", True, False),
            (f"{name}-hidden", True, False),
        )
        for cell, (grade_id, grade, is_solution) in zip(cells[-3:], kinds, strict=True):
            cell.metadata["nbgrader"] = {
                "schema_version": 3,
                "grade_id": grade_id,
                "grade": grade,
                "locked": grade,
                "solution": is_solution,
                "task": False,
                "cell_type": "code",
            }
            if grade:
                cell.metadata["nbgrader"]["points"] = 1
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    return new_notebook(cells=cells)


def draw_class(size: int, seed: int) -> list[Student]:
    """Return a class of this size; the same seed gives the same class."""
    chance = random.Random(seed)
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    names += [f"{name} {number}" for number in range(2, 4) for name in names]
    students = []
    for number, name in enumerate(chance.sample(names, size), start=1000):
        did = {exercise: chance.choice([*DONE, "half", "right"]) for exercise in EXERCISES}
        students.append(Student(name, number, {} if chance.random() < 0.05 else did))
    return students


def solve(released: NotebookNode, student: Student) -> NotebookNode:
    """Return what a student hands in."""
    node = nbformat.from_dict(released)
    for cell in node.cells:
        for name, done in student.did.items():
            if cell.source.startswith(f"def {name}("):
                body = HALF[name] if done == "half" else DONE[done][0]
                body = body.format(solution=EXERCISES[name][0])
                cell.source = f"def {name}(x):\n    {body}"
    return node


def zip_as_moodle(students: list[Student], released: NotebookNode, path: Path, seed: int) -> Path:
    """Write what Moodle hands out for a class: a folder for each student who handed in."""
    chance = random.Random(seed)
    with zipfile.ZipFile(path, "w") as file:
        for student in students:
            if student.did:
                name = chance.choice([NAME, f"Copy of {NAME}", f"{NAME} (1)", "Homework final"])
                folder = f"{student.name}_{student.number}_assignsubmission_file"
                file.writestr(f"{folder}/{name}.ipynb", nbformat.writes(solve(released, student)))
    return path
