"""Runs every notebook of this project from top to bottom, as a student does.

Each runs twice: on this computer, and on a stand-in for Colab with its Drive
(`colab_stand_in/`, where a test can also choose what goes wrong).
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from unittest import mock

import nbformat
import papermill
import pytest
from colab_stand_in import Colab

PROJECT = Path(__file__).parent.parent
NOTEBOOKS = {
    path.stem: path
    for folder in ("notebooks", "source/*")
    for path in sorted(PROJECT.glob(f"{folder}/*.ipynb"))
    if ".kept-" not in path.name
}
# Settings that make a notebook quick and independent of the network.
PARAMETERS = {
    "mnist_cnn": {"dataset": "digits", "epochs": 3},
    "colab_toolbox": {"install": False},
    "mnist_cnn_leader": {"dataset": "digits", "epochs": 3},
    "mnist_cnn_participant": {"dataset": "digits", "epochs": 3},
}
# What the report of a notebook must show at least; the toolbox trains nothing to keep.
LEAST_ACCURACY = {name: 0.95 for name in PARAMETERS if name != "colab_toolbox"}
TEMPLATE_MARKS = ["{" + "{ cookiecutter", "[= ", "#: if", "#: endif"]


@pytest.fixture(scope="module", params=sorted(NOTEBOOKS))
def name(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module", params=["here", "colab"])
def executed(
    request: pytest.FixtureRequest,
    name: str,
    tmp_path_factory: pytest.TempPathFactory,
    local_copies: dict[str, str],
) -> Path:
    """The folder of a notebook that ran; a cell that fails fails the test with its message."""
    folder = tmp_path_factory.mktemp(name)
    environment = {}
    own = local_copies if name == "colab_toolbox" else {}
    if request.param == "colab":
        colab = Colab(folder)
        environment, folder = colab.environment(), colab.content
    with mock.patch.dict(os.environ, environment):
        papermill.execute_notebook(
            NOTEBOOKS[name],
            folder / "executed.ipynb",
            parameters={**PARAMETERS[name], **own},
            cwd=folder,
            progress_bar=False,
        )
    return folder


def test_every_notebook_is_executed_here() -> None:
    assert NOTEBOOKS and set(NOTEBOOKS) <= set(PARAMETERS)


def test_no_cell_shows_an_error(executed: Path) -> None:
    notebook = nbformat.read(executed / "executed.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert outputs
    assert not [output for output in outputs if output.output_type == "error"]


def test_the_network_learned(executed: Path, name: str) -> None:
    reports = [json.loads(file.read_text()) for file in executed.rglob("report.json")]
    assert len(reports) == (1 if name in LEAST_ACCURACY else 0)
    for report in reports:
        assert report["accuracy"] >= LEAST_ACCURACY[name], report


def test_no_template_text_is_left() -> None:
    for path in (*PROJECT.glob("*/*.ipynb"), *PROJECT.glob("*/*.py"), *PROJECT.glob("*/*/*.ipynb")):
        text = path.read_text(encoding="utf-8")
        assert path == Path(__file__) or not [mark for mark in TEMPLATE_MARKS if mark in text]
