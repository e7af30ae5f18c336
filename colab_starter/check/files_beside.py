"""The files that a notebook names and that lie beside it: data, pictures, modules of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from .cells import Code, name_of, read_code, read_texts, walk
from .disk import LARGEST, LARGEST_SUM, MEGABYTE, MOST_FILES, Disk
from .finding import BREAKS, NOTE, Finding, list_cells
from .imports import list_imports
from .mentions import Mention, Mentions, fold, has_suffix, is_name, read_mentions

PICTURES = [
    re.compile(r"!\[[^\]\n]{0,300}\]\(\s{0,9}(?:<([^>\n]{1,300})>|([^)\s]+))"),
    re.compile(r"<img\b[^>]{0,300}?\bsrc\s*=\s*[\"']?()([^\"'\s>]+)", re.IGNORECASE),
]
REFERENCE = re.compile(r"!\[([^\]\n]{0,300})\]\[([^\]\n]{0,300})\]")
TARGET = re.compile(r"^ {0,3}\[([^\]\n]{1,300})\]:[ \t]{0,9}<?([^\s>]+)", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|#", re.IGNORECASE)
OF_A_PERSON = re.compile(r"(?:[A-Za-z]:[\\/]|/(?:Users|home)/\w)")
LARGEST_MODULE = MEGABYTE
ADD_ROOT = {"sys.path.append", "sys.path.insert"}


@dataclass
class Found:
    """The files to take, relative and sorted, and what is to be said of others."""

    files: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    # The same for pictures in texts.
    pictures: list[Finding] = field(default_factory=list)
    # The first cell that names each file.
    cells: dict[str, int] = field(default_factory=dict)

    @property
    def sentences(self) -> list[str]:
        """Return the findings as sentences."""
        return [finding.sentence() for finding in dict.fromkeys(self.findings + self.pictures)]


def find_files(cells: Iterable, folder: Path) -> Found:
    """Return what the notebook names of the files in its folder."""
    code, disk = read_code(cells), Disk(Path(folder))
    mentions = read_mentions(code)
    found = Found()
    for path, cell in find_modules(code, disk):
        if not mentions.is_made(path, cell):
            found.cells.setdefault(path, cell)
    mentions.named += [Mention(p, n, "picture") for n, p in list_pictures(read_texts(cells))]
    for one in sorted(mentions.named, key=lambda mention: mention.cell):
        take(one, disk, mentions, found)
    limit(disk, found)
    for one, finding in say_missing(mentions, disk):
        (found.pictures if one.how == "picture" else found.findings).append(finding)
    found.findings += say_run_time(mentions)
    found.findings = list(dict.fromkeys(found.findings))
    return found


def list_pictures(texts: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield the relative names of the pictures in Markdown, with the cells."""
    for number, text in texts:
        named = [first or second for p in PICTURES for first, second in p.findall(text)]
        targets = {name.lower(): address for name, address in TARGET.findall(text)}
        for shown, name in REFERENCE.findall(text):
            named.append(targets.get((name or shown).lower(), ""))
        for address in named:
            path = unquote(re.split(r"[?#]", address)[0])
            if path and not ELSEWHERE.match(address) and is_name(path):
                yield number, path


def local_names(folder: Path, cells: Iterable = ()) -> set[str]:
    """Return the modules beside a notebook, also in folders that it adds to `sys.path`."""
    disk = Disk(Path(folder))
    return {name for root in list_roots(read_code(cells)) for name in modules_of(disk, root)}


def list_roots(code: list[Code]) -> list[str]:
    """Return the folders in which the notebook looks for modules, its own first."""
    roots = [""]
    for cell in code:
        if cell.python and "sys.path" in cell.body:
            calls = (node for node in walk(cell.body) if isinstance(node, ast.Call))
            added = (c for c in calls if c.args and name_of(c.func) in ADD_ROOT)
            roots += [(fold(call.args[-1], {}) or "").strip("/") for call in added]
    return list(dict.fromkeys(roots))


def modules_of(disk: Disk, root: str) -> dict[str, str]:
    """Return the modules in one folder with their paths."""
    found = {}
    for name in sorted(disk.list_folder(root)):
        path = f"{root}/{name}".removeprefix("/")
        if name.endswith(".py") and disk.look_up(path).kind in ("file", "link"):
            found[name.removesuffix(".py")] = path
        elif name.isidentifier() and disk.has_python(path):
            found.setdefault(name, path)
    return found


def find_modules(code: list[Code], disk: Disk) -> list[tuple[str, int]]:
    """Return the modules that are imported, and those that they import in turn."""
    roots = [root for root in list_roots(code) if not root.startswith("..")]
    there = {
        name: path for root in reversed(roots) for name, path in modules_of(disk, root).items()
    }
    waiting = [(one.name.split(".")[0], one.cell) for one in list_imports(code)]
    taken: dict[str, int] = {}
    while waiting:
        name, cell = waiting.pop()
        path = there.get(name)
        if not path or path in taken:
            continue
        taken[path] = cell
        waiting += [(one.name, cell) for one in imports_of_file(disk, path)]
    return list(taken.items())


def imports_of_file(disk: Disk, path: str) -> list:
    """Return what a module imports; of a folder, or a file too large or broken, nothing."""
    full = disk.root / path
    if disk.look_up(path).kind != "file" or disk.size(path) > LARGEST_MODULE:
        return []
    text = full.read_text("utf-8", errors="replace")
    return list_imports([Code(1, text, "", "", text, "")])


