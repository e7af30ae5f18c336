"""The measure of intake sees what it is there to see."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from benchmarks import intake
from benchmarks.intake import PROBLEMS, examine
from colab_starter.sections import LessonError


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A notebook that was run, by somebody."""
    run = {"user": {"displayName": "Ada", "userId": "1234"}}
    cells = [
        new_markdown_cell("# Means"),
        new_code_cell(
            "import numpy",
            outputs=[new_output("stream", text="1")],
            metadata={"executionInfo": run},
        ),
    ]
    path = tmp_path / "week1.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    return path


def spoil(monkeypatch: pytest.MonkeyPatch, change) -> None:
    """Let every notebook that is made be changed like this."""
    whole = intake.make

    def make(*arguments: object) -> object:
        made = whole(*arguments)
        [source] = made.sources
        made.files[source] = change(made.files[source])
        return made

    monkeypatch.setattr(intake, "make", make)


def test_a_good_notebook_has_no_problem(notebook: Path) -> None:
    report = examine(notebook)
    assert report.counts["taken"] == 1 and not report.problems
    assert not any(report.counts[kind] for kind in PROBLEMS)


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [
        ("changed", "import numpy", "import  numpy"),
        ("changed", "# Means", "# Mean"),
        ("invalid", '"execution_count": null,', ""),
        ("traces of runs", '"toc_visible"', '"seen_by": "Ada", "toc_visible"'),
    ],
)
def test_what_is_spoilt_is_counted(notebook, monkeypatch, kind: str, old: str, new: str) -> None:
    spoil(monkeypatch, lambda text: text.replace(old, new))
    assert examine(notebook).counts[kind]


def test_a_renewal_that_changes_something_is_counted(notebook, monkeypatch) -> None:
    numbers = iter(range(100))
    spoil(monkeypatch, lambda text: text.replace('"toc_visible"', f'"n": {next(numbers)}, "toc"'))
    assert examine(notebook).counts["not the same again"]


@pytest.mark.parametrize(
    ("error", "kind"), [(LessonError("cell 3: no."), "refused"), (KeyError("x"), "crashed")]
)
def test_a_crash_is_told_from_a_refusal(notebook, monkeypatch, error, kind: str) -> None:
    def make(*_: object) -> None:
        raise error

    monkeypatch.setattr(intake, "make", make)
    assert examine(notebook).counts[kind] == 1
