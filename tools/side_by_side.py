"""Draw two notebooks beside each other. Needs Chromium or Chrome on PATH."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from html import escape
from pathlib import Path

from nbconvert import HTMLExporter
from nbformat import NotebookNode

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = """<body style="margin:0;background:white;font:24px sans-serif"><table><tr>{heads}</tr>
<tr>{frames}</tr></table>"""
FRAME = (
    '<td><iframe style="border:0" width="{width}" height="{height}" srcdoc="{page}"></iframe></td>'
)
WIDTH = 980


def draw(notebooks: Mapping[str, NotebookNode], picture: str, height: int) -> None:
    """Write the picture `docs/PICTURE` of notebooks by title, so many pixels high.

    Raises FileNotFoundError where there is no browser.
    """
    frames = heads = ""
    for title, node in notebooks.items():
        page, _ = HTMLExporter().from_notebook_node(node)
        heads += f'<th align="left" style="padding:16px 48px 0">{title}</th>'
        frames += FRAME.format(width=WIDTH, height=height - 70, page=escape(page))
    shoot(PAGE.format(heads=heads, frames=frames), DOCS / picture, height)


def shoot(page: str, picture: Path, height: int, width: int = 2 * WIDTH + 20) -> None:
    """Write the picture of a page."""
    browser = next(filter(None, map(shutil.which, ["chromium", "google-chrome", "chrome"])), None)
    if browser is None:
        raise FileNotFoundError("Chromium or Chrome is not on PATH.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_text(page, encoding="utf-8")
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        size = f"--window-size={width},{height}"
        shot = f"--screenshot={picture}"
        wait = "--virtual-time-budget=5000"
        command = [browser, *options, size, shot, wait, path.as_uri()]
        subprocess.run(command, check=True, capture_output=True)
