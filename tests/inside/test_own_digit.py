"""A digit of one's own: drawn, photographed, or the example, and how it is prepared."""

from __future__ import annotations

import base64
import io
import os
import re
import shutil
import subprocess
import sys
import types

import numpy as np
import pytest
from PIL import Image, ImageOps

from benchmarks.inside import make_notebook, run_cells
from benchmarks.photographs import DIGITS, PREPARATION, take_photographs

NOTEBOOK = make_notebook("pytorch")


@pytest.fixture(scope="module")
def notebook() -> dict:
    """What the cells that prepare a picture define; no network is trained."""
    return run_cells(NOTEBOOK, DIGITS[0], *PREPARATION, seed=1)


def test_every_photograph_becomes_a_centred_picture(notebook) -> None:
    photographs, _ = take_photographs(notebook, seed=1)
    for photograph in photographs[::10]:
        *_, ready = notebook["prepare"](Image.fromarray(photograph)).values()
        assert ready.shape == (28, 28) and ready.dtype == "uint8" and ready.max() > 200
        middle = np.average(np.indices((28, 28)).reshape(2, -1), axis=1, weights=ready.ravel())
        assert np.abs(middle - 13.5).max() < 1
        rows, columns = np.nonzero(ready > 60)
        assert 16 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 22


def draw(points: list[tuple[int, int]], size: int = 240, width: int = 12) -> Image.Image:
    from PIL import ImageDraw

    picture = Image.new("L", (size, size), "white")
    ImageDraw.Draw(picture).line(points, fill="black", width=width)
    return picture


ONE, CORNER = [(60, 40), (60, 120)], [(30, 30), (30, 90)]


def test_place_and_size_on_the_paper_do_not_matter(notebook) -> None:
    ready = [
        notebook["prepare"](draw([(x * size + dx, y * size + dx) for x, y in CORNER], width=w))[
            "centred"
        ].astype(float)
        for size, dx, w in ((1, 0, 8), (1, 100, 8), (2, 20, 16))
    ]
    assert np.abs(ready[0] - ready[1]).max() == 0
    assert np.abs(ready[0] - ready[2]).mean() < 3


def test_a_speck_is_left_out_and_an_empty_page_is_named(notebook) -> None:
    clean = draw(ONE)
    speck = clean.copy()
    speck.paste(0, (200, 200, 203, 203))
    same = [notebook["prepare"](picture)["cut out"].shape for picture in (clean, speck)]
    assert same[0] == same[1]
    with pytest.raises(ValueError, match="ink"):
        notebook["prepare"](Image.new("L", (240, 240), "white"))


def get_digit(tmp_path, monkeypatch, colab: dict | None = None, **names):
    """Run the cell that gets a digit, with these values in its fields; return the picture."""
    monkeypatch.chdir(tmp_path)
    (cell,) = (c.source for c in NOTEBOOK.cells if "def get_digit(" in c.source)
    for name, value in names.items():
        field = f"\n{name} = "
        before, _, rest = cell.partition(field)
        cell = before + field + repr(value) + "  # " + rest.partition("# ")[2]
    if colab is not None:
        for name, functions in colab.items():
            module = types.SimpleNamespace(**functions)
            monkeypatch.setitem(sys.modules, f"google.colab.{name}", module)
        package = types.ModuleType("google.colab")
        vars(package).update({name: sys.modules[f"google.colab.{name}"] for name in colab})
        monkeypatch.setitem(sys.modules, "google.colab", package)
    there = run_cells(NOTEBOOK, DIGITS[0], *PREPARATION, "def draw_here(", seed=1)
    there["on_colab"] = colab is not None
    exec(compile(cell, "cell", "exec"), there)
    return there["my_picture"]


@pytest.mark.parametrize(
    "fields",
    [{}, {"digit_from": "drawing"}, {"digit_from": "photograph", "photo_file": "none.jpg"}],
)
def test_without_a_person_there_is_always_the_example(tmp_path, monkeypatch, fields) -> None:
    assert get_digit(tmp_path, monkeypatch, **fields).size == (240, 240)


def test_a_photograph_on_this_computer_is_turned_and_read(tmp_path, monkeypatch) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned
    Image.new("RGB", (60, 40), "white").save(tmp_path / "mine.jpg", exif=exif)
    fields = {"digit_from": "photograph", "photo_file": "mine.jpg"}
    picture = get_digit(tmp_path, monkeypatch, **fields)
    assert picture.size == (40, 60) and picture.mode == "L"


