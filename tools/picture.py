"""Draw docs/lesson.png: the lesson as a student sees it after `make demo`, in three columns.

Needs Chromium. Folded cells show their titles, as in Colab.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from PIL import Image, ImageChops

from tools.demo import BUILD, ROOT, write_html

WIDTH, COLUMNS = 860, 3
TALLEST = 16_000
NARROW = (
    "<style>body{padding:0 24px!important}.jp-InputPrompt,.jp-OutputPrompt{display:none}</style>"
)


def main() -> int:
    """Take the notebook that the demo executed, and write the picture."""
    executed = BUILD / "mnist-on-colab" / "notebooks" / "executed.ipynb"
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not executed.exists() or chromium is None:
        print("This needs Chromium on PATH, and `make demo` before it.", file=sys.stderr)
        return 1
    # Below the project, whose page template is used.
    with tempfile.TemporaryDirectory(dir=executed.parent.parent) as folder:
        notebook = Path(folder, "folded.ipynb")
        nbformat.write(fold(nbformat.read(executed, as_version=4)), notebook)
        page = write_html(notebook)
        text = page.read_text("utf-8").replace(str(executed.parent), "~")
        page.write_text(text.replace("</head>", NARROW + "</head>"), "utf-8")
        shot = Path(folder, "page.png")
        take_screenshot(chromium, page, shot)
        picture = tile(trim(Image.open(shot).convert("RGB")))
    (ROOT / "docs").mkdir(exist_ok=True)
    picture.quantize(128).save(ROOT / "docs" / "lesson.png", optimize=True)
    return 0


def fold(node: NotebookNode) -> NotebookNode:
    """Return the notebook with folded cells cut down to what Colab shows of them."""
    node.cells = [cell for cell in node.cells if not is_plumbing(cell)]
    for cell in node.cells:
        if cell.metadata.get("cellView") == "form":
            lines = cell.source.splitlines()
            cell.source = "\n".join(line for line in lines if re.search("# @(title|param)", line))
    return node


def is_plumbing(cell: NotebookNode) -> bool:
    """Return whether a cell says nothing in a still picture: the badge, the injected values."""
    return "injected-parameters" in cell.metadata.get("tags", []) or "colab-badge" in cell.source


def take_screenshot(chromium: str, page: Path, shot: Path) -> None:
    """Write a picture of the whole page."""
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    options += ["--disable-background-networking", f"--window-size={WIDTH},{TALLEST}"]
    command = [chromium, *options, f"--screenshot={shot}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True)


def trim(picture: Image.Image) -> Image.Image:
    """Return the picture without the empty page below its content."""
    blank = Image.new("RGB", picture.size, "white")
    return picture.crop((0, 0, WIDTH, ImageChops.difference(picture, blank).getbbox()[3] + 20))


def tile(picture: Image.Image) -> Image.Image:
    """Return the long picture cut into columns side by side."""
    height = -(-picture.height // COLUMNS)
    tiled = Image.new("RGB", (WIDTH * COLUMNS, height), "white")
    for column in range(COLUMNS):
        part = picture.crop((0, column * height, WIDTH, min((column + 1) * height, picture.height)))
        tiled.paste(part, (column * WIDTH, 0))
    return tiled.resize((WIDTH * COLUMNS * 2 // 3, height * 2 // 3), Image.LANCZOS)


if __name__ == "__main__":
    sys.exit(main())
