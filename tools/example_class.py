"""An example class, graded as a grader would leave it: for tests, and for the README's pictures.

Each notebook is executed here, with the hidden tests in it, and a student who hands in strange
things is among them. No grader is needed.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from colab_starter.answers import every_combination
from colab_starter.project import write_notebooks

NAME = "blank"
EXERCISES = {"late": "Exercise 1: count the late ones", "why": "Exercise 2: say why"}
RIGHT = "def count_late(minutes, limit):\n    return int((minutes > limit).sum())"
HALF = "def count_late(minutes, limit):\n    return int((minutes >= limit).sum())"
WRONG = "def count_late(minutes, limit):\n    return len(minutes)"
TELLING = """def count_late(minutes, limit):
    print("called with", minutes, limit)
    raise ValueError(f"I was called with {list(minutes)} and {limit}")"""
# As Keras draws it: each step goes back over the one before.
BAR = """for step in range(1, 51):
    print("\\b" * 12 + f"step {step:>2} of 50", end="\\r", flush=True)
print("trained 50 steps")"""
STRANGE = """from IPython.display import HTML, Javascript, display
display(HTML("<b>bold</b><script>alert('html')</script><img src='https://example.invalid/a.png'>"))
display(Javascript("alert('javascript')"))
display({"text/html": "<i onclick=\\"alert('click')\\">slanted</i>", "text/plain": "x"}, raw=True)
print("\\x1b[31mred\\x1b[0m <script>alert('stream')</script>")"""
STRANGE_TEXT = """A picture ![of the web](https://example.invalid/b.png), a file
![of the teacher](../../source/blank/blank.ipynb), <script>alert('text')</script>
<a href="javascript:alert('link')">a link</a> and <iframe src="https://example.invalid"></iframe>"""
GOOD = "One long way pulls the longest up, but most of the others stay as they are."
DUE = "2026-11-16T23:59:00+01:00"


@dataclass
class Student:
    """A student, and what came of the submission."""

    id: str
    name: str
    code: str | None = None
    """None: nothing was handed in."""
    answer: str = ""
    extra: list[NotebookNode] = field(default_factory=list)
    origin: str = ""
    handed_in: str = "2026-11-15T18:12:00+01:00"
    problem: str = ""
    look: str = ""


CLASS = [
    Student(
        "ada",
        "Ada Lovelace",
        RIGHT,
        GOOD,
        [new_code_cell(BAR)],
        "Ada Lovelace_4711_assignsubmission_file_/blank.ipynb",
    ),
    Student("ben", "Ben Müller", HALF, "Because it is only one number."),
    Student("chiara", "Chiara Rossi", WRONG, "", origin="rossichiara_815_2342_blank.ipynb"),
    Student("emma", "Emma Eriksson"),
    Student(
        "farid", "Farid Naderi", RIGHT, "It is an outlier.", handed_in="2026-11-18T09:30:00+01:00"
    ),
    Student("grace", "Grace Okafor", TELLING, "A median would be better."),
    Student(
        "hiro", "Hiro Tanaka", RIGHT, GOOD, look="A check in cell 21 was edited; it was put back."
    ),
    Student(
        "mallory",
        "=cmd|' /C calc'!A0",
        "...",
        "=1+1 is two",
        [new_code_cell(STRANGE), new_markdown_cell(STRANGE_TEXT)],
    ),
    Student(
        "zoe",
        "Zoé Dubois",
        "exit()",
        problem="The kernel ended in cell 20, as exit() makes it. Ben Müller's notebook ran.",
    ),
]


def run(project: Path, task: str, *names: str) -> subprocess.CompletedProcess[str]:
    """Run a task alone, as `python -m grading` does; `offer` adds rows to by_hand.csv."""
    if task == "offer":
        program = (
            f"from grading import by_hand, results\nby_hand.offer(results.read_results({NAME!r}))"
        )
    else:
        program = (
            f"import argparse, sys; from grading import {task}\n"
            f"parser = argparse.ArgumentParser(); {task}.add_arguments(parser)\n"
            f"sys.exit({task}.main(parser.parse_args()))"
        )
    command = [sys.executable, "-c", program, *names]  # -c finds the project's modules first
    return subprocess.run(command, cwd=project, capture_output=True, text=True)


def make_class(project: Path, grading: str = "nbgrader") -> Path:
    """Write a project, and a class that was graded in it; return its folder."""
    write_notebooks(every_combination()[f"{NAME}-cpu-assignment-{grading}"], project)
    write_roster(project)
    for student in CLASS:
        if student.code is not None:
            hand_in(project, student)
            grade(project, student, grading)
    return project


def write_roster(project: Path) -> None:
    """Write who is in the class, and when the assignment is due."""
    people = [f"{one.id},{one.name},{one.id}@example.invalid" for one in CLASS]
    (project / "roster.csv").write_text("\n".join(["student,name,email", *people]), "utf-8")
    with (project / "pyproject.toml").open("a", encoding="utf-8") as settings:
        settings.write(f"\n[tool.colab-starter.due]\n{NAME} = {DUE}\n")


def hand_in(project: Path, student: Student) -> None:
    """Write the submission of a student: the released notebook with answers."""
    node = fill(read(project, "release"), student)
    folder = project / "submitted" / student.id / NAME
    folder.mkdir(parents=True, exist_ok=True)
    nbformat.write(node, folder / f"{NAME}.ipynb")
    record = {"from": student.origin, "handed_in": student.handed_in, "sha256": ""}
    (folder / "collected.json").write_text(json.dumps(record), "utf-8")


def grade(project: Path, student: Student, grading: str) -> None:
    """Write the graded notebook and the result of a student, as a grader leaves them."""
    node = fill(read(project, "source" if grading == "nbgrader" else "release"), student)
    node.cells = [cell for cell in node.cells if not is_frame(cell)]
    folder = project / "graded" / NAME / student.id
    folder.mkdir(parents=True, exist_ok=True)
    if not student.problem:
        NotebookClient(node, allow_errors=True, resources={"metadata": {"path": folder}}).execute()
    nbformat.write(node, folder / f"{NAME}.ipynb")
    exercises = [] if student.problem else [*count_points(node)]
    result = {
        "student": student.id,
        "assignment": NAME,
        "exercises": exercises,
        "problem": student.problem,
        "look": [student.look] if student.look else [],
        "handed_in": student.handed_in,
    }
    (folder / "result.json").write_text(json.dumps(result), "utf-8")


def count_points(node: NotebookNode):
    """Yield what a grader would say of each exercise, as in `result.json`."""
    checks = [cell for cell in node.cells if re.search(r"^assert |    assert ", cell.source, re.M)]
    points, hint = 0, ""
    for cell, worth in zip(checks, (1, 2) if len(checks) == 2 else (3,)):
        errors = [output for output in cell.outputs if output.output_type == "error"]
        points += 0 if errors else worth
        # As students may read it: the sentence of the first check, not what a hidden test says.
        hint = hint or (errors[0].evalue if errors and cell is checks[0] else "")
    if points < 3 and not hint:
        hint = "The function is wrong for other numbers. Try a limit that is in the list."
    given = {"maximum": 3, "points": points, "by": "program", "hint": hint}
    yield {"name": "late", "title": EXERCISES["late"], **given}
    yield {"name": "why", "title": EXERCISES["why"], "maximum": 2, "points": None, "by": "person"}


def fill(node: NotebookNode, student: Student) -> NotebookNode:
    """Return a notebook with the answers of a student in the place of the teacher's."""
    cells = []
    for cell in node.cells:
        if cell.cell_type == "raw":
            continue
        if cell.source.startswith("def count_late("):
            cell.source = student.code
            cells += [cell, *map(nbformat.from_dict, student.extra)]
            continue
        elif cell.metadata.get("nbgrader", {}).get("grade_id") == "why" or is_gap(cell):
            cell.source = student.answer or "_Type your answer here, replacing this text._"
        cells.append(cell)
    node.cells = cells
    return node


def is_gap(cell: NotebookNode) -> bool:
    """Return whether students write an answer here."""
    return cell.cell_type == "markdown" and cell.source.startswith("_Type your answer")


def is_frame(cell: NotebookNode) -> bool:
    """Return whether a cell would install or save something: it is not run here."""
    return "work_folder" in cell.source and "jupyter" not in cell.metadata


def read(project: Path, kind: str) -> NotebookNode:
    """Return the notebook below source/ or release/."""
    return nbformat.read(project / kind / NAME / f"{NAME}.ipynb", as_version=4)
