"""A teacher's own notebook in, ready to be framed: read, checked, and cleaned of its runs.

Nothing of it is executed, imported or rendered. What cannot be a notebook of a course is refused
with one sentence.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from colab_starter.answers import RESERVED
from colab_starter.ids import give_id
from colab_starter.kernels import read_language
from colab_starter.sources import LARGEST, TEXT_FORMATS, SourceError, is_address, list_files
from colab_starter.strip import strip

NAME = re.compile(r"[^A-Za-z0-9._-]+")
LONGEST_NAME = 60
SHOWN = {"markdown", "code", "raw"}


@dataclass(frozen=True)
class Taken:
    """A teacher's notebook, as it was taken in."""

    name: str
    node: NotebookNode
    """Valid nbformat 4.5 but for what its cells printed; every cell as it was."""
    stripped: tuple[str, ...] = ()
    """What was taken off, in a word or two each."""
    folder: Path | None = None
    """Where files beside it lie; None for one that was fetched."""
    file: str = ""
    """The name of the file that it came from."""
    in_place: bool = False
    """Whether it stands in the project already, hence is the source."""

    @property
    def language(self) -> str:
        """Return the language of its kernel, in small letters."""
        return read_language(self.node)


def take(item: str) -> list[Taken]:
    """Return the notebooks that a path or an address names, in order; raises SourceError."""
    if is_address(item):
        from colab_starter.download import fetch  # loads what only an address needs

        file, content = fetch(item)
        return [read(file, content)]
    return [take_file(path) for path in list_files(item)]


def take_file(path: Path, in_place: bool = False) -> Taken:
    """Return the notebook in a file; raises SourceError."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LARGEST else b" " * (LARGEST + 1)
    except OSError as error:
        raise SourceError(f"{path.name} cannot be read: {error.strerror}.") from error
    return read(path.name, content, path.parent, in_place)


def read(file: str, content: bytes, folder: Path | None = None, in_place: bool = False) -> Taken:
    """Return the notebook with this file name and content; raises SourceError."""
    stem, _, suffix = file.rpartition(".")
    if len(content) > LARGEST:
        raise SourceError(
            f"{file} is larger than {LARGEST // 1_000_000} MB: clear its outputs (Colab: Edit > "
            "Clear all outputs), and keep large pictures and data in files beside it."
        )
    text = decode(file, content)
    if f".{suffix}" in TEXT_FORMATS:
        node = read_text_format(file, text, suffix)
    else:
        node = read_json(file, text)
    refuse_python_2(file, node)
    node = normalize(file, node)
    stripped = strip(node, stem)
    if not any(cell.source.strip() for cell in node.cells):
        raise SourceError(f"{file} has no cell with anything in it.")
    taken_off = tuple(dict.fromkeys(stripped))
    return Taken(make_name(stem), node, taken_off, folder, file, in_place)


def decode(file: str, content: bytes) -> str:
    """Return the text of a file; raises SourceError."""
    if not content.strip():
        raise SourceError(f"{file} is empty: save the notebook again where you wrote it.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(f"{file} is no text in UTF-8, so it is no notebook.") from error


def read_text_format(file: str, text: str, suffix: str) -> NotebookNode:
    """Return the notebook that a script or a Markdown page holds; raises SourceError."""
    try:
        node = jupytext.reads(text, fmt=suffix)
    except Exception as error:
        raise SourceError(f"{file} is not understood by jupytext: {one_line(error)}.") from error
    node.metadata.pop("jupytext", None)
    for cell in node.cells:
        cell.pop("id", None)  # made at random
        cell.metadata.pop("lines_to_next_cell", None)
    return node


def read_json(file: str, text: str) -> NotebookNode:
    """Return the notebook in a .ipynb file, in format 4; raises SourceError."""
    if text.lstrip()[:1] == "<" and not text.lstrip().startswith("<<<<"):
        raise SourceError(
            f"{file} is a web page, not a notebook: on GitHub, use the button that downloads "
            "the raw file, or give the address of the page instead of a file."
        )
    if re.search(r"^(<{7} |>{7} )", text, re.MULTILINE):
        raise SourceError(f"{file} holds a merge conflict of Git: resolve it first.")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(
            f"{file} is damaged ({one_line(error)}): open it where you wrote it, and save it again."
        ) from error
    if not isinstance(content, dict) or not isinstance(content.get("nbformat"), int):
        raise SourceError(f"{file} is no notebook: it says no nbformat.")
    if content["nbformat"] not in (3, 4):
        raise SourceError(
            f"{file} has notebook format {content['nbformat']}: open it in JupyterLab, which "
            "upgrades it, and save it."
        )
    try:
        if content["nbformat"] == 3:
            return nbformat.convert(nbformat.reads(text, as_version=3), 4)
        return nbformat.from_dict(join_lines(content))
    except Exception as error:
        raise SourceError(
            f"{file} cannot be read as a notebook ({one_line(error)}): open it in JupyterLab "
            "and save it."
        ) from error


def join_lines(content: dict) -> dict:
    """Return a notebook's JSON with each source, a list of lines in the file, as one text."""
    for cell in content["cells"]:
        source = cell.get("source", "")
        cell["source"] = "".join(source) if isinstance(source, list) else source
        cell.setdefault("metadata", {})
    content.setdefault("metadata", {})
    return content


