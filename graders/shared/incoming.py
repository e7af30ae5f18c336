"""The files that a teacher points at: in folders, in zips, in zips inside of them.

Nothing is unpacked to where a name says: files are read, one at a time and only so far.
"""

import io
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, lru_cache, partial
from pathlib import Path, PurePosixPath

from grading.platforms import DRIVE_ZIP

MEGABYTE = 2**20
LARGEST = 50 * MEGABYTE  # a notebook with its pictures
LARGEST_INNER = 500 * MEGABYTE  # all that is in a zip inside of another one
MOST, MOST_INNER = 100_000, 500  # files in a zip of a class, and of a student
DEEPEST = 3  # zips inside of zips
LINK = "a link to another place is not followed"
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    EOFError,
    RuntimeError,  # a password
    NotImplementedError,  # a compression that Python has not
    ValueError,
)


class Unreadable(Exception):
    """A file that cannot be taken; its text is a sentence for the teacher."""


@dataclass
class Incoming:
    """A file that was found."""

    shown: str
    """Where, as the teacher finds it again."""
    parts: tuple[str, ...]
    """Below what the teacher named; a zip inside counts as a folder."""
    read: Callable[[], bytes] | None = None
    refused: str = ""
    """Why it was not looked into."""
    modified: datetime | None = None
    entry_time: str = ""
    """Of an entry of a zip, ISO 8601, if it tells more than when the zip was made."""


@dataclass
class Source:
    """What a teacher named, or a zip that a platform made: its files."""

    files: list[Incoming] = field(default_factory=list)
    is_drives: bool = False
    """Whether it is a zip of Google Drive, whose folder is nobody's."""


def find_sources(paths):
    """Return a Source for each path, with every file below it."""
    sources = []
    for path in map(Path, paths):
        if not path.exists():
            raise SystemExit(
                f"There is no {path}: name the zip or the folder with the submissions."
            )
        source = Source()
        sources.append(source)
        if path.is_dir():
            walk(path, (), path.as_posix(), source, sources)
        else:
            add_file(path, (path.name,), path.as_posix(), source, sources, named=True)
    return sources


def walk(folder, parts, shown, source, sources):
    """Add the files below a folder; a link is not followed."""
    try:
        entries = sorted(os.scandir(folder), key=lambda one: one.name)
    except OSError as error:
        source.files.append(refuse(shown, parts, f"cannot be opened: {error.strerror}"))
        return
    for entry in entries:
        where, below = f"{shown}/{entry.name}", (*parts, entry.name)
        if entry.is_symlink():
            source.files.append(refuse(where, below, LINK))
        elif entry.is_dir():
            walk(entry.path, below, where, source, sources)
        elif entry.is_file():
            add_file(Path(entry.path), below, where, source, sources)
        else:
            source.files.append(refuse(where, below, "not a file"))


def add_file(path, parts, shown, source, sources, named=False):
    """Add a file, or what is in it if it is a zip."""
    if path.suffix.lower() == ".zip":
        is_drives = bool(DRIVE_ZIP.fullmatch(path.name))
        if is_drives and not named:
            source = Source()  # Drive makes several zips of a large folder
            sources.append(source)
        source.is_drives = is_drives
        add_zip(partial(open_path, path), () if named or is_drives else parts, shown, source)
        return
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    reader = partial(read_path, path)
    source.files.append(Incoming(shown, parts, reader, modified=modified))


def read_path(path):
    """Return the bytes of a file."""
    try:
        with path.open("rb") as stream:
            return read_so_far(stream)
    except OSError as error:
        raise Unreadable(f"cannot be read: {error.strerror}") from None


@cache
def open_path(path):
    """Return a zip, opened once: its list of files may be long."""
    return zipfile.ZipFile(path)


def add_zip(opener, parts, shown, source, depth=1, before=None):
    """Add the files of a zip, or one line for a zip that cannot be taken.

    `before` is when a zip inside of another was handed in: a student's clock may be wrong.
    """
    try:
        entries = [one for one in opener().infolist() if not one.is_dir()]
    except Unreadable as error:
        source.files.append(refuse(shown, parts, str(error)))
        return
    except BROKEN as error:
        source.files.append(refuse(shown, parts, f"not a zip, or a damaged one ({error})"))
        return
    if problem := refuse_zip(entries, depth):
        source.files.append(refuse(shown, parts, problem))
        return
    while_sending = is_of_sending([time_of(info) for info in entries])
    for info in entries:
        name = read_name(info)
        where, below = f"{shown}/{name}", (*parts, *PurePosixPath(name).parts)
        time = time_of(info)
        time = min(time, before) if time and before else time or before
        if leads_out(name):
            source.files.append(refuse(where, parts, "its name leads out of the zip"))
        elif stat.S_ISLNK(info.external_attr >> 16):
            source.files.append(refuse(where, below, LINK))
        elif name.lower().endswith(".zip"):
            inner = partial(open_inner, opener, info)
            add_zip(inner, below, where, source, depth + 1, time)
        else:
            told = time.isoformat() if time and depth == 1 and not while_sending else ""
            reader = partial(read_entry, opener, info)
            source.files.append(Incoming(where, below, reader, modified=time, entry_time=told))


def refuse_zip(entries, depth):
    """Return why a zip is not taken, "" if it is. Python unpacks no more than an entry claims."""
    if not entries:
        return "an empty zip"
    if depth > DEEPEST:
        return f"more than {DEEPEST} zips inside of each other"
    if len(entries) > (most := MOST if depth == 1 else MOST_INNER):
        return f"a zip with more than {most:,} files"
    if depth > 1 and sum(one.file_size for one in entries) > LARGEST_INNER:
        return f"a zip of more than {LARGEST_INNER // MEGABYTE} megabytes when unpacked"
    return ""


def leads_out(name):
    """Return whether an entry wants to lie outside of the folder where its zip is unpacked."""
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or name[1:2] == ":"


def read_name(info):
    """Return the name of an entry: macOS writes UTF-8 and does not say so."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            pass
    return name.replace("\\", "/").replace("\0", "") or "?"


@lru_cache(maxsize=2)
def open_inner(opener, info):
    """Return a zip that is an entry of another one."""
    return zipfile.ZipFile(io.BytesIO(read_entry(opener, info)))


def read_entry(opener, info):
    """Return the bytes of an entry."""
    try:
        with opener().open(info) as stream:
            return read_so_far(stream)
    except BROKEN as error:
        raise Unreadable(f"cannot be unpacked ({error})") from None


def read_so_far(stream):
    """Return all bytes of a stream, if they are not too many."""
    data = stream.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise Unreadable(f"larger than {LARGEST // MEGABYTE} megabytes, too large for a notebook")
    return data


def time_of(info):
    """Return the time of an entry: with a zone if it has one, else by this computer's clock."""
    extra = info.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == 0x5455 and size >= 5 and extra[4] & 1:  # "UT", seconds since 1970
            return datetime.fromtimestamp(struct.unpack("<i", extra[5:9])[0], UTC)
        extra = extra[4 + size :]
    try:
        return datetime(*info.date_time).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def is_of_sending(times):
    """Return whether the times of a zip's entries may only say when the zip was made.

    Moodle (since 3.11) and Canvas pack while they send, and note the time of that: it grows
    from entry to entry. Students do not hand in one after another in the order of their names.
    """
    return None in times or times == sorted(times)


def refuse(shown, parts, sentence):
    """Return the line of a file that is not looked into."""
    return Incoming(shown, parts or ("?",), refused=sentence)
