"""Draw docs/assignment.png: an exercise as the teacher and as a student see it."""

from __future__ import annotations

import nbformat

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble
from colab_starter.editions import nbgrader_release, nbgrader_source
from tools.side_by_side import draw

EDITIONS = {"Teacher: source/": nbgrader_source, "Student: release/": nbgrader_release}


def main() -> None:
    """Write the picture of the first exercise."""
    answers = every_combination()["keras-gpu-assignment-nbgrader"]
    notebooks = {}
    for title, edition in EDITIONS.items():
        node = nbformat.from_dict(assemble("mnist_cnn", answers, edition))
        first = next(i for i, c in enumerate(node.cells) if c.source.startswith("## Exercise 1"))
        node.cells = node.cells[first : first + 4]
        notebooks[title] = node
    draw(notebooks, "assignment.png", height=870)


if __name__ == "__main__":
    main()
