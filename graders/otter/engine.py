"""What Otter-Grader does for one assignment: make the students' notebook, and give marks.

Everything that grading needs lies in `build/NAME/`: what `otter assign` makes of the teacher's
notebook.
"""

import ast
import contextlib
import json
import re
import shutil
import sys
import tomllib
import zipfile
from importlib.metadata import version
from pathlib import Path

import nbformat
import yaml
from otter.test_files import create_test_file

from grading import answers, headings, programs, servers
from grading.assignments import left_by_a_run, notebook_of
from grading.otter_gaps import complete
from grading.problem import Problem
from grading.results import Exercise

VERSION = f"otter-grader {version('otter-grader')}"
GIVEN, TESTS, DONE, MARKS = "notebook.ipynb", "autograder.zip", "executed.ipynb", "results.json"
OUTPUTS = (DONE, MARKS)
NO_END = "A test of it did not end: an endless loop?"
THEIRS = "One of the tests that only your teacher has fails: try other values."
COMMAND = [sys.executable, "-P", str(Path(__file__).with_name("execute.py").resolve())]
# In what otter prints of a test, which is a doctest: the first case that failed, and why.
FAILED = re.compile(
    r"Failed example:\n(?P<example>.*?)\n\s*Exception raised:\n"
    r"(?P<indent> *)Traceback [^\n]*\n(?:(?P=indent) [^\n]*\n)*(?P=indent)(?P<hint>[^\n]+)",
    re.DOTALL,
)


def build(name, folder):
    """Make the students' notebook, and what grading needs, in `folder`; return the notebook.

    Raises Problem where otter refuses the teacher's notebook.
    """
    write_requirements()
    source = notebook_of("source", name).resolve()
    words = ["assign", "--no-run-tests", source, folder.resolve() / "otter"]
    programs.run("otter", *words, folder=".", name=name)
    ignored = shutil.ignore_patterns(*left_by_a_run())
    shutil.copytree(source.parent, folder / "source" / name, ignore=ignored)
    for path in (folder / "source" / name).iterdir():  # as nbgrader does
        if path.suffix != ".ipynb":
            copy = shutil.copytree if path.is_dir() else shutil.copyfile
            copy(path, folder / "otter" / "student" / path.name)
    (path,) = (folder / "otter" / "autograder").glob("*.zip")
    add_beside(folder / "source" / name, path)
    with zipfile.ZipFile(path) as file:  # made by otter just now
        names = [one for one in file.namelist() if one.startswith("tests/")]
        file.extractall(folder / "otter", names)
    complete(student_of(name, folder), source)
    return student_of(name, folder)


def add_beside(source, tests):
    """Add what stands beside the teacher's notebook, such as data, to what otter grades with.

    otter lays the files of `files/` beside a submission; an assignment may name some itself.
    """
    with zipfile.ZipFile(tests, "a") as file:
        for path in sorted(source.rglob("*")):
            name = f"files/{path.relative_to(source).as_posix()}"
            if path.is_file() and path.suffix != ".ipynb" and name not in file.namelist():
                file.write(path, name)


def student_of(name, built):
    """Return where otter puts the students' notebook."""
    return built / "otter" / "student" / f"{name}.ipynb"


def write_requirements():
    """Write what otter's own containers install (otter grade): the packages of pyproject.toml.

    Without the versions of colab/lock.txt, which are for Colab's Python, not for a container's.
    """
    groups = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["dependency-groups"]
    pins = [one for name in ("run", "test") for one in groups[name] if isinstance(one, str)]
    Path("requirements.txt").write_text("\n".join(pins) + "\n", encoding="utf-8")


def publish(name, built):
    """Otter keeps nothing beside `build/NAME/`."""


def read_question(cell):
    """Return the settings of a question that begins in this cell; empty if none does."""
    first, _, rest = cell.source.partition("\n")
    if cell.cell_type != "raw" or not re.match(r"#\s*BEGIN\s+QUESTION", first, re.IGNORECASE):
        return {}
    config = yaml.safe_load(rest) or {}
    return {**config, "name": str(config.get("name", ""))}


