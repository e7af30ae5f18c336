"""Draw docs/assignment.png: an exercise as the teacher and as a student see it.

Needs Chromium or Chrome on PATH.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from html import escape
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble
from colab_starter.editions import nbgrader_release, nbgrader_source

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "assignment.png"
EDITIONS = {"Teacher: source/": nbgrader_source, "Student: release/": nbgrader_release}
PAGE = """<body style="margin:0;background:white;font:24px sans-serif"><table><tr>{heads}</tr>
<tr>{frames}</tr></table>"""
FRAME = '<td><iframe style="border:0" width="{width}" height="800" srcdoc="{page}"></iframe></td>'
WIDTH, HEIGHT = 980, 870


def main() -> None:
    """Write the picture of the first exercise."""
    answers = every_combination()["keras-gpu-assignment-nbgrader"]
    frames = heads = ""
    for title, edition in EDITIONS.items():
        node = nbformat.from_dict(assemble("mnist_cnn", answers, edition))
        first = next(i for i, c in enumerate(node.cells) if c.source.startswith("## Exercise 1"))
        node.cells = node.cells[first : first + 4]
        page, _ = HTMLExporter().from_notebook_node(node)
        heads += f'<th align="left" style="padding:16px 48px 0">{title}</th>'
        frames += FRAME.format(width=WIDTH, page=escape(page))
    draw(PAGE.format(heads=heads, frames=frames))


def draw(page: str) -> None:
    """Write the page's picture; raises FileNotFoundError where there is no browser."""
    browser = next(filter(None, map(shutil.which, ["chromium", "google-chrome", "chrome"])), None)
    if browser is None:
        raise FileNotFoundError("Chromium or Chrome is not on PATH.")
    PICTURE.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        size = f"--window-size={2 * WIDTH + 20},{HEIGHT}"
        shot = f"--screenshot={PICTURE}"
        wait = "--virtual-time-budget=5000"
        command = [browser, *options, size, shot, wait, path.as_uri()]
        subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
