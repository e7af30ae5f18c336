"""The notebook that looks inside the network, for the measurements that use its own cells."""

from __future__ import annotations

import matplotlib
from nbformat import NotebookNode

from colab_starter.answers import adapt, every_combination
from colab_starter.assemble import assemble

NOTEBOOK = "mnist_inside"
FRAMEWORKS = ("keras", "pytorch")
# A cell's tag in the sections, and what stands in the first cell that needs no training.
EXPERIMENT = "experiment"


def make_notebook(framework: str) -> NotebookNode:
    """Return the notebook as a starter with this framework has it."""
    answers, _ = adapt(every_combination()[f"{framework}-cpu"], NOTEBOOK)
    return assemble(NOTEBOOK, answers)


def run_cells(node: NotebookNode, *needed: str, **names: object) -> dict[str, object]:
    """Run the code cells that define or assign one of these, in this process; return all names.

    Each of `needed` is a line that begins in one of the cells; `names` are there before, and so
    are the notebook's own settings where these do not say otherwise.
    """
    matplotlib.use("agg")  # in this process alone: a kernel that it starts shows its pictures
    (settings,) = [c for c in node.cells if "parameters" in c.metadata.get("tags", [])]
    there: dict[str, object] = {"__name__": "notebook"}
    exec(compile(settings.source, NOTEBOOK, "exec"), there)
    names = there | names
    cells = [cell.source for cell in node.cells if cell.cell_type == "code"]
    for start in needed:
        found = [source for source in cells if f"\n{start}" in f"\n{source}"]
        if len(found) != 1:
            raise LookupError(f"{len(found)} cells have a line that begins with {start!a}.")
    for source in cells:
        if any(f"\n{start}" in f"\n{source}" for start in needed):
            exec(compile(source, NOTEBOOK, "exec"), names)
    return names
