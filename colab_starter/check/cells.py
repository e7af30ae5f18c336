"""Cells as Python that can be read, whatever stands in them. Nothing is ever run.

What IPython adds to Python is taken out line by line. A cell that is no Python even then, as
gaps for students make it, is read statement by statement; of what remains there are the lines.
"""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

# Below these lines a cell goes on in Python. Any other `%%` may be any language.
PYTHON_BELOW = frozenset(
    "capture debug heat ipytest manim memit memray_flamegraph mprun prun python python3 "
    "run_pytest scalene skip snakeviz time timeit wandb".split()
)
# What Colab, unlike Jupyter, lets stand above a `%%` line.
ABOVE_MAGIC = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")
MAGIC = re.compile(r"%%(\w+)[ \t]*([^\n]*)\n?")
TIMED = re.compile(r"^(\s*)%(?:time|timeit|prun|memit)\s+(?!-)(?=\S)")
ASSIGNED = re.compile(r"^\s*\w[\w.,\s\[\]'\"]*=\s*[!%]")
HELP = re.compile(r"^\s*(\?{1,2}\s*[%\w.*]+|[%\w.*\[\]]+\?{1,2})\s*$")
SHELL = re.compile(r"^(\s*)(%%?|!{1,2})(?=[\w{./~\"'$-])")
# A line that goes on with the statement above it.
GOES_ON = re.compile(r"\s|$|[)\]}]|(else|elif|except|finally)\b")


@dataclass(frozen=True)
class Code:
    """A code cell: its number among all cells, and what stands in it."""

    number: int
    text: str
    magic: str  # of a line `%%…`, or nothing
    arguments: str  # the rest of that line
    body: str  # what stands below it, or all
    frame: str  # the name of the section, for a cell of this template's frame

    @property
    def python(self) -> bool:
        """Return whether the body is Python."""
        return not self.magic or self.magic in PYTHON_BELOW


def read_code(cells: Iterable) -> list[Code]:
    """Return the code cells, with their numbers among all cells."""
    numbered = enumerate(as_list(cells), start=1)
    return [read_cell(n, cell) for n, cell in numbered if kind_of(cell) == "code"]


def read_cell(number: int, cell: dict) -> Code:
    """Return one cell, split at its cell magic if it has one."""
    text = text_of(cell)
    found = MAGIC.match(text, ABOVE_MAGIC.match(text).end()) if "%%" in text else None
    magic, arguments = (found[1], found[2].strip()) if found else ("", "")
    body = text[found.end() :] if found else text
    return Code(number, text, magic, arguments, body, frame_of(cell))


def read_texts(cells: Iterable) -> list[tuple[int, str]]:
    """Return the numbers and texts of the Markdown cells."""
    numbered = enumerate(as_list(cells), start=1)
    return [(n, text_of(cell)) for n, cell in numbered if kind_of(cell) == "markdown"]


def as_list(value: object) -> list:
    """Return a list as it is, and nothing of anything else."""
    return list(value) if isinstance(value, (list, tuple)) else []


def as_dict(value: object) -> dict:
    """Return a dictionary as it is, and an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def kind_of(cell: object) -> object:
    """Return the type of a cell; a broken one has none."""
    return as_dict(cell).get("cell_type")


def frame_of(cell: object) -> str:
    """Return the section of the frame that this cell was made from, or nothing."""
    own = as_dict(as_dict(as_dict(cell).get("metadata")).get("colab_starter"))
    by_name = "frame" if re.search(r"^def frame_\w", text_of(cell), re.MULTILINE) else ""
    return str(own.get("frame") or by_name)


def text_of(cell: object) -> str:
    """Return the text of a cell, which files hold whole or by the line."""
    source = as_dict(cell).get("source")
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source.replace("\r\n", "\n") if isinstance(source, str) else ""


@dataclass(frozen=True)
class Parsed:
    """A cell as Python: what could be read, and the lines of the rest."""

    trees: tuple[ast.Module, ...]
    lines: tuple[str, ...]


@lru_cache(maxsize=1024)
def parse(text: str) -> Parsed:
    """Return a cell's Python: whole, or without IPython's lines, or statement by statement."""
    for attempt in (text, plain := neutralise(text)):
        if tree := parse_whole(attempt):
            return Parsed((tree,), ())
    trees, lines = [], []
    for statement in split_statements(plain):
        if tree := parse_whole(statement):
            trees.append(tree)
        else:
            lines += statement.split("\n")
    return Parsed(tuple(trees), tuple(lines))


def parse_whole(text: str) -> ast.Module | None:
    """Return the syntax tree, or None for what is no Python."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # Of one version: what comes out must not depend on the Python that runs this.
            return ast.parse(text, feature_version=(3, 11))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def neutralise(text: str) -> str:
    """Return the text with `pass` for each line that only IPython understands."""
    lines, inside = [], False
    for line in text.split("\n"):
        line = TIMED.sub(r"\1", line)
        taken = inside or is_special(line)
        inside = taken and line.rstrip().endswith("\\")
        lines.append(re.match(r"\s*", line)[0] + "pass" if taken else line)
    return "\n".join(lines)


def is_special(line: str) -> bool:
    """Return whether only IPython understands this line."""
    return bool(SHELL.match(line) or HELP.match(line) or ASSIGNED.match(line))


def split_statements(text: str) -> Iterator[str]:
    """Yield the text in pieces that begin at the left margin."""
    piece: list[str] = []
    for line in text.split("\n"):
        decorated = bool(piece) and piece[-1].startswith("@")
        if piece and not decorated and not GOES_ON.match(line):
            yield "\n".join(piece)
            piece = []
        piece.append(line)
    yield "\n".join(piece)


def walk(text: str) -> Iterator[ast.AST]:
    """Yield every node of a cell's Python."""
    for tree in parse(text).trees:
        yield from ast.walk(tree)


def name_of(node: ast.AST) -> str:
    """Return the dotted name of a function that is called: `pd.read_csv`; `.x` after a call."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))
