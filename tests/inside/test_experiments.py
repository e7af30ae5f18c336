"""The notebook that looks inside, executed as it is, and what its experiments show."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import papermill
import pytest

from benchmarks.inside import EXPERIMENT, FRAMEWORKS, make_notebook

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=FRAMEWORKS)
def executed(request, tmp_path_factory) -> tuple[nbformat.NotebookNode, dict]:
    """The executed notebook, and its report."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    nbformat.write(make_notebook(request.param), folder / "notebook.ipynb")
    node = papermill.execute_notebook(
        folder / "notebook.ipynb", folder / "executed.ipynb", cwd=folder, progress_bar=False
    )
    (report,) = folder.rglob("report.json")
    return node, json.loads(report.read_text())


def is_picture(output: nbformat.NotebookNode) -> bool:
    return "image/png" in output.get("data", {})


def test_it_runs_without_a_person_and_without_a_warning(executed) -> None:
    node, _ = executed
    outputs = [output for cell in node.cells for output in cell.get("outputs", [])]
    assert not [o for o in outputs if o.output_type == "error" or o.get("name") == "stderr"]


def test_a_sentence_follows_each_picture(executed) -> None:
    node, _ = executed
    drawn = [cell for cell in node.cells if any(map(is_picture, cell.get("outputs", [])))]
    assert len(drawn) >= 12
    for cell in drawn:
        assert cell.outputs[-1].get("name") == "stdout" and cell.outputs[-1].text.strip()


def test_each_experiment_begins_at_choose_and_answers_without_a_guess(executed) -> None:
    node, report = executed
    experiments = [cell for cell in node.cells if EXPERIMENT in cell.metadata.get("tags", [])]
    assert len(experiments) == len(report["experiments"])
    for cell in experiments:
        assert 'my_guess = "choose"  # @param ["choose", ' in cell.source
        assert cell.outputs[-1].text.strip()


def test_the_experiments_show_what_the_text_says(executed) -> None:
    """Order and gap; the text asserts no figure."""
    _, report = executed
    found = {name: [*results.values()] for name, results in report["experiments"].items()}
    with_relu, without_relu = found["ReLU"]
    assert with_relu - without_relu > 0.01
    normalised, bare = found["steps of 0.3"]
    assert normalised > 0.9 and normalised - bare > 0.2
    few, more, many, all_of_them = found["different pictures"]
    assert few < more < many and few < all_of_them - 0.1
    short, long = found["memory"]
    assert short - long > 0.01
    own_step, other_step = found["adadelta"]
    assert own_step - other_step > 0.2
    assert max(found["seeds"]) - min(found["seeds"]) < 0.02
    assert report["accuracy"] == found["seeds"][0] > 0.97
