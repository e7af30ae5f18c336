"""The files around the notebooks."""

from __future__ import annotations

import json
import re
import shutil
import tomllib

import pytest
import yaml
from baking import read_tree, run_cookiecutter
from conftest import ROOT

from colab_starter.answers import every_combination
from colab_starter.project import make_files


def test_the_workflow_is_pinned_and_may_only_read(bake) -> None:
    text = (bake() / ".github" / "workflows" / "notebooks.yml").read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read"}
    uses = [step["uses"] for step in job["steps"] if "uses" in step]
    assert uses and all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", use) for use in uses)


STARTERS = {name: a for name, a in every_combination().items() if a.project_type == "starter"}


@pytest.mark.parametrize("answers", STARTERS.values(), ids=STARTERS)
def test_its_pins_are_those_that_were_tested_here(bake, answers) -> None:
    choices = {"framework": answers.framework, "accelerator": answers.accelerator}
    ours = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    text = (bake(**choices) / "pyproject.toml").read_text("utf-8")
    theirs = set(tomllib.loads(text)["dependency-groups"]["test"])
    groups = ("lesson", "lesson-tpu", "lesson-pytorch", "toolbox")
    assert theirs <= {pin for group in groups for pin in ours[group]}
    frameworks = {"keras", "torch", "jax", "tensorflow"} & {pin.split("=")[0] for pin in theirs}
    assert (
        frameworks
        == {
            "keras-gpu": {"keras", "tensorflow"},
            "keras-cpu": {"keras", "tensorflow"},
            "keras-tpu": {"keras", "jax"},
            "pytorch-gpu": {"torch"},
            "pytorch-cpu": {"torch"},
        }["-".join(choices.values())]
    )
    assert all(line.strip() != "#" for line in text.splitlines())


@pytest.mark.parametrize("project_type", ["starter", "assignment", "workshop"])
def test_badges_and_names_lead_to_files_that_exist(bake, project_type: str) -> None:
    project = bake(github_repo="a-school/digits", project_type=project_type)
    notebooks = sorted(project.rglob("*.ipynb"))
    readme = (project / "README.md").read_text("utf-8")
    for text in [readme, *(path.read_text("utf-8") for path in notebooks)]:
        paths = re.findall(r"/github/a-school/digits/blob/main/([\w/.-]+)", text)
        assert paths and all((project / path).exists() for path in paths)
        scripts = set(re.findall(r"`(\w+\.py)`", text)) - {"main.py"}
        assert all(list(project.rglob(script)) for script in scripts), scripts
    for path in notebooks:
        assert f"`{path.relative_to(project).as_posix()}`" in readme, "the README lists it"


def test_the_toolbox_names_its_own_badge(bake) -> None:
    """The cell that writes a badge writes one for a notebook that is published."""
    for project_type in ("starter", "assignment", "workshop"):
        answers = every_combination()[
            {"starter": "keras-gpu", "workshop": "keras-gpu-workshop"}.get(
                project_type, "keras-gpu-assignment-otter"
            )
        ]
        files = make_files(answers)
        (path,) = re.findall(
            r'path = \\"(notebooks/.*?)\\"', files["notebooks/colab_toolbox.ipynb"]
        )
        assert path in files


LESSONS = {
    name: json.loads(text)["cells"]
    for combination, answers in every_combination().items()
    for name, text in (
        (f"{combination}/{path}", text) for path, text in make_files(answers).items()
    )
    if name.endswith(".ipynb") and "toolbox" not in name
}


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_speaks_of_the_machine_and_the_data_that_it_has(name: str) -> None:
    text = "".join(line for cell in LESSONS[name] for line in cell["source"])
    assert ("T4" in text) == ("-gpu" in name)
    assert ("v5e-1" in text) == ("-tpu" in name)
    shown = 12_000 if "assignment" in name else 60_000
    assert f"{shown:,} small pictures" in text
    assert f"{72_000 - shown:,} small pictures" not in text


def test_no_machine_path_address_or_leftover(bake, template) -> None:
    for name, content in read_tree(bake()).items():
        text = content.decode()
        for unwanted in ("/home/", "/root/", "/tmp/", str(template), "cookiecutter.", "@gmail"):
            assert unwanted not in text, (name, unwanted)


def test_a_second_run_with_the_same_answers_changes_nothing(bake, template, home) -> None:
    project = bake()
    before = {**read_tree(project)}
    result = run_cookiecutter(template, project.parent, home, "--overwrite-if-exists")
    assert result.returncode == 0, result.stderr
    assert read_tree(project) == before


def test_a_folder_that_another_run_writes_is_refused(bake, template, home) -> None:
    project = bake()
    (project / "NOT-FINISHED.txt").write_text("")
    before = read_tree(project)
    result = run_cookiecutter(template, project.parent, home, "--overwrite-if-exists")
    assert result.returncode == 1
    assert "NOT-FINISHED.txt in it says what to do" in result.stderr
    assert read_tree(project) == before


def test_a_failed_assembly_leaves_no_folder(template, tmp_path, home) -> None:
    broken = tmp_path / "broken"
    shutil.copytree(template, broken)
    section = broken / "template" / "mnist_cnn" / "01_welcome.py"
    section.write_text("# %% [markdown]\n# [= no_such_answer =]\n")
    result = run_cookiecutter(broken, tmp_path / "out", home)
    assert result.returncode == 1
    assert "no_such_answer" in result.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_a_wrong_choice_is_refused_by_name(template, tmp_path, home) -> None:
    result = run_cookiecutter(template, tmp_path / "out", home, accelerator="quantum")
    assert result.returncode != 0
    assert "quantum provided for choice variable accelerator" in result.stderr
    assert list((tmp_path / "out").iterdir()) == []
