"""What is taken of a teacher's file, what is taken off it, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from colab_starter import intake
from colab_starter.sources import LARGEST, SourceError, find_raw, list_files, split


def write(**changes: object) -> bytes:
    """The file of a small notebook, with other keys at its top."""
    node = new_notebook(cells=[new_markdown_cell("# Week 1"), new_code_cell("x = 1")])
    return json.dumps({**json.loads(nbformat.writes(node)), **changes}).encode()


PYTHON_2 = {"language_info": {"name": "python", "version": "2.7.18"}}
BAD = {
    "empty": b"",
    "blank": b" \n\n",
    "a web page": b"<!DOCTYPE html>\n<html><body>{}</body></html>",
    "a merge conflict": b'{"cells": [\n<<<<<<< HEAD\n1\n=======\n2\n>>>>>>> other\n]}',
    "damaged": write()[:-20],
    "a list": b"[1, 2]",
    "another JSON": b'{"hello": 1}',
    "a later format": write(nbformat=5),
    "an old format that says nothing": b'{"nbformat": 3}',
    "a picture": b"\x89PNG\r\n\x1a\n\x00\xff",
    "too large": b" " * (LARGEST + 1),
    "nested without end": b'{"nbformat": 4, "cells": ' + b"[" * 100_000,
    "no cell": write(cells=[]),
    "a cell of no kind": write(cells=[{"cell_type": "heading", "source": "x", "metadata": {}}]),
    "a cell that is none": write(cells=["x"]),
    "Python 2": write(metadata=PYTHON_2),
    "a kernel of Python 2": write(metadata={"kernelspec": {"name": "python2"}}),
    "attachments that are none": write(
        cells=[{"cell_type": "markdown", "source": "x", "metadata": {}, "attachments": {"a": 1}}]
    ),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_is_no_notebook_is_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(SourceError) as refusal:
        intake.read("week1.ipynb", content)
    sentence = str(refusal.value)
    assert sentence.startswith("week1.ipynb") and "\n" not in sentence and len(sentence) < 400


def test_a_notebook_in_format_3_is_upgraded() -> None:
    cell = {"cell_type": "code", "language": "python", "input": ["x = 1"], "outputs": []}
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": [cell]}]}
    taken = intake.read("old.ipynb", json.dumps(old).encode())
    assert [one.source for one in taken.node.cells] == ["x = 1"]


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("a.py", "# %% [markdown]\n# # Title\n# %%\nx = 1\n"),
        ("a.md", "# Title\n\n```python\nx = 1\n```\n"),
    ],
)
def test_text_formats_are_read(file: str, text: str) -> None:
    taken = intake.read(file, text.encode())
    assert [(cell.cell_type, cell.source) for cell in taken.node.cells] == [
        ("markdown", "# Title"),
        ("code", "x = 1"),
    ]
    assert taken == intake.read(file, text.encode()), "ids are made of the content"


def test_traces_of_runs_people_and_machines_are_taken_off() -> None:
    author = {"displayName": "A Person", "photoUrl": "https://example.com/a", "userId": "1"}
    code = new_code_cell("x = 1", execution_count=3, outputs=[new_output("stream", text="1")])
    code.metadata = {
        "executionInfo": {"user": author},
        "outputId": "1",
        "colab": {"base_uri": "https://localhost:8080/", "resources": {}, "kept": 1},
        "tags": ["kept"],
        "mine": {"title": "kept"},
    }
    node = new_notebook(cells=[code])
    node.metadata = {
        "colab": {"authorship_tag": "A", "mount_file_id": "B", "private_outputs": True},
        "widgets": {"application/vnd.jupyter.widget-state+json": {}},
        "kernelspec": {"name": "my-venv", "display_name": "venv"},
        "mine": 1,
    }
    taken = intake.read("a.ipynb", nbformat.writes(node).encode())
    (cell,) = taken.node.cells
    assert cell.metadata == {"colab": {"kept": 1}, "tags": ["kept"], "mine": {"title": "kept"}}
    assert taken.node.metadata["colab"] == {"private_outputs": True}
    assert "widgets" not in taken.node.metadata and taken.node.metadata["mine"] == 1
    assert len(taken.stripped) == 5


COLAB = "https://colab.research.google.com/github/a/b/blob/main"
IMAGE = "https://colab.research.google.com/assets/colab-badge.svg"
MARKDOWN = f"[![Open In Colab]({IMAGE})]({COLAB}/{{}})"
HTML = f'<a href="{COLAB}/{{}}" target="_parent"><img src="{IMAGE}" alt="Open"/></a>'


@pytest.mark.parametrize("badge", [MARKDOWN, HTML], ids=["markdown", "html"])
def test_own_badges_go_and_links_to_other_lessons_stay(badge: str) -> None:
    own, moved, other = (badge.format(name) for name in ("w.ipynb", "old/x.ipynb", "other.ipynb"))
    texts = [own, f"# Title\n\n{moved}", "Text", f"Next: {other}", f"Again: {own}"]
    node = new_notebook(cells=[new_markdown_cell(text) for text in texts])
    taken = intake.read("w.ipynb", nbformat.writes(node).encode())
    left = [cell.source for cell in taken.node.cells]
    assert left == ["# Title\n\n", "Text", f"Next: {other}", "Again: "]
    assert taken.stripped == ("badges",)


def test_names_are_fit_for_files_and_addresses() -> None:
    names = {
        "Week 1 (final)": "Week_1_final",
        "Übung": "Ubung",
        "第一课": "notebook",
        "con": "con_",
        "a.b-c_d": "a.b-c_d",
    }
    assert {stem: intake.make_name(stem) for stem in names} == names


def test_a_folder_is_read_in_natural_order(tmp_path: Path) -> None:
    for name in ("week10.ipynb", "week2.ipynb", "Week1.ipynb", ".hidden.ipynb", "notes.txt"):
        (tmp_path / name).write_bytes(write())
    assert [path.stem for path in list_files(str(tmp_path))] == ["Week1", "week2", "week10"]
    with pytest.raises(SourceError):
        list_files(str(tmp_path / "notes.txt"))
    with pytest.raises(SourceError):
        list_files(str(tmp_path / "missing"))


def test_several_lessons_stand_behind_one_another(tmp_path: Path) -> None:
    odd = tmp_path / "one, two.ipynb"
    odd.write_bytes(write())
    assert split(str(odd)) == [str(odd)]
    assert split("kept, titanic") == ["kept", "titanic"]


RAW = "https://raw.githubusercontent.com/a/b/main/n/w%201.ipynb"


@pytest.mark.parametrize(
    ("pasted", "raw"),
    [
        ("https://github.com/a/b/blob/main/n/w%201.ipynb", RAW),
        ("https://github.com/a/b/raw/main/n/w%201.ipynb", RAW),
        ("https://colab.research.google.com/github/a/b/blob/main/n/w%201.ipynb#scrollTo=x", RAW),
        ("https://example.com/w.ipynb", "https://example.com/w.ipynb"),
    ],
)
def test_pages_are_taken_as_pasted(pasted: str, raw: str) -> None:
    assert find_raw(pasted) == raw


@pytest.mark.parametrize(
    "address",
    ["http://example.com/a.ipynb", "file:///etc/passwd", "ftp://a/b", "https://github.com/a/b"],
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(SourceError):
        find_raw(address)
