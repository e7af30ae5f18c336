"""The teacher's notebooks of a course, framed, with the editions that are made of them."""

from __future__ import annotations

from collections.abc import Mapping

import nbformat

from colab_starter.answers import Answers
from colab_starter.assemble_own import finish_own
from colab_starter.check.imports import find_imports
from colab_starter.check.tables import STANDARD, find_package
from colab_starter.course import Course
from colab_starter.editions import CATCH_UP
from colab_starter.framing import own_cells
from colab_starter.intake import without_outputs
from colab_starter.marks import part_of
from colab_starter.own_frame import make_frame, read_sections
from colab_starter.own_notebooks import (
    Neighbour,
    Own,
    choose_own,
    find_neighbour,
    read_marks,
    understand,
)
from colab_starter.own_source import keep_grading, make_source
from colab_starter.prepared import Prepared


def prepare_own(course: Course, answers: Answers, said: list[str]) -> dict[str, Prepared]:
    """Return the teacher's notebooks of a course by name; add to `said` what to read.

    Raises LessonError.
    """
    taken = [one for one in course.lessons.values() if one is not None]
    owns = [understand(one, answers, course.packages) for one in taken]
    links = [None, *(find_neighbour(own, answers) for own in owns), None]
    return {
        own.taken.name: frame_own(own, answers, {"before": before, "after": after}, said)
        for own, before, after in zip(owns, links, links[2:])
    }


def frame_own(
    own: Own, answers: Answers, neighbours: Mapping[str, Neighbour | None], said: list[str]
) -> Prepared:
    """Return a notebook with its frame, which links to its neighbours; raises LessonError."""
    name, is_python = own.taken.name, own.taken.language == "python"
    sections = read_sections(own, answers, neighbours) if is_python else {}
    source, edited = make_source(own, make_frame(sections), answers)
    said += own.said
    said += [f"{name}.ipynb: you changed {one} of the frame, so it is left." for one in edited]
    source.cells = [without_outputs(cell) for cell in source.cells]
    cells, _ = read_marks(source.cells, f"{name}.ipynb in the project", answers)
    keep_grading(source.cells, cells)
    cells += [cell for made in sections.values() for cell in made if part_of(cell) == CATCH_UP]
    lesson = nbformat.from_dict({**source, "cells": cells})
    return Prepared(
        name=name,
        about=own.title,
        lesson=lesson,
        answers=answers,
        editions=[
            one._replace(make=lambda _: source) if one.in_place else one
            for one in choose_own(own, answers)
        ],
        finish=finish_own,
        modules=frozenset(own.requirements),
        pins=sorted(set(own.requirements.values())),
        files=own.files,
        for_teachers=frozenset(own.for_teachers),
        has_twin=is_python and not hides_module(own),
    )


def hides_module(own: Own) -> bool:
    """Return whether Python would take a script of the notebook's name for another module."""
    name = own.taken.name
    imported = find_imports(own_cells(own.taken.node.cells))
    return name in STANDARD or name in imported or find_package(name) is not None
