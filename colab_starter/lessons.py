"""The lessons of `template/`: a folder with a `lesson.toml` is one.

The file says what the lesson needs of the outside, so that nothing outside of the folder
has to name it. Only the standard library is imported here.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "template"
FILE = "lesson.toml"
FRAME = "frame"


@dataclass(frozen=True)
class Lesson:
    """A notebook to be, as its `lesson.toml` describes it."""

    name: str
    about: str
    """One line for the README."""
    companion: bool = False
    """Whether it stands beside every other lesson, and cannot be chosen."""
    frameworks: tuple[str, ...] = ()
    """The answers to `framework` that it offers; none: it uses no framework."""
    accelerators: tuple[str, ...] = ()
    """The answers to `accelerator` that it offers; none: it runs on any."""
    refused: tuple[Mapping[str, str], ...] = ()
    """Answers that do not go together, and `because`, the sentence that says why."""
    packages: tuple[Mapping[str, str], ...] = ()
    """Imported module to installed package; `when`, if it is there, says for which answers."""
    test: Mapping[str, object] = field(default_factory=dict)
    """How a test runs it: `settings`, the least `accuracy` of its report, `minutes`, or `skip`."""


@functools.cache
def read_lessons(template: Path = TEMPLATE) -> dict[str, Lesson]:
    """Return all lessons by name, sorted. Raises OSError, TOMLDecodeError, TypeError."""
    files = sorted(template.glob(f"*/{FILE}"))
    return {path.parent.name: read_lesson(path) for path in files}


def read_lesson(path: Path) -> Lesson:
    """Return the lesson that this `lesson.toml` describes."""
    text = tomllib.loads(path.read_text("utf-8"))
    lists = {key: tuple(value) for key, value in text.items() if isinstance(value, list)}
    return Lesson(name=path.parent.name, **{**text, **lists})


@functools.cache
def read_frame_packages(template: Path = TEMPLATE) -> tuple[Mapping[str, str], ...]:
    """Return what the frame's own cells import, in the form of `Lesson.packages`."""
    path = template / FRAME / "frame.toml"
    return tuple(tomllib.loads(path.read_text("utf-8"))["packages"]) if path.exists() else ()


def list_choices() -> list[str]:
    """Return the names of the lessons that can be chosen."""
    return [lesson.name for lesson in read_lessons().values() if not lesson.companion]
