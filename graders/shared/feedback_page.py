"""A page of feedback: marks, hints and comments on top, the student's notebook below."""

import datetime
import json
from functools import partial
from pathlib import Path

import nbformat
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from nbformat.v4 import new_notebook

from grading import by_hand, leak_gate
from grading.answers import read_cells, text_of
from grading.assignments import notebook_of
from grading.hidden_tests import cut_lines, forget_known
from grading.results import Result, folder_of
from grading.safe_html import clean
from grading.shown_notebook import find_heading, make_notebook
from grading.spreadsheet import write_number
from grading.standing import Standing

PAGE = Path("page")


class Pages:
    """Makes the pages of one assignment."""

    def __init__(self, assignment: str, titles: set[str], secrets: leak_gate.Secrets):
        if not (PAGE / "index.html.j2").exists():
            raise SystemExit("page/index.html.j2 is missing. Bring it back with: nox -s renew")
        self.assignment, self.titles, self.secrets = assignment, titles, secrets
        self.teachers = read_notebook(notebook_of("source", assignment)) or new_notebook()
        self.exporter = HTMLExporter(
            template_name=PAGE.name,
            extra_template_basedirs=["."],
            extra_template_paths=[str(Path(__file__).parent)],
            template_file="feedback.html.j2",
            sanitize_html=True,
        )
        released = notebook_of("release", assignment)
        self.released = {text_of(cell) for cell in read_cells(released)}
        self.exporter.register_filter("clean_html", partial(clean, beside=released.parent))
        self.exporter.register_filter("number", write_number)

    def make(self, standing: Standing) -> str:
        """Return the page of a student who handed in; raises whatever a strange notebook causes."""
        result = standing.result
        secrets = forget_known(
            self.secrets, read_text(notebook_of(submitted(result), self.assignment))
        )
        graded = read_notebook(
            folder_of(self.assignment, result.student) / f"{self.assignment}.ipynb"
        )
        shown = make_notebook(graded or new_notebook(), self.titles, self.released, secrets)
        page = self.render(standing, shown, secrets)
        # Fails closed: what got through is not worth a look at its way.
        if leaks(page, secrets):
            page = self.render(standing, new_notebook(), secrets)
        return page

    def make_without_notebook(self, standing: Standing) -> str:
        """Return the page of a student whose notebook cannot be shown."""
        return self.render(standing, new_notebook(), self.secrets)

    def render(self, standing: Standing, shown: NotebookNode, secrets: leak_gate.Secrets) -> str:
        """Return the page with this notebook."""
        shown.metadata = {
            key: self.teachers.metadata[key]
            for key in ("kernelspec", "language_info")
            if key in self.teachers.metadata
        }
        resources = {"feedback": self.describe(standing, shown, secrets)}
        text, _ = self.exporter.from_notebook_node(shown, resources)
        return text

    def describe(self, standing: Standing, shown: NotebookNode, secrets: leak_gate.Secrets) -> dict:
        """Return what stands on top of the page."""
        result = standing.result
        heading = next(filter(None, map(find_heading, self.teachers.cells)), self.assignment)
        who = standing.name or result.student
        return {
            "title": f"{heading}: feedback for {who}",
            "heading": heading,
            "who": who,
            "handed_in": say_when(result.handed_in),
            "late": standing.late,
            "problem": cut_lines(result.problem, secrets),
            "is_notebook": notebook_of(submitted(result), self.assignment).exists(),
            "comment": result.comment,
            "exercises": [
                describe_exercise(one, by_hand.label_of(one, result), shown, secrets)
                for one in result.exercises
            ],
            "points": result.points or 0,
            "maximum": result.maximum,
            "waits": sum(one.maximum for one in result.exercises if one.points is None),
        }


def describe_exercise(
    exercise, title: str, shown: NotebookNode, secrets: leak_gate.Secrets
) -> dict:
    """Return what a page says of an exercise, with the place of its heading."""
    link = next(
        (cell.get("id", "") for cell in shown.cells if find_heading(cell) == exercise.title), ""
    )
    percent = round(100 * (exercise.points or 0) / exercise.maximum) if exercise.maximum else 0
    return {
        "title": title,
        "link": link and f"cell-id={link}",
        "points": exercise.points,
        "maximum": exercise.maximum,
        "percent": max(0, min(percent, 100)),
        "hint": cut_lines(exercise.hint, secrets),
        "comment": exercise.comment,
    }


def leaks(page: str, secrets: leak_gate.Secrets) -> bool:
    """Return whether somebody who reads a page, or its source, finds a hidden test."""
    texts = [page, BeautifulSoup(page, "html.parser").get_text()]
    return bool(leak_gate.find_secrets(texts, secrets))


def submitted(result: Result) -> Path:
    """Return the folder of a student below submitted/."""
    return Path("submitted", result.student)


def read_notebook(path: Path) -> NotebookNode | None:
    """Return a notebook, None if there is none that can be read."""
    try:
        return nbformat.read(path, as_version=4)
    except Exception:  # whatever a student's file causes
        return None


def read_text(path: Path) -> str:
    """Return all texts in a notebook as one, an empty text if it cannot be read."""
    try:
        texts = leak_gate.all_texts(json.loads(path.read_text("utf-8")))
        return "\n".join(texts)
    except (OSError, ValueError, RecursionError):
        return ""


def say_when(handed_in: str) -> str:
    """Return a time as people read it."""
    if not handed_in:
        return ""
    when = datetime.datetime.fromisoformat(handed_in)
    return f"{when:%Y-%m-%d %H:%M}"
