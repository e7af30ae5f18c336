"""A renewed project has the new lock and the new frame, and the teacher's work as it was."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from baking import run_cookiecutter
from nbformat.v4 import new_code_cell, new_notebook
from test_launchers import commit_all, create_with_cruft, git, repository  # noqa: F401

from colab_starter.check.image.colab_check import LOCK, MADE
from colab_starter.check.image.lock import read_lock, write_lock
from colab_starter.lock import keep_newer_lock

LATER = "2027-01-15"
MINE = "mine = 'work of an evening'"


def come_to_date(template: Path) -> None:
    """Give the template a later list of Colab's, and another sentence in its frame."""
    for path in (template / "colab").glob("lock-*.txt"):
        lock = replace(read_lock(path.read_text("utf-8")), date=LATER)
        path.write_text(write_lock(lock, "Made by a test."), "utf-8")
    for section in (template / "template").glob("*/02_start.py"):
        text = section.read_text("utf-8").replace("New to Colab?", "First time?")
        section.write_text(text, "utf-8")


@pytest.fixture
def taught(tmp_path: Path) -> dict[str, str]:
    """The answers of a teacher with a notebook of their own."""
    node = new_notebook(cells=[new_code_cell("import pandas"), new_code_cell(MINE)])
    nbformat.write(node, tmp_path / "week1.ipynb")
    return {"lesson": str(tmp_path / "week1.ipynb"), "project_slug": "taught"}


def edit(project: Path) -> None:
    """Do a teacher's work: a cell more, and a sentence in the README."""
    path = project / "notebooks" / "week1.ipynb"
    node = nbformat.read(path, as_version=4)
    node.cells.append(new_code_cell("added = 1", id="added"))
    nbformat.write(node, path)
    with (project / "README.md").open("a", encoding="utf-8") as file:
        file.write("\nMy own sentence.\n")


def read_date(project: Path) -> str:
    return read_lock((project / LOCK).read_text("utf-8")).date


def require_renewed(project: Path) -> None:
    """Look at all that should be new, and all that should be as it was."""
    assert read_date(project) == LATER
    cells = nbformat.read(project / "notebooks" / "week1.ipynb", as_version=4).cells
    sources = [cell.source for cell in cells]
    assert any("First time?" in text for text in sources)
    assert MINE in sources and "added = 1" in sources
    assert "My own sentence." in (project / "README.md").read_text("utf-8")


def renew(template: Path, project: Path, home: dict[str, str], **changed: str) -> str:
    """Run the template again, as `nox -s renew` does; return what it said."""
    answers = {"lesson": "kept", "project_slug": "taught", **changed}
    result = run_cookiecutter(template, project.parent, home, "-f", **answers)
    assert result.returncode == 0, result.stderr
    return result.stdout


def test_with_the_projects_own_command(template, bake, taught, tmp_path, home) -> None:
    project = bake(**taught)
    edit(project)
    newer = Path(shutil.copytree(template, tmp_path / "newer"))
    come_to_date(newer)
    assert LOCK not in renew(newer, project, home)
    require_renewed(project)
    assert not (project / "kept").exists()


def test_a_lock_that_is_newer_than_the_templates_stays(template, bake, taught, home) -> None:
    project = bake(**taught)
    lock = read_lock((project / LOCK).read_text("utf-8"))
    assert "pandas" in lock.colab
    text = write_lock(replace(lock, date=LATER), MADE)
    (project / LOCK).write_text(text, "utf-8")
    assert LOCK not in renew(template, project, home)
    assert (project / LOCK).read_text("utf-8") == text


@pytest.mark.parametrize("accelerator", ["cpu", "tpu"])
def test_a_newer_lock_of_another_machine_does_not_stay(
    template, bake, taught, home, accelerator: str
) -> None:
    """That of a GPU and that of a processor have the same packages, so the kind counts, too."""
    project = bake(**taught)
    lock = read_lock((project / LOCK).read_text("utf-8"))
    (project / LOCK).write_text(write_lock(replace(lock, date=LATER), MADE), "utf-8")
    renew(template, project, home, accelerator=accelerator)
    wanted = read_lock((template / "colab" / f"lock-keras-{accelerator}.txt").read_text("utf-8"))
    found = read_lock((project / LOCK).read_text("utf-8"))
    assert (found.date, found.kind) == (wanted.date, wanted.kind)
    assert {*wanted.colab, *wanted.other} <= {*found.colab, *found.other}


@pytest.mark.parametrize(
    ("named", "stays"), [("torch", False), ("numpy", True), ("nothing-of-colabs", True)]
)
def test_a_newer_lock_without_what_is_new_does_not_stay(
    template, tmp_path, named: str, stays: bool
) -> None:
    """What only other packages need may be gone from Colab: that is no reason."""
    keras, torch = (
        read_lock((template / "colab" / f"lock-{one}-gpu.txt").read_text("utf-8"))
        for one in ("keras", "pytorch")
    )
    newer = write_lock(replace(keras, date=LATER), MADE)
    (tmp_path / "colab").mkdir()
    (tmp_path / LOCK).write_text(newer, "utf-8")
    pins = f'[dependency-groups]\ntest = [{{ include-group = "run" }}, "{named} ; python_version > \'3\'"]\n'
    files: dict[str, str | bytes] = {LOCK: write_lock(torch, MADE), "pyproject.toml": pins}
    keep_newer_lock(tmp_path, files)
    assert (files[LOCK] == newer) == stays


def test_with_cruft(repository, taught, tmp_path, home) -> None:  # noqa: F811
    project = create_with_cruft(repository, tmp_path / "out", home, taught)
    commit_all(project, home)
    edit(project)
    git("commit", "--quiet", "--all", "--message", "my work", cwd=project, env=home)
    work = tmp_path / "work"
    come_to_date(work)
    git("commit", "--quiet", "--all", "--message", "new", cwd=work, env=home)
    git("push", "--quiet", str(repository), "HEAD", cwd=work, env=home)
    subprocess.run(["cruft", "update", "--skip-apply-ask"], cwd=project, env=home, check=True)
    assert read_date(project) == LATER
    renew(work, project, home)
    require_renewed(project)


def test_a_teachers_imports_are_in_the_lock(bake, taught) -> None:
    text = (bake(**taught) / LOCK).read_text("utf-8")
    assert re.search(r"^pandas==\d", text, re.MULTILINE)
