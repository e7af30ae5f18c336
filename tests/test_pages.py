"""The pages for contributors name files that exist."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT

from colab_starter.lessons import read_lessons

PAGES = ["CONTRIBUTING.md", "docs/design.md", "README.md", "docs/tested.md"]
# Names in code spans that look like paths of this repository.
PATH = re.compile(r"`([\w{}./-]+/[\w{}./-]*|[\w-]+\.(?:md|json|toml|py))`")
# Files of a generated project, and of a grader or lesson to come.
ELSEWHERE = {
    "lesson.toml",
    "report.json",
    "engine.py",
    "execute.py",
    "formgrader.py",
    "grading/",
    "graded/",
    "submitted/",
    "by_hand.csv",
    "requirements.txt",
    "frame/drive_fields.jinja",
    "03_settings.py",
    "40_model.keras.py",
    "questions.toml",
    "questions.keras.toml",
    ".colab-starter/made.json",
    "kept/README.kept-1.md",
    "release/",
    "solutions/",
    "course.toml",
    "check/",
    "source/",
    "build/",
    "notebooks/",
    "notebooks/colab_toolbox.ipynb",
    "mnist_cnn.py",
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_files_that_exist(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    named = set(PATH.findall(text)) - ELSEWHERE
    missing = [name for name in sorted(named) if not exists(name)]
    assert not missing
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)\)", text)
    assert all((ROOT / page).parent.joinpath(link).exists() for link in links)


def exists(name: str) -> bool:
    """Whether a file of this repository has this path, or is a section or a test of this name."""
    if (ROOT / name).exists() or (ROOT / "template" / name).exists():
        return True
    return "/" not in name and bool(list(ROOT.glob(f"t*/**/{name}")))


def test_the_layout_lists_every_lesson() -> None:
    text = (ROOT / "docs" / "design.md").read_text("utf-8")
    assert all(f"`template/{name}/`" in text for name in read_lessons())
