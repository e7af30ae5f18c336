"""A notebook with everything that the rules ask about it, each read once."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from .cells import Code, as_dict, as_list, read_code, read_texts
from .disk import MEGABYTE
from .files_beside import Found, find_files, local_names
from .imports import Import, classify, find_written, gather, list_imports
from .pip_cells import PipCells, read_pip_code
from .remote import Remote

LARGEST_NOTEBOOK = 50 * MEGABYTE
INSTALLED = re.compile(r"[\"']([\w.]+)[\"']\s*:\s*[\"'][^\"']+[\"']")
PATHS = re.compile(r"[\"']([^\"'\n]+)[\"']")


class NotANotebook(Exception):
    """A file that nobody can open as a notebook: one sentence says why."""


@dataclass
class Notebook:
    """One notebook, where it lies, and what is known around it."""

    path: Path
    node: dict
    name: str = ""  # relative to the folder that is looked at
    remote: Remote | None = None
    own: Mapping[str, str] = field(default_factory=dict)  # [packages] of course.toml

    @cached_property
    def cells(self) -> list:
        """Return the cells."""
        return as_list(self.node.get("cells"))

    @cached_property
    def metadata(self) -> dict:
        """Return the metadata of the whole notebook."""
        return as_dict(self.node.get("metadata"))

    @cached_property
    def image(self) -> str:
        """Return which machine it asks Colab for: cpu, gpu or tpu."""
        kind = str(self.metadata.get("accelerator") or "").lower()
        if kind not in ("gpu", "tpu") and as_dict(self.metadata.get("colab")).get("gpuType"):
            return "gpu"
        return kind if kind in ("gpu", "tpu") else "cpu"

    @cached_property
    def code(self) -> list[Code]:
        """Return the code cells of the lesson: what the template put around it is in order."""
        return [cell for cell in self.all_code if not cell.frame]

    @cached_property
    def all_code(self) -> list[Code]:
        """Return all code cells."""
        return read_code(self.cells)

    @cached_property
    def texts(self) -> list[tuple[int, str]]:
        """Return the text cells with their numbers."""
        return read_texts(self.cells)

    @cached_property
    def python(self) -> bool:
        """Return whether its kernel is one of Python."""
        return self.language in ("", "python", "python3", "ipython")

    @cached_property
    def language(self) -> str:
        """Return the language that it is written in, or nothing if it does not say."""
        kernel, info = (as_dict(self.metadata.get(k)) for k in ("kernelspec", "language_info"))
        return str(info.get("name") or kernel.get("language") or "").lower()

    @cached_property
    def pip(self) -> PipCells:
        """Return what it installs by itself."""
        return read_pip_code(self.code, self.image)

    @cached_property
    def imports(self) -> list[Import]:
        """Return what it cannot do without, and where that comes from."""
        needed = gather(one for one in list_imports(self.code) if not one.optional)
        local = local_names(self.path.parent, self.cells)
        return classify(needed, local, find_written(self.code), self.pip, self.own, self.image)

    @cached_property
    def installed(self) -> set[str]:
        """Return the modules that the template's own cell installs."""
        cells = [cell.text for cell in self.all_code if "frame_install_missing" in cell.text]
        return {name for text in cells for name in INSTALLED.findall(text)}

    @cached_property
    def files(self) -> Found:
        """Return the files that it names."""
        return find_files(self.cells, self.path.parent)

    @cached_property
    def fetched(self) -> set[str]:
        """Return the files that the template's own cell fetches."""
        cells = [cell.text for cell in self.all_code if cell.frame.startswith("07_files")]
        return {name for text in cells for name in PATHS.findall(text)}

    @cached_property
    def place(self) -> str:
        """Return its path in its repository, or in the folder that is looked at."""
        if self.remote:
            try:
                return self.path.resolve().relative_to(self.remote.top.resolve()).as_posix()
            except ValueError:
                pass
        return self.name


def read_notebook(path: Path) -> dict:
    """Return what is in the file; NotANotebook with a sentence if that is no notebook."""
    try:
        if path.stat().st_size > LARGEST_NOTEBOOK:
            raise NotANotebook(f"It has more than {LARGEST_NOTEBOOK // MEGABYTE} MB.")
        return check_node(json.loads(path.read_text("utf-8-sig")))
    except OSError as error:
        raise NotANotebook(f"It cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise NotANotebook("It is no text in UTF-8.") from None
    except (ValueError, RecursionError):
        raise NotANotebook(name_content(path)) from None


def name_content(path: Path) -> str:
    """Return what a file is that is no JSON."""
    start = path.read_bytes()[:200].lstrip().lower()
    if not start:
        return "It is empty."
    if start.startswith(b"<"):
        return "It is a web page. On GitHub, download the raw file instead."
    if b"git-lfs" in start:
        return "Only a pointer of Git LFS is here. Run git lfs pull."
    if b"<<<<<<<" in path.read_bytes():
        return "It has the marks of a merge in it that Git left for you to decide."
    return "It is no notebook, or it was cut off."


def check_node(node: object) -> dict:
    """Return a notebook as it is; NotANotebook if it is something else."""
    if not isinstance(node, dict):
        raise NotANotebook("It is no notebook.")
    if "worksheets" in node:
        raise NotANotebook("Its format is too old for Colab. Open and save it in Jupyter once.")
    if not isinstance(node.get("cells"), list):
        raise NotANotebook("It is no notebook: it has no cells.")
    return node