def take(one: Mention, disk: Disk, mentions: Mentions, found: Found) -> None:
    """Take the file or folder that is named, or say why not."""
    if OF_A_PERSON.match(one.text) or mentions.is_made(one.text, one.cell):
        return
    if "*" in one.text:
        # `folder.glob("*.txt")` may be any folder.
        if one.how == "pattern" or "/" in one.text:
            found.cells |= dict.fromkeys(disk.match(one.text), one.cell) | found.cells
        return
    entry = disk.look_up(one.text)
    if entry.kind == "file" and is_meant(one, entry.path):
        found.cells.setdefault(entry.path, one.cell)
    elif entry.kind == "folder" and is_folder_meant(one, mentions):
        found.cells.setdefault(entry.path, one.cell)
    elif finding := refuse(one, entry.kind, entry.path):
        (found.pictures if one.how == "picture" else found.findings).append(finding)


def is_meant(one: Mention, path: str) -> bool:
    """Return whether a text that happens to be a file's name means the file."""
    if path.endswith(".ipynb"):
        return one.how == "run"
    return one.how in ("reading", "picture", "shell", "run") or "/" in path or has_suffix(path)


def is_folder_meant(one: Mention, mentions: Mentions) -> bool:
    """Return whether a text that happens to be a folder's name means all of the folder."""
    bare = one.text.removeprefix("./").rstrip("/")
    # `ls data` or `cd data` needs no file of it.
    if not bare.strip(".") or one.how in ("shell", "run"):
        return False
    if one.how == "assigned":
        # `DATA = "data"`, and later DATA + "/x.csv": then the file is meant.
        return not any(
            other.text.removeprefix("./").startswith(f"{bare}/") for other in mentions.named
        )
    return one.how == "folder" or "/" in one.text


def refuse(one: Mention, kind: str, path: str) -> Finding | None:
    """Return why a file is not taken; of what only looks like a name, nothing."""
    if not (has_suffix(one.text) or one.how in ("reading", "picture")):
        return None
    if kind == "outside":
        what = f"{one.text} lies outside of the notebook's folder and is not taken along."
        return Finding(BREAKS, one.cell, what, "Move it beside the notebook and write that path.")
    if kind == "link":
        what = f"{path} is a link that leads out of the folder and is not taken along."
        return Finding(BREAKS, one.cell, what, "Put the file itself there.")
    if kind == "hidden":
        what = f"{path} is hidden, as settings and keys are, and is not taken along."
        return Finding(BREAKS, one.cell, what, "Give it a name without a dot in front.")
    if kind == "spelling":
        what = (
            f"{one.text} is called {path} on the disk; Colab tells small and large letters apart."
        )
        return Finding(BREAKS, one.cell, what, f"Write {path}.")
    if "\\" in one.text:
        what = f"{one.text} has backslashes, which separate folders on Windows only."
        return Finding(BREAKS, one.cell, what, "Write / instead.")
    return None


def limit(disk: Disk, found: Found) -> None:
    """Turn folders into their files, and leave out what is too large."""
    total, wanted = 0, found.cells
    found.cells = {}
    for path, cell in sorted(wanted.items()):
        for file in list_files(disk, path, cell, found):
            size = disk.size(file)
            if size > LARGEST or total + size > LARGEST_SUM:
                found.findings.append(say_large(file, size, cell))
            elif file not in found.cells:
                total += size
                found.cells[file] = cell
    found.files = sorted(found.cells)


def list_files(disk: Disk, path: str, cell: int, found: Found) -> list[str]:
    """Return a file, or the files of a folder unless they are too many."""
    kind = disk.look_up(path).kind
    if kind == "folder":
        files = []
        for file in disk.files_below(path):
            files.append(file)
            if len(files) > MOST_FILES:
                what = f"{path}/ has more than {MOST_FILES} files and is not taken along."
                remedy = "Pack them into one archive, and unpack that in the notebook."
                found.findings.append(Finding(BREAKS, cell, what, remedy))
                return []
        return files
    if kind == "file":
        return [path]
    found.findings += filter(None, [refuse(Mention(path, cell, "reading"), kind, path)])
    return []


def say_large(path: str, size: int, cell: int) -> Finding:
    """Return that a file is too large to lie in a repository."""
    which = f"more than {LARGEST // MEGABYTE} MB"
    if size <= LARGEST:
        which = f"with the others more than {LARGEST_SUM // MEGABYTE} MB"
    what = f"{path} has {size // MEGABYTE} MB, {which}, and is not taken along."
    return Finding(BREAKS, cell, what, "Put it where a cell can download it.")


def say_missing(mentions: Mentions, disk: Disk) -> Iterator[tuple[Mention, Finding]]:
    """Yield the files that are read, and that nobody can see coming from anywhere."""
    for one in mentions.named:
        known = mentions.unseen_source or mentions.is_made(one.text, one.cell)
        known = known and one.how != "picture"
        if one.how not in ("reading", "picture") or known or not has_suffix(one.text):
            continue
        if OF_A_PERSON.match(one.text) or "*" in one.text or "\\" in one.text:
            continue
        if disk.look_up(one.text).kind == "missing":
            what = f"{one.text} is not in the folder, and no cell seems to make or fetch it."
            remedy = "Put it beside the notebook, or correct its name."
            yield one, Finding(NOTE, one.cell, what, remedy)


def say_run_time(mentions: Mentions) -> Iterator[Finding]:
    """Yield, once, that names made at run time cannot be found."""
    if mentions.at_run_time and not mentions.unseen_source:
        what = (
            f"Names of files are made at run time in {list_cells(mentions.at_run_time)}: "
            "nobody can see before which files these are."
        )
        remedy = "If they lie beside the notebook, name them once, or their folder."
        yield Finding(NOTE, min(mentions.at_run_time), what, remedy)
