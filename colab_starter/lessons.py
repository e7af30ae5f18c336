"""The lessons of `template/`: a folder with a `lesson.toml` is one.

The file says what the lesson needs of the outside, so that nothing outside of the folder
has to name it. Only the standard library is imported here.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from colab_starter import ROOT
from colab_starter.sources import read_title, split

TEMPLATE = ROOT / "template"
FILE = "lesson.toml"
FRAME = "frame"


@dataclass(frozen=True)
class Lesson:
    """A notebook to be, as its `lesson.toml` describes it."""

    name: str
    about: str
    """One line for the README."""
    title: str = "My course on Colab"
    """What the question for a title suggests."""
    description: str = ""
    """The same for the sentence below it."""
    companion: bool | tuple[str, ...] = False
    """Whether it stands beside every other lesson, or beside which; it cannot be chosen."""
    frameworks: tuple[str, ...] = ()
    """The answers to `framework` that it offers; none: it uses no framework."""
    accelerators: tuple[str, ...] = ()
    """The answers to `accelerator` that it offers; none: it runs on any."""
    refused: tuple[Mapping[str, str], ...] = ()
    """Answers that do not go together, and `because`, the sentence that says why."""
    packages: tuple[Mapping[str, object], ...] = ()
    """Imported module to what is installed for it: `name==version`, or several with markers, the
    last under the name that the notebook installs. `for`, if it is there, says with which
    answers."""
    moved: Mapping[str, str] = field(default_factory=dict)
    """Sections of the frame, and under which names they stand among the lesson's own."""
    seconds: Mapping[str, float] = field(default_factory=dict)
    """What the cells of a section take where they were measured, by the section's name."""
    test: Mapping[str, object] = field(default_factory=dict)
    """How a test runs it: `settings`, the least `accuracy` of its report, `minutes`, or `skip`,
    and the `packages` that only a test needs."""


def read_lessons() -> dict[str, Lesson]:
    """Return all lessons by name, sorted. Raises OSError, TOMLDecodeError, TypeError."""
    return read_folder(TEMPLATE)


@functools.cache
def read_folder(template: Path) -> dict[str, Lesson]:
    """Return the lessons of a folder by name, sorted."""
    files = sorted(template.glob(f"*/{FILE}"))
    return {path.parent.name: read_lesson(path) for path in files}


def read_lesson(path: Path) -> Lesson:
    """Return the lesson that this `lesson.toml` describes."""
    text = tomllib.loads(path.read_text("utf-8"))
    lists = {key: tuple(value) for key, value in text.items() if isinstance(value, list)}
    return Lesson(name=path.parent.name, **{**text, **lists})


@functools.cache
def read_frame_packages() -> tuple[Mapping[str, object], ...]:
    """Return what the frame's own cells import, in the form of `Lesson.packages`."""
    path = ROOT / "template" / FRAME / "frame.toml"
    return tuple(tomllib.loads(path.read_text("utf-8"))["packages"])


def choose_packages(name: str, answers: Mapping[str, str]) -> dict[str, list[str]]:
    """Return what a notebook imports with these answers: module to requirements (PEP 508).

    Without an answer to a question, what any answer to it needs.
    """
    chosen: dict[str, list[str]] = {}
    for packages in (*read_lessons()[name].packages, *read_frame_packages()):
        wanted = packages.get("for", {})
        if all(key not in answers or answers[key] in as_list(one) for key, one in wanted.items()):
            chosen |= {key: as_list(pin) for key, pin in packages.items() if key != "for"}
    return chosen


def name_package(requirements: list[str]) -> str:
    """Return the name under which a notebook installs a package."""
    return re.split(r"[=<>!~;\s\[]", requirements[-1])[0]


def list_pins(names: list[str], answers: Mapping[str, str]) -> list[str]:
    """Return what these notebooks need, each requirement once, sorted."""
    chosen = [choose_packages(name, answers) for name in names]
    pins = {pin for packages in chosen for pins in packages.values() for pin in pins}
    return sorted(pins.union(*(read_lessons()[name].test.get("packages", []) for name in names)))


def as_list(value: object) -> list[str]:
    """Return a list as it is, and anything else as the only element of one."""
    return value if isinstance(value, list) else [value]


def suggest(answer: str, key: str) -> str:
    """Return the `title` or `description` of the first lesson of an answer, or what any has."""
    name = next(iter(split(answer)), "")
    usual = getattr(read_lessons().get(name, Lesson(name, "")), key)
    return (read_title(name) or usual) if key == "title" and name not in read_lessons() else usual


def list_companions(names: Collection[str]) -> dict[str, str]:
    """Return the companions of these lessons, each with the first that it stands beside.

    Those that stand beside every lesson come last, with "".
    """
    companions = [lesson for lesson in read_lessons().values() if lesson.companion]
    some = {
        lesson.name: name
        for lesson in companions
        if lesson.companion is not True
        for name in reversed([*names])
        if name in lesson.companion
    }
    return some | {lesson.name: "" for lesson in companions if lesson.companion is True}


def list_choices() -> list[str]:
    """Return the names of the lessons that can be chosen."""
    return [lesson.name for lesson in read_lessons().values() if not lesson.companion]
