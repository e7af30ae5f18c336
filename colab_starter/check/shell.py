"""The lines of a notebook that go to a shell, as the shell would get them."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterable, Iterator

from .cells import Code, name_of, walk

LINE = re.compile(r"^\s*(?:\w[\w.,\s\[\]'\"]*=\s*)?(!{1,2}|%(?:sx|system)?(?=\s*\w))\s*(.*)$")
SHELL_CELLS = {"bash", "sh", "shell", "script", "system", "sx", "!"}
PROGRAMS = {"os.system", "os.popen", "subprocess.run", "subprocess.check_call"} | {
    f"subprocess.{name}" for name in ("call", "check_output", "Popen", "getoutput")
}


def shell_lines(code: Iterable[Code]) -> Iterator[tuple[int, str]]:
    """Yield the number of the cell and each command: `!pip …`, `%pip …`, `%%bash` and others."""
    for cell in code:
        if cell.magic in SHELL_CELLS:
            lines = join_lines(cell.body)
        else:
            lines = [*marked_lines(cell.text), *started_programs(cell)]
        for line in lines:
            yield from ((cell.number, part) for part in split_commands(line))


def join_lines(text: str) -> list[str]:
    """Return the lines; one that ends with a backslash goes on in the next."""
    lines = re.sub(r"\\\n", " ", text).split("\n")
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def marked_lines(text: str) -> list[str]:
    """Return what stands behind `!` or `%` at the beginning of a line."""
    if "!" not in text and "%" not in text:
        return []
    return [found[2] for line in join_lines(text) if (found := LINE.match(line))]


def started_programs(cell: Code) -> Iterator[str]:
    """Yield what Python starts: `os.system("…")`, `subprocess.run(["…", "…"])`."""
    if not cell.python or ("subprocess" not in cell.text and "os." not in cell.text):
        return
    for node in walk(cell.body):
        if isinstance(node, ast.Call) and name_of(node.func) in PROGRAMS and node.args:
            yield words_of(node.args[0])


def words_of(node: ast.expr) -> str:
    """Return a command that is written as a text or as a list of texts."""
    parts = node.elts if isinstance(node, (ast.List, ast.Tuple)) else [node]
    words = [
        part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "python"
        for part in parts
    ]
    return words[0] if len(words) == 1 else " ".join(shlex.quote(word) for word in words)


def split_commands(line: str) -> list[str]:
    """Return the single commands of a line: what `;`, `&&`, `||` and `|` join."""
    if not any(sign in line for sign in ";&|"):
        return [line]
    parts = re.findall(r"(?:'[^']*'|\"[^\"]*\"|[^;&|'\"]|&(?!&)|['\"])+", line)
    return [part.strip(" &") for part in parts if part.strip(" &")]


def words(command: str) -> list[str]:
    """Return the words of a command; one that no shell would take is split at its spaces."""
    try:
        return shlex.split(command, comments=True)
    except ValueError:
        return command.split()
