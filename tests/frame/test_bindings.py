"""What the frame leaves in a learner's kernel: three names, and the settings."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from colab_starter.answers import every_combination
from colab_starter.framing import section_of
from colab_starter.lessons import FRAME
from colab_starter.marks import marks_of, part_of
from colab_starter.project import write_notebooks
from colab_starter.sections import read_cells

BOUND = {"on_colab", "work_folder", "save_to_drive"}
LESSONS = {answers.lesson: answers for answers in every_combination().values()}


def settings_of(cells: list[NotebookNode]) -> set[str]:
    """Return the names of the fields of the settings."""
    (form,) = (cell for cell in cells if "parameters" in cell.metadata.get("tags", []))
    return set(re.findall(r"^(\w+) = .*# @param", form.source, re.MULTILINE))


@pytest.mark.parametrize("lesson", LESSONS)
def test_each_frame_cell_leaves_only_these_names(lesson: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    cells = read_cells(lesson, LESSONS[lesson])
    names: dict[str, object] = {"__name__": "__main__"}
    left: dict[str, set[str]] = {}
    for cell in cells:
        own = marks_of(cell)["place"].startswith(f"template/{FRAME}/")
        is_form = "parameters" in cell.metadata.get("tags", [])
        if cell.cell_type != "code" or part_of(cell) or not (own or is_form):
            continue
        before = set(names)
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(cell.source, marks_of(cell)["place"], "exec"), names)
        left[marks_of(cell)["place"]] = set(names) - before - {"__builtins__"}
    assert len(left) >= 5
    assert set().union(*left.values()) == BOUND | settings_of(cells)


def test_the_frame_of_a_teachers_notebook_leaves_only_these_names(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data.csv").write_text("a")
    mine = [new_markdown_cell("# Mine"), new_code_cell("open('data.csv')")]
    nbformat.write(new_notebook(cells=mine), tmp_path / "mine.ipynb")
    answers = replace(every_combination()["keras-cpu"], lesson=str(tmp_path / "mine.ipynb"))
    write_notebooks(answers, tmp_path / "project")
    cells = nbformat.read(tmp_path / "project" / "notebooks" / "mine.ipynb", as_version=4).cells
    frame = [cell for cell in cells if section_of(cell) and cell.cell_type == "code"]
    names: dict[str, object] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in frame:
            exec(compile(cell.source, section_of(cell), "exec"), names)
    sections = {section_of(cell) for cell in frame}
    assert sections >= {"03_settings", "04_drive", "05_install", "06_machine", "07_files"}
    assert set(names) - {"__name__", "__builtins__"} == BOUND | settings_of(cells)


def test_imports_stand_inside_of_functions() -> None:
    """A name that is deleted afterwards would take a learner's own with it."""
    template = Path(__file__).parents[2] / "template"
    for path in sorted([*(template / FRAME).glob("*.py"), *(template / "own").glob("*.py")]):
        code = re.sub(r"^\s*#.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
        code = re.sub(r"\[=.*?=\]", "0", code)
        imported = [n for n in ast.parse(code).body if isinstance(n, (ast.Import, ast.ImportFrom))]
        assert not imported, path.name
