"""Drive refuses, fills up, breaks or vanishes: the training goes on and nothing saved is lost."""

from __future__ import annotations

import shutil

import pytest
from colab_stand_in import Colab
from executed import read_checkpoints

from survive import record
from survive.scenario import (
    EPOCHS,
    FOLDER,
    Run,
    check_finished,
    count,
    finished_epochs,
    missing_on_drive,
    read_files,
    run,
)

pytestmark = pytest.mark.slow

MOUNT = ["refuse", "no browser", "time out", "fail", "not empty", "unsupported", "enterprise"]
DRIVE = ["full", "read-only", "io error", "lost", "cut"]
MOMENTS = [0.0, 0.15, 0.3, 0.5, 0.7, 0.85, 0.99]
# What runs of every kind; `make soak` takes the whole matrix.
SAMPLE = [("pytorch", "lost", 0.5)]
MATRIX = [("pytorch", f, m) for f in DRIVE for m in MOMENTS]
MATRIX += [("keras", "full", 0.3), ("keras", "cut", 0.85)]
COUNTED = {"full": "write", "io error": "write", "cut": "write", "read-only": "change"}
EARLIER = {"notes.txt": b"mine", "runs/old-1/report.json": b"{}", "runs/old-1/train/e": b"x" * 999}


def seed(colab: Colab, files: dict[str, bytes] = EARLIER, folder: str = FOLDER) -> None:
    """Put an earlier session's work into a folder of Drive."""
    for name, data in files.items():
        path = colab.my_drive / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@pytest.mark.parametrize(
    "mount", [m if m == "refuse" else pytest.param(m, marks=pytest.mark.soak) for m in MOUNT]
)
def test_a_drive_that_cannot_be_mounted_costs_a_sentence(lessons, tmp_path, mount) -> None:
    project = lessons["pytorch"]
    colab = Colab(tmp_path, mount=mount)
    colab.environment()
    seed(colab)
    first = run(project, colab)
    (local,) = (colab.content / FOLDER / "runs").iterdir()
    assert first.status == 0, first.text
    assert first.drive is None and f"MyDrive/{FOLDER}/" not in first.text
    assert first.text.count(first.problem) >= 2  # where Drive is connected, and at the end
    check_only_copy_is_named(first, local.name)
    # The learner allows it after all, and moves away what was in its place.
    shutil.rmtree(colab.content / "drive", ignore_errors=True)
    check_same_machine_saves(project, Colab(tmp_path), local.name)
    record.append(kind="Drive is not mounted", epochs_lost=0, bytes_lost=missing_on_drive(colab))


@pytest.mark.parametrize(
    ("framework", "fault", "moment"),
    [
        pytest.param(*case, marks=[] if case in SAMPLE else pytest.mark.soak)
        for case in dict.fromkeys(SAMPLE + MATRIX)
    ],
)
def test_a_drive_that_breaks_loses_nothing(
    lessons, undisturbed, tmp_path, framework, fault, moment
) -> None:
    project = lessons[framework]
    at = 1 + int(moment * count(undisturbed(framework).operations, COUNTED.get(fault, "any")))
    colab = Colab(tmp_path, drive={fault: at})
    colab.environment()
    seed(colab)
    first = run(project, colab)
    assert first.status == 0, first.text
    on_drive = read_files(colab.my_drive / FOLDER)
    assert {name: on_drive.get(name) for name in EARLIER} == EARLIER
    (local,) = (p for p in (colab.content / FOLDER / "runs").iterdir() if "old" not in p.name)
    if missing_on_drive(colab):
        check_only_copy_is_named(first, local.name)
    check_same_machine_saves(project, Colab(tmp_path), local.name)
    record.append(kind=f"Drive: {fault}", epochs_lost=0, bytes_lost=missing_on_drive(colab))


def check_only_copy_is_named(done: Run, name: str) -> None:
    """Assert that a learner reads where the only copy of this run is, and why."""
    _, place, below = done.text.partition(f"/content/{FOLDER}/runs/{name}")
    assert place and done.problem and done.problem in below, done


def check_same_machine_saves(project, colab: Colab, name: str) -> None:
    """Assert that the next run, with Drive back, saves everything and trains nothing again."""
    trained = read_checkpoints(colab.content / FOLDER)
    again = run(project, colab)
    assert trained and read_checkpoints(colab.content / FOLDER) == trained
    assert (again.drive, again.problem) == (f"/content/drive/MyDrive/{FOLDER}", None)
    assert f"MyDrive/{FOLDER}/runs/{name}" in again.text
    assert f"/content/{FOLDER}/runs/{name}" not in again.text
    drive = read_files(colab.my_drive / FOLDER)
    assert any(path.startswith(f"runs/{name}/checkpoints") for path in drive)
    assert missing_on_drive(colab) == 0
    assert {name: drive.get(name) for name in EARLIER} == EARLIER


@pytest.mark.parametrize("half", [False, pytest.param(True, marks=pytest.mark.soak)])
@pytest.mark.parametrize("waiting", [1, pytest.param(4, marks=pytest.mark.soak)])
def test_files_that_google_never_got_are_noticed(lessons, tmp_path, waiting, half) -> None:
    project = lessons["pytorch"]
    colab = Colab(tmp_path, delayed=waiting)
    assert run(project, colab).status == 0
    colab.lose_machine(half_uploaded=half)
    kept = finished_epochs(colab.my_drive)
    again = run(project, Colab(tmp_path))
    check_finished(colab, again)
    kind = "Drive loses, with the machine, what was not uploaded yet"
    record.append(kind=kind, epochs_lost=EPOCHS - kept, bytes_lost=missing_on_drive(colab))
