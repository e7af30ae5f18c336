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
from made import COMBINATIONS, made

from colab_starter.answers import adapt, every_combination
from colab_starter.check.image.lock import read_lock
from colab_starter.launch import read_pins
from colab_starter.lessons import choose_packages, list_pins, name_package, read_lessons
from colab_starter.lock import name_only
from colab_starter.project import make_files


def test_the_workflows_are_pinned_and_tests_may_only_read(bake) -> None:
    folder = bake() / ".github" / "workflows"
    for path in folder.iterdir():
        workflow = yaml.safe_load(path.read_text("utf-8"))
        assert workflow["permissions"] == {}
        steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
        uses = [step["uses"] for step in steps if "uses" in step]
        assert uses and all(re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}", use) for use in uses)
    workflow = yaml.safe_load((folder / "notebooks.yml").read_text("utf-8"))
    tasks = [job["steps"][-1]["run"] for job in workflow["jobs"].values()]
    assert tasks == ["nox -s test", "nox -s newest"]
    assert all(job["permissions"] == {"contents": "read"} for job in workflow["jobs"].values())


UNNORMAL = {"tensorboardX"}  # as pip compares it, it has no capital
STARTERS = {name: a for name, a in every_combination().items() if a.project_type == "starter"}


@pytest.mark.parametrize("answers", STARTERS.values(), ids=STARTERS)
def test_it_installs_what_its_notebooks_import_and_nothing_else(answers) -> None:
    files = make_files(answers).files
    groups = tomllib.loads(files["pyproject.toml"])["dependency-groups"]
    assert set(groups) == {"run", "test", "lab", "pages"}
    names = [name for name in read_lessons() if f"notebooks/{name}.ipynb" in files]
    assert answers.lesson in names
    runs = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"][
        "execute"
    ]
    adapted = {name: vars(adapt(answers, name)[0]) for name in names}
    needed = {name_only(pin) for name in names for pin in list_pins([name], adapted[name])}
    include, *packages = groups["test"]
    assert include == {"include-group": "run"} and groups["run"] == runs
    assert set(packages) == needed
    assert not [one for one in packages if "==" in one.partition(";")[0]], "Colab decides"
    lock = read_lock(files["colab/lock.txt"])
    assert {name_package([one]) for one in packages} <= {*lock.colab, *lock.other, *UNNORMAL}
    frameworks = {"keras", "torch", "jax", "tensorflow"}
    found = frameworks & {name_package([pin]) for pin in packages}
    modules = {
        key: pins for name in names for key, pins in choose_packages(name, adapted[name]).items()
    }
    assert found == frameworks & modules.keys()
    if answers.lesson == "mnist_cnn":
        # Its companion is for ordinary processors.
        engines = {"tensorflow"} | ({"jax"} if answers.accelerator == "tpu" else set())
        assert found == ({"torch"} if answers.framework == "pytorch" else {"keras", *engines})


def test_the_tasks_install_what_the_hooks_pin() -> None:
    noxfile = (ROOT / "{{cookiecutter.project_slug}}" / "noxfile.py").read_text("utf-8")
    assert all(f'"{pin}"' in noxfile for pin in read_pins().values())


@pytest.mark.parametrize("grading", ["nbgrader", "otter"])
def test_an_assignment_has_what_its_grader_needs(grading: str) -> None:
    files = make_files(every_combination()[f"keras-gpu-assignment-{grading}"]).files
    groups = tomllib.loads(files["pyproject.toml"])["dependency-groups"]
    assert groups["grading"][0].startswith(grading)
    scripts = {name for name in files if name.startswith("grading/")}
    assert {"grading/grade.py", "grading/leak_gate.py", "grading/release.py"} <= scripts
    for name in filter(lambda name: name.endswith(".py"), scripts):
        compile(files[name], name, "exec")


def test_no_file_around_the_notebooks_names_a_lesson() -> None:
    """Neither what is copied into a project, nor what makes it."""
    names = re.compile("|".join(read_lessons()).replace("blank|", ""), re.IGNORECASE)
    folders = ("{{cookiecutter.project_slug}}", "graders", "template/project", "template/frame")
    paths = [path for folder in (*folders, "colab_starter") for path in (ROOT / folder).rglob("*")]
    texts = {
        path: path.read_text("utf-8")
        for path in paths
        if path.suffix in SUFFIXES and path.is_file()
    }
    assert len(texts) > 30
    assert not [path.name for path, text in texts.items() if names.search(text)]


SUFFIXES = {".py", ".md", ".toml", ".yml", ".jinja", ""}


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
        files = make_files(answers).files
        (path,) = re.findall(
            r'path = \\"(notebooks/.*?)\\"', files["notebooks/colab_toolbox.ipynb"]
        )
        assert path in files


LESSONS = {
    name: json.loads(text)["cells"]
    for combination in COMBINATIONS
    for name, text in ((f"{combination}/{path}", text) for path, text in made(combination).items())
    if name.endswith(".ipynb") and "mnist_cnn" in name
}


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_speaks_of_the_machine_and_the_data_that_it_has(name: str) -> None:
    text = "".join(line for cell in LESSONS[name] for line in cell["source"])
    assert ("T4" in text) == ("-gpu" in name)
    assert ("v5e-1" in text) == ("-tpu" in name)
    assert "60,000" not in text and "12,000" not in text, "the notebook counts them itself"


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
    section = broken / "template" / "mnist_cnn" / "02_start.py"
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
