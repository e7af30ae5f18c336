"""How long the notebooks of a starter project are: cells, words, and the minutes they promise.

    python -m benchmarks.length

A word is what stands between spaces in a text cell; code, and the forms' titles, are not counted.
"""

from __future__ import annotations

import re

from colab_starter.answers import Answers, every_combination
from colab_starter.assemble import assemble

NOTEBOOKS = ("mnist_cnn", "mnist_inside", "colab_toolbox", "titanic", "blank")


def main() -> None:
    """Print a line for each notebook and framework."""
    print(f"{'notebook':15}{'answers':14}cells  words  minutes")
    combinations = every_combination()
    for notebook in NOTEBOOKS:
        for name in ("keras-gpu", "pytorch-gpu"):
            cells, words, minutes = measure(notebook, combinations[name])
            print(f"{notebook:15}{name:14}{cells:5}  {words:5}  {minutes:>7}")


def measure(notebook: str, answers: Answers) -> tuple[int, int, str]:
    """Return the number of cells, of words in text cells, and the minutes that the text names."""
    cells = assemble(notebook, answers).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    told = re.search(r"(?:all of it in|Time:\*\*) (\d+) minutes", text)
    return len(cells), len(text.split()), told[1] if told else "-"


if __name__ == "__main__":
    main()
