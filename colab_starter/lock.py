"""The lock of a project: what Colab had when its notebooks were last tested."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from colab_starter import ROOT
from colab_starter.answers import Answers
from colab_starter.check.image.colab_check import LOCK, MADE, find_named, read_wanted
from colab_starter.check.image.lock import read_lock, write_lock
from colab_starter.check.image.needed import OF_THE_KERNEL
from colab_starter.check.tables import colab_version, normal
from colab_starter.prepared import Prepared

LOCKS = ROOT / "colab"


def name_only(requirement: str) -> str:
    """Return a requirement without its version, with its marker."""
    name, _, marker = requirement.partition(";")
    bare = re.split(r"[=<>!~]", name)[0].strip()
    return f"{bare} ; {marker.strip()}" if marker else bare


def copy_lock(answers: Answers, notebooks: list[Prepared]) -> dict[str, str]:
    """Return the lock for these answers: path inside the project to text.

    A teacher's notebooks import more: what Colab has of that is added.
    """
    name = f"lock-{answers.framework}-{answers.accelerator}.txt"
    lock = read_lock((LOCKS / name).read_text("utf-8"))
    packages = [normal(pin) for one in notebooks for pin in one.pins if not re.search("[=;@]", pin)]
    own = {one: colab_version(one, lock.kind) for one in packages if one not in OF_THE_KERNEL}
    extra = {one: v for one, v in own.items() if v and v != "?" and one not in lock.colab}
    added = replace(lock, colab={**lock.colab, **extra})
    return {LOCK: write_lock(added, MADE)}


def keep_newer_lock(project: Path, files: dict[str, str | bytes]) -> None:
    """Leave the project's lock in the place of an older one, in place: its tests passed with it.

    After an answer changed, theirs may be of another machine, or lack what is new: then it goes.
    """
    try:
        text = (project / LOCK).read_text("utf-8")
    except (OSError, ValueError):
        return
    theirs, new = read_lock(text), read_lock(str(files[LOCK]))
    named = find_named(read_wanted(str(files["pyproject.toml"])))
    has_all = named & {*new.colab, *new.other} <= {*theirs.colab, *theirs.other}
    if theirs.date > new.date and theirs.kind == new.kind and has_all:
        files[LOCK] = text
