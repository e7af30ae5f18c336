"""Files that are written whole or not at all."""

from __future__ import annotations

import contextlib
import glob
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Change(NamedTuple):
    """A file's new content, None to delete it, and a file whose access rights it gets."""

    content: bytes | None
    like: Path


def write_files(changes: Mapping[Path, Change]) -> None:
    """Make all changes, in this order, or none if any of them fails.

    Raises OSError; then every file is as it was.
    """
    changes = {path: change for path, change in changes.items() if read(path) != change.content}
    parts: dict[Path, Path] = {}
    done: list[tuple[Path, Path | None]] = []
    try:
        for path, change in changes.items():
            if change.content is not None:
                path.parent.mkdir(parents=True, exist_ok=True)
                parts[path] = write_part(path, change)
        for path in changes:
            done.append((path, set_aside(path)))
            if path in parts:
                os.replace(parts[path], path)
            else:
                path.unlink()
    except BaseException:
        for path, old in reversed(done):
            bring_back(path, old)
        raise
    finally:
        for part in (*parts.values(), *(old for _, old in done if old)):
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)


def sweep(path: Path) -> None:
    """Remove what a killed run left beside `path`."""
    for part in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        part.unlink()


def read(path: Path) -> bytes | None:
    """Return the content of a file, None where there is none."""
    return path.read_bytes() if path.is_file() else None


def write_part(path: Path, change: Change) -> Path:
    """Write the content beside `path` under a temporary name, on disk for sure; return that."""
    part = free_name(path)
    try:
        with part.open("xb") as file:
            file.write(change.content)
            file.flush()
            os.fsync(file.fileno())
        if change.like.exists():
            shutil.copymode(change.like, part)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return part


def set_aside(path: Path) -> Path | None:
    """Copy a file, if there is one, to a temporary name beside it; return that."""
    if not path.is_file():
        return None
    old = free_name(path)
    try:  # a second name for the same content, where the disk can do that
        os.link(path, old)
    except OSError:
        shutil.copy2(path, old)
    return old


def bring_back(path: Path, old: Path | None) -> None:
    """Undo a change, or what was begun of it."""
    with contextlib.suppress(OSError):  # it is the old file still, as it could not be replaced
        if old:
            os.replace(old, path)
        else:
            path.unlink(missing_ok=True)


def free_name(path: Path) -> Path:
    """Return a name beside `path` that no file has."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