@pytest.mark.parametrize("content", [b"no picture", b"\x89PNG\r\n\x1a\n half a picture"])
def test_what_cannot_be_read_is_said_and_the_example_is_there(
    tmp_path, monkeypatch, capsys, content: bytes
) -> None:
    (tmp_path / "mine.heic").write_bytes(content)
    fields = {"digit_from": "photograph", "photo_file": "mine.heic"}
    assert get_digit(tmp_path, monkeypatch, **fields).size == (240, 240)
    said = capsys.readouterr().out
    assert "mine.heic" in said and ".jpg" in said


@pytest.mark.parametrize("kind", ["light on dark", "transparent"])
def test_a_digit_on_another_ground_is_turned_round(tmp_path, monkeypatch, capsys, kind) -> None:
    ink = draw(ONE)
    drawn = ImageOps.invert(ink)
    if kind == "transparent":
        drawn = Image.new("RGBA", ink.size)
        drawn.putalpha(ImageOps.invert(ink))
    drawn.save(tmp_path / "mine.png")
    fields = {"digit_from": "photograph", "photo_file": "mine.png"}
    assert get_digit(tmp_path, monkeypatch, **fields).tobytes() == ink.tobytes()
    assert ("light on dark" in capsys.readouterr().out) == (kind == "light on dark")


def test_on_colab_a_drawing_and_an_uploaded_file_arrive(tmp_path, monkeypatch) -> None:
    png = io.BytesIO()
    Image.new("RGBA", (30, 20), "white").save(png, "png")
    address = "data:image/png;base64," + base64.b64encode(png.getvalue()).decode()
    colab = {"output": {"eval_js": lambda script: address}, "files": {}}
    assert get_digit(tmp_path, monkeypatch, colab, digit_from="drawing").size == (30, 20)

    def upload() -> dict[str, bytes]:
        with open(os.path.join(tmp_path, "mine.png"), "wb") as file:
            file.write(png.getvalue())
        return {"mine.png": png.getvalue()}

    colab = {"output": {}, "files": {"upload": upload}}
    assert get_digit(tmp_path, monkeypatch, colab, digit_from="photograph").size == (30, 20)
    colab = {"output": {}, "files": {"upload": dict}}
    assert get_digit(tmp_path, monkeypatch, colab, digit_from="photograph").size == (240, 240)


DRAWN = """<body><div id="output-area"></div><script>
const done = SCRIPT;
const canvas = document.querySelector('canvas'), corner = canvas.getBoundingClientRect();
const at = (kind, x, y) => canvas.dispatchEvent(new PointerEvent(kind, {
  clientX: corner.left + 2 + x, clientY: corner.top + 2 + y, buttons: 1}));
at('pointerdown', 60, 40); at('pointermove', 60, 120); at('pointermove', 60, 200);
document.querySelector('button').click();
done.then(address => document.body.textContent = address);
</script></body>"""


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("chromium"), reason="needs Chromium")
def test_a_browser_draws_and_hands_the_drawing_over(notebook, tmp_path, monkeypatch) -> None:
    shown: list[str] = []

    def in_a_browser(script: str) -> str:
        (tmp_path / "page.html").write_text(DRAWN.replace("SCRIPT", script))
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path}"]
        options += ["--disable-background-networking", "--virtual-time-budget=5000", "--dump-dom"]
        command = ["chromium", *options, (tmp_path / "page.html").as_uri()]
        page = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        shown.extend(re.findall(r"data:image/png;base64,[\w+/=]+", page))
        return shown[0]

    colab = {"output": {"eval_js": in_a_browser}, "files": {}}
    picture = np.asarray(get_digit(tmp_path, monkeypatch, colab, digit_from="drawing"))
    assert picture.shape == (240, 240)
    assert (picture[50:190, 56:64] < 50).all() and (picture[:, 100:] == 255).all()
    assert notebook["prepare"](Image.fromarray(picture))["centred"].max() > 200


def test_thin_strokes_become_as_wide_as_those_it_learned_from(notebook) -> None:
    def width(line: int) -> float:
        steps = notebook["prepare"](draw([(30, 30), (30, 190)], width=line))
        ready = steps["centred"]
        return float((ready.sum(axis=1) / 255)[10:18].mean())

    assert 2.5 < width(3) < 4 and 2.5 < width(10) < 4 < width(50)
