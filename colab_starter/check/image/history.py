"""Since when a change is in Colab's lists, and the way back to before it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from .compare import Change, compare
from .freeze import Unreadable
from .image import LISTS, SYSTEMS, Image, read_image, show
from .lock import Lock

# A past runtime version, and below it the commit with its lists.
RUNTIME = re.compile(r"^### (\d{4}\.\d\d)$(?:(?!^### ).)*?/tree/([0-9a-f]{40})", re.M | re.S)


def find_since(
    clone: Path, lock: Lock, changes: Iterable[Change], needed: Collection[str]
) -> str | None:
    """Return the date of the first list after the lock's that has one of the changes."""
    keys = list_keys(changes)
    for image in read_after(clone, lock):
        if keys & list_keys(compare(lock, image, needed)):
            return image.date
    return None


def list_keys(changes: Iterable[Change]) -> set[str]:
    """Return what tells these changes from others."""
    return {one.key() for one in changes}


def read_after(clone: Path, lock: Lock) -> Iterator[Image]:
    """Yield the images after that of a lock, the oldest first, without lists cut off."""
    words = ["log", "--reverse", "--format=%H"]
    files = ["--", *(names[kind] for names in (LISTS, SYSTEMS) for kind in {lock.kind, "cpu"})]
    said = show(clone, *words, f"{lock.commit}..HEAD", *files)
    if said is None:  # Colab's lists have another history now
        said = show(clone, *words, f"--since={lock.date}", *files)
    for commit in (said or "").split():
        try:
            yield read_image(clone, lock.kind, commit)
        except Unreadable:
            continue


def find_way_back(
    clone: Path, lock: Lock, changes: Iterable[Change], needed: Collection[str]
) -> Image | None:
    """Return the image of the newest past runtime version without any of the changes.

    Its `name` is what Colab's menu calls it. None if there is no such version.
    """
    keys = list_keys(changes)
    found = dict(RUNTIME.findall(show(clone, "show", "HEAD:README.md") or ""))
    for name in sorted(found, reverse=True):
        try:
            image = read_image(clone, lock.kind, found[name])
        except Unreadable:
            continue
        if not keys & list_keys(compare(lock, image, needed)):
            return replace(image, name=name)
    return None
