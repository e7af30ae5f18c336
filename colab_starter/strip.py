"""What is taken off a teacher's notebook: traces of runs, of people and of their machines.

Nothing else of a cell changes. Where the keys come from: Colab writes `executionInfo` (the name
and photo of whoever ran a cell), `outputId`, and below `colab` ids of files and people; Jupyter
writes `execution`, `ExecuteTime`, and `widgets`, which without its state is an invalid notebook.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nbformat import NotebookNode

OF_A_RUN = {"executionInfo", "outputId", "execution", "ExecuteTime", "papermill"}
OF_A_CELL_IN_COLAB = {"base_uri", "height", "width", "referenced_widgets", "resources"}
OF_A_PERSON = {"authorship_tag", "mount_file_id", "last_runtime", "authorship"}
OF_A_MACHINE = {"papermill", "widgets", "orig_nbformat", "signature", "interpreter", "vscode"}
# A picture that opens Colab, as Markdown and as HTML, with what stands around it on its line.
BADGE = re.compile(
    r"\[!\[[^\]]*\]\([^)\s]*\)\]\(\s*(?P<markdown>https?://colab\.(?:research\.google\.com|to)[^)\s]*)\s*\)"
    r"|<a\b[^>]*?href\s*=\s*[\"']?(?P<html>https?://colab\.(?:research\.google\.com|to)[^\"'\s>]*)[\"']?[^>]*>"
    r"\s*<img\b[^>]*>[^<]*</a>",
    re.IGNORECASE,
)
# What may be left of a cell that held nothing but badges.
ONLY_MARKUP = re.compile(r"(<[^>]*>|&nbsp;|[\s|:-])*")
# A badge up here is the notebook's own, wherever it leads; further below it may be a link.
ON_TOP = 2


def strip(node: NotebookNode, name: str) -> list[str]:
    """Take everything off a notebook, in place; return one word or two for each thing taken.

    `name` is the notebook's own file name without its suffix, known to Colab's badges.
    """
    taken = [strip_cells(node), strip_metadata(node), strip_badges(node, name)]
    return [words for found in taken for words in found]


def strip_cells(node: NotebookNode) -> list[str]:
    """Take traces of runs off all cells; outputs, noted here, go once the marks are read.

    The expected value of a test of otter's may stand there, and nowhere else.
    """
    taken: dict[str, None] = {}

    def take(words: str, found: object) -> None:
        if found:
            taken[words] = None

    for cell in node.cells:
        if cell.cell_type == "code":
            take("outputs", cell.get("outputs"))
            take("execution counts", cell.get("execution_count") is not None)
        take("who ran it", cell.metadata.get("executionInfo"))
        remove(cell.metadata, OF_A_RUN)
        if isinstance(colab := cell.metadata.get("colab"), dict):
            remove(colab, OF_A_CELL_IN_COLAB)
            if not colab:
                del cell.metadata["colab"]
    return list(taken)


def strip_metadata(node: NotebookNode) -> list[str]:
    """Take people and machines off the notebook's own metadata."""
    metadata = node.metadata
    taken = ["widgets"] if "widgets" in metadata else []
    colab = metadata.get("colab")
    if isinstance(colab, dict):
        taken += ["ids of people and files"] if OF_A_PERSON & colab.keys() else []
        remove(colab, OF_A_PERSON)
        colab.pop("provenance", None)
    elif colab is not None:
        del metadata["colab"]
    remove(metadata, OF_A_MACHINE)
    return taken


def remove(metadata: dict, keys: set[str]) -> None:
    """Remove these keys, those that are there."""
    for key in keys & metadata.keys():
        del metadata[key]


def strip_badges(node: NotebookNode, name: str) -> list[str]:
    """Take off the notebook's own badges; a link to another lesson stays."""
    cells, taken = [], []
    for number, cell in enumerate(node.cells):
        before = cell.source
        if cell.cell_type == "markdown" and "colab" in before:
            cell.source = BADGE.sub(keep_links(number, name), before)
        changed = cell.source != before
        if changed:
            taken = ["badges"]
        if not (changed and ONLY_MARKUP.fullmatch(cell.source)):
            cells.append(cell)
    node.cells = cells
    return taken


def keep_links(number: int, name: str) -> Callable[[re.Match], str]:
    """Return what a badge in this cell becomes: nothing, if it is the notebook's own."""

    def keep(badge: re.Match) -> str:
        address = badge["markdown"] or badge["html"]
        stem = re.sub(r"\.ipynb\b.*", "", address).rpartition("/")[2]
        return "" if number < ON_TOP or stem == name else badge[0]

    return keep
