"""Where a path of the notebook really is.

`/content` is a folder of the stand-in, and so is the Drive, wherever it is mounted.
The mount outlives the kernel, as it does on Colab.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Iterator
from typing import Any, NamedTuple

from google.colab import _faults, _stand_in

CONTENT = os.path.abspath("/content")
DRIVE = str(_stand_in.FOLDER / "drive")
_STATE = _stand_in.FOLDER / "mounted"

# Open file descriptors on Drive, with their path below it.
descriptors: dict[int, str] = {}
_bypassed = threading.local()


class Place(NamedTuple):
    """Where a path is."""

    real: Any
    """What to hand to the operating system: a path, or a file descriptor."""
    below: str | None
    """The path below the Drive, with "/"; None when it is not on Drive."""


def mountpoint() -> str | None:
    """Where Drive is mounted, or None."""
    return _mounted["mountpoint"]


def readonly() -> bool:
    """Whether Drive was mounted only for reading."""
    return _mounted["readonly"]


def mount(path: str, for_reading: bool) -> None:
    """Show Drive at that path; a lost connection is made anew."""
    _faults.reconnect()
    _set(mountpoint=os.path.abspath(path), readonly=for_reading)


def unmount() -> None:
    """Show Drive no more."""
    _set(mountpoint=None, readonly=False)


def locate(path: int | str | bytes | os.PathLike[str], dir_fd: int | None = None) -> Place:
    """Return the `Place` of a path as the notebook writes it."""
    if getattr(_bypassed, "on", False):
        return Place(path, None)
    if isinstance(path, int):
        return Place(path, descriptors.get(path))
    name = os.fsdecode(path)
    if not name:
        return Place(path, None)
    if dir_fd is not None and not os.path.isabs(name):
        parent = descriptors.get(dir_fd)
        return Place(path, None if parent is None else _join(parent, name))
    full = os.path.abspath(name)
    real = _resolve(full)
    rest = _rest(real, DRIVE)
    below = None if rest is None else rest.lstrip(os.sep).replace(os.sep, "/")
    if real == full:
        return Place(path, below)
    return Place(os.fsencode(real) if isinstance(path, bytes) else real, below)


@contextlib.contextmanager
def bypass() -> Iterator[None]:
    """Take paths as they are: for the stand-in's own copying."""
    _bypassed.on = True
    try:
        yield
    finally:
        _bypassed.on = False


@contextlib.contextmanager
def naming(path: int | str | bytes | os.PathLike[str], place: Place) -> Iterator[None]:
    """Let an error name the path as the notebook writes it."""
    try:
        yield
    except OSError as error:
        if place.real is not path and error.filename is not None:
            error.filename = os.fspath(path)
        raise


def _resolve(full):
    roots = [(CONTENT, str(_stand_in.FOLDER / "content"))]
    if mountpoint() is not None:
        roots.insert(0, (mountpoint(), DRIVE))
    for virtual, real in roots:
        rest = _rest(full, virtual)
        if rest is not None:
            full = real + rest
            break
    # Colab's folder is MyDrive; its old name still resolves.
    rest = _rest(full, os.path.join(DRIVE, "My Drive"))
    return full if rest is None else os.path.join(DRIVE, "MyDrive") + rest


def _rest(path, root):
    folded, start = os.path.normcase(path), os.path.normcase(root)
    if folded == start or folded.startswith(start + os.sep):
        return path[len(root) :]
    return None


def _join(parent, name):
    return f"{parent}/{name}" if parent else name


def _set(**state):
    _mounted.update(state)
    _STATE.write_text(json.dumps(_mounted), encoding="utf-8")


def _load():
    if _STATE.exists():
        return json.loads(_STATE.read_text(encoding="utf-8"))
    return {"mountpoint": None, "readonly": False}


_mounted = _load()
