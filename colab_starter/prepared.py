"""A notebook of the course, and where the editions that are made of it lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from nbformat import NotebookNode

from colab_starter import editions
from colab_starter.answers import Answers


class Edition(NamedTuple):
    """One of the notebooks that are made of a lesson."""

    role: str
    """starter, source, release, solutions, leader or participant."""
    file: str
    """Where it lies in the project."""
    opened: str
    """Which notebook its badge opens."""
    make: Callable[[NotebookNode], NotebookNode]
    in_place: bool = False
    """Whether a teacher's own notebook stands there, which is renewed, not replaced."""


LESSON = "notebooks/{name}.ipynb"
LEADER = "notebooks/{name}_leader.ipynb"
PARTICIPANT = "notebooks/{name}_participant.ipynb"
SOURCE = "source/{name}/{name}.ipynb"
RELEASE = "release/{name}/{name}.ipynb"
SOLUTIONS = "solutions/{name}/{name}.ipynb"
STARTER = [Edition("starter", LESSON, LESSON, editions.starter)]
SOLVED = Edition("solutions", SOLUTIONS, SOLUTIONS, editions.solutions)
WORKSHOP = [
    Edition("participant", PARTICIPANT, PARTICIPANT, editions.participant),
    Edition("leader", LEADER, LEADER, editions.leader),
]


@dataclass(frozen=True)
class Prepared:
    """A notebook of the course."""

    name: str
    about: str
    """One line for the README."""
    lesson: NotebookNode
    """The whole of it, with canonical marks."""
    answers: Answers
    """The answers that count for it."""
    editions: list[Edition]
    finish: Callable[[NotebookNode, str, Answers], NotebookNode]
    modules: frozenset[str]
    """What it imports and installs."""
    pins: list[str]
    """What a test of it installs."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What stands beside it: relative path to content."""
    for_teachers: frozenset[str] = frozenset()
    """Which of these students do not get."""
    companion: bool = False
    has_twin: bool = True
