"""`open`, and file descriptors, on Drive."""

from __future__ import annotations

import functools
import io
import os
from collections.abc import Callable
from typing import IO, Any

from google.colab import _cloud, _faults, _mounts

# Before they are redirected.
_open = io.open
_os_open, _os_close = os.open, os.close
_os_read, _os_write = os.read, os.write
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Descriptors that `os.open` opened for writing.
_written: set[int] = set()


class DriveFile(io.FileIO):
    """A file on Drive, without a buffer: each read and write may fail."""

    def __init__(
        self,
        path: int | str | bytes | os.PathLike[str],
        place: _mounts.Place,
        mode: str,
        closefd: bool = True,
        opener: Callable[[str, int], int] | None = None,
    ) -> None:
        super().__init__(place.real, mode, closefd, opener)
        if not isinstance(path, int):
            self.name = os.fspath(path)
        self._below = place.below
        _mounts.descriptors[self.fileno()] = place.below

    def readinto(self, buffer: bytearray | memoryview) -> int:
        _faults.check("read", self._below, self.name)
        return super().readinto(buffer)

    def readall(self) -> bytes:
        _faults.check("read", self._below, self.name)
        return super().readall()

    def write(self, data: bytes | bytearray | memoryview) -> int:
        return _faults.write(data, self._below, self.name, super().write)

    def truncate(self, size: int | None = None) -> int:
        check("change", self._below, self.name)
        return super().truncate(size)

    def close(self) -> None:
        if self.closed:
            return
        writable = self.writable()
        if self.closefd:
            _mounts.descriptors.pop(self.fileno(), None)
        super().close()
        if writable:
            _cloud.changed(self._below)


def check(kind: str, below: str, path: int | str | bytes | os.PathLike[str]) -> None:
    """Let an operation on Drive fail if it should."""
    _faults.check(kind, below, path)
    if kind != "read" and _mounts.readonly():
        raise _faults.error("EROFS", path)


def open_file(
    file: int | str | bytes | os.PathLike[str],
    mode: str = "r",
    buffering: int = -1,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
    closefd: bool = True,
    opener: Callable[[str, int], int] | None = None,
) -> IO[Any]:
    """`open`, on Drive too."""
    place = _mounts.locate(file)
    if place.below is None:
        with _mounts.naming(file, place):
            return _open(place.real, mode, buffering, encoding, errors, newline, closefd, opener)
    if opener is None and not isinstance(file, int):
        check("change" if set("wax+") & set(mode) else "read", place.below, file)
    with _mounts.naming(file, place):
        raw = DriveFile(file, place, mode.replace("t", ""), closefd, opener)
    try:
        return _buffered(raw, mode, buffering, encoding, errors, newline)
    except BaseException:
        raw.close()
        raise


def _buffered(raw, mode, buffering, encoding, errors, newline):
    if buffering == 0:
        if "b" not in mode:
            raise ValueError("can't have unbuffered text I/O")
        return raw
    if "+" in mode:
        kind = io.BufferedRandom
    else:
        kind = io.BufferedReader if "r" in mode else io.BufferedWriter
    buffered = kind(raw, buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE)
    if "b" in mode:
        return buffered
    encoding = io.text_encoding(encoding)
    text = io.TextIOWrapper(buffered, encoding, errors, newline, buffering == 1)
    text.mode = mode
    return text


def os_open(
    path: str | bytes | os.PathLike[str],
    flags: int,
    mode: int = 0o777,
    *,
    dir_fd: int | None = None,
) -> int:
    """`os.open`, on Drive too."""
    place = _mounts.locate(path, dir_fd)
    writing = bool(flags & _WRITING)
    if place.below is not None:
        check("change" if writing else "read", place.below, path)
    with _mounts.naming(path, place):
        descriptor = _os_open(place.real, flags, mode, dir_fd=dir_fd)
    if place.below is not None:
        _mounts.descriptors[descriptor] = place.below
        (_written.add if writing else _written.discard)(descriptor)
    return descriptor


def os_close(fd: int) -> None:
    """`os.close`, on Drive too."""
    below = _mounts.descriptors.pop(fd, None)
    _os_close(fd)
    if below is not None and fd in _written:
        _cloud.changed(below)


def os_read(fd: int, length: int) -> bytes:
    """`os.read`, on Drive too."""
    if fd in _mounts.descriptors:
        _faults.check("read", _mounts.descriptors[fd], fd)
    return _os_read(fd, length)


def os_write(fd: int, data: bytes | bytearray | memoryview) -> int:
    """`os.write`, on Drive too."""
    if fd not in _mounts.descriptors:
        return _os_write(fd, data)
    put = functools.partial(_os_write, fd)
    return _faults.write(data, _mounts.descriptors[fd], fd, put)


def without_shortcut(call: Callable[..., Any], error: int) -> Callable[..., Any]:
    """Refuse a copy inside the system when a file is on Drive.

    `shutil` and `pathlib` then copy in Python, where a fault can strike.
    """

    def function(*args, **kwargs):
        if any(fd in _mounts.descriptors for fd in args[:2]):
            raise OSError(error, os.strerror(error))
        return call(*args, **kwargs)

    return function
