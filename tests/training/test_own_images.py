"""A teacher's own images: the lesson follows their number of classes, size and colours."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import nbclient
import nbformat
import numpy as np
import pytest
from executed import REPORT_KEYS, printed, without_server
from nbformat.v4 import new_code_cell
from PIL import Image, ImageDraw, ImageFont
from sklearn.datasets import load_sample_images

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble
from colab_starter.project import make_files

COMBINATIONS = every_combination()
LETTERS = "abcdefghijklmnopqrstuvwxyz"
COLOURS = ["red", "green", "blue"]
CELLS = [
    cell.source
    for cell in assemble("mnist_cnn", COMBINATIONS["keras-cpu"]).cells
    if cell.source.startswith("# @title Your own images")
]


def draw_letter(letter: str, random: np.random.Generator) -> Image.Image:
    """Return the letter, grey, 20 x 20, a little moved and turned."""
    picture = Image.new("L", (20, 20), 255)
    place = tuple(random.uniform([2, -4], [6, -1]))
    ImageDraw.Draw(picture).text(place, letter, fill=0, font=ImageFont.load_default(18))
    return picture.rotate(random.uniform(-8, 8), fillcolor=255)


def draw_coloured(colour: str, random: np.random.Generator) -> Image.Image:
    """Return noise of 32 x 32 pixels with a disc of this colour."""
    picture = Image.fromarray(random.integers(0, 255, (32, 32, 3), dtype="uint8"))
    left, top = random.uniform(0, 14, 2)
    ImageDraw.Draw(picture).ellipse([left, top, left + 16, top + 16], fill=colour)
    return picture


def cut_photos(random: np.random.Generator, size: tuple[int, int]) -> Iterator[tuple]:
    """Yield the name and cuts of scikit-learn's photographs of a temple and of a flower."""
    for name, photo in zip(["temple", "flower"], load_sample_images().images):
        for _ in range(60):
            top, left = random.integers(0, np.subtract(photo.shape[:2], size))
            yield name, Image.fromarray(photo[top : top + size[0], left : left + size[1]])


def write(folder: Path, pictures: list[tuple[str, Image.Image]], suffix: str = ".png") -> Path:
    """Write each picture into the folder of its class and return the folder of all."""
    for number, (name, picture) in enumerate(pictures):
        path = folder / name / f"{number}{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        picture.save(path)
    return folder


def pack(folder: Path, around: str = "") -> Path:
    """Return a zip of the folder, as a Mac makes it."""
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as file:
        for picture in folder.rglob("*.*"):
            name = Path(around, picture.relative_to(folder)).as_posix()
            file.write(picture, name)
            file.writestr(f"__MACOSX/{name}", b"not a picture")
    return path


def make_letters(folder: Path) -> Path:
    random = np.random.default_rng(1)
    return write(folder, [(x, draw_letter(x, random)) for x in LETTERS for _ in range(40)])


def make_discs(folder: Path) -> Path:
    random = np.random.default_rng(2)
    discs = [(x, draw_coloured(x, random)) for x in COLOURS for _ in range(50)]
    return pack(write(folder, discs), around="discs")


def make_photos(folder: Path) -> Path:
    return write(folder, list(cut_photos(np.random.default_rng(3), (96, 128))), ".jpg")


def make_small(folder: Path) -> Path:
    """Write an .npz with an exam of its own: scikit-learn's digits of 8 x 8 pixels, as letters."""
    from sklearn.datasets import load_digits

    digits = load_digits()
    images = (digits.images * 255 / 16).astype("uint8")
    labels = np.array(list("abcdefghij"))[digits.target]
    arrays = {"x_train": images[:1500], "y_train": labels[:1500]}
    path = folder.with_suffix(".npz")
    np.savez(path, **arrays, x_test=images[1500:], y_test=labels[1500:, None].ravel())
    return path


def run(combination: str, folder: Path, *runs: dict) -> list[nbformat.NotebookNode]:
    """Execute a teacher's lesson once for each of these settings, in one kernel; return them."""
    files = make_files(COMBINATIONS[combination]).files
    node = without_server(nbformat.reads(files["source/mnist_cnn/mnist_cnn.ipynb"], 4))
    cells = []
    for settings in runs:
        for cell in node.cells:
            cells.append(nbformat.from_dict({**cell, "id": str(len(cells))}))
            if "parameters" in cell.metadata.get("tags", []):
                lines = [f"{name} = {value!r}" for name, value in settings.items()]
                cells.append(new_code_cell("\n".join(lines)))
    together = nbformat.from_dict({**node, "cells": cells})
    nbclient.NotebookClient(together, resources={"metadata": {"path": str(folder)}}).execute()
    count = len(cells) // len(runs)
    parts = [together.cells[k * count : (k + 1) * count] for k in range(len(runs))]
    return [nbformat.from_dict({**node, "cells": part}) for part in parts]


