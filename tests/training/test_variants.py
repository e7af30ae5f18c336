"""The lesson in every framework, on every runtime, by both recipes, as a student runs it."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import papermill
import pytest
from executed import REPORT_KEYS, epochs_before, printed, read_history, without_server
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble

COMBINATIONS = {
    name: answers
    for name, answers in every_combination().items()
    if answers.project_type == "starter" and answers.lesson == "mnist_cnn"
}
VARIANTS = ["pytorch-cpu"]
VARIANTS += [pytest.param(name, marks=pytest.mark.soak) for name in ("keras-cpu", "keras-tpu")]
# Any two accuracies between this one and 1 lie within 1.5 points of each other.
LEAST_ACCURACY = {"fast": 0.985, "tutorial": 0.95}
# What the lesson says of the networks: 24,000 weights, and about fifty times as many.
WEIGHTS = {"fast": 24_000, "tutorial": 24_000 * 50}
# The tutorial's recipe needs more steps than two epochs of the default batch have.
SETTINGS = {"fast": {"epochs": 2}, "tutorial": {"epochs": 3, "batch_size": 64}}
# The fast recipe runs in test_lesson.py, in every edition, and in what plays, the tutorial's in
# test_own_images.py; the other ones differ where there is an accelerator.
USUAL = [("pytorch-gpu", "fast")]
pytestmark = pytest.mark.slow


def run(combination: str, folder: Path, **settings: object) -> nbformat.NotebookNode:
    """Execute the lesson in `folder` and return it."""
    folder.mkdir(exist_ok=True)
    node = assemble("mnist_cnn", COMBINATIONS[combination])
    nbformat.write(without_server(node), folder / "lesson.ipynb")
    return papermill.execute_notebook(
        folder / "lesson.ipynb",
        folder / "executed.ipynb",
        parameters={"dataset": "digits", **settings},
        cwd=folder,
        progress_bar=False,
    )


def read_report(folder: Path) -> dict:
    (path,) = folder.rglob("report.json")
    return json.loads(path.read_text())


def read_curve(folder: Path) -> list[dict[str, float]]:
    """Return what the last checkpoint says about each epoch, less the time it took."""
    return [{k: v for k, v in epoch.items() if k != "seconds"} for epoch in read_history(folder)]


@pytest.mark.parametrize(
    ("combination", "recipe"),
    [
        pytest.param(name, recipe, marks=[] if (name, recipe) in USUAL else pytest.mark.soak)
        for name in COMBINATIONS
        for recipe in SETTINGS
    ],
)
def test_the_network_reads_digits(combination: str, recipe: str, tmp_path: Path) -> None:
    node = run(combination, tmp_path, recipe=recipe, **SETTINGS[recipe])
    report = read_report(tmp_path)
    assert set(report) == REPORT_KEYS
    assert report["accuracy"] >= LEAST_ACCURACY[recipe]
    assert report["weights"] == pytest.approx(WEIGHTS[recipe], rel=0.05)
    assert (report["recipe"], report["seed"]) == (recipe, 1)
    assert report["epochs"] == SETTINGS[recipe]["epochs"]
    assert report["framework"] == COMBINATIONS[combination].framework
    assert report["line"] in printed(node).splitlines()
    (run_folder,) = tmp_path.glob("*/*/runs/*")
    assert f"-{recipe}-" in run_folder.name
    for part in ("train", "validation"):
        events = EventAccumulator(str(run_folder / part)).Reload()
        assert {"epoch_loss", "epoch_accuracy"} <= {
            name for kind in ("scalars", "tensors") for name in events.Tags()[kind]
        }


@pytest.mark.parametrize("combination", VARIANTS)
def test_same_seed_same_curve_and_an_interrupted_run_goes_on(
    combination: str, tmp_path: Path
) -> None:
    run(combination, tmp_path / "one", epochs=2, seed=7)
    run(combination, tmp_path / "two", epochs=2, seed=7)
    first, second = (read_curve(tmp_path / name) for name in ("one", "two"))
    assert all(a == pytest.approx(b, rel=1e-3) for a, b in zip(first, second, strict=True))
    assert combination != "pytorch-cpu" or first == second  # to the last bit

    for path in (tmp_path / "two").rglob("checkpoints/*0002.*"):
        path.unlink()
    (kept,) = read_history(tmp_path / "two")
    again = run(combination, tmp_path / "two", epochs=2, seed=7)
    assert epochs_before(again) == ["1"]
    assert read_history(tmp_path / "two")[0] == kept  # and its seconds: not trained again
    resumed = read_curve(tmp_path / "two")
    assert resumed[0] == second[0] and len(resumed) == 2
    # Keras draws another order of the images when it goes on; the optimizer's state counts.
    tolerance = 1e-3 if combination.startswith("pytorch") else 0.5
    assert resumed[1]["val_loss"] == pytest.approx(second[1]["val_loss"], rel=tolerance)


def test_every_run_stands_in_one_table_the_best_by_validation_first(tmp_path: Path) -> None:
    run("pytorch-cpu", tmp_path, epochs=1, seed=2, batch_size=64)
    node = run("pytorch-cpu", tmp_path, epochs=1, optimizer="sgd")
    reports = [json.loads(path.read_text()) for path in tmp_path.rglob("report.json")]
    best_first = sorted(reports, key=lambda report: -report["val_accuracy"])
    rows = [line.split() for line in printed(node, "def read_reports").splitlines()]
    assert len(rows) == 1 + 2 + 3  # with names above, and what chance may change below
    for row, report in zip(rows[1:], best_first):
        assert row[0] == f"{report['val_accuracy']:.2%}"
        assert [row[3], row[4], row[6], row[7], row[-1]] == [
            report["recipe"],
            report["network"],
            str(report["weights"]),
            report["optimizer"],
            str(report["seed"]),
        ]


def test_the_tutorial_has_its_twelve_epochs(tmp_path: Path) -> None:
    cells = assemble("mnist_cnn", COMBINATIONS["pytorch-cpu"]).cells
    needed = ("def check_settings", "def make_plan")
    code = "\n".join(cell.source for cell in cells if any(name in cell.source for name in needed))
    settings = {"epochs": 0, "batch_size": 128, "optimizer": "adam", "learning_rate": 0, "seed": 1}
    names = {**settings, "recipe": "tutorial", "dataset": "mnist", "device_name": "CPU"}
    exec(compile(code, "lesson", "exec"), names)
    plan = names["make_plan"]()
    assert plan["epochs"] == 12 and plan["optimizer"] == "adadelta"
    for given, planned in ((0, 3), (9, 9)):
        names |= {"recipe": "fast", "epochs": given}
        assert names["make_plan"]()["epochs"] == planned
