"""The notebook that looks inside, executed as it is, and what its experiments show."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from conftest import ROOT

from benchmarks.inside import EXPERIMENT, FRAMEWORKS, make_notebook

RESULTS = ROOT / "benchmarks" / "results" / "experiments.json"
pytestmark = pytest.mark.slow


# One framework takes minutes; the other runs with the default project's own tests.
@pytest.fixture(
    scope="module", params=[FRAMEWORKS[1], pytest.param(FRAMEWORKS[0], marks=pytest.mark.soak)]
)
def executed(request, tmp_path_factory) -> tuple[nbformat.NotebookNode, dict]:
    """The executed notebook, and its report."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    notebook = make_notebook(request.param)
    nbformat.write(notebook, folder / "notebook.ipynb")
    node = papermill.execute_notebook(
        folder / "notebook.ipynb",
        folder / "executed.ipynb",
        parameters=notebook.metadata.colab_starter.test.settings,
        cwd=folder,
        progress_bar=False,
    )
    (report,) = folder.rglob("report.json")
    return node, json.loads(report.read_text())


def is_picture(output: nbformat.NotebookNode) -> bool:
    return "image/png" in output.get("data", {})


def test_it_runs_without_a_person_and_without_a_warning(executed) -> None:
    node, _ = executed
    outputs = [output for cell in node.cells for output in cell.get("outputs", [])]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]


def said(cell: nbformat.NotebookNode) -> str:
    return "".join(output.get("text", "") for output in cell.outputs)


def test_a_sentence_follows_each_picture_and_stands_for_it(executed) -> None:
    node, _ = executed
    drawn = [cell for cell in node.cells if any(map(is_picture, cell.get("outputs", [])))]
    assert len(drawn) >= 12
    for cell in drawn:
        pictures = [number for number, one in enumerate(cell.outputs) if is_picture(one)]
        for number in pictures:
            assert cell.outputs[number + 1].get("name") == "stdout"
            alternative = cell.outputs[number].metadata["image/png"]["alt"]
            assert alternative and alternative in " ".join(said(cell).split())


def test_each_experiment_begins_at_choose_and_answers_without_a_guess(executed) -> None:
    node, report = executed
    experiments = [cell for cell in node.cells if EXPERIMENT in cell.metadata.get("tags", [])]
    assert len(experiments) == len(report["experiments"])
    for cell in experiments:
        assert 'my_guess = "choose"  # @param ["choose", ' in cell.source
        assert cell.outputs[-1].text.strip()


def assert_order_and_gap(report: dict) -> None:
    """What the text says of the experiments; it names no figure."""
    found = [[*results.values()] for results in report["experiments"].values()]
    relu, steps, pictures, memory, adadelta, seeds = found
    assert relu[0] - relu[1] > 0.01, "with, without"
    assert steps[0] > 0.9 and steps[0] - steps[1] > 0.2, "with, without normalisation"
    assert pictures == sorted(pictures), "the more, the better"
    assert pictures[0] < pictures[-1] - 0.1, "30, 1,200"
    assert memory[0] - memory[1] > 0.01, "short, long"
    assert adadelta[0] - adadelta[1] > 0.2, "the own step, another"
    assert max(seeds) - min(seeds) < 0.02
    assert report["accuracy"] == seeds[0] > 0.97


def test_the_experiments_show_what_the_text_says(executed) -> None:
    assert_order_and_gap(executed[1])


def test_every_measured_run_shows_it_too() -> None:
    runs = json.loads(RESULTS.read_text("utf-8"))["runs"]
    measured = {(run["framework"], run["seed"]) for run in runs}
    assert measured == {(framework, seed) for framework in FRAMEWORKS for seed in (1, 2, 3)}
    for run in runs:
        assert_order_and_gap(run)


# In a process of its own: two frameworks in one do not get on with each other.
SETTINGS = """
from benchmarks.inside import make_notebook, run_cells
from benchmarks.photographs import DIGITS, NETWORK

names = run_cells(make_notebook("pytorch"), *DIGITS, *NETWORK, seed=1, epochs=1)

def weights(**setting):
    names.update({"seed": 1, "epochs": 1} | setting)
    network = names["build"]()
    names["train"](network, pictures=30)
    return network[-1].weight.flatten().tolist()

first = weights()
assert weights(seed=2) != first and weights() == first
assert weights(epochs=2) != first and weights() == first
"""


def test_a_setting_counts_from_the_next_run_of_a_cell() -> None:
    command = [sys.executable, "-c", SETTINGS]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