# The recipe, the epochs, the classes, the pictures to train with, the number in the exam.
RUNS = {
    "letters": (make_letters, "fast", 4, 26, (749, 20, 20), 208),
    "discs": (make_discs, "fast", 3, 3, (108, 32, 32, 3), 30),
    "photos": (make_photos, "tutorial", 2, 2, (87, 48, 64, 3), 24),
    "small": (make_small, "tutorial", 2, 10, (1350, 20, 20), 297),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("framework", "names"),
    [
        ("pytorch", ["letters", "photos"]),
        pytest.param("keras", ["discs", "small"], marks=pytest.mark.soak),
    ],
)
def test_the_lesson_and_its_exercises_follow(framework: str, names: list, tmp_path: Path) -> None:
    settings = [
        {
            "dataset": "own",
            "recipe": recipe,
            "epochs": epochs,
            "own_images": str(make(tmp_path / name)),
        }
        for name in names
        for make, recipe, epochs, *_ in [RUNS[name]]
    ]
    executed = run(f"{framework}-cpu-assignment-nbgrader", tmp_path, *settings)
    reports = [json.loads(path.read_text()) for path in tmp_path.rglob("report.json")]
    for name, node in zip(names, executed, strict=True):
        *_, classes, shape, exam = RUNS[name]
        (report,) = (r for r in reports if r["dataset"].startswith(f"own-{name}-"))
        text = printed(node)
        assert set(report) == REPORT_KEYS and report["line"] in text
        assert f"{classes} classes: " in text and str(shape) in text
        assert f" of {exam} test images" in report["line"]
        assert report["accuracy"] > 0.3 + 0.7 / classes, "far above chance"
        outputs = [output for cell in node.cells for output in cell.get("outputs", [])]
        assert not [o for o in outputs if o.get("name") == "stderr"]
        assert text.count("this is right.") == 6


def load(own_images: Path | str, seed: int = 1) -> dict:
    """Run the cells that read own images alone; return what they leave, and the `arrays`."""
    names: dict = {"np": np, "dataset": "own", "own_images": str(own_images), "seed": seed}
    for source in CELLS:
        exec(compile(source, "lesson", "exec"), names)
    names["arrays"] = names["load_own_images"]()
    return names


def plain(number: int, size: tuple[int, int] = (32, 24), mode: str = "L") -> Image.Image:
    return Image.new(mode, size, number if mode == "L" else (number, 0, 0))


def two_classes(folder: Path, count: int = 5, **options) -> Path:
    numbers = [(name, k) for name in ("oak", "ash") for k in range(count)]
    return write(folder, [(name, plain(k, **options)) for name, k in numbers])


def test_each_class_gives_a_fifth_to_the_exam_and_for_each_seed_the_same(tmp_path: Path) -> None:
    folder = two_classes(tmp_path / "leaves", count=23)
    first, again = (load(folder, seed) for seed in (1, 2))
    train_images, train_labels, test_images, test_labels = first["arrays"]
    assert first["class_names"] == ["ash", "oak"]
    assert train_images.shape == (38, 24, 32) and train_images.dtype == "uint8"
    assert np.bincount(test_labels).tolist() == [4, 4]
    assert 0 < train_labels[:19].mean() < 1  # not one class after the other
    for k, (one, two) in enumerate(zip(first["arrays"], again["arrays"])):
        assert np.array_equal(one, two), k


@pytest.mark.parametrize(
    ("size", "shape"),
    [
        ((16, 16), (20, 20)),
        ((64, 64), (64, 64)),
        ((640, 480), (48, 64)),
        ((300, 20), (20, 64)),
    ],
)
def test_pictures_get_one_size(tmp_path: Path, size, shape) -> None:
    folder = two_classes(tmp_path / "leaves", size=size, mode="RGB")
    write(folder, [("oak", plain(200, (50, 90)))], ".jpg")
    arrays = load(folder)["arrays"]
    assert arrays[0].shape[1:] == (*shape, 3)


def test_every_kind_of_picture_is_read(tmp_path: Path) -> None:
    folder = two_classes(tmp_path / "leaves")
    shallow = np.linspace(0, 65535, 32 * 24).reshape(24, 32).astype("uint16")
    odd = {
        "deep.png": Image.fromarray(shallow),
        "clear.png": Image.new("RGBA", (32, 24), (0, 0, 0, 0)),
        "few.gif": plain(9).convert("P"),
        "two.bmp": plain(255).convert("1"),
        "print.jpg": Image.new("CMYK", (32, 24)),
        "LOUD.JPG": plain(7).convert("RGB"),
    }
    for name, picture in odd.items():
        picture.save(folder / "oak" / name)
    turned = Image.Exif()
    turned[274] = 6  # the camera was held upright
    plain(3, (24, 32)).save(folder / "oak" / "turned.jpg", exif=turned)
    (folder / "oak" / "notes.txt").write_text("left out")
    (folder / ".hidden").mkdir()
    names = load(folder)
    images = np.concatenate(names["arrays"][::2])
    assert images.shape == (17, 24, 32), "grey, as none of them has a colour"
    assert names["class_names"] == ["ash", "oak"]
    shades = {round(float(image.mean())) for image in images}
    assert 255 in shades and shades & {127, 128}


