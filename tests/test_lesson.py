"""The lesson of the default project, executed as a student, a teacher and a shell do."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import nbclient
import nbformat
import papermill
import pytest
from executed import (
    REPORT_KEYS,
    epochs_before,
    printed,
    read_checkpoints,
    read_history,
    without_server,
)
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

SMALL = {"dataset": "digits", "epochs": 2}
pytestmark = pytest.mark.slow


def run_lesson(
    project: Path, folder: Path, live: bool = False, **parameters: object
) -> nbformat.NotebookNode:
    """Execute the lesson in `folder`; return the executed notebook.

    Only with `live` does it start TensorBoard's server.
    """
    node = nbformat.read(project / "notebooks" / "mnist_cnn.ipynb", as_version=4)
    nbformat.write(node if live else without_server(node), folder / "lesson.ipynb")
    return papermill.execute_notebook(
        folder / "lesson.ipynb",
        folder / "executed.ipynb",
        parameters={**SMALL, **parameters},
        cwd=folder,
        progress_bar=False,
    )


def read_reports(folder: Path) -> list[dict]:
    return [json.loads(path.read_text()) for path in sorted(folder.rglob("report.json"))]


@pytest.fixture(scope="module")
def lesson(project, tmp_path_factory) -> tuple[Path, nbformat.NotebookNode]:
    """The folder in which the lesson ran once, and the executed notebook."""
    folder = tmp_path_factory.mktemp("lesson")
    return folder, run_lesson(project, folder, live=True)


def test_the_network_reads_digits(lesson) -> None:
    folder, _ = lesson
    (report,) = read_reports(folder)
    assert set(report) == REPORT_KEYS
    assert report["accuracy"] >= 0.95
    assert (report["epochs"], report["dataset"], report["seed"]) == (2, "digits", 1)


def test_no_warning_or_error_reaches_the_reader(lesson) -> None:
    _, node = lesson
    outputs = [output for cell in node.cells for output in cell.get("outputs", [])]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]
    assert " at 0x" not in printed(node)


def test_no_progress_runs_over_its_end(lesson) -> None:
    _, node = lesson
    steps = re.findall(r"\b(\d+)/(\d+)\b", printed(node))
    assert steps and all(int(done) <= int(total) for done, total in steps)


def test_every_figure_is_there(lesson) -> None:
    _, node = lesson
    assert count_figures(node) >= 3


def test_the_last_line_can_be_copied_into_a_report(lesson) -> None:
    folder, node = lesson
    (report,) = read_reports(folder)
    assert report["line"] in printed(node).splitlines()
    numbers = re.findall(r"\d+(?:\.\d+)?", report["line"])
    assert {f"{report['accuracy']:.2%}".rstrip("%"), "597", "2"} <= set(numbers)


@pytest.mark.parametrize(("part", "losses"), [("train", 2), ("validation", 2)])
def test_tensorboard_holds_the_curves(lesson, part: str, losses: int) -> None:
    folder, _ = lesson
    (run,) = (folder / "mnist-on-colab" / "mnist_cnn" / "runs").iterdir()
    events = EventAccumulator(str(run / part)).Reload()
    for name in ("epoch_loss", "epoch_accuracy"):
        tensors = events.Tensors(name)
        assert [tensor.step for tensor in tensors] == list(range(losses))


@pytest.fixture(scope="module")
def tensorboard(lesson) -> Iterator[str]:
    """The address of a TensorBoard that shows the run of `lesson`."""
    folder, _ = lesson
    program = Path(sys.executable).with_name("tensorboard")
    command = [
        str(program),
        "--logdir",
        str(folder / "mnist-on-colab" / "mnist_cnn" / "runs"),
        "--port",
        "0",
    ]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    yield next(word for line in server.stderr for word in line.split() if word.startswith("http:"))
    server.terminate()
    server.wait()
    server.stderr.close()


def test_tensorboard_serves_its_page(tensorboard: str) -> None:
    with urllib.request.urlopen(tensorboard) as page:
        assert "<title>TensorBoard</title>" in page.read().decode()
    with urllib.request.urlopen(f"{tensorboard}data/runs") as runs:
        assert len(json.load(runs)) == 2


@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Chromium")
def test_a_browser_shows_the_curves(tensorboard: str, tmp_path: Path) -> None:
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    options += [f"--user-data-dir={tmp_path}", "--virtual-time-budget=20000", "--dump-dom"]
    command = ["chromium", *options, f"{tensorboard}#timeseries"]
    page = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "epoch_loss" in page and "epoch_accuracy" in page


@pytest.fixture
def copied(lesson, tmp_path: Path) -> Path:
    """A copy of the folder in which the lesson ran, to run it again there."""
    return Path(shutil.copytree(lesson[0], tmp_path / "copied"))


def count_figures(node: nbformat.NotebookNode) -> int:
    outputs = [output for cell in node.cells for output in cell.get("outputs", [])]
    return len([output for output in outputs if "image/png" in output.get("data", {})])


def test_a_second_run_all_trains_nothing_and_plots_again(project, lesson, copied) -> None:
    (report,), checkpoints = read_reports(copied), read_checkpoints(copied)
    assert checkpoints and epochs_before(lesson[1]) == []
    again = run_lesson(project, copied)
    assert "2" in epochs_before(again)
    assert read_checkpoints(copied) == checkpoints
    assert read_reports(copied) == [report]
    assert count_figures(again) == count_figures(lesson[1])


def test_more_epochs_go_on_and_a_new_run_leaves_the_old_one(project, copied) -> None:
    first = read_history(copied)
    more = run_lesson(project, copied, epochs=3)
    assert "2" in epochs_before(more)
    steps = re.findall(r"\b(\d)/3\b", printed(more, "model.fit("))
    assert steps == ["3"]  # Keras names each epoch that it trains
    history = read_history(copied)
    assert len(first) == 2 and history[:2] == first and len(history) == 3
    run_lesson(project, copied, epochs=1, resume=False)
    assert sorted(report["epochs"] for report in read_reports(copied)) == [1, 3]


def test_run_all_twice_in_one_kernel(project, tmp_path: Path) -> None:
    node = nbformat.read(project / "notebooks" / "mnist_cnn.ipynb", as_version=4)
    for cell in node.cells:
        cell.source = cell.source.replace('dataset = "mnist"', 'dataset = "digits"')
        cell.source = re.sub(r"^epochs = \d", "epochs = 1", cell.source, flags=re.MULTILINE)
    keep = "{path: path.read_bytes() for path in work_folder.rglob('checkpoints/*')}"
    between = nbformat.v4.new_code_cell(f"trained_once = {keep}\nassert trained_once")
    after = nbformat.v4.new_code_cell(f"assert trained_once == {keep}")
    cells = [*node.cells, between, *node.cells, after]
    again = nbformat.from_dict({**node, "cells": cells})
    for number, cell in enumerate(again.cells):
        again.cells[number] = nbformat.from_dict({**cell, "id": str(number)})
    nbclient.NotebookClient(again, resources={"metadata": {"path": str(tmp_path)}}).execute()
    first, second = again.cells[: len(node.cells)], again.cells[len(node.cells) :]
    assert epochs_before(nbformat.from_dict({"cells": first})) == []
    assert epochs_before(nbformat.from_dict({"cells": second})) == ["1"]
    assert len(read_reports(tmp_path)) == 1


def test_a_missing_gpu_is_said_with_the_menu_that_mends_it(lesson) -> None:
    _, node = lesson
    said = printed(node, "def frame_find_accelerator")
    assert re.search(rf"\w > .*\w > {node.metadata.colab.gpuType} GPU", said)
    assert "Failed to assign a backend" in said


@pytest.mark.parametrize(
    "message", ["NameError", "Transport endpoint is not connected", "out of memory", "backend"]
)
def test_errors_that_colab_shows_are_found_in_the_text(lesson, message: str) -> None:
    _, node = lesson
    texts = [cell.source for cell in node.cells if cell.cell_type == "markdown"]
    assert any(message in text and re.search(r"\w > \w", text) for text in texts)  # a menu


def test_the_twin_runs_with_plain_python(project, tmp_path: Path) -> None:
    script = (project / "notebooks" / "mnist_cnn.py").read_text("utf-8")
    script = script.replace('dataset = "mnist"', 'dataset = "digits"')
    script = script.replace("\nepochs = 0", "\nepochs = 1")
    (tmp_path / "mnist_cnn.py").write_text(script, "utf-8")
    env = {**os.environ, "MPLBACKEND": "Agg"}
    command = [sys.executable, "mnist_cnn.py"]
    result = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    (report,) = read_reports(tmp_path)
    assert report["epochs"] == 1 and report["accuracy"] > 0.9


@pytest.mark.parametrize("every", [False, pytest.param(True, marks=pytest.mark.soak)])
def test_the_project_passes_its_own_tests(project, every: bool) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    # Tests above, of tests/inside and of tests/toolbox run the others.
    command += [] if every else ["-k", "not (here or inside)"]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout


def test_a_program_that_learned_nothing_fails_the_projects_own_tests(bake) -> None:
    project = bake(lesson="titanic")
    notebook = project / "notebooks" / "titanic.ipynb"
    node = nbformat.read(notebook, as_version=4)
    for cell in node.cells:
        cell.source = cell.source.replace("float(test_accuracy)", "0.1")
    nbformat.write(node, notebook)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    command += ["-k", "learned and here and titanic"]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert result.returncode == 1 and "1 failed" in result.stdout, result.stdout
