"""An answer to a question that is none is refused; cookiecutter itself would leave it out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from baking import read_tree, run_cookiecutter

from colab_starter.answers import QUESTIONS
from colab_starter.cookiecutter_extension import find_nearest
from colab_starter.record import RECORD

NEAREST = {
    "tpye": "project_type",
    "type": "project_type",
    "gradding": "grading",
    "Lesson": "lesson",
    "name": "project_name",
    "repo": "github_repo",
    "project-slug": "project_slug",
    "acelerator": "accelerator",
    "": None,
    "日本": None,
}


@pytest.mark.parametrize(("typed", "meant"), NEAREST.items())
def test_the_nearest_question_is_named(typed: str, meant: str | None) -> None:
    assert find_nearest(typed) == meant or (meant is None and find_nearest(typed) in QUESTIONS)


def test_it_is_refused_in_one_sentence_before_anything_is_written(template, tmp_path, home) -> None:
    result = run_cookiecutter(template, tmp_path / "out", home, lesson="blank", tpye="assignment")
    said = (result.stdout + result.stderr).strip()
    assert result.returncode == 1 and len(said.splitlines()) == 1
    assert "'tpye'" in said and "project_type?" in said
    assert list((tmp_path / "out").iterdir()) == []


def test_a_renewal_may_name_what_an_older_template_asked(bake, template, home) -> None:
    project = bake(lesson="blank", project_slug="old")
    record = json.loads((project / RECORD).read_text("utf-8"))
    record["answers"]["licence"] = "MIT"
    (project / RECORD).write_text(json.dumps(record), "utf-8")
    answers = {"lesson": "kept", "project_slug": "old", "licence": "MIT"}
    options = ["--overwrite-if-exists"]
    result = run_cookiecutter(template, project.parent, home, *options, **answers)
    assert result.returncode == 0, result.stdout + result.stderr
    assert b"licence" not in read_tree(Path(project))[RECORD]
