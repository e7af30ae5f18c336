"""The cell that compares this machine with the one that the tests used."""

from __future__ import annotations

import platform
import re
from importlib.metadata import version
from pathlib import Path

import pytest

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble

CELLS = assemble("blank", every_combination()["blank-cpu"]).cells
(CELL,) = [cell.source for cell in CELLS if "def frame_compare" in cell.source]
ADDRESS = re.search(r'"(https://\S+)"', CELL)[1]


def run(lock: Path, capsys, asked: bool = True) -> str:
    """Run the cell with a lock on this computer; return what it printed."""
    source = CELL.replace("compare = False", f"compare = {asked}").replace(ADDRESS, lock.as_uri())
    names: dict[str, object] = {}
    exec(compile(source, "cell", "exec"), names)
    assert set(names) <= {"__builtins__"}
    return capsys.readouterr().out


def write(folder: Path, **versions: str) -> Path:
    """Write a lock of an image like this machine, with these versions."""

    lock = folder / "lock.txt"
    lines = [f"{name}=={one}" for name, one in versions.items()]
    head = f"# image: 2026-08-19\n# python: {platform.python_version()}\n"
    lines += ["pytest-cpu==0.1", "# Not on Colab: the newest.", "not-here-at-all==1.0"]
    lock.write_text(head + "\n".join(lines) + "\n")
    return lock


def test_it_is_silent_until_it_is_asked(tmp_path, capsys) -> None:
    assert run(tmp_path / "missing.txt", capsys, asked=False) == ""


def test_a_machine_as_it_was_tested(tmp_path, capsys) -> None:
    said = run(write(tmp_path, nbformat=version("nbformat"), pytest=version("pytest")), capsys)
    assert "2026-08" in said and len(said.splitlines()) == 1


def test_what_is_different_is_named_with_the_menu_that_goes_back(tmp_path, capsys) -> None:
    said = run(write(tmp_path, nbformat="0.1", pytest=version("pytest")), capsys)
    assert version("nbformat") in said and "0.1" in said and "pytest" not in said
    assert re.search(r"Runtime > .* > Runtime version: 2026\.08", said)


def test_what_colab_no_longer_has_is_named(tmp_path, capsys) -> None:
    said = run(write(tmp_path, gone="1.0", nbformat="0.1"), capsys).splitlines()
    assert said[0].startswith("nbformat") and said[1].startswith("gone")
    assert len(said) == 4


def test_a_lock_that_nobody_can_read_is_said(tmp_path, capsys) -> None:
    said = run(tmp_path / "missing.txt", capsys)
    assert "missing.txt" in said and len(said.splitlines()) == 2


@pytest.mark.parametrize("name", [name for name in every_combination() if "gpu" in name])
def test_no_version_of_the_lock_stands_in_a_notebook(name: str) -> None:
    answers = every_combination()[name]
    node = assemble(answers.lesson, answers)
    assert not [cell.source for cell in node.cells if re.search(r"[\"']\w+==\d", cell.source)]
