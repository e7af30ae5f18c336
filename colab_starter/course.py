"""Which notebooks a project has: lessons of the template, and a teacher's own.

`.colab-starter/course.json` remembers them with the answers, so that a notebook is added, and
everything renewed, without a word typed again. Of a teacher's notebooks the one in the project
is the source; where it came from is not remembered.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from colab_starter.answers import Answers
from colab_starter.intake import Taken, make_name, take, take_file
from colab_starter.lessons import list_choices, read_lessons
from colab_starter.manifest import find_gone
from colab_starter.record import read_record
from colab_starter.sources import KEPT, SourceError, split

# What a teacher says of imports that nobody else can know.
NOTES = "course.toml"
# Where a teacher's notebook stands in a project; the first is that of one with exercises.
PLACES = ("source/{name}/{name}.ipynb", "notebooks/{name}.ipynb")


@dataclass(frozen=True)
class Course:
    """The notebooks of a project, in order."""

    lessons: Mapping[str, Taken | None]
    """Name to a teacher's notebook, or None for a lesson of the template."""
    packages: Mapping[str, str] = field(default_factory=dict)
    """Module to what is installed for it, as the teacher wrote it."""
    template: str = ""
    """The address of the template, empty if it is a place on somebody's computer."""
    said: tuple[str, ...] = ()
    """What the person should read."""
    gone: frozenset[str] = frozenset()
    """Lessons of the template whose notebook a person deleted or renamed: not made again."""


def read_course(answers: Answers, project: Path, template: str = "") -> Course:
    """Return the notebooks that these answers name, with those that the project has already.

    A teacher's own are never left out: theirs may be the only copy. Raises SourceError.
    """
    record = read_record(project)
    items = split(answers.lesson)
    if KEPT in items and not record:
        raise SourceError(f"lesson is {KEPT!a}, but there is no project yet: name a lesson.")
    lessons: dict[str, Taken | None] = {}
    said: list[str] = []
    gone: set[str] = set()
    known = {name: own for name, own in record.get("lessons", {}).items() if is_name(name)}
    for name, own in known.items():
        if not own and (KEPT in items or name in items):
            lessons[name] = None
            if name not in items and find_gone(project, list_places(name)):
                gone.add(name)
                said.append(
                    f"{name}: you deleted or renamed its notebook, so it is not made again; "
                    f"`nox -s add -- {name}` brings it back."
                )
        elif own:
            take_again(name, project, lessons, said)
    for item in items:
        if item in list_choices():
            lessons.setdefault(item, None)
        elif item != KEPT and item not in lessons:
            take_new(item, project, lessons, said)
    if not lessons:
        raise SourceError("There is no notebook left in this project: name a lesson.")
    address = template if is_shared(template) else record.get("template", "")
    return Course(lessons, read_notes(project), address, tuple(said), frozenset(gone))


def take_again(name: str, project: Path, lessons: dict[str, Taken | None], said: list[str]) -> None:
    """Add a teacher's notebook that is in the project; say so if it is gone."""
    path = find_in_place(name, project)
    if path is None:
        said.append(f"{name}: the notebook is gone, so nothing is made of it any more.")
    else:
        lessons[name] = take_file(path, in_place=True)


def take_new(item: str, project: Path, lessons: dict[str, Taken | None], said: list[str]) -> None:
    """Add the notebooks at a path or an address; the one in the project stays the source."""
    new: dict[str, Taken] = {}
    for taken in take(item):
        name = taken.name
        if name in read_lessons():
            raise SourceError(f"{name} is the name of a lesson of the template: rename yours.")
        if name in new:
            raise SourceError(f"Two notebooks would be called {name}: rename one of them.")
        new[name] = taken
    for name, taken in new.items():
        there = lessons.get(name)
        if there and not there.in_place:
            raise SourceError(f"Two notebooks would be called {name}: rename one of them.")
        if there is None:
            lessons[name] = taken
            off = f"; taken off are {', '.join(taken.stripped)}" if taken.stripped else ""
            said.append(f"{taken.file} is in the project as {name}{off}.")
        elif taken.folder is None or find_in_place(name, project).parent != taken.folder:
            said.append(
                f"{name}: it is in the project already, and that notebook is the source now. To "
                f"take the other one, delete {find_in_place(name, project).name} there first."
            )


def find_in_place(name: str, project: Path) -> Path | None:
    """Return where a teacher's notebook stands in the project."""
    paths = [project / place for place in list_places(name)]
    return next((path for path in paths if path.is_file()), None)


def list_places(name: str) -> list[str]:
    """Return where a notebook of this name can stand in a project."""
    return [place.format(name=name) for place in PLACES]


def is_name(name: str) -> bool:
    """Return whether a name of the record can be a notebook's, not a path to somewhere else."""
    return name in read_lessons() or name == make_name(name)


def write_record(answers: Answers, course: Course) -> str:
    """Return the record of a project."""
    kept = {key: value for key, value in asdict(answers).items() if key != "lesson"}
    lessons = {name: taken is not None for name, taken in course.lessons.items()}
    record = {"answers": kept, "lessons": lessons, "template": course.template}
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def is_shared(template: str) -> bool:
    """Return whether a template's address leads others to it, too, as `gh:org/name` does."""
    shared = ("https://", "git+https://", "ssh://", "git@", "gh:", "gl:", "bb:")
    return template.startswith(shared)


def read_notes(project: Path) -> dict[str, str]:
    """Return what the teacher wrote of imports; raises SourceError for what is no TOML."""
    try:
        notes = tomllib.loads((project / NOTES).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SourceError(f"{NOTES} cannot be read: {error}.") from error
    packages = notes.get("packages", {})
    if not isinstance(packages, dict) or not all(isinstance(one, str) for one in packages.values()):
        raise SourceError(f'{NOTES}: below [packages] each line is a name = "what pip installs".')
    return packages
