"""One learner's story: a notebook runs on the stand-in, something breaks, they run it again."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import psutil
from colab_stand_in import Colab
from executed import without_server
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

EPOCHS = 4
# Large batches: what breaks is between the epochs, not in them.
PARAMETERS = {
    "dataset": "digits",
    "epochs": EPOCHS,
    "batch_size": 512,
}
DRIVE_FOLDER = "mnist-on-colab"
FOLDER = f"{DRIVE_FOLDER}/mnist_cnn"
# The last cell of each run says what became of Drive.
DRIVE_CELL = (
    "import json\nprint(json.dumps([save_to_drive.folder, save_to_drive.problem], default=str))"
)


@dataclasses.dataclass
class Run:
    """What one execution of the notebook left."""

    status: int
    """Of papermill: 0 when every cell ran."""
    text: str
    """What the cells printed."""
    drive: str | None = None
    """The folder on Drive to which the work was copied at the end."""
    problem: str | None = None
    """The last one of Drive, if it still lasted at the end."""


def start(project: Path, colab: Colab, environment: dict[str, str], **parameters: object):
    """Start papermill on the lesson as it stands on this Colab machine; return the process."""
    notebook = nbformat.read(project / "notebooks" / "mnist_cnn.ipynb", as_version=4)
    notebook = without_server(notebook)
    notebook.cells.append(nbformat.v4.new_code_cell(DRIVE_CELL))
    nbformat.write(notebook, colab.folder / "lesson.ipynb")
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", "--autosave-cell-every=0"]
    command += [str(colab.folder / "lesson.ipynb"), str(colab.folder / "executed.ipynb")]
    for name, value in {**PARAMETERS, **parameters}.items():
        command += ["-p", name, str(value)]
    with (colab.folder / "papermill.log").open("w") as log:
        return subprocess.Popen(
            command,
            cwd=colab.content,
            env={**os.environ, **environment},
            stdout=log,
            stderr=log,
        )


def run(project: Path, colab: Colab, **parameters: object) -> Run:
    """Execute the lesson on this machine, with the faults that the machine was given."""
    status = start(project, colab, colab.environment(), **parameters).wait()
    text, last = read_text(colab.folder / "executed.ipynb")
    if status:
        text += (colab.folder / "papermill.log").read_text("utf-8", errors="replace")
        return Run(status, text)
    return Run(status, text, *json.loads(last))


def read_text(notebook: Path) -> tuple[str, str]:
    """Return everything that the cells of an executed notebook printed or raised, and its last."""
    if not notebook.exists():
        return "", ""
    *cells, last = nbformat.read(notebook, as_version=4).cells
    return "".join(map(read_outputs, cells)), read_outputs(last)


def read_outputs(cell: nbformat.NotebookNode) -> str:
    return "".join(
        output.get("text") or f"{output.ename}: {output.evalue}\n"
        for output in cell.get("outputs", [])
        if output.output_type in ("stream", "error")
    )


@dataclasses.dataclass
class Undisturbed:
    """What the lesson does when nothing breaks: the scale for when a fault strikes."""

    seconds: float
    """From the first batch to the end."""
    operations: list[tuple[str, str]]
    """On Drive: each a "read", "change" or "write", and a path."""


def count(operations: list[tuple[str, str]], kind: str) -> int:
    """Return how many operations are a "write", a "change" (a write is one), or "any"."""
    kinds = {"write": ["write"], "change": ["write", "change"]}.get(kind)
    return sum(kinds is None or found in kinds for found, _ in operations)


def measure(project: Path, colab: Colab) -> Undisturbed:
    """Execute the lesson on a new machine, and measure it."""
    papermill = start(project, colab, colab.environment())
    wait_for_training(papermill, colab, 0)
    begun = time.monotonic()
    assert papermill.wait() == 0, (colab.folder / "papermill.log").read_text("utf-8")
    return Undisturbed(time.monotonic() - begun, colab.operations())


def wait_for_training(papermill: subprocess.Popen, colab: Colab, earlier: int) -> None:
    """Return when TensorBoard has more than `earlier` files of curves, or all is over."""
    while papermill.poll() is None and len(list(colab.content.rglob("events.*"))) <= earlier:
        time.sleep(0.01)


def run_until_killed(project: Path, colab: Colab, seconds: float) -> bool:
    """Execute the lesson and kill -9 its kernel so long after it begins to train.

    Returns whether it was still running.
    """
    earlier = len(list(colab.content.rglob("events.*")))
    papermill = start(project, colab, colab.environment())
    wait_for_training(papermill, colab, earlier)
    time.sleep(seconds)
    if papermill.poll() is not None:
        return False
    processes = psutil.Process(papermill.pid).children(recursive=True)
    warm = colab.folder / "kernel"
    try:
        if warm.exists():  # a warm kernel is no child of papermill
            psutil.Process(int(warm.read_text())).kill()
    except psutil.NoSuchProcess:  # it finished just now
        papermill.wait()
        return False
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):  # it ended with its kernel
            process.kill()
    papermill.kill()
    papermill.wait()
    return True


def finished_epochs(folder: Path) -> int:
    """Return how many epochs the newest record below `folder` counts, 0 if there is none."""
    return max((int(path.stem) for path in folder.rglob("checkpoints/*.json")), default=0)


def read_files(folder: Path) -> dict[str, bytes]:
    """Return the complete files below `folder`: relative path to content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "part" not in path.name.split(".")
    }


def check_finished(colab: Colab, again: Run, saved: bool = True) -> None:
    """Assert that the training is whole: report, curves, and the same files on Drive."""
    assert again.status == 0, again.text
    local = colab.content / FOLDER
    (report,) = (json.loads(path.read_text()) for path in local.rglob("report.json"))
    assert report["epochs"] == EPOCHS
    assert report["accuracy"] > 0.95
    (run_folder,) = (local / "runs").iterdir()
    for part in ("train", "validation"):
        events = EventAccumulator(str(run_folder / part)).Reload()
        kept = events.Scalars if "epoch_loss" in events.Tags()["scalars"] else events.Tensors
        steps = {event.step for event in kept("epoch_loss")}
        assert steps == set(range(EPOCHS)), (part, steps)
    if saved:
        assert missing_on_drive(colab) == 0


def missing_on_drive(colab: Colab) -> int:
    """Return how many bytes of the machine's work Drive does not have."""
    drive = read_files(colab.my_drive / FOLDER)
    local = read_files(colab.content / FOLDER)
    return sum(len(data) for name, data in local.items() if drive.get(name) != data)
