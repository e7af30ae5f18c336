"""The lessons run with what Colab has, not only with the pins that the other tests install."""

from __future__ import annotations

from pathlib import Path

import pytest

from colab_starter.answers import every_combination
from colab_starter.check.image.colab_check import LOCK
from colab_starter.check.image.lock import read_lock
from colab_starter.check.image.run import NotRun, run_notebooks
from tools.colab_check import make_lesson


@pytest.mark.network
@pytest.mark.slow
@pytest.mark.parametrize(
    "combination",
    # With PyTorch come three gigabytes of NVIDIA's.
    ["keras-gpu", pytest.param("pytorch-gpu", marks=pytest.mark.soak)],
)
def test_the_lesson_runs_with_what_colab_has(combination: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    project = make_lesson(every_combination()[combination], tmp_path / "project")
    text = (project / LOCK).read_text("utf-8")
    try:
        (result,) = run_notebooks(project, read_lock(text), text, tmp_path / "work", "uv")
    except NotRun as reason:
        pytest.skip(str(reason))
    assert result.runs, result
    assert result.accuracy >= 0.95
