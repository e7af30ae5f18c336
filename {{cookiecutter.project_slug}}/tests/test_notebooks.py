"""Runs every notebook of this project from top to bottom, as a student does.

Each runs twice: on this computer, and on a stand-in for Colab with its Drive
(`colab_stand_in/`, where a test can also choose what goes wrong).
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from unittest import mock

import nbformat
import papermill
import pytest
from colab_stand_in import Colab

PROJECT = Path(__file__).parent.parent
NOTEBOOKS = {
    path.relative_to(PROJECT).as_posix(): path
    for folder in ("notebooks", "source/*")
    for path in sorted(PROJECT.glob(f"{folder}/*.ipynb"))
}


def expect(name: str) -> dict:
    """What a notebook's metadata say of a test: `settings`, `accuracy`, `minutes`, `skip`.

    Edit them in JupyterLab (Property Inspector > Notebook Metadata > colab_starter > test).
    """
    metadata = nbformat.read(NOTEBOOKS[name], as_version=4).metadata
    return metadata.get("colab_starter", {}).get("test", {})


def fill_in(settings: object, local_copies: dict[str, str]) -> object:
    """The settings, with `{table}` and its like replaced by addresses on this computer."""
    if isinstance(settings, dict):
        return {key: fill_in(value, local_copies) for key, value in settings.items()}
    return settings.format(**local_copies) if isinstance(settings, str) else settings


def copy_files_beside(notebook: Path, folder: Path) -> None:
    """Copy what lies beside a notebook to where it runs: data, pictures, modules."""
    ignored = shutil.ignore_patterns("*.ipynb", ".*", "__pycache__")
    shutil.copytree(notebook.parent, folder, ignore=ignored, dirs_exist_ok=True)


@pytest.fixture(scope="module", params=sorted(NOTEBOOKS))
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module", params=["here", pytest.param("colab", marks=pytest.mark.colab)])
def executed(
    request: pytest.FixtureRequest,
    name: str,
    tmp_path_factory: pytest.TempPathFactory,
    local_copies: dict[str, str],
) -> Path:
    """The folder of a notebook that ran; a cell that fails fails the test with its message."""
    expected = expect(name)
    if reason := expected.get("skip"):
        pytest.skip(f"{name} says: {reason}")
    folder = tmp_path_factory.mktemp(NOTEBOOKS[name].stem)
    environment = {}
    if request.param == "colab":
        # On Colab there is the notebook alone; what lies beside it comes from GitHub.
        colab = Colab(folder, github=local_copies["project"])
        environment, folder = colab.environment(), colab.content
    else:
        copy_files_beside(NOTEBOOKS[name], folder)
    with mock.patch.dict(os.environ, environment):
        papermill.execute_notebook(
            NOTEBOOKS[name],
            folder / "executed.ipynb",
            parameters=fill_in(expected.get("settings", {}), local_copies),
            cwd=folder,
            execution_timeout=60 * expected.get("minutes", 10),
            progress_bar=False,
        )
    return folder


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


def test_no_cell_shows_an_error(executed: Path) -> None:
    notebook = nbformat.read(executed / "executed.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs
    assert not [output for output in outputs if output.output_type == "error"]


def test_the_report_shows_what_was_learned(executed: Path, name: str) -> None:
    reports = [json.loads(file.read_text()) for file in executed.rglob("report.json")]
    least = expect(name).get("accuracy")
    assert len(reports) == (0 if least is None else 1)
    for report in reports:
        assert report["accuracy"] >= least, report


def test_no_template_text_is_left() -> None:
    marks = ["{" + "{ cookiecutter", "[= ", "#: if", "#: endif"]
    for path in NOTEBOOKS.values():
        text = path.read_text(encoding="utf-8")
        assert not [mark for mark in marks if mark in text]
