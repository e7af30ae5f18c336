"""Which frameworks and runtimes go together, and where the images come from."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
import pytest

from colab_starter.answers import AnswerError, Answers, every_combination
from colab_starter.assemble import assemble

COMBINATIONS = {name: a for name, a in every_combination().items() if a.lesson == "mnist_cnn"}


def test_pytorch_on_a_tpu_is_refused_with_what_to_choose_instead() -> None:
    raw = {**vars(COMBINATIONS["pytorch-gpu"]), "accelerator": "tpu"}
    with pytest.raises(AnswerError, match="TPU") as error:
        Answers.check(raw)
    words = re.findall(r"\w+", str(error.value))
    assert {"accelerator", "gpu", "framework", "keras"} <= set(words)
    assert "\n" not in str(error.value)
    of_this_lesson = [a for a in COMBINATIONS.values() if a.lesson == "mnist_cnn"]
    assert "pytorch-tpu" not in COMBINATIONS and len(of_this_lesson) == 5 * 4


def test_cpu_and_gpu_lessons_teach_with_the_same_code() -> None:
    for framework in ("keras", "pytorch"):
        cpu, gpu = (open_code(f"{framework}-{name}") for name in ("cpu", "gpu"))
        assert cpu == gpu


def test_every_framework_tells_the_same_story() -> None:
    stories = [
        [line for cell in node.cells for line in cell.source.splitlines() if line[:3] == "## "]
        for name in ("keras-cpu", "pytorch-cpu")
        for node in [assemble("mnist_cnn", COMBINATIONS[name])]
    ]
    assert stories[0] == stories[1]


def test_the_tpu_lesson_never_imports_tensorflow() -> None:
    text = "\n".join(cell.source for cell in assemble("mnist_cnn", COMBINATIONS["keras-tpu"]).cells)
    assert "import tensorflow" not in text and "keras.callbacks.TensorBoard" not in text
    assert text.index('os.environ["KERAS_BACKEND"] = "jax"') < text.index("import keras")


def open_code(combination: str) -> list[str]:
    """Return the code that a student reads, without the settings."""
    cells = assemble("mnist_cnn", COMBINATIONS[combination]).cells
    return [c.source for c in cells if c.cell_type == "code" and c.metadata.get("cellView") is None]


@pytest.fixture
def load_mnist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The PyTorch lesson's `load_mnist`, for four small arrays in a file, by two addresses."""
    import torch

    monkeypatch.setattr(torch.hub, "get_dir", lambda: str(tmp_path / "hub"))
    names = ("x_train", "y_train", "x_test", "y_test")
    good = tmp_path / "good.npz"
    np.savez(good, **{name: np.full(3, i) for i, name in enumerate(names)})
    (tmp_path / "other.npz").write_bytes(b"not what was expected")

    def sha256(path: Path) -> str:
        return hashlib.sha256(path.read_bytes()).hexdigest()

    cells = assemble("mnist_cnn", COMBINATIONS["pytorch-cpu"]).cells
    (code,) = (cell.source for cell in cells if "def load_mnist" in cell.source)
    lesson = {"torch": torch, "Path": Path, "sha256": sha256, "mnist_sha256": sha256(good)}
    exec(compile(code, "lesson", "exec"), lesson)

    def load(*files: str) -> list[np.ndarray]:
        lesson["mnist_urls"] = [(tmp_path / name).as_uri() for name in files]
        return lesson["load_mnist"]()

    return load


@pytest.mark.parametrize("bad", ["missing.npz", "other.npz"])
def test_pytorch_takes_the_second_source_if_the_first_is_bad(load_mnist, bad: str, capsys) -> None:
    assert [array[0] for array in load_mnist(bad, "good.npz")] == [0, 1, 2, 3]
    said = capsys.readouterr().out
    assert bad in said and "good.npz" not in said
    assert load_mnist("missing.npz"), "the file is there already"


def test_pytorch_says_what_to_do_without_a_good_source(load_mnist, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match='dataset = "digits"'):
        load_mnist("missing.npz", "other.npz")
    assert list((tmp_path / "hub").iterdir()) == []
