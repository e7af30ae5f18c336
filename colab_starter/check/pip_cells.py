"""What a notebook installs by itself: the lines with pip, conda and apt."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest

from .cells import Code, name_of, read_code, walk
from .finding import BREAKS, NOTE, Finding
from .shell import shell_lines, words
from .tables import colab_version, find_imports_of, normal, read_header, read_packages

INSTALL = re.compile(
    r"(?:sudo\s+)?(?:\S*python[\d.]*['\"]?\s+-m\s+|\{?sys\.executable\}?['\"]?\s+-m\s+|uv\s+)?"
    r"(?P<tool>pip[\d.]*|conda|mamba|apt-get|apt)\s+(?:-\S+\s+)*install\b(?P<rest>.*)",
    re.DOTALL,
)
# Options that take the next word with them.
WITH_VALUE = set(
    "-r --requirement -c --constraint -e --editable -t --target -i --index-url --extra-index-url "
    "-f --find-links --platform --python-version --python -n --name -p --prefix --channel".split()
)
REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.\-]*)(?:\[[^\]]*\])?\s*(@|[=<>!~][^;]*)?(?:;.*)?$")
# `name>=1.4` where the shell sees it: not between quotes. A `>` behind a space is a redirection
# that somebody means, unless a version follows.
TRAP = re.compile(r"(?<![\w/.-])([A-Za-z][\w.\-]*(?:\[[\w,\- ]*\])?)\s?(>=|<=|>|<)\s*(\d[\w.]*)")
CALLED = re.compile(r"^pip\.main$|pip_install|install_(package|pip)")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")


@dataclass(frozen=True)
class Requirement:
    """What one word of an installing line asks for."""

    package: str
    limits: str
    cell: int


@dataclass
class PipCells:
    """What a notebook installs, and what is wrong with that."""

    requirements: list[Requirement] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    # Names of repositories that it clones or installs from Git.
    repositories: set[str] = field(default_factory=set)
    # Whether packages come that cannot be seen: `-r requirements.txt`, `-e .`
    unseen: bool = False

    def brings(self, name: str) -> bool:
        """Return whether an import may come from here."""
        top, key = name.split(".")[0], normal(name)
        if any(key == normal(one) or top == one for one in self.repositories):
            return True
        return any(
            key == normal(one.package) or {name, top} & find_imports_of(one.package)
            for one in self.requirements
        )


def read_pip(cells: Iterable, image: str = "cpu") -> PipCells:
    """Return what the notebook installs by itself, for one of Colab's images."""
    return read_pip_code(read_code(cells), image)


def read_pip_code(code: list[Code], image: str = "cpu") -> PipCells:
    """Return the same for cells that were read already."""
    found = PipCells()
    for cell, line in shell_lines(code):
        if install := INSTALL.match(line):
            if install["tool"].startswith(("pip", "conda", "mamba")):
                read_install(install["rest"], cell, found, image)
        elif " clone " in line and (name := name_clone(line)):
            found.repositories.add(name)
    for cell, word in called_installs(code):
        read_word(word, cell, found, image)
    return found


def called_installs(code: Iterable[Code]) -> Iterator[tuple[int, str]]:
    """Yield what functions install: `pip_install("name")`, `pip.main(["install", "name"])`."""
    for cell in code:
        if not cell.python or "pip" not in cell.body:
            continue
        for node in (node for node in walk(cell.body) if isinstance(node, ast.Call)):
            if CALLED.search(name_of(node.func)):
                texts = (part for one in node.args for part in getattr(one, "elts", [one]))
                yield from ((cell.number, text.value) for text in texts if is_package(text))


def is_package(node: ast.AST) -> bool:
    """Return whether an expression is a text that names a package."""
    value = node.value if isinstance(node, ast.Constant) else None
    return isinstance(value, str) and value != "install" and bool(REQUIREMENT.match(value))


def name_clone(line: str) -> str | None:
    """Return the folder into which `git clone` puts a repository."""
    if not re.search(r"\bgit\b.*\bclone\b", line):
        return None
    addresses = [word for word in words(line) if "/" in word or ":" in word]
    return name_repository(addresses[0]) if addresses else None


def name_repository(address: str) -> str:
    """Return the last part of an address of Git: `…/name.git@branch` gives `name`."""
    path = re.split(r"[#?]", address.split("://")[-1])[0].rstrip("/")
    return path.rsplit("/", 1)[-1].split("@")[0].removesuffix(".git")


def read_install(rest: str, cell: int, found: PipCells, image: str) -> None:
    """Add what stands behind `pip install`."""
    found.findings += find_traps(rest, cell)
    previous = ""
    for word in words(re.sub(r"\s\d?>{1,2}\s*[&\w./-]*(?=\s|$)", " ", hide_traps(rest))):
        if previous in WITH_VALUE or word.startswith("-"):
            found.unseen |= previous in {"-r", "--requirement"} or word.startswith("-r")
        if previous in {"-e", "--editable"} or not (previous in WITH_VALUE or word[:1] == "-"):
            read_word(word, cell, found, image)
        previous = word


