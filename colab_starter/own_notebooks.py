"""A teacher's notebook, understood: its exercises, its imports, the files beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode

from colab_starter import editions
from colab_starter.answers import Answers
from colab_starter.assemble import COLAB
from colab_starter.check.files_beside import find_files, local_names
from colab_starter.check.imports import plan_install
from colab_starter.dialects import canonicalize
from colab_starter.dialects.leftovers import says_secret
from colab_starter.escape import OwnText
from colab_starter.framing import own_cells, section_of
from colab_starter.intake import Taken
from colab_starter.marks import part_of, takes_part
from colab_starter.prepared import LESSON, PARTICIPANT, RELEASE, SOLVED, SOURCE, WORKSHOP, Edition
from colab_starter.sections import LessonError

# Stands for a cell of the frame where cells are counted.
NOTHING = NotebookNode(cell_type="raw", source="", metadata={})


@dataclass(frozen=True)
class Neighbour:
    """A notebook that another one links to."""

    title: str
    address: OwnText


@dataclass
class Own:
    """A teacher's notebook with its exercises understood, before any edition is made of it."""

    taken: Taken
    cells: list[NotebookNode]
    """Its own and, if it comes from the project, those of the frame; with marks of ours."""
    requirements: dict[str, str] = field(default_factory=dict)
    """Module to what is installed for it."""
    files: dict[str, bytes] = field(default_factory=dict)
    """What stands beside it and is named in it: relative path to content."""
    for_teachers: set[str] = field(default_factory=set)
    """Which of these are named only in solutions and hidden tests."""
    said: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Return its first heading, its name if there is none."""
        for cell in self.cells:
            found = re.search(r"^#\s+(.+?)\s*#*$", cell.source, re.MULTILINE)
            if cell.cell_type == "markdown" and found and section_of(cell) is None:
                return found[1]
        return self.taken.name

    @property
    def has_exercises(self) -> bool:
        """Return whether there are several editions of it."""
        return any(takes_part(cell) for cell in own_cells(self.cells))


def understand(taken: Taken, answers: Answers, packages: Mapping[str, str]) -> Own:
    """Return the notebook with its exercises, imports and files understood.

    `packages` is what the teacher wrote of imports. Raises LessonError, with the number of the
    cell, for what is in doubt.
    """
    file = f"{taken.name}.ipynb"
    cells, offered = read_marks(taken.node.cells, file, answers)
    own = Own(taken, cells, said=[f"{file}: {sentence}" for sentence in offered])
    own.said += say_exercises(own, answers) if not taken.in_place else []
    if own.has_exercises and answers.project_type == "starter":
        raise LessonError(
            f"{file} has exercises with solutions, and a starter would publish them: choose "
            "project_type=assignment or project_type=workshop."
        )
    local: set[str] = set()
    theirs = [NOTHING if section_of(cell) else cell for cell in taken.node.cells]
    if taken.folder:
        found = find_files(theirs, taken.folder)
        own.files = {name: (taken.folder / name).read_bytes() for name in found.files}
        own.for_teachers = find_for_teachers(own)
        own.said += [f"{file}, {sentence}" for sentence in found.sentences]
        local = local_names(taken.folder, theirs)
    if own.for_teachers:
        names = ", ".join(sorted(own.for_teachers))
        own.said.append(f"{file}: only solutions or hidden tests name {names}: students get none.")
    if taken.language == "python":
        own.requirements, asked = plan_install(theirs, local, packages)
        own.said += [f"{file}, {sentence}" for sentence in asked]
    return own


def say_exercises(own: Own, answers: Answers) -> list[str]:
    """Return what was understood of the marks of a notebook that is new."""
    file, count = own.taken.name, sum(part_of(cell) == "answer" for cell in own.cells)
    if answers.project_type == "starter":
        return []
    if not count:
        return [f"{file}: it has no marked exercises, so it is made as a starter."]
    if answers.project_type == "workshop":
        return [f"{file}: exercises found: {count}."]
    return [
        f"{file}: exercises found: {count}. In source/ they have the marks of {answers.grading}."
    ]


def find_for_teachers(own: Own) -> set[str]:
    """Return the files beside the notebook that students need for nothing, and must not see."""
    if not own.has_exercises:
        return set()
    opened = editions.starter(NotebookNode(cells=own_cells(own.cells), metadata={}))
    return own.files.keys() - set(find_files(opened.cells, own.taken.folder).files)


def read_marks(
    cells: list[NotebookNode], file: str, answers: Answers
) -> tuple[list[NotebookNode], list[str]]:
    """Return the cells with canonical marks, and what is offered; raises LessonError.

    A starter has one edition, which shows everything: what only looks like a solution there is
    said, for nothing can be taken out of it.
    """
    try:
        is_starter = answers.project_type == "starter"
        found, offered = read_open_marks(cells) if is_starter else canonicalize(cells)
    except ValueError as error:
        raise LessonError(f"{file}, {quote_cell(str(error), cells)}") from error
    return found, [quote_cell(sentence, cells) for sentence in offered]


def read_open_marks(cells: list[NotebookNode]) -> tuple[list[NotebookNode], list[str]]:
    """Return what `canonicalize` does; cells in doubt, but without a solution's mark, stay.

    Raises ValueError for a cell that marks what is not to be shown.
    """
    rest, doubtful = list(cells), []
    while True:
        try:
            found, offered = canonicalize(rest)
            break
        except ValueError as error:
            doubtful.append(find_doubtful(error, rest))
            rest[doubtful[-1] - 1] = NOTHING
    if doubtful and not any(map(takes_part, found)):
        found = cells
        more = f" and {len(doubtful) - 1} more like it" if doubtful[1:] else ""
        offered.append(
            f"cell {min(doubtful)}{more} may show a solution, and a starter publishes all cells as "
            "they are."
        )
    return found, offered


def find_doubtful(error: ValueError, cells: list[NotebookNode]) -> int:
    """Return the number of the cell that a sentence refuses; raises ValueError if it is right to."""
    number = int(re.match(r"cell (\d+)", str(error))[1])
    if cells[number - 1] is NOTHING:
        raise error
    if says_secret(cells[number - 1]):
        raise ValueError(
            f"cell {number}: it marks a solution or hidden tests, and a starter would publish "
            "them: choose project_type=assignment or project_type=workshop, or take the marks out."
        ) from error
    return number


def quote_cell(sentence: str, cells: list[NotebookNode]) -> str:
    """Return the sentence with how its cell begins, for no program shows the number of a cell."""
    named = re.match(r"cell (\d+)", sentence)
    lines = cells[int(named[1]) - 1].source.split("\n") if named else []
    first = next((line.strip() for line in lines if line.strip()), "")
    if not first:
        return sentence
    return f'{named[0]} ("{first[:40]}"){sentence[named.end() :]}'


def choose_own(own: Own, answers: Answers) -> list[Edition]:
    """Return the editions of a teacher's notebook, its source first."""
    if not own.has_exercises:
        return [Edition("starter", LESSON, LESSON, editions.starter, in_place=True)]
    if answers.project_type == "workshop":
        opened, made = PARTICIPANT, WORKSHOP
    else:
        _, release = editions.GRADERS[answers.grading]
        opened, made = RELEASE, [Edition("release", RELEASE, RELEASE, release), SOLVED]
    return [Edition("source", SOURCE, opened, editions.starter, in_place=True), *made]


def find_neighbour(own: Own, answers: Answers) -> Neighbour:
    """Return how another notebook links to this one."""
    opened = choose_own(own, answers)[0].opened.format(name=own.taken.name)
    address = COLAB.format(github_repo=answers.github_repo)
    return Neighbour(own.title, OwnText(f"{address}/{opened}"))
