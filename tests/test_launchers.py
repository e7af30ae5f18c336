"""However cookiecutter is started, the same answers give the same bytes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import nbformat
import pytest
from baking import read_tree, run_cookiecutter
from nbformat.v4 import new_code_cell, new_notebook

from colab_starter.manifest import NAME as MANIFEST
from colab_starter.record import RECORD

ANSWERS = {"project_name": "Same {{ bytes }}", "project_slug": "same", "author": "A & B"}


@pytest.fixture
def repository(template: Path, tmp_path: Path, home: dict[str, str]) -> Path:
    """A bare Git repository that holds the template."""
    work, bare = tmp_path / "work", tmp_path / "repositories" / "org" / "colab-starter.git"
    shutil.copytree(template, work)
    git("init", "--quiet", cwd=work, env=home)
    git("add", "--all", cwd=work, env=home)
    git("commit", "--quiet", "--message", "template", cwd=work, env=home)
    git("clone", "--quiet", "--bare", str(work), str(bare), cwd=tmp_path, env=home)
    return bare


@pytest.fixture
def expected(template: Path, tmp_path: Path, home: dict[str, str]) -> dict[str, bytes]:
    """The project as it comes from a local path."""
    result = run_cookiecutter(template, tmp_path / "expected", home, **ANSWERS)
    assert result.returncode == 0, result.stderr
    return read_tree(tmp_path / "expected" / "same")


def git(*arguments: str, cwd: Path, env: dict[str, str]) -> None:
    subprocess.run(["git", *arguments], cwd=cwd, env=env, check=True)


def test_from_the_current_folder(template, tmp_path, home, expected) -> None:
    command = ["cookiecutter", "--no-input", "--output-dir", str(tmp_path / "out"), "."]
    command += [f"{key}={value}" for key, value in ANSWERS.items()]
    subprocess.run(command, cwd=template, env=home, check=True)
    assert read_tree(tmp_path / "out" / "same") == expected


def test_from_a_repository_by_its_abbreviation(repository, tmp_path, home, expected) -> None:
    settings = tmp_path / "settings.yaml"
    address = (tmp_path / "repositories").as_uri()
    settings.write_text(f'abbreviations:\n  gh: "git+{address}/{{0}}.git"\n')
    options = ["--config-file", str(settings)]
    result = run_cookiecutter("gh:org/colab-starter", tmp_path / "out", home, *options, **ANSWERS)
    assert result.returncode == 0, result.stderr
    made = read_tree(tmp_path / "out" / "same")
    # An address is remembered, so that the project can be renewed; a path is nobody else's.
    assert json.loads(made[RECORD])["template"] == "gh:org/colab-starter"
    assert json.loads(expected[RECORD])["template"] == ""
    for name in (RECORD, MANIFEST):
        del made[name], expected[name]
    assert made == expected


def test_from_a_zip(template, tmp_path, home, expected) -> None:
    archive = shutil.make_archive(
        str(tmp_path / "colab-starter"), "zip", template.parent, template.name
    )
    result = run_cookiecutter(archive, tmp_path / "out", home, **ANSWERS)
    assert result.returncode == 0, result.stderr
    assert read_tree(tmp_path / "out" / "same") == expected


def test_from_a_replay(template, tmp_path, home, expected) -> None:
    command = ["cookiecutter", "--replay", "--output-dir", str(tmp_path / "out"), str(template)]
    subprocess.run(command, env=home, check=True)
    assert read_tree(tmp_path / "out" / "same") == expected


def test_from_a_keyboard(template, tmp_path, home, expected) -> None:
    questions = json.loads((template / "cookiecutter.json").read_text("utf-8"))
    typed = [ANSWERS.get(key, "") for key in questions if not key.startswith("_")]
    result = subprocess.run(
        ["cookiecutter", "--output-dir", str(tmp_path / "out"), str(template)],
        env=home,
        input="\n".join(typed) + "\n",
        text=True,
        capture_output=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert read_tree(tmp_path / "out" / "same") == expected


def create_with_cruft(
    repository: Path, output: Path, env: dict[str, str], answers: dict[str, str]
) -> Path:
    """Create a project with cruft and return its folder."""
    output.mkdir()
    command = ["cruft", "create", "--no-input", "--output-dir", str(output)]
    command += ["--extra-context", json.dumps(answers), str(repository)]
    subprocess.run(command, env=env, check=True)
    (project,) = output.iterdir()
    return project


def commit_all(project: Path, env: dict[str, str]) -> None:
    git("init", "--quiet", cwd=project, env=env)
    git("add", "--all", cwd=project, env=env)
    git("commit", "--quiet", "--message", "as created", cwd=project, env=env)


def change_words(tmp_path: Path, repository: Path, env: dict[str, str]) -> None:
    """Change a sentence of the frame in the template's repository."""
    work = tmp_path / "work"
    for section in (work / "template").glob("*/02_start.py"):
        text = section.read_text("utf-8").replace("New to Colab?", "First time?")
        section.write_text(text, "utf-8")
    git("commit", "--quiet", "--all", "--message", "new words", cwd=work, env=env)
    git("push", "--quiet", str(repository), "HEAD", cwd=work, env=env)