def hide_traps(rest: str) -> str:
    """Return the line as if what the shell would take away were quoted."""
    return TRAP.sub(lambda match: f"{match[1]}{match[2]}{match[3]}", rest)


def read_word(word: str, cell: int, found: PipCells, image: str) -> None:
    """Add one word of an installing line: a name, an address, a folder."""
    if "git+" in word or "://" in word:
        found.repositories.add(name_repository(word))
        if egg := re.search(r"#egg=([\w.-]+)", word):
            found.repositories.add(egg[1])
        if wheel := re.search(r"/([A-Za-z][\w.]*?)-\d[^/]*\.(?:whl|tar\.gz|zip)", word):
            found.requirements.append(Requirement(wheel[1], "", cell))
    elif word.startswith((".", "/", "{", "$")) or word.endswith((".whl", ".txt", "/")):
        found.unseen = True
    elif match := REQUIREMENT.match(word):
        one = Requirement(match[1], (match[2] or "").strip(), cell)
        found.requirements.append(one)
        found.findings += find_forced(one, image)


def find_traps(rest: str, cell: int) -> Iterator[Finding]:
    """Yield a finding for each version that the shell takes for the name of a file."""
    unquoted = QUOTED.sub(lambda match: "'" * len(match[0]), rest)
    for name, sign, version in TRAP.findall(unquoted):
        remedy = f'Put quotes around it: "{name}{sign}{version}".'
        if sign.startswith(">"):
            file = f"{sign[1:]}{version}"
            what = f"{name}{sign}{version}: the shell writes a file {file} and any version comes."
            yield Finding(NOTE, cell, what, remedy)
        else:
            what = f"{name}{sign}{version}: the shell looks for a file, and nothing is installed."
            yield Finding(BREAKS, cell, what, remedy)


def find_forced(one: Requirement, image: str) -> Iterator[Finding]:
    """Yield a finding for a pin that puts another version in the place of Colab's."""
    shipped = colab_version(one.package, image)
    if not shipped or not one.limits or fulfils(shipped, one.limits):
        return
    asked = f"{one.package}{one.limits}"
    first = read_packages()["first"].get(normal(one.package))
    if first and is_pinned_below(one.limits, first):
        python = ".".join(read_header()["python"].split(".")[:2])
        what = f"{asked} has no installable file for Colab's Python {python}; Colab has {shipped}."
        yield Finding(BREAKS, one.cell, what, "Leave the version out, or try a newer one.")
    else:
        what = f"{asked} replaces version {shipped}, which Colab has and other packages expect."
        yield Finding(NOTE, one.cell, what, "Leave the version out unless the lesson needs it.")


def is_pinned_below(limits: str, first: str) -> bool:
    """Return whether only versions older than `first` are asked for."""
    return any(
        (sign in ("==", "===", "~=", "<=") and compare(version, first) < 0)
        or (sign == "<" and compare(version, first) <= 0)
        for sign, version in split_limits(limits)
    )


def fulfils(version: str, limits: str) -> bool:
    """Return whether a version is within limits; what is not understood counts as yes."""
    return all(fulfils_one(version, sign, limit) for sign, limit in split_limits(limits))


def split_limits(limits: str) -> list[tuple[str, str]]:
    """Return `>=1,<2` as pairs, without what is not understood."""
    return re.findall(
        r"(===|==|~=|!=|<=|>=|<|>|(?<![=<>!~])=)\s*v?(\d+(?:\.\d+)*(?:\.\*)?)", limits
    )


def fulfils_one(version: str, sign: str, limit: str) -> bool:
    """Return whether a version is within one limit."""
    if limit.endswith(".*") or sign in ("~=", "="):
        base = limit.removesuffix(".*").split(".")
        base = base[:-1] if sign == "~=" else base
        within = numbers(version)[: len(base)] == [int(part) for part in base]
        older = sign == "~=" and compare(version, limit) < 0
        return (not within) if sign == "!=" else within and not older
    order = compare(version, limit)
    return {
        "==": order == 0,
        "===": order == 0,
        "!=": order != 0,
        "<": order < 0,
        "<=": order <= 0,
        ">": order > 0,
        ">=": order >= 0,
    }[sign]


def numbers(version: str) -> list[int]:
    """Return the numbers of a version, as far as they go."""
    return [int(part) for part in re.match(r"\d*(?:\.\d+)*", version)[0].split(".") if part]


def compare(one: str, other: str) -> int:
    """Return below, at or above zero: the first version is older, the same, newer."""
    pairs = zip_longest(numbers(one), numbers(other), fillvalue=0)
    return next((a - b for a, b in pairs if a != b), 0)
