"""What changed between the image that a project was tested with, and a new one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from ..tables import normal, read_colab
from .image import Image
from .lock import Lock

# What is no package.
SYSTEM_NAMES = ("Python", "Ubuntu")


@dataclass(frozen=True)
class Change:
    """One thing that a notebook needs, before and after; empty where it is not on Colab."""

    name: str
    before: str
    after: str
    perhaps: str = ""
    """The name under which the new list may have what is gone."""

    def key(self) -> str:
        """Return what tells this change from others that can break a notebook."""
        is_system = self.name in SYSTEM_NAMES
        before, after = (shorten(v) if is_system else v for v in (self.before, self.after))
        return f"{self.name}: {before} -> {after}"

    def sentence(self) -> str:
        """Return it in words."""
        if self.before and self.after:
            return f"{self.name}: {self.before} became {self.after}."
        if self.after:
            return f"{self.name}: {self.after}, not tested so far."
        gone = f"{self.name}: Colab no longer has it (it had {self.before}), so the install cell fetches it."
        return f"{gone} Perhaps it is called {self.perhaps} now." if self.perhaps else gone


def compare(lock: Lock, image: Image, needed: Iterable[str]) -> list[Change]:
    """Return what changed of Python, Ubuntu, and the packages that the notebooks import."""
    pairs = ((lock.python, image.python), (lock.ubuntu, image.ubuntu))
    systems = [Change(name, *pair) for name, pair in zip(SYSTEM_NAMES, pairs, strict=True)]
    changes = [one for one in systems if shorten(one.before) != shorten(one.after)]
    for name in needed:
        before, after = lock.colab.get(name, ""), image.freeze.get(name, "")
        if before != after:
            perhaps = "" if after else find_new_name(name, image)
            changes.append(Change(name, before, after, perhaps))
    return changes


def shorten(version: str) -> str:
    """Return the part of a version of Python or Ubuntu that can break a notebook: `3.13`."""
    return ".".join(version.split(".")[:2])


def find_new_name(name: str, image: Image) -> str:
    """Return a package of the new list that no list had before, and that is called alike."""
    new = [one for one in image.freeze if one not in set(list_known())]
    alike = [one for one in new if name in one.split("-") or one in name.split("-")]
    return next(iter(get_close_matches(name, new, 1, 0.7) or alike), "")


def list_known() -> Iterator[str]:
    """Yield the packages that Colab had when this project was made."""
    for many in read_colab().values():
        yield from (normal(one.package) for one in many)
