"""A student who plays: one kernel, cells of the lesson run in any order, changed on the way."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from executed import printed, without_server
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble

# Stand in the settings of every test: a small data set, and what takes no time.
SETTINGS = {"dataset": "digits", "epochs": 2, "batch_size": 64}
# Each training digit is drawn once instead of ten times.
SMALL = {"copies = 10": "copies = 1"}
# An independent reading of the file that the report speaks of.
FRESH = {
    "keras": "fresh = keras.saving.load_model(model_file)\n"
    "numbers = fresh.predict(test_images, verbose=0)\n",
    "pytorch": "fresh = torch.nn.Sequential(*chosen_network()).eval()\n"
    "fresh.load_state_dict(torch.load(model_file))\n"
    "pictures = torch.tensor(test_images)[:, None] / 255\n"
    "numbers = fresh(pictures).detach().numpy()\n",
}
EVALUATE = "print(float((numbers.argmax(axis=1) == test_labels).mean()))"
# A real interrupt, in the middle of the epoch after this one.
INTERRUPT = """
import _thread, threading, time
def interrupt():
    while not begun_now or len(list(run_folder.glob("checkpoints/*.json"))) < {epochs}:
        time.sleep(0.002)
    _thread.interrupt_main()
threading.Thread(target=interrupt, daemon=True).start()
"""


@dataclass
class Session:
    """A kernel with the lesson's cells."""

    framework: str
    folder: Path
    client: NotebookClient
    cells: list[nbformat.NotebookNode]
    settings: dict[str, object] = field(default_factory=lambda: dict(SETTINGS))
    changes: dict[str, str] = field(default_factory=lambda: dict(SMALL))
    error: str = ""
    """What stopped the last run, "" if nothing did."""

    def execute(self, code: str) -> str:
        """Run code; return what it printed, and keep what stopped it."""
        cell = new_code_cell(code)
        self.client.nb.cells.append(cell)
        self.error = ""
        try:
            self.client.execute_cell(cell, len(self.client.nb.cells) - 1)
        except CellExecutionError as error:
            self.error = error.ename
        self.outputs = cell.outputs
        return printed(nbformat.from_dict({"cells": [cell]}))

    def run(self, cells: Iterable[nbformat.NotebookNode]) -> str:
        """Run these cells as the student changed them, until one fails; return what they said."""
        said = ""
        for cell in cells:
            source = cell.source
            for before, after in self.changes.items():
                source = source.replace(before, after)
            said += self.execute(source)
            if self.error:
                break
            if "parameters" in cell.metadata.get("tags", []):
                self.execute("\n".join(f"{k} = {v!r}" for k, v in self.settings.items()))
        return said

    def run_all(self) -> str:
        return self.run(self.cells)

    def run_where(self, *marks: str) -> str:
        """Run the cells that contain one of these marks, in the order of the notebook."""
        return self.run(cell for cell in self.cells if any(m in cell.source for m in marks))

    def sentence(self, mark: str) -> str:
        """Return the first sentence that the function with this mark prints."""
        tree = next(ast.parse(cell.source) for cell in self.cells if mark in cell.source)
        name = mark.removeprefix("def ")
        function = next(f for f in ast.walk(tree) if getattr(f, "name", "") == name)
        calls = [one for one in ast.walk(function) if isinstance(one, ast.Call)]
        prints = [one for one in calls if ast.unparse(one.func) == "print"]
        return ast.literal_eval(min(prints, key=lambda one: one.lineno).args[0])

    def evaluate(self) -> float:
        """Return what the saved network of the last report reads of the exam, read anew."""
        return float(self.execute(FRESH[self.framework] + EVALUATE).split()[-1])

    def reports(self) -> dict[str, dict]:
        """Return the reports, by the folder of their run."""
        paths = self.folder.rglob("report.json")
        return {path.parent.name: json.loads(path.read_text()) for path in paths}

    def last_report(self) -> dict:
        paths = sorted(self.folder.rglob("report.json"), key=lambda path: path.stat().st_mtime_ns)
        return json.loads(paths[-1].read_text())


@contextmanager
def student(combination: str, folder: Path) -> Iterator[Session]:
    """A student with this notebook in this folder."""
    answers = every_combination()[combination]
    node = without_server(assemble("mnist_cnn", answers))
    cells = [cell for cell in node.cells if cell.cell_type == "code"]
    empty = nbformat.v4.new_notebook(metadata=node.metadata)
    client = NotebookClient(empty, resources={"metadata": {"path": str(folder)}})
    with client.setup_kernel():
        yield Session(answers.framework, folder, client, cells)
