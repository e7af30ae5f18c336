"""The lessons run with what Colab has, not only with the pins that the other tests install."""

from __future__ import annotations

from pathlib import Path

import pytest

from colab_starter.answers import every_combination
from colab_starter.check.image.colab_check import LOCK
from colab_starter.check.image.lock import read_lock
from colab_starter.check.image.run import NotRun, run_notebooks
from tools.colab_check import make_project


@pytest.mark.network
@pytest.mark.slow
@pytest.mark.parametrize(
    "combination",
    [
        "keras-gpu",
        "pytorch-gpu",
        "titanic-cpu",
        pytest.param("keras-tpu", marks=pytest.mark.soak),
    ],
)
def test_the_notebooks_run_with_what_colab_has(
    combination: str, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    answers = every_combination()[combination]
    project = make_project(answers, tmp_path / "project")
    text = (project / LOCK).read_text("utf-8")
    try:
        results = run_notebooks(project, read_lock(text), text, tmp_path / "work", "uv")
    except NotRun as reason:
        pytest.skip(str(reason))
    assert {one.notebook for one in results} >= {f"notebooks/{answers.lesson}.ipynb"}
    assert not [one for one in results if not one.runs]
    if answers.lesson == "mnist_cnn":
        (lesson,) = [one for one in results if one.notebook == "notebooks/mnist_cnn.ipynb"]
        assert lesson.accuracy >= 0.95
