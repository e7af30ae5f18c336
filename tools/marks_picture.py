"""Draw docs/marks.png and docs/feedback.png: the marks of a made-up class, and one student's page.

Needs Chromium or Chrome on PATH.
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from pathlib import Path

import nbformat
from PIL import Image

from colab_starter.answers import every_combination
from colab_starter.project import write_notebooks
from tools.example_class import CLASS, NAME, grade, hand_in, run, write_roster
from tools.side_by_side import DOCS, shoot

LESSON = "titanic"
NAMES = """Ada Lovelace, Ben Müller, Chiara Rossi, Deniz Kaya, Emma Eriksson, Farid Naderi,
Grace Okafor, Hiro Tanaka, Ines Silva, Jakub Novák, Kofi Mensah, Zoé Dubois"""
PEOPLE = {name.split()[0].lower().replace("é", "e"): name for name in re.split(r",\s+", NAMES)}
COMMENT = "Yes. And which number would you use in its place?"
WIDTH = 1180


def main() -> None:
    """Write both pictures."""
    with tempfile.TemporaryDirectory() as folder:
        draw_marks(Path(folder, "marks"))
        draw_feedback(Path(folder, "feedback"))
    for path in (DOCS / "marks.png", DOCS / "feedback.png"):
        Image.open(path).convert("RGB").quantize(128).save(path, optimize=True)


def draw_marks(project: Path) -> None:
    """Draw the table of a class; its points are drawn by lot."""
    write_notebooks(every_combination()[f"{LESSON}-cpu-assignment-nbgrader"], project)
    people = [f"{student},{name}" for student, name in PEOPLE.items()]
    (project / "roster.csv").write_text("\n".join(["student,name", *people]), "utf-8")
    chance = random.Random(4)
    for number, student in enumerate(PEOPLE):
        result = {"student": student, "assignment": LESSON, "exercises": []}
        if student == "zoe":
            result["problem"] = "The kernel ended in cell 31, as exit() makes it."
        else:
            result["exercises"] = [
                {**exercise, "points": lot(chance, exercise, number)}
                for exercise in read_exercises(project)
            ]
        if student == "hiro":
            result["look"] = ["A check in cell 24 was edited; it was put back."]
        path = project / "graded" / LESSON / student / "result.json"
        if student != "emma":
            path.parent.mkdir(parents=True)
            path.write_text(json.dumps(result), "utf-8")
    run(project, "marks")
    page = (project / "marks" / "marks.html").read_text("utf-8")
    shoot(page, DOCS / "marks.png", 1000, WIDTH)


def lot(chance: random.Random, exercise: dict, number: int) -> float | None:
    """Return points for an exercise, None for two students whom nobody has read yet."""
    if exercise["by"] == "person":
        return None if number in (5, 8) else chance.choice([4, 4, 3, 2])
    return chance.choice([4, 4, 4, 2, 2, 0])


def read_exercises(project: Path) -> list[dict]:
    """Return the exercises of the lesson, as in `result.json`."""
    node = nbformat.read(project / "source" / LESSON / f"{LESSON}.ipynb", as_version=4)
    exercises, title = {}, ""
    for cell in node.cells:
        if cell.cell_type == "markdown" and (found := re.match(r"## (.*)", cell.source)):
            title = found[1]
        grading = cell.metadata.get("nbgrader", {})
        if grading.get("grade"):
            by = "program" if cell.cell_type == "code" else "person"
            one = {"name": grading["grade_id"], "title": title, "maximum": 0, "by": by}
            exercises.setdefault(title, one)["maximum"] += grading["points"]
    return list(exercises.values())


def draw_feedback(project: Path) -> None:
    """Draw the page of a student whose solution is right for some numbers."""
    write_notebooks(every_combination()[f"{NAME}-cpu-assignment-nbgrader"], project)
    write_roster(project)
    (student,) = (one for one in CLASS if one.id == "ben")
    hand_in(project, student)
    grade(project, student, "nbgrader")
    columns, row = "assignment,student,exercise,points,comment", f'{NAME},ben,why,1.5,"{COMMENT}"'
    (project / "by_hand.csv").write_text(f"{columns}\n{row}\n", "utf-8")
    run(project, "feedback")
    page = (project / "feedback" / NAME / "ben.html").read_text("utf-8")
    shoot(page, DOCS / "feedback.png", 1180, 900)


if __name__ == "__main__":
    main()
