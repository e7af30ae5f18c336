"""Template files in, rendered cells out.

A folder of `template/` is a lesson and its files, in the order of their names, are
its sections, each in jupytext's percent format:

    40_model.keras.py                       read only if `keras` is an answer
    30_exercise.assignment.workshop.py      two answers to one question: either will do
    # %% when="accelerator == 'gpu'"        the same for one cell, as a Jinja expression
    #: if accelerator == "gpu"              the same for lines, as Jinja line statements
    [= drive_folder =]                      an answer, inserted
    # %% question="windows"                 a question of the lesson's `questions.toml`

Jinja's own `{{` and `{%` are ordinary text here, as they are in Python and LaTeX.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from pathlib import Path

import jupytext
from jinja2 import Environment, FunctionLoader, StrictUndefined, Template, TemplateError
from nbformat import NotebookNode, from_dict
from nbformat.v4 import nbbase

from colab_starter import ROOT, lessons
from colab_starter.answers import QUESTIONS, Answers
from colab_starter.escape import OwnText, escape_markdown
from colab_starter.lessons import FRAME, choose_packages, name_package
from colab_starter.marks import OWN, OWN_KEYS, check_exercises, check_marks, marks_of, takes_part
from colab_starter.minutes import minutes, tell_minutes
from colab_starter.questions import FILES as QUESTION_FILES
from colab_starter.questions import Question, QuestionError, read_questions

CHOICES = {question: value for question, value in QUESTIONS.items() if isinstance(value, list)}
# Most cells have none of these, and Jinja need not read them.
MARKS = re.compile(r"\[=|^\s*#:", re.MULTILINE)
# What may stand inside a Python string literal without changing where it ends.
SAFE_IN_CODE = re.compile(r"[\w ./-]*")

# Longer lines of what a cell prints are broken, as its code is.
PRINTED = 72


class LessonError(ValueError):
    """A section that cannot become a notebook; the message names the file and the cell."""


def read_cells(notebook: str, answers: Answers) -> list[NotebookNode]:
    """Return the cells of the sections that the answers choose, rendered and checked, in order.

    Raises LessonError for what does not render, and for marks that are not in order.
    """
    packages = choose_packages(notebook, asdict(answers))
    context = describe_notebook(notebook, packages, questions=choose_questions(notebook, answers))
    cells = [
        cell
        for path in choose_sections(notebook, answers)
        for cell in read_section(path, answers, context)
    ]
    if answers.project_type != "starter" and not any(map(needs_editions, cells)):
        return read_cells(notebook, replace(answers, project_type="starter"))
    lesson = lessons.read_lessons().get(notebook)
    try:
        return check_exercises(tell_minutes(cells, lesson.seconds if lesson else {}))
    except ValueError as error:
        raise LessonError(str(error)) from error


def needs_editions(cell: NotebookNode) -> bool:
    """Return whether a lesson with this cell, not one of the frame, has several editions."""
    return takes_part(cell) and not marks_of(cell)["place"].startswith(f"template/{FRAME}/")


def describe_notebook(
    name: str, packages: Mapping[str, list[str]], **more: object
) -> dict[str, object]:
    """Return what a section may insert beside the answers.

    `[= notebook =]` is the name of the notebook that the cell is in, `packages` is what it
    imports and installs, `minutes` is what `colab_starter.minutes` counts.
    """
    installed = {module: name_package(pins) for module, pins in packages.items()}
    return {"notebook": OwnText(name), "packages": installed, "minutes": minutes, **more}


def choose_questions(notebook: str, answers: Answers) -> dict[str, Question]:
    """Return the questions of a lesson by name; raises LessonError for what cannot be asked."""
    try:
        files = (lessons.TEMPLATE / notebook).glob(QUESTION_FILES)
        return read_questions(choose_files(files, answers))
    except QuestionError as error:
        raise LessonError(f"template/{error}") from error


def read_section(
    path: Path, answers: Answers, context: Mapping[str, object]
) -> Iterator[NotebookNode]:
    """Yield the cells of one section that the answers choose."""
    name = path.relative_to(lessons.TEMPLATE.parent).as_posix()
    for number, parsed in enumerate(parse(path.read_text("utf-8")), start=1):
        place = f"{name}, cell {number}"
        cell = mark_place(parsed, place)
        try:
            if not is_chosen(cell, answers, context):
                continue
            if asked := marks_of(cell).get("question"):
                yield from ask(asked, cell, answers, context)
            else:
                yield render(check_marks(cell), answers, context)
        except (TemplateError, ValueError) as error:
            raise LessonError(f"{place}: {error}") from error


def mark_place(parsed: NotebookNode, place: str) -> NotebookNode:
    """Return a copy of a cell that knows where it was read, with our keys below one of ours."""
    own = {key: value for key, value in parsed.metadata.items() if key in OWN_KEYS}
    others = {key: value for key, value in parsed.metadata.items() if key not in OWN_KEYS}
    cell = from_dict({**parsed, "metadata": {**others, OWN: {**own, "place": place}}})
    del cell["id"]  # made at random
    return cell


def ask(
    name: str, cell: NotebookNode, answers: Answers, context: Mapping[str, object]
) -> Iterator[NotebookNode]:
    """Yield the cells of a question, in place of the empty cell that names it."""
    questions = context.get("questions", {})
    if name not in questions:
        known = ", ".join(sorted(questions)) or "none"
        raise ValueError(f"question={name!a} is not in questions.toml, which has {known}.")
    if cell.source:
        raise ValueError(f"the cell with question={name!a} must be empty: the table has its text.")
    around = (ROOT / "template" / FRAME / "question.jinja").read_text("utf-8")
    for parsed in parse(around):
        asked = mark_place(parsed, marks_of(cell)["place"])
        yield render(check_marks(asked), answers, {**context, "question": questions[name]})


@functools.cache
def parse(section: str) -> list[NotebookNode]:
    """Return the cells of a section's text; they belong to everybody and are not to be changed."""
    with cells_unvalidated():
        return jupytext.reads(section, fmt="py:percent").cells