def test_folder_zip_and_npz_hold_the_same(tmp_path: Path) -> None:
    folder = two_classes(tmp_path / "leaves", count=10)
    files = sorted(folder.rglob("*.png"))
    images = np.stack([np.asarray(Image.open(file)) for file in files])
    np.savez(
        tmp_path / "leaves.npz", images=images[..., None], labels=[f.parent.name for f in files]
    )
    sources = (folder, pack(folder), pack(folder, around="all"), tmp_path / "leaves.npz")
    loaded = [load(source) for source in sources]
    for names in loaded[1:]:
        assert names["class_names"] == loaded[0]["class_names"]
        assert [np.sort(a, axis=0).tolist() for a in names["arrays"]][1::2] == [
            np.sort(a).tolist() for a in loaded[0]["arrays"]
        ][1::2]
    assert np.array_equal(loaded[0]["arrays"][0], loaded[3]["arrays"][0])


def test_an_npz_with_an_exam_keeps_it(tmp_path: Path) -> None:
    arrays = load(make_small(tmp_path / "small"))["arrays"]
    again = load(make_small(tmp_path / "small"), seed=2)["arrays"]
    assert len(arrays[2]) == 297 and arrays[0].shape[1:] == (20, 20)
    assert sorted(arrays[3]) == sorted(again[3])


def no_classes(folder: Path) -> Path:
    folder.mkdir()
    plain(1).save(folder / "1.png")
    return folder


def one_class(folder: Path) -> Path:
    return write(folder, [("oak", plain(k)) for k in range(9)])


def too_few(folder: Path) -> Path:
    return write(two_classes(folder), [("elm", plain(1))])


def empty_class(folder: Path) -> Path:
    (two_classes(folder) / "elm").mkdir()
    return folder


def damaged(folder: Path) -> Path:
    (two_classes(folder) / "oak" / "elm.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    return folder


def cut_short(folder: Path) -> Path:
    file = io.BytesIO()
    Image.effect_noise((90, 90), 50).save(file, "jpeg")
    (two_classes(folder) / "oak" / "elm.jpg").write_bytes(file.getvalue()[:1500])
    return folder


def split_already(folder: Path) -> Path:
    two_classes(folder / "train")
    two_classes(folder / "test")
    return folder


def leads_outside(folder: Path) -> Path:
    path = pack(two_classes(folder))
    with zipfile.ZipFile(path, "a") as file:
        file.writestr("../outside.txt", b"")
    return path


def no_zip(folder: Path) -> Path:
    path = folder.with_suffix(".zip")
    path.write_text("not found")
    return path


def arrays(**given) -> Callable[[Path], Path]:
    def save(folder: Path) -> Path:
        np.savez(folder.with_suffix(".npz"), **given)
        return folder.with_suffix(".npz")

    return save


PIXELS = np.zeros((10, 28, 28), "uint8")
BAD = {
    "nothing is given": (lambda folder: "", "own_images"),
    "no such file": (lambda folder: folder, "leaves"),
    "no class": (no_classes, "0 classes"),
    "one class": (one_class, "1 classes"),
    "too few": (too_few, "elm"),
    "an empty class": (empty_class, "elm"),
    "damaged": (damaged, "oak/elm.png"),
    "cut short": (cut_short, "oak/elm.jpg"),
    "split already": (split_already, "ash, oak"),
    "leads outside": (leads_outside, "../outside.txt"),
    "no zip": (no_zip, "leaves.zip"),
    "other arrays": (arrays(x=PIXELS), "images and labels"),
    "objects": (arrays(images=np.array([{}] * 9), labels=range(9)), "leaves.npz"),
    "fractions": (arrays(images=PIXELS / 255, labels=range(10)), "float64"),
    "flat": (arrays(images=PIXELS.reshape(10, -1), labels=range(10)), "(10, 784)"),
    "labels are missing": (arrays(images=PIXELS, labels=range(9)), "(9,)"),
    "one of each": (arrays(images=PIXELS, labels=range(10)), "0, 1, 2"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_used_is_said_in_one_line(case: str, tmp_path: Path) -> None:
    make, named = BAD[case]
    with pytest.raises((ValueError, FileNotFoundError)) as error:
        load(make(tmp_path / "leaves"))
    sentence = str(error.value)
    assert named in sentence and "\n" not in sentence and sentence.endswith(".")
    assert not Path(tempfile.gettempdir(), "outside.txt").exists()
