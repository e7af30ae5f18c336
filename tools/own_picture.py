"""Draw docs/own.png: a teacher's notebook as it was, and in its project, folded as on Colab."""

from __future__ import annotations

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from colab_starter import intake
from colab_starter.answers import every_combination
from colab_starter.course import Course
from colab_starter.project import make_files
from tools.side_by_side import draw

MINE = [
    new_markdown_cell("# Week 1: Averages\n\nHow old are the pupils of a school, on average?"),
    new_code_cell("import pandas as pd\n\nages = pd.Series([9, 10, 10, 11, 15])\nages.describe()"),
    new_markdown_cell("## Mean and median\n\nWhich of the two does one old pupil change?"),
    new_code_cell("ages.mean(), ages.median()"),
]

BADGE = "<code style='background:#444;color:white;padding:4px 8px'>Open in Colab</code>"


def main() -> None:
    """Write the picture."""
    before = new_notebook(cells=MINE)
    taken = intake.read("week1.ipynb", nbformat.writes(before).encode())
    made = make_files(every_combination()["keras-cpu"], Course({"week1": taken}))
    after = nbformat.reads(made.files["notebooks/week1.ipynb"], as_version=4)
    notebooks = {"Yours: week1.ipynb": before, "In the project: notebooks/week1.ipynb": fold(after)}
    draw(notebooks, "own.png", height=1150)


def fold(node: NotebookNode) -> NotebookNode:
    """Return the notebook with folded cells as their titles, as Colab shows them.

    Its badge is a picture from the web, for which something stands in.
    """
    node.cells[0].source = BADGE
    for cell in node.cells:
        if cell.metadata.get("cellView") == "form":
            title = cell.source.split("\n")[0].removeprefix("# @title ")
            cell.source = f"# \u25b8 {title}"
    return node


if __name__ == "__main__":
    main()