def prepare(name, student, path, built):
    """Return the files that `COMMAND` needs to grade a submission: name to bytes.

    Raises Problem for what is no notebook of this assignment. Nothing of it is run.
    """
    try:
        node = nbformat.read(path, as_version=4)
        repair(node, nbformat.read(student_of(name, built), as_version=4))
        servers.leave_closed(node)
    except Exception as error:  # of nbformat, for what a student handed in
        raise Problem(f"This is not a notebook: {str(error)[:200]}") from error
    (tests,) = (built / "otter" / "autograder").glob("*.zip")
    return {TESTS: tests.read_bytes(), GIVEN: nbformat.writes(node).encode()}


def repair(node, released):
    """Make a cell code again that a student turned into text, in place."""
    code = set().union(*(ids_of(cell) for cell in released.cells if cell.cell_type == "code"))
    for cell in node.cells:
        if cell.cell_type == "markdown" and ids_of(cell) & code:
            cell.cell_type, cell.outputs, cell.execution_count = "code", [], None
            cell.pop("attachments", None)


def ids_of(cell):
    """Return the id of a cell: Colab moves it into the metadata, old formats have none."""
    return {cell.get("id"), cell.metadata.get("id")} - {None}


def read(name, files, outputs, built):
    """Return the exercises with their points, and the executed notebook.

    `files` went in, `outputs` came back. A test that did not end is missing in what otter
    counts: it has no points.
    """
    node = nbformat.reads(outputs[DONE].decode(), as_version=4)
    for cell in node.cells:
        if cell.metadata.get("grader") == "needed" and has_error(cell):
            raise Problem("Its code, or a time limit, stopped the grader itself: look at it.")
    node.cells = [cell for cell in node.cells if cell.metadata.get("grader") != "needed"]
    released = nbformat.read(student_of(name, built), as_version=4)
    tests = {test["name"]: test for test in json.loads(outputs[MARKS])["tests"]}
    exercises = list_exercises(name, built)
    shown = list_lines(released)
    texts = {answers.text_of(cell) for cell in released.cells}
    for one in exercises:
        if one.by == "person":
            answer = answers.find_answer(node.cells, texts, one)
            one.points = None if answer else 0
        elif one.name not in tests:
            one.points, one.hint = 0, NO_END
        else:
            test = tests[one.name]
            one.points = float(test["score"])
            one.hint = "" if one.points == one.maximum else explain(test["output"], shown)
    return exercises, node


def has_error(cell):
    """Return whether a cell ended in an error."""
    return any(one.output_type == "error" for one in cell.get("outputs", []))


def list_exercises(name, built):
    """Return all exercises of an assignment, without points: what the teacher's notebook has."""
    cells = nbformat.read(notebook_of(built / "source", name), as_version=4).cells
    tests = (built / "otter" / "tests").glob("*.py")
    points = {path.stem: create_test_file(str(path), None).possible for path in tests}
    exercises = []
    for number, cell in enumerate(cells):
        if config := read_question(cell):
            question, by = config["name"], "person" if config.get("manual") else "program"
            maximum = config.get("points") or 0 if by == "person" else points[question]
            title = headings.find(cells[:number], question)
            exercises.append(Exercise(question, title, float(maximum), None, by))
    return exercises


def list_lines(node):
    """Return the lines of code of a notebook, as Python itself writes them."""
    lines = set()
    for cell in node.cells:
        with contextlib.suppress(SyntaxError, ValueError):
            lines |= set(map(str.strip, ast.unparse(ast.parse(cell.source)).split("\n")))
    return lines


def explain(output, shown):
    """Return what the first failed case said, unless students must not read it."""
    failed = FAILED.search(output)
    if not failed or {line.strip() for line in failed["example"].strip().split("\n")} - shown:
        return THEIRS
    return failed["hint"].removeprefix("AssertionError: ")


def record(name, student, node, handed_in=""):
    """Otter keeps no book."""
