"""What nbgrader does for one assignment: make the students' notebook, and give marks.

Everything that grading needs lies in `build/NAME/`, a course of nbgrader's with a gradebook of
its own. `gradebook.db` of the project is for the Formgrader, where a person gives points.
"""

import functools
import logging
import re
import shutil
import sys
from importlib.metadata import version
from pathlib import Path

import nbformat
from nbgrader import utils
from nbgrader.api import Gradebook
from nbgrader.preprocessors import LimitOutput, SaveAutoGrades
from traitlets.config.loader import PyFileConfigLoader

from grading import by_hand, headings, programs, servers
from grading.assignments import left_by_a_run, notebook_of
from grading.formgrader import BOOK, name_exercise
from grading.problem import Problem
from grading.results import Exercise

VERSION = f"nbgrader {version('nbgrader')}"
CONFIG = "nbgrader_config.py"
GIVEN, DONE = "notebook.ipynb", "executed.ipynb"
OUTPUTS = (DONE,)
THEIRS = "One of the tests that only your teacher has fails: try other values."
COMMAND = [sys.executable, "-P", str(Path(__file__).with_name("execute.py").resolve())]


def build(name, folder):
    """Make the students' notebook, and what grading needs, in `folder`; return the notebook.

    Raises Problem where nbgrader refuses the teacher's notebook.
    """
    lay_out(name, folder)
    programs.run("nbgrader", "generate_assignment", name, "--force", folder=folder, name=name)
    return student_of(name, folder)


def student_of(name, built):
    """Return where nbgrader puts the students' notebook."""
    return notebook_of(built / "release", name)


def lay_out(name, folder):
    """Copy into a folder what nbgrader reads to make one assignment."""
    for file in (CONFIG, "pyproject.toml"):
        shutil.copyfile(file, folder / file)
    shutil.copytree("grading", folder / "grading", ignore=shutil.ignore_patterns("__pycache__"))
    ignored = shutil.ignore_patterns(*left_by_a_run())
    shutil.copytree(Path("source", name), folder / "source" / name, ignore=ignored)


def publish(name, built):
    """Tell the Formgrader's gradebook of a new release.

    nbgrader adds and removes no cells of an assignment that has submissions: those are taken
    out, and come back with the next `grade`, which finds the tests changed. What a person gave
    is kept in by_hand.csv, and the old gradebook beside the new one.
    """
    options = [
        f"--db=sqlite:///{Path(BOOK).resolve()}",
        "--CourseDirectory.release_directory=again",
    ]
    words = ["generate_assignment", name, "--force", *options]
    try:
        programs.run("nbgrader", *words, folder=built, name=name)
    except Problem:
        by_hand.keep(name)
        kept = next(path for n in range(1, 1000) if not (path := Path(f"{BOOK}.{n}")).exists())
        shutil.copyfile(BOOK, kept)
        print(f"{name}: other cells than before; the Formgrader's old gradebook is kept as {kept}.")
        with open_book() as book:
            book.remove_assignment(name)
        programs.run("nbgrader", *words, folder=built, name=name)
    shutil.rmtree(built / "again")


def open_book(path=BOOK):
    """Return a gradebook; it is closed by `with`."""
    return Gradebook(f"sqlite:///{Path(path).resolve()}")


def prepare(name, student, path, built):
    """Return the files that `COMMAND` needs to grade a submission: name to bytes.

    Raises Problem for what is no notebook of this assignment. Nothing of it is run.
    """
    try:
        node = nbformat.read(path, as_version=4)
        node = sanitize(node, name, student, built)
        servers.leave_closed(node)
    except Exception as error:  # of nbformat or nbgrader, for what a student handed in
        raise Problem(
            f"This is not a notebook that nbgrader can read: {one_line(error)}"
        ) from error
    source = built / "source" / name
    files = {
        beside.relative_to(source).as_posix(): beside.read_bytes()
        for beside in source.rglob("*")
        if beside.is_file() and beside.suffix != ".ipynb"
    }
    return {**files, GIVEN: nbformat.writes(node).encode()}


