"""A teacher brings a notebook: cookiecutter, the project's own tests, and its tasks."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from baking import read_tree, run_cookiecutter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder of a teacher's: two notebooks, data and a module beside them."""
    folder = tmp_path / "my lessons"
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "ages.csv").write_text("age\n4\n6\n")
    (folder / "helper.py").write_text("def mean(values):\n    return sum(values) / len(values)\n")
    one = [
        new_markdown_cell("# Averages\n\nWith $\\bar{x}$ and `{{ braces }}`."),
        new_code_cell("import pandas\n\nfrom helper import mean"),
        new_code_cell("ages = pandas.read_csv('data/ages.csv')['age']\nassert mean(ages) == 5"),
    ]
    two = [
        new_markdown_cell("# Squares"),
        new_code_cell(
            "def square(x):\n    ### BEGIN SOLUTION\n    return x**2\n    ### END SOLUTION"
        ),
        new_code_cell("assert square(3) == 9"),
    ]
    for name, cells in (("week1", one), ("week2", two)):
        nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")
    return folder


def run_nox(project: Path, env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run a task of the project, as its README says."""
    command = [sys.executable, "-m", "nox", "--session", *words]
    return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True)


def test_a_refusal_is_one_sentence_and_leaves_nothing(template, tmp_path, home, mine) -> None:
    (mine / "page.ipynb").write_text("<html></html>")
    for lesson in ("page.ipynb", "week2.ipynb", "missing.ipynb", "data"):
        result = run_cookiecutter(template, tmp_path / "out", home, lesson=str(mine / lesson))
        said = (result.stdout + result.stderr).strip()
        assert result.returncode == 1 and len(said.splitlines()) == 1, said
        assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.slow
def test_its_notebook_runs_here_and_on_colab(bake, mine, home) -> None:
    """On the stand-in for Colab there is no file beside it: they come from "GitHub"."""
    project = bake(lesson=str(mine / "week1.ipynb"), accelerator="cpu")
    assert project.name == "averages", "the title is the notebook's"
    command = [sys.executable, "-m", "pytest", "-q", "-k", "week1"]
    result = subprocess.run(command, cwd=project, env=home, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout
    assert "4 passed" in result.stdout


@pytest.mark.slow
def test_a_notebook_that_needs_a_secret_is_skipped_with_its_reason(bake, tmp_path, home) -> None:
    folder = tmp_path / "lessons"
    folder.mkdir()
    secret = new_code_cell("from google.colab import userdata\n\nuserdata.get('KEY')")
    for name, cells in (("open", [new_code_cell("x = 1")]), ("closed", [secret])):
        nbformat.write(new_notebook(cells=cells), folder / f"{name}.ipynb")
    project = bake(lesson=str(folder), project_name="Keys", accelerator="cpu")
    command = [sys.executable, "-m", "pytest", "-rs", "-k", "open or closed"]
    result = subprocess.run(command, cwd=project, env=home, capture_output=True, text=True)
    assert result.returncode == 0, result.stdout
    assert "4 passed, 4 skipped" in result.stdout
    reasons = [line for line in result.stdout.splitlines() if line.startswith("SKIPPED")]
    assert reasons and all("closed" in one and "userdata.get" in one for one in reasons)


@pytest.mark.network
def test_a_second_lesson_is_added_and_everything_renewed(template, bake, mine, home) -> None:
    here = f"template={template}"
    project = bake(lesson=str(mine / "week1.ipynb"), project_type="assignment", author="Ada & Bob")
    before = read_tree(project)
    result = run_nox(project, home, "renew")
    assert result.returncode != 0 and "template=" in result.stderr, "a folder is not remembered"
    assert "pip install" in result.stderr
    result = run_nox(project, home, "renew", "--", here)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "pip install" not in result.stderr, "the environment is kept, and holds all pins"
    of_nox = (".nox", "__pycache__")
    made = {path: one for path, one in read_tree(project).items() if not path.startswith(of_nox)}
    assert made == before
    result = run_nox(project, home, "add", "--", str(mine / "week2.ipynb"), "titanic", here)
    assert result.returncode == 0, result.stdout + result.stderr
    record = json.loads((project / ".colab-starter" / "course.json").read_text("utf-8"))
    assert record["lessons"] == {"week1": True, "week2": True, "titanic": False}
    assert (project / "release" / "week2" / "week2.ipynb").exists()
    assert record["answers"]["author"] == "Ada & Bob"
    project = project.rename(project.parent / "moved")
    noxfile = project / "noxfile.py"
    noxfile.write_text(noxfile.read_text("utf-8").replace("jinja2==3.1.6", "jinja2==3.1.5"))
    edited = project / "source" / "week2" / "week2.ipynb"
    node = nbformat.read(edited, as_version=4)
    node.cells.append(new_code_cell("print('an edit')"))
    nbformat.write(node, edited)
    result = run_nox(project, home, "renew", "--", here, "github_repo=ada/course")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "jinja2==3.1.5" in result.stderr, "another pin is installed, in a project that was moved"
    assert "github.com/ada/course" in (project / "README.md").read_text("utf-8")
    for path in (edited, project / "release" / "week2" / "week2.ipynb"):
        assert "an edit" in path.read_text("utf-8")
    assert not (project / "kept").exists()
