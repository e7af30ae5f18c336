"""Count the operations on Drive, and fail those that a test chose."""

from __future__ import annotations

import errno
import os
import signal
import threading
from collections.abc import Callable
from typing import NamedTuple

from google.colab import _stand_in

# The texts are Linux's, which is what Colab runs.
TEXTS = {
    "ENOSPC": "No space left on device",
    "EROFS": "Read-only file system",
    "EIO": "Input/output error",
    "ENOTCONN": "Transport endpoint is not connected",
}
# A write of data is also a change, and every change is an operation.
COUNTERS = {
    "read": ("operations",),
    "change": ("operations", "changes"),
    "write": ("operations", "changes", "writes"),
}
RECONNECTED = "reconnected"


class Strike(NamedTuple):
    """A fault that an operation meets."""

    does: str
    """An error's name in `TEXTS`, or "cut", or "kill"."""
    first: bool
    """Whether it was not there before."""

    def land(self, path: int | str | bytes | os.PathLike[str]) -> None:
        """Raise the error or kill the kernel; a cut write goes unnoticed."""
        if self.does == "kill":
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        if self.does in TEXTS:
            raise error(self.does, path)


def error(name: str, path: int | str | bytes | os.PathLike[str]) -> OSError:
    """The `OSError` of that name."""
    return OSError(getattr(errno, name), TEXTS[name], path)


def meet(kind: str, below: str) -> Strike | None:
    """Count an operation ("read", "change" or "write"); return its `Strike` or None."""
    with _lock:
        _note(_operations, f"{kind} {below}")
        for counter in COUNTERS[kind]:
            _counts[counter] += 1
        for rule in _rules:
            strike = _strike(rule, kind)
            if strike:
                return strike
    return None


def check(kind: str, below: str, path: int | str | bytes | os.PathLike[str]) -> None:
    """Count an operation, and let it fail if it should."""
    strike = meet(kind, below)
    if strike:
        strike.land(path)


def write(
    data: bytes | bytearray | memoryview,
    below: str,
    path: int | str | bytes | os.PathLike[str],
    put: Callable[[bytes | bytearray | memoryview], int],
) -> int:
    """Count a write of data, and do as much of it as the fault allows.

    Args:
        put: writes bytes, and returns how many it wrote.
    """
    strike = meet("write", below)
    if strike is None:
        return put(data)
    data = memoryview(data).cast("B")
    if strike.first and strike.does in ("ENOSPC", "cut", "kill"):
        put(data[: len(data) // 2])
    strike.land(path)
    return len(data)


def reconnect() -> None:
    """Drive is mounted again: a connection that was lost is there."""
    if "lost" in _happened:
        _rules[:] = [rule for rule in _rules if rule["name"] != "lost"]
        _note(_happenings, RECONNECTED)


def _strike(rule, kind):
    if rule["counts"] not in COUNTERS[kind]:
        return None
    if rule["name"] in _happened:
        return Strike(rule["does"], first=False) if rule["lasts"] else None
    if _counts[rule["counts"]] != rule["at"]:
        return None
    _happened.add(rule["name"])
    _note(_happenings, rule["name"])
    return Strike(rule["does"], first=True)


def _note(descriptor, line):
    # Not buffered: the next moment may be the kernel's last.
    _os_write(descriptor, f"{line}\n".encode())


def _append_to(name):
    return os.open(_stand_in.FOLDER / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT)


_os_write = os.write
_lock = threading.Lock()
_counts = dict.fromkeys(COUNTERS["write"], 0)
_happened = set((_stand_in.FOLDER / "happened").read_text("utf-8").splitlines())
_rules = [
    rule
    for rule in _stand_in.SETTINGS["drive"]
    if not (rule["name"] == "lost" and RECONNECTED in _happened)
]
_operations = _append_to("operations")
_happenings = _append_to("happened")
