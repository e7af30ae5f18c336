"""What this repository does with the outcomes of its projects: all locks are renewed, or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from image.futures import fill, publish, read_kept

from colab_starter.check.image.colab_check import BEFORE, RUNS, STOPS, UNKNOWN, Outcome
from colab_starter.check.image.lock import Unresolved
from tools import colab_check


@pytest.fixture
def outcome(tmp_path: Path, monkeypatch):
    """`outcome(verdict)` returns what is found where every project ends like this."""
    source = publish(tmp_path / "lists", fill(read_kept("2026-08-19")[0]), "2026-09-23")
    locks = tmp_path / "locks"
    locks.mkdir()
    (locks / "lock-keras-gpu.txt").write_text("old\n")
    monkeypatch.setattr(colab_check, "LOCKS", locks)
    monkeypatch.setattr(colab_check, "make_project", lambda answers, project: project)
    monkeypatch.setattr(colab_check, "write_table", lambda clone: None)
    monkeypatch.setattr(colab_check, "BUILD", tmp_path / "build")

    def find(verdict: str) -> dict:
        found = Outcome(verdict, "a report", "k1")
        monkeypatch.setattr(colab_check, "check_image", lambda project, source: found)
        file = tmp_path / "outcome.json"
        arguments = ["colab_check", "--source", source, "--outcome", str(file)]
        monkeypatch.setattr("sys.argv", arguments)
        assert colab_check.main() == colab_check.STATUS[json.loads(file.read_text())["verdict"]]
        return json.loads(file.read_text())

    return find


def write_two(clone: Path, commit: str, folder: Path) -> None:
    folder.mkdir()
    (folder / "lock-keras-gpu.txt").write_text("new\n")
    raise Unresolved("keras==9.9 is in no registry.")


def test_a_lock_that_cannot_be_made_leaves_all_as_they_were(outcome, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(colab_check, "write_locks", write_two)
    found = outcome(RUNS)
    assert (found["verdict"], found["files"]) == (UNKNOWN, {})
    assert "keras==9.9" in found["text"]
    assert (tmp_path / "locks" / "lock-keras-gpu.txt").read_text() == "old\n"


@pytest.mark.parametrize("verdict", [STOPS, BEFORE, UNKNOWN])
def test_nothing_is_renewed_unless_everything_runs(outcome, tmp_path, verdict: str) -> None:
    found = outcome(verdict)
    assert (found["verdict"], found["files"]) == (verdict, {})
    assert (tmp_path / "locks" / "lock-keras-gpu.txt").read_text() == "old\n"


def test_every_kind_of_machine_is_looked_at() -> None:
    kinds = {(one.framework, one.accelerator) for one in colab_check.choose().values()}
    assert kinds >= {("keras", "gpu"), ("keras", "tpu"), ("keras", "cpu"), ("pytorch", "gpu")}
