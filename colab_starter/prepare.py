"""Each notebook of a course, read and understood, with the editions that are made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from nbformat import NotebookNode

from colab_starter import editions
from colab_starter.answers import Answers, adapt
from colab_starter.assemble import finish, read_lesson_notebook
from colab_starter.course import Course
from colab_starter.escape import OwnText
from colab_starter.lessons import choose_packages, list_companions, list_pins, read_lessons
from colab_starter.marks import takes_part
from colab_starter.prepared import RELEASE, SOLVED, SOURCE, STARTER, WORKSHOP, Edition, Prepared


def prepare(answers: Answers, course: Course, said: list[str]) -> Iterator[Prepared]:
    """Yield the notebooks of a course in order, companions last; add to `said` what to read.

    Raises LessonError.
    """
    own, made = {}, {}
    if any(course.lessons.values()):
        from colab_starter.prepare_own import prepare_own  # loads what only they need

        own = prepare_own(course, answers, said)
    for name in course.lessons:
        if name in own:
            yield own[name]
            continue
        adapted, sentences = adapt(answers, name)
        said += sentences
        notebook = prepare_lesson(name, adapted)
        if notebook.editions == STARTER and answers.project_type != "starter":
            said.append(f"The lesson {name} has no exercises: it is made as a starter.")
        made[name] = adapted
        yield notebook
    first = next(iter(made.values()), answers)
    for name, beside in list_companions(made).items():
        yield prepare_lesson(name, adapt(made.get(beside, first), name)[0])


def prepare_lesson(name: str, answers: Answers) -> Prepared:
    """Return a lesson of the template; raises LessonError."""
    described = read_lessons()[name]
    lesson = read_lesson_notebook(name, answers)
    return Prepared(
        name=name,
        about=OwnText(described.about),
        lesson=lesson,
        answers=answers,
        editions=choose_editions(lesson, answers),
        finish=finish,
        modules=frozenset(choose_packages(name, asdict(answers))),
        pins=list_pins([name], asdict(answers)),
        companion=bool(described.companion),
    )


def choose_editions(lesson: NotebookNode, answers: Answers) -> list[Edition]:
    """Return the editions to make of a lesson: what its cells carry decides, not its name."""
    if answers.project_type == "starter" or not any(map(takes_part, lesson.cells)):
        return STARTER
    if answers.project_type == "workshop":
        return WORKSHOP
    source, release = editions.GRADERS[answers.grading]
    return [
        Edition("source", SOURCE, RELEASE, source),
        Edition("release", RELEASE, RELEASE, release),
        SOLVED,
    ]