@contextlib.contextmanager
def cells_unvalidated() -> Iterator[None]:
    """Keep nbformat from validating every cell that is made.

    That takes a twelfth of the whole time, and all of them are validated in their notebook.
    """
    validate, nbbase.validate = nbbase.validate, lambda node, ref=None: None
    try:
        yield
    finally:
        nbbase.validate = validate


def choose_sections(notebook: str, answers: Answers) -> list[Path]:
    """Return the section files of a notebook whose suffixes agree with the answers, in order.

    Those of the frame stand among those of the lesson; where both have a section of the same
    name, the lesson's takes the frame's place. A lesson's `moved` gives sections of the frame
    other names, and with them other places.
    """
    found: dict[str, list[Path]] = {}
    for folder in (lessons.TEMPLATE / FRAME, lessons.TEMPLATE / notebook):
        own: dict[str, list[Path]] = {}
        for path in folder.glob("*.py"):
            own.setdefault(name_section(path), []).append(path)
        found |= own
    lesson = lessons.read_lessons().get(notebook)
    moved = lesson.moved if lesson else {}
    return [
        path
        for name in sorted(found, key=lambda name: moved.get(name, name))
        for path in choose_files(found[name], answers)
    ]


def name_section(path: Path) -> str:
    """Return the name of the section that a file holds for some answers."""
    return path.name.split(".")[0]


def choose_files(paths: Iterable[Path], answers: Answers) -> list[Path]:
    """Return the files whose suffixes agree with the answers, sorted by name."""
    in_order = sorted(paths, key=lambda path: path.name)
    return [path for path in in_order if agrees(read_suffixes(path), answers)]


def read_suffixes(path: Path) -> set[str]:
    """Return the answers in a section's file name; raises LessonError for what is no answer."""
    suffixes = set(path.stem.split(".")[1:])
    if unknown := suffixes.difference(*CHOICES.values()):
        raise LessonError(f"{path.name}: {', '.join(unknown)} is no answer in cookiecutter.json")
    return suffixes


def agrees(suffixes: set[str], answers: Answers) -> bool:
    """Return whether every question that the suffixes speak of has one of them as its answer."""
    return all(
        getattr(answers, question) in suffixes
        for question, choices in CHOICES.items()
        if suffixes.intersection(choices)
    )


def is_chosen(cell: NotebookNode, answers: Answers, context: Mapping[str, object]) -> bool:
    """Return whether the cell's `when` holds; a cell without one is always chosen."""
    if condition := marks_of(cell).get("when"):
        return bool(compile_condition(condition)(**asdict(answers), **context))
    return True


@functools.cache
def compile_condition(condition: str) -> Callable[..., object]:
    """Return the function of the answers that a Jinja expression stands for."""
    return environment().compile_expression(condition)


def render(cell: NotebookNode, answers: Answers, context: Mapping[str, object]) -> NotebookNode:
    """Return the cell with answers inserted: text as typed, code as validated names."""
    if not MARKS.search(cell.source):
        return cell
    insert = escape_markdown if cell.cell_type == "markdown" else require_safe
    template = make_template(cell.source, insert)
    source = template.render(asdict(answers), **context)
    return NotebookNode({**cell, "source": source.strip("\n")})


@functools.cache
def make_template(text: str, insert: Callable[[str], str]) -> Template:
    """Return the Jinja template of a text; `insert` is applied to each inserted answer."""
    return environment(insert).from_string(keep_empty_lines(text))


def keep_empty_lines(text: str) -> str:
    """Return a text whose line statements do not swallow the empty lines below them.

    They do so unless there is something in these lines.
    """
    return re.sub(r"^(\s*#:.*)\n(?=\n)", r"\1\n[= nothing =]", text, flags=re.MULTILINE)


def require_safe(value: str) -> str:
    """Return `value` if it can stand in a string literal of a code cell, else raise ValueError."""
    if not SAFE_IN_CODE.fullmatch(value):
        raise ValueError(f"{value!r} may stand in text, not in code")
    return value


@functools.cache
def environment(insert: Callable[[str], str] = str) -> Environment:
    """Return the Jinja environment of the sections; `insert` is applied to each inserted answer."""
    made = Environment(
        loader=FunctionLoader(read_included),
        variable_start_string="[=",
        variable_end_string="=]",
        line_statement_prefix="#:",
        block_start_string="[%=",
        block_end_string="=%]",
        comment_start_string="[#=",
        comment_end_string="=#]",
        undefined=StrictUndefined,
        keep_trailing_newline=True,  # of an included text
        finalize=lambda value: value if isinstance(value, OwnText) else insert(value),
    )
    made.globals["nothing"] = OwnText("")
    made.filters.update(literal=write_literal, wrapped=wrap)
    return made


def read_included(name: str) -> str:
    """Return the text that a section includes, such as `frame/machine.jinja`."""
    return keep_empty_lines((lessons.TEMPLATE / name).read_text("utf-8"))


def write_literal(value: object) -> OwnText:
    """Return a text, a number, or a list of them as Python and Colab's forms write it."""
    return OwnText(json.dumps(value, ensure_ascii=False))


def wrap(text: str) -> list[str]:
    """Return the lines of a text that a cell prints."""
    return textwrap.wrap(text, PRINTED)
