"""All notebooks of a new project, written into its folder."""

from __future__ import annotations

from pathlib import Path

import jupytext
import nbformat
from nbformat import NotebookNode

from colab_starter.answers import Answers
from colab_starter.assemble import assemble
from colab_starter.files import write_files
from colab_starter.sections import list_notebooks

# What a .py twin keeps of the notebook; jupytext would add its own version, which
# differs between machines.
TWIN_METADATA = "kernelspec,accelerator,colab,-jupytext"
TWIN_CELL_METADATA = "cellView,tags,-all"


def write_notebooks(answers: Answers, project: Path) -> list[Path]:
    """Write every notebook and its .py twin under `project`; return the copies of edited ones.

    Raises OSError; then nothing has changed.
    """
    contents: dict[Path, str] = {}
    for name in list_notebooks():
        node = assemble(name, answers)
        contents[project / "notebooks" / f"{name}.ipynb"] = nbformat.writes(node) + "\n"
        contents[project / "notebooks" / f"{name}.py"] = write_twin(node)
    return write_files(contents)


def write_twin(node: NotebookNode) -> str:
    """Return the notebook as a percent script, which plain `python` runs."""
    twin = nbformat.from_dict(node)
    twin.metadata["jupytext"] = {
        "notebook_metadata_filter": TWIN_METADATA,
        "cell_metadata_filter": TWIN_CELL_METADATA,
    }
    return jupytext.writes(twin, fmt="py:percent")