def test_with_cruft_and_after_an_update(repository, tmp_path, home, expected) -> None:
    project = create_with_cruft(repository, tmp_path / "out", home, ANSWERS)
    without_own_file = {**read_tree(project)}
    del without_own_file[".cruft.json"]
    assert without_own_file == expected

    commit_all(project, home)
    mine = {"README.md": "my own sentence", "tests/test_notebooks.py": "# my own line"}
    for name, line in mine.items():
        with (project / name).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    git("commit", "--quiet", "--all", "--message", "my own work", cwd=project, env=home)
    change_words(tmp_path, repository, home)

    subprocess.run(["cruft", "update", "--skip-apply-ask"], cwd=project, env=home, check=True)
    updated = (project / "notebooks" / "mnist_cnn.ipynb").read_text("utf-8")
    assert "First time?" in updated
    assert "Same {{ bytes }}" in updated
    for name, line in mine.items():
        assert line in (project / name).read_text("utf-8")


def test_cruft_leaves_the_notebooks_of_a_teacher_to_the_renewal(repository, tmp_path, home) -> None:
    """Merged line by line, a notebook whose frame was edited would not open any more."""
    mine = tmp_path / "week1.ipynb"
    solved = new_code_cell("# BEGIN SOLUTION\nx = 42\n# END SOLUTION")
    nbformat.write(new_notebook(cells=[solved, new_code_cell("assert x == 42")]), mine)
    answers = {"lesson": str(mine), "project_type": "assignment", "project_slug": "mine"}
    project = create_with_cruft(repository, tmp_path / "out", home, answers)
    commit_all(project, home)
    source = project / "source" / "week1" / "week1.ipynb"
    node = nbformat.read(source, as_version=4)
    (start,) = [cell for cell in node.cells if "New to Colab?" in cell.source]
    start.source = start.source.replace("New to Colab?", "Welcome.")
    node.cells.append(new_code_cell("added = True", id="added"))
    nbformat.write(node, source)
    git("commit", "--quiet", "--all", "--message", "my own work", cwd=project, env=home)
    before = read_tree(project)
    change_words(tmp_path, repository, home)
    with (tmp_path / "work" / "{{cookiecutter.project_slug}}" / "noxfile.py").open("a") as file:
        file.write("# new\n")
    git("commit", "--quiet", "--all", "--message", "a new task", cwd=tmp_path / "work", env=home)
    git("push", "--quiet", str(repository), "HEAD", cwd=tmp_path / "work", env=home)

    subprocess.run(["cruft", "update", "--skip-apply-ask"], cwd=project, env=home, check=True)
    after = read_tree(project)
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    assert changed == {".cruft.json", "noxfile.py"}
    mine.unlink()
    again = {"lesson": "kept", "project_type": "assignment", "project_slug": "mine"}
    result = run_cookiecutter(
        tmp_path / "work", project.parent, home, "--overwrite-if-exists", **again
    )
    assert result.returncode == 0, result.stdout + result.stderr
    cells = {cell.get("id"): cell.source for cell in nbformat.read(source, as_version=4).cells}
    assert cells["added"] == "added = True"
    assert any("Welcome." in text for text in cells.values())
    assert "First time?" in (project / "notebooks" / "colab_toolbox.ipynb").read_text("utf-8")
    assert not (project / "kept").exists()
