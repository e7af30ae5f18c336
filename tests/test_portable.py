"""What a learner or a teacher runs also runs on Windows and macOS."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import jupytext
import nbformat
import pytest
from conftest import ROOT
from IPython.core.inputtransformer2 import TransformerManager
from made import COMBINATIONS, made

from colab_starter.project_folder import AROUND

# What only POSIX has, or means something else elsewhere. A name may stand below a question
# for the system: `if os.name == "nt"`, `hasattr(os, ...)`.
ONLY_POSIX = {
    "os.fork",
    "os.forkpty",
    "os.geteuid",
    "os.getuid",
    "os.killpg",
    "os.setsid",
    "os.dup2",
    "os.mkfifo",
    "signal.SIGKILL",
    "signal.SIGALRM",
    "signal.alarm",
    "resource.setrlimit",
}
ONLY_POSIX_MODULES = {"fcntl", "grp", "pty", "pwd", "resource", "termios"}
ONLY_POSIX_WORDS = {"fork", "forkserver", "nccl"}
# Programs and ways of writing of a POSIX shell, in a line that a person is told to type.
SHELL = re.compile(
    r"(^|[|;&]\s*)(make|sh|bash|cp|mv|rm|sed|awk|cat|ls|touch|export|source|sudo|chmod)\s"
    r"|\.venv/bin/|/dev/null|&&|\$\(|^\w+=\S+ "
)


def files_to_run() -> dict[str, str]:
    """Return each different Python text of the generated projects by where it stands."""
    found: dict[str, str] = {}
    for combination in COMBINATIONS:
        for path, text in made(combination).items():
            if path.endswith(".ipynb"):
                for number, cell in enumerate(nbformat.reads(text, as_version=4).cells):
                    if cell.cell_type == "code":
                        found.setdefault(cell.source, f"{combination}/{path}/{number}")
            elif path.endswith(".py") and not path.startswith("notebooks/"):
                found.setdefault(text, f"{combination}/{path}")
    for folder in (ROOT / "colab_starter", ROOT / "hooks"):
        for path in folder.glob("*.py"):
            found[path.read_text("utf-8")] = path.relative_to(ROOT).as_posix()
    for path in AROUND.glob("tests/*.py"):
        found[path.read_text("utf-8")] = path.relative_to(ROOT).as_posix()
    return {place: text for text, place in found.items()}


TEXTS = files_to_run()


@pytest.mark.parametrize("place", TEXTS)
def test_nothing_needs_posix(place: str) -> None:
    if place.startswith("hooks/"):
        pytest.skip("rendered by cookiecutter; the modules that they call are looked at")
    text = TransformerManager().transform_cell(TEXTS[place])
    assert not list(find_posix(ast.parse(text)))


def find_posix(node: ast.AST, asked: bool = False) -> Iterator[str]:
    """Yield what only POSIX has; below a question for the system it is allowed."""
    if isinstance(node, (ast.If, ast.IfExp, ast.FunctionDef)):
        questions = ast.unparse(node.body if isinstance(node, ast.FunctionDef) else node.test)
        asked = asked or "os.name" in questions or "hasattr(os" in questions
    if not asked and isinstance(node, ast.Attribute) and ast.unparse(node) in ONLY_POSIX:
        yield ast.unparse(node)
    if not asked and isinstance(node, (ast.Import, ast.ImportFrom)):
        names = {alias.name for alias in node.names} | {getattr(node, "module", "")}
        yield from names & ONLY_POSIX_MODULES
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield from {node.value} & ONLY_POSIX_WORDS
    for child in ast.iter_child_nodes(node):
        yield from find_posix(child, asked)


@pytest.mark.parametrize(
    "code",
    ["import os\nos.fork()", "import resource", "start(method='fork')", "os.dup2(1, 2)"],
)
def test_the_test_finds_what_only_posix_has(code: str) -> None:
    assert list(find_posix(ast.parse(code)))


READMES = [(kind, grading) for kind in ("starter", "workshop") for grading in ("nbgrader",)] + [
    ("assignment", "nbgrader"),
    ("assignment", "otter"),
]


@pytest.mark.parametrize(("kind", "grading"), READMES)
def test_every_command_of_a_readme_runs_on_windows(bake, kind: str, grading: str) -> None:
    project: Path = bake(project_type=kind, grading=grading)
    readme = (project / "README.md").read_text("utf-8")
    typed = re.findall(r"^ {4,}(\S.*)$", readme, re.MULTILINE) + re.findall(r"`([^`\n]+)`", readme)
    assert not [line for line in typed if SHELL.search(line)]
    known = list_tasks(project)
    named = set(re.findall(r"nox -s (\w+)", readme))
    assert named and named <= known, named - known


def test_scripts_are_made_anew_as_the_template_made_them(bake) -> None:
    """The task as the noxfile has it, in this environment instead of a new one."""
    project: Path = bake()
    scripts = sorted(project.glob("notebooks/*.py"))
    before = [[cell.source for cell in jupytext.read(path).cells] for path in scripts]
    for path in scripts:
        path.unlink()
    bin_folder = project / ".venv" / ("Scripts" if sys.platform == "win32" else "bin")
    bin_folder.mkdir(parents=True)
    python = bin_folder / Path(sys.executable).name
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    groups = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    (project / ".nox").mkdir()
    lock = (project / "colab" / "lock.txt").read_text("utf-8").splitlines()
    note = {**groups, "lock": lock}
    (project / ".nox" / "installed.json").write_text(json.dumps(note), "utf-8")
    command = [sys.executable, "-m", "nox", "-s", "scripts"]
    subprocess.run(command, cwd=project, capture_output=True, check=True)
    again = [[cell.source for cell in jupytext.read(path).cells] for path in scripts]
    assert scripts and again == before


def list_tasks(project: Path) -> set[str]:
    """Return the names of the project's tasks, as nox itself reads them."""
    command = [sys.executable, "-m", "nox", "--list"]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    return set(re.findall(r"^[*-] (\w+) ->", result.stdout, re.MULTILINE))
