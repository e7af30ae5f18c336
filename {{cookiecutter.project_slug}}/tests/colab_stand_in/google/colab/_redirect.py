"""Put Drive and `/content` below Python's own file functions.

Code that opens, lists, copies or renames files through `open`, `os`, `pathlib`,
`shutil` and their like meets them. Libraries written in C and other programs do not.
"""

import errno
import functools
import inspect
import io
import os
import sys
import types

from google.colab import _cloud, _drive_file, _mounts

READING = [
    "stat",
    "lstat",
    "listdir",
    "scandir",
    "readlink",
    "statvfs",
    "chdir",
    "getxattr",
    "listxattr",
]
CHANGING = [
    "mkdir",
    "rmdir",
    "remove",
    "unlink",
    "chmod",
    "lchmod",
    "chflags",
    "utime",
    "truncate",
    "setxattr",
    "removexattr",
]
MOVING = ["rename", "replace", "link"]
# On Windows these ask the system themselves; elsewhere they call os.stat.
ASKING = ["exists", "lexists", "isfile", "isdir", "islink", "isjunction"]


def install() -> None:
    """Redirect the file functions of this process."""
    replacements = {id(call): (call, new) for call, new in _replacements()}
    # Not only in os and io: modules keep such functions under names of their own.
    for module in list(sys.modules.values()):
        if isinstance(module, types.ModuleType) and not _is_below(module.__name__):
            _replace(module, replacements)
            for value in list(vars(module).values()):
                if inspect.isclass(value) and value.__module__ == module.__name__:
                    _replace(value, replacements)
    for supported in (
        os.supports_dir_fd,
        os.supports_fd,
        os.supports_follow_symlinks,
        os.supports_effective_ids,
    ):
        supported.update(new for call, new in replacements.values() if call in supported)
    _install_on_macos()
    _install_on_windows()


def _replacements():
    yield io.open, _drive_file.open_file
    yield os.open, _drive_file.os_open
    yield os.close, _drive_file.os_close
    yield os.read, _drive_file.os_read
    yield os.write, _drive_file.os_write
    yield os.access, _access(os.access)
    yield os.path.realpath, _realpath(os.path.realpath)
    yield os.symlink, _symlink(os.symlink)
    for names, wrap in (
        (READING, functools.partial(_one_path, kind="read")),
        (CHANGING, functools.partial(_one_path, kind="change")),
        (("fsync", "fdatasync"), functools.partial(_one_path, kind="change")),
        (MOVING, _two_paths),
    ):
        for name in names:
            if hasattr(os, name):
                yield getattr(os, name), wrap(getattr(os, name))
    for name, error in (
        ("sendfile", errno.ENOTSOCK),
        ("copy_file_range", errno.EXDEV),
    ):
        if hasattr(os, name):
            call = getattr(os, name)
            yield call, _drive_file.without_shortcut(call, error)


def _one_path(call, kind):
    scanning = call is os.scandir

    @functools.wraps(call)
    def function(path=None, *args, **kwargs):
        path = "." if path is None else path
        place = _mounts.locate(path, kwargs.get("dir_fd"))
        if place.below is not None:
            _drive_file.check(kind, place.below, path)
        with _mounts.naming(path, place):
            result = call(place.real, *args, **kwargs)
        if kind == "change" and place.below is not None:
            _cloud.changed(place.below)
        if scanning and place.real is not path:
            return _Scan(result, os.fspath(path))
        return result

    return function


def _two_paths(call):
    @functools.wraps(call)
    def function(src, dst, **kwargs):
        src, dst = os.fspath(src), os.fspath(dst)
        source = _mounts.locate(src, kwargs.get("src_dir_fd"))
        target = _mounts.locate(dst, kwargs.get("dst_dir_fd"))
        if (source.below is None) != (target.below is None):
            # Drive is a file system of its own.
            raise OSError(errno.EXDEV, "Invalid cross-device link", src, None, dst)
        if target.below is not None:
            _drive_file.check("change", target.below, dst)
        try:
            call(source.real, target.real, **kwargs)
        except OSError as error:
            error.filename, error.filename2 = src, dst
            raise
        if source.below is not None:
            # In this order: a file that is renamed is never missing from Drive.
            _cloud.changed(target.below, source.below)

    return function


def _access(call):
    look = _one_path(call, "read")

    @functools.wraps(call)
    def function(path, mode, **kwargs):
        try:
            return look(path, mode, **kwargs)
        except OSError:
            return False

    return function


def _realpath(call):
    # As if `/content` were a symbolic link: a path that was resolved is one that
    # libraries written in C and other programs can use too.
    @functools.wraps(call)
    def function(filename, **kwargs):
        return call(_mounts.locate(filename).real, **kwargs)

    return function


def _symlink(call):
    @functools.wraps(call)
    def function(src, dst, *args, **kwargs):
        target = _mounts.locate(dst, kwargs.get("dir_fd"))
        # A relative name stays as it is: it is relative to the link.
        source = _mounts.locate(src).real if os.path.isabs(src) else src
        with _mounts.naming(dst, target):
            call(source, target.real, *args, **kwargs)

    return function


class _Scan:
    """What `os.scandir` gives, with the paths that the notebook knows."""

    def __init__(self, entries, folder):
        self._entries, self._folder = entries, folder

    def __iter__(self):
        return self

    def __next__(self):
        return _Entry(next(self._entries), self._folder)

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()

    def close(self) -> None:
        self._entries.close()


class _Entry:
    """An `os.DirEntry` with the path that the notebook knows."""

    def __init__(self, entry, folder):
        self._entry = entry
        self.path = os.path.join(folder, entry.name)

    def __getattr__(self, name):
        return getattr(self._entry, name)

    def __fspath__(self):
        return self.path


def _is_below(name):
    """Whether a module must go on with the functions of the system."""
    return name in ("posix", "nt") or name.startswith("google.colab")


def _replace(holder, replacements):
    def redirected(function):
        return replacements[id(function)][1] if id(function) in replacements else None

    for name, value in list(vars(holder).items()):
        static = isinstance(value, staticmethod)
        new = redirected(value.__func__ if static else value)
        if new:
            setattr(holder, name, staticmethod(new) if inspect.isclass(holder) else new)
        elif inspect.isfunction(value) and value.__defaults__:
            value.__defaults__ = tuple(redirected(d) or d for d in value.__defaults__)


def _install_on_macos():
    posix = sys.modules.get("posix")
    if hasattr(posix, "_fcopyfile"):
        posix._fcopyfile = _drive_file.without_shortcut(posix._fcopyfile, errno.ENOTSUP)


def _install_on_windows():
    if os.name != "nt":
        return
    import _winapi

    for name in ASKING:
        if hasattr(os.path, name):
            setattr(os.path, name, _asking(getattr(os.path, name)))
    if hasattr(_winapi, "CopyFile2"):
        _winapi.CopyFile2 = _without_copy_file(_winapi.CopyFile2)


def _asking(call):
    look = _one_path(call, "read")

    @functools.wraps(call)
    def function(path):
        try:
            return look(path)
        except (OSError, TypeError, ValueError):
            return False

    return function


def _without_copy_file(call):
    @functools.wraps(call)
    def function(existing, new, *args, **kwargs):
        source, target = _mounts.locate(existing), _mounts.locate(new)
        redirected = source.real is not existing or target.real is not new
        if not redirected and source.below is None and target.below is None:
            return call(existing, new, *args, **kwargs)
        # ERROR_ACCESS_DENIED: shutil.copy2 then copies in Python.
        raise OSError(errno.EACCES, "Access is denied", existing, 5)

    return function
