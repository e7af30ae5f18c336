"""A project that is made again: renewed where nobody changed it, kept where a person did.

For each file three contents count: what the last run made (known by its fingerprint), what
stands there now, and what this run makes.
"""

from __future__ import annotations

import itertools
from collections.abc import Collection, Mapping
from pathlib import Path

from colab_starter.files import Change, read, sweep, write_files
from colab_starter.manifest import NAME, fingerprint, read_manifest, write_manifest
from colab_starter.project_folder import list_around, list_backed_up, list_backups, prune

# What a person changed, where the template has something new in its place.
KEPT = "kept"


def renew(
    project: Path, made: Mapping[str, str | bytes], sources: Collection[str] = ()
) -> list[str]:
    """Write what this run made into the project, together with what cookiecutter wrote there.

    `made` maps paths inside the project to contents. Those of `sources` were made of what
    stands there, so they replace it. Returns one sentence for each other file that a person
    changed. Raises OSError; then nothing has changed.
    """
    known = read_manifest(project)
    around = {name: read(project / name) for name in list_around()}
    everything = {name: content for name, content in around.items() if content is not None}
    everything |= {
        name: one.encode() if isinstance(one, str) else one for name, one in made.items()
    }
    changes: dict[Path, Change] = {}
    said = keep_released(project, everything, known, sources)
    for name, new in everything.items():
        places = [folder / name for folder in list_backups(project)]
        if name in made and name not in sources:  # the others are written over
            places.append(project / name)
        theirs = find_theirs(places, new, known.get(name, []))
        is_as_before = fingerprint(new) in known.get(name, [])
        said += take_in(project, name, new, theirs, is_as_before, changes)
    for name in sorted({*known, *list_backed_up(project)} - everything.keys()):
        said += take_out(project, name, known.get(name, []), changes)
    for path in (project / name for name in {**known, **everything}):
        sweep(path)
    write_all(project, known, everything, changes)
    return said


def keep_released(
    project: Path,
    everything: dict[str, bytes],
    known: Mapping[str, list[str]],
    sources: Collection[str],
) -> list[str]:
    """Put what is published of an edited notebook in the place of what was made; say so.

    What a person wrote into a notebook of the template's is not in what this run made: the
    task `release` makes the students' edition of it. A teacher's own notebook was read.
    """
    edited = []
    for name in everything.keys() - sources:
        if name.startswith("source/") and name.endswith(".ipynb"):
            there = read(project / name)
            if there is not None and fingerprint(there) not in known.get(name, []):
                edited.append(name.split("/")[1])
    published = tuple(f"{place}/{name}/" for place in ("release", "solutions") for name in edited)
    said = []
    for name, new in everything.items():
        old = read(project / name) if name.startswith(published) else None
        if old is not None and old != new:
            everything[name] = old
            how = (
                "`nox -s release` makes it anew"
                if name.startswith("release/")
                else "edit this, too"
            )
            said.append(f"{name} stays, for you edited its notebook in source/: {how}.")
    return said


def take_in(
    project: Path,
    name: str,
    new: bytes,
    theirs: list[Path],
    is_as_before: bool,
    changes: dict[Path, Change],
) -> list[str]:
    """Add to `changes` what becomes of a file that this run makes; return what to say of it."""
    path = project / name
    if len(theirs) == 1 and is_as_before:
        changes[path] = Change(read(theirs[0]), theirs[0])
        return [f"{name}: you changed it, so it is left as it is."]
    said = []
    for place in theirs:
        kept = name_copy(project, name, place, changes)
        changes[kept] = Change(read(place), place)
        where = kept.relative_to(project).as_posix()
        said.append(f"{name}: this is new. Yours is {where}: take from it what you need.")
    changes[path] = Change(new, path)
    return said


def take_out(project: Path, name: str, known: list[str], changes: dict[Path, Change]) -> list[str]:
    """Add to `changes` what becomes of a file that is no longer made; return what to say of it."""
    path = project / name
    content = read(path)
    left = []
    if content is not None and fingerprint(content) in known:
        changes[path] = Change(None, path)
    elif content is not None:
        left = [path]
    # An earlier run that was killed may have written over what a person had there.
    for place in find_theirs([folder / name for folder in list_backups(project)], b"", known):
        if read(place) != content:
            left.append(name_copy(project, name, place, changes))
            changes[left[-1]] = Change(read(place), place)
    names = ", ".join(path.relative_to(project).as_posix() for path in left)
    return [f"{name}: no longer made. Yours is left as {names}: move or delete it."] if left else []


def write_all(
    project: Path,
    known: Mapping[str, list[str]],
    everything: Mapping[str, bytes],
    changes: Mapping[Path, Change],
) -> None:
    """Make all changes, with a manifest that is right at every moment of it."""
    manifest = project / NAME
    now = {name: [fingerprint(content)] for name, content in everything.items()}
    if known:  # while a file is replaced, either content is one that the template made
        names = {**known, **now}
        both = {name: sorted({*known.get(name, []), *now.get(name, [])}) for name in names}
        write_files({manifest: Change(write_manifest(both, unfinished=True), manifest)})
    write_files({**changes, manifest: Change(write_manifest(now), manifest)})
    for path, change in changes.items():
        if change.content is None:
            prune(project, path)


def find_theirs(places: list[Path], new: bytes, known: list[str]) -> list[Path]:
    """Return the places that hold something of a person's, each content once.

    A beginning of the new content is what a killed run left of it.
    """
    found: dict[bytes, Path] = {}
    for place in places:
        content = read(place)
        if content is None or new.startswith(content) or fingerprint(content) in known:
            continue
        found.setdefault(content, place)
    return list(found.values())


def name_copy(project: Path, name: str, place: Path, changes: Mapping[Path, Change]) -> Path:
    """Return where a person's version of a file is kept: `kept/` and its path, with a number.

    Not beside the new one, where a grader would take it for a second notebook, and copy it to
    the students. The number is the next that is free or holds the same content.
    """
    path = project / KEPT / name
    for number in itertools.count(1):
        kept = path.with_name(f"{path.stem}.kept-{number}{path.suffix}")
        if kept not in changes and read(kept) in (None, read(place)):
            return kept
    raise AssertionError("there are numbers enough")