def normalize(file: str, node: NotebookNode) -> NotebookNode:
    """Return the notebook as valid nbformat 4.5; the cells say what they said.

    Cells without an id that is good and their own get one made of their content, for the same
    notebook must give the same bytes. Raises SourceError.
    """
    node.nbformat, node.nbformat_minor = 4, 5
    seen: Counter[str] = Counter()
    for number, cell in enumerate(node.cells, start=1):
        if cell.get("cell_type") not in SHOWN:
            raise SourceError(
                f"{file}, cell {number}: {cell.get('cell_type')!a} is no kind of cell; delete it."
            )
        give_id(cell, seen)
        if cell.cell_type == "code":
            cell["outputs"] = cell.get("outputs", [])
            cell["execution_count"] = cell.get("execution_count")
        else:
            cell.pop("outputs", None)
            cell.pop("execution_count", None)
    bare = nbformat.from_dict({**node, "cells": [without_outputs(cell) for cell in node.cells]})
    try:
        nbformat.validate(bare, relax_add_props=False)
    except nbformat.ValidationError as error:
        raise SourceError(
            f"{file} is no valid notebook ({one_line(error)}): open it in JupyterLab and save it."
        ) from error
    return node


def without_outputs(cell: NotebookNode) -> NotebookNode:
    """Return the cell without what it once printed, which need not even be valid."""
    of_code = {"outputs": [], "execution_count": None} if cell.cell_type == "code" else {}
    return NotebookNode({**cell, **of_code})


def refuse_python_2(file: str, node: NotebookNode) -> None:
    """Raise SourceError for a notebook in Python 2."""
    kernel, language = node.metadata.get("kernelspec"), node.metadata.get("language_info")
    version = str(language.get("version", "")) if isinstance(language, dict) else ""
    name = str(kernel.get("name", "")) if isinstance(kernel, dict) else ""
    if read_language(node) == "python" and (version.startswith("2.") or name == "python2"):
        raise SourceError(
            f"{file} is written in Python 2, which Colab has no longer: run 2to3 on it, or "
            "change its kernel to Python 3 if it runs there."
        )


def make_name(stem: str) -> str:
    """Return a notebook's name for files and addresses: letters, digits, dots, - and _."""
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    name = NAME.sub("_", plain).strip("._-")[:LONGEST_NAME].strip("._-") or "notebook"
    return f"{name}_" if RESERVED.fullmatch(name) else name


def one_line(error: Exception) -> str:
    """Return the first line of what an error says, without its full stop."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".")[:200]
