"""The cell that notes which image of Colab's this is, and which versions."""

from __future__ import annotations

import platform
from importlib.metadata import version

import pytest

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble

# As Colab writes it, and what stands there on other machines that call themselves Colab.
TAGS = {
    "release-colab-external-images_20260917-060051_RC00": "2026-09-17",
    "stand-in_20260102-030405_RC00": "2026-01-02",
    "gpu-r123": None,
    "": None,
}


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("lesson", ["mnist_cnn", "mnist_inside", "titanic"])
def test_the_date_of_the_image_and_what_it_has(lesson: str, tag: str, monkeypatch, capsys) -> None:
    monkeypatch.setenv("COLAB_RELEASE_TAG", tag)
    names = every_combination()
    answers = names["titanic-cpu" if lesson == "titanic" else "pytorch-gpu"]
    cells = assemble(lesson, answers).cells
    (cell,) = [cell.source for cell in cells if "def describe_runtime(" in cell.source]
    assert any('"runtime"' in cell.source for cell in cells), "the report has it too"
    found: dict[str, object] = {}
    exec(compile(cell, "cell", "exec"), found)
    assert found["versions"]["image"] == TAGS[tag]
    assert found["versions"]["python"] == platform.python_version()
    assert found["versions"]["matplotlib"] == version("matplotlib")
    assert (TAGS[tag] or "none") in capsys.readouterr().out
