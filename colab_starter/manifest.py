"""What earlier runs made: `.colab-starter/made.json`, a fingerprint for each file of the project.

A file whose fingerprint stands there is as the template made it. Any other was changed, or
written, by a person. Only the standard library is imported here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path, PurePosixPath

FOLDER = ".colab-starter"
NAME = f"{FOLDER}/made.json"


def fingerprint(content: bytes) -> str:
    """Return the SHA-256 of a file's content, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read_manifest(project: Path) -> dict[str, list[str]]:
    """Return the fingerprints that each file may have: path inside the project to a list.

    A file has two while a run replaces it. Returns nothing where there is no manifest or no
    readable one: then every file counts as a person's. Paths that lead outside are left out.
    """
    try:
        made = json.loads((project / NAME).read_text("utf-8"))["files"]
        return {name: list(map(str, known)) for name, known in made.items() if is_inside(name)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def find_gone(project: Path, names: Collection[str]) -> set[str]:
    """Return which of these files a person deleted or renamed: they were made, and are not there.

    After a run that was killed nothing counts as deleted.
    """
    try:
        is_whole = not json.loads((project / NAME).read_text("utf-8")).get("unfinished")
    except (OSError, ValueError, AttributeError):
        return set()
    made = read_manifest(project) if is_whole else {}
    return {name for name in names if name in made and not (project / name).exists()}


def write_manifest(made: Mapping[str, list[str]], unfinished: bool = False) -> bytes:
    """Return the content of the manifest for these fingerprints."""
    content = {"files": made} | ({"unfinished": True} if unfinished else {})
    return (json.dumps(content, indent=1, sort_keys=True) + "\n").encode()


def is_inside(name: str) -> bool:
    """Return whether a path of the manifest stays inside of the project."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name
