"""The files beside a notebook: looked up by name, never opened further than that."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from unicodedata import normalize

MEGABYTE = 1024 * 1024
LARGEST, LARGEST_SUM, MOST_FILES = 50 * MEGABYTE, 100 * MEGABYTE, 1000
NOT_TAKEN = {"__pycache__", "node_modules", "venv"}


@dataclass(frozen=True)
class Entry:
    """What a name stands for: file, folder, link, hidden, spelling, outside or missing."""

    kind: str
    path: str  # relative, with slashes; as it is spelled on the disk


@dataclass
class Disk:
    """A folder, with what was looked up in it."""

    root: Path
    listed: dict[str, dict[str, str]] = field(default_factory=dict)

    def look_up(self, name: str) -> Entry:
        """Return what a relative name stands for, spelled exactly as it is."""
        parts = split_path(normalize("NFC", name))
        if parts is None:
            return Entry("outside" if self.is_file_outside(name) else "missing", name)
        found: list[str] = []
        for part in parts:
            there = self.list_folder("/".join(found))
            if part not in there:
                return self.misspelled(found, parts)
            found.append(there[part])
        return self.describe("/".join(found), parts)

    def describe(self, path: str, parts: list[str]) -> Entry:
        """Return what stands at a path that is there."""
        full = self.root / path
        if any(part.startswith(".") for part in parts):
            return Entry("hidden", path)
        if not is_inside(full, self.root):
            return Entry("link", path)
        return Entry("folder" if full.is_dir() else "file" if full.is_file() else "missing", path)

    def misspelled(self, found: list[str], parts: list[str]) -> Entry:
        """Return the file that another system would take: `Data.csv` for `data.csv`."""
        found = list(found)
        for part in parts[len(found) :]:
            there = {name.lower(): name for name in sorted(self.list_folder("/".join(found)))}
            if part.lower() not in there:
                return Entry("missing", "/".join(parts))
            found.append(there[part.lower()])
        is_file = (self.root / "/".join(found)).is_file()
        return Entry("spelling" if is_file else "missing", "/".join(found))

    def list_folder(self, path: str) -> dict[str, str]:
        """Return the names in a folder, as one types them: macOS takes letters apart."""
        if path not in self.listed:
            try:
                names = os.listdir(self.root / path)
            except (OSError, ValueError):
                names = []
            self.listed[path] = {normalize("NFC", name): name for name in names}
        return self.listed[path]

    def is_file_outside(self, name: str) -> bool:
        """Return whether a name with `..` is a file outside of the folder."""
        try:
            return ".." in name and (self.root / name).is_file()
        except (OSError, ValueError):
            return False

    def match(self, pattern: str) -> list[str]:
        """Return the files that `folder/*.csv` means; a star counts in the last part only."""
        folder, _, last = pattern.rpartition("/")
        parts = split_path(folder)
        if parts is None or "*" in folder or not last.strip("*."):
            return []
        there = sorted(self.list_folder("/".join(parts)))
        paths = ["/".join([*parts, name]) for name in there if fnmatchcase(name, last)]
        return [path for path in paths if self.look_up(path).kind == "file"]

    def files_below(self, path: str) -> Iterator[str]:
        """Yield the files of a folder that can be taken: none hidden, no other notebook."""
        for name in sorted(self.list_folder(path)):
            inner = self.look_up(f"{path}/{name}")
            if inner.kind == "folder" and name not in NOT_TAKEN and not self.is_link(inner.path):
                yield from self.files_below(inner.path)
            elif inner.kind == "file" and not name.endswith((".ipynb", ".pyc")):
                yield inner.path

    def is_link(self, path: str) -> bool:
        """Return whether a path is a symbolic link; one to a folder above would never end."""
        return (self.root / path).is_symlink()

    def size(self, path: str) -> int:
        """Return the size of a file."""
        return (self.root / path).stat().st_size

    def has_python(self, path: str) -> bool:
        """Return whether a folder can be imported."""
        return any(name.endswith(".py") for name in self.list_folder(path))


def split_path(name: str) -> list[str] | None:
    """Return the parts of a relative path, or None for one that leads out."""
    parts: list[str] = []
    for part in name.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in ("", "."):
            parts.append(part)
    return parts if parts or name in ("", ".", "./") else None


def is_inside(path: Path, root: Path) -> bool:
    """Return whether a path, with its links followed, lies in the folder."""
    try:
        return path.resolve().is_relative_to(root.resolve())
    except (OSError, RuntimeError):
        return False
