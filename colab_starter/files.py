"""Files that are written whole or not at all, and edited ones that are kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_files(contents: Mapping[Path, str]) -> list[Path]:
    """Write all files, or none if any of them cannot be written to disk.

    A file that stands there already with another content is first copied beside the
    new one. Returns the paths of these copies. Raises OSError; then every file that
    stood there before is as it was.
    """
    parts: list[tuple[str, Path]] = []
    try:
        changed = {path: text for path, text in contents.items() if read(path) != text}
        for path, text in changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            parts.append((write_part(path, text), path))
        kept = [keep_beside(path) for path in changed if path.exists()]
        while parts:
            os.replace(*parts[0])
            parts.pop(0)
    finally:
        for part, _ in parts:
            os.unlink(part)
    return kept


def read(path: Path) -> str | None:
    """Return the text of a file, None where there is none; line ends are as on disk."""
    if not path.exists():
        return None
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return file.read()


def write_part(path: Path, text: str) -> str:
    """Write `text` beside `path` under a temporary name, on disk for sure; return that name."""
    descriptor, part = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp lets only the owner read; a notebook is shared like any other file.
        os.chmod(part, 0o644)
    except BaseException:
        os.unlink(part)
        raise
    return part


def keep_beside(path: Path) -> Path:
    """Copy a file to `name.kept-1.ext` (or the next free number) and return that path."""
    text = path.read_bytes()
    number = 1
    while (copy := path.with_name(f"{path.stem}.kept-{number}{path.suffix}")).exists():
        if copy.read_bytes() == text:
            return copy
        number += 1
    copy.write_bytes(text)
    return copy