def sanitize(node, name, student, built):
    """Return a submission with the graded cells as the teacher wrote them, tests included."""
    logging.getLogger("traitlets").setLevel(logging.ERROR)
    config = load_config(built)
    resources = describe(name, student, built / BOOK)
    for step in config.Autograde.sanitize_preprocessors:
        node, resources = step(config=config).preprocess(node, resources)
    return node


@functools.cache
def load_config(folder):
    """Return the settings of nbgrader in a folder."""
    return PyFileConfigLoader(CONFIG, path=str(folder)).load_config()


def describe(name, student, book):
    """Return what nbgrader's steps want to know of a notebook."""
    url = f"sqlite:///{Path(book).resolve()}"
    names = {"assignment": name, "notebook": name, "student": student, "db_url": url}
    return {"nbgrader": names, "unique_key": name, "metadata": {}}


def read(name, files, outputs, built):
    """Return the exercises with their points, and the executed notebook.

    `files` went in, `outputs` came back. Raises Problem if the cells that count are others.
    """
    before = nbformat.reads(files[GIVEN].decode(), as_version=4)
    node = nbformat.reads(outputs[DONE].decode(), as_version=4)
    if [cell.source for cell in before.cells] != [cell.source for cell in node.cells]:
        raise Problem("Its code changed the notebook while it ran: look at it yourself.")
    for cell in filter(utils.is_grade, node.cells):
        if cell.cell_type == "code":  # nbgrader takes a warning for a failure
            cell.outputs = [one for one in cell.outputs if one.get("name") != "stderr"]
    return group(node, read_titles(notebook_of(built / "source", name))), node


def read_titles(path):
    """Return the heading above each graded cell of the teacher's notebook, by the cell's name."""
    cells = nbformat.read(path, as_version=4).cells
    graded = [(number, cell) for number, cell in enumerate(cells) if utils.is_grade(cell)]
    names = {number: cell.metadata.nbgrader["grade_id"] for number, cell in graded}
    return {name: headings.find(cells[:number], "") for number, name in names.items()}


def group(node, titles):
    """Return the exercises of an executed notebook: their graded cells, added up."""
    exercises = {}
    for cell in filter(utils.is_grade, node.cells):
        by = "person" if utils.is_solution(cell) else "program"
        grade_id = cell.metadata.nbgrader["grade_id"]
        name = name_exercise(grade_id)
        if name in exercises and exercises[name].by != by:
            name = grade_id
        title = titles.get(grade_id) or name
        one = exercises.setdefault(name, Exercise(name, title, 0, 0, by))
        points, maximum = utils.determine_grade(cell)
        one.maximum += maximum
        one.points = None if points is None or one.points is None else one.points + points
        if by == "program" and points is not None and points < maximum:
            one.hint = one.hint or explain(cell)
    return list(exercises.values())


def explain(cell):
    """Return what a failed test said, unless students must not read it."""
    errors = [one for one in cell.get("outputs", []) if one.output_type == "error"]
    if not errors:
        return ""
    if re.search(r"BEGIN\s+HIDDEN\s+TEST", cell.source, re.IGNORECASE):
        return THEIRS
    error = errors[0]
    is_hint = error.ename == "AssertionError" and error.evalue
    return error.evalue if is_hint else f"{error.ename}: {one_line(error.evalue)}"


def record(name, student, node, handed_in=""):
    """Put a graded submission where the Formgrader finds it; points of a person stay."""
    timestamp = {"timestamp": utils.parse_utc(handed_in)} if handed_in else {}
    with open_book() as book:
        book.update_or_create_student(student)
        book.update_or_create_submission(name, student, **timestamp)
    resources = describe(name, student, BOOK)
    for step in (LimitOutput, SaveAutoGrades):
        node, resources = step().preprocess(node, resources)
    path = Path("autograded", student, name, f"{name}.ipynb")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(node), encoding="utf-8")


def one_line(error):
    """Return the first line of an error's text, not too long."""
    return next(iter(str(error).strip().split("\n")), "")[:200]
