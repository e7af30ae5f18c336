"""The tests of a project install with its lock, or say why not; its workflow takes its Python."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
import yaml

from colab_starter.check.image.colab_check import LOCK
from colab_starter.check.image.lock import read_lock


class Session:
    """What the tasks use of nox's session to speak."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def warn(self, sentence: str) -> None:
        self.said.append(sentence)

    def error(self, sentence: str) -> None:
        raise SystemExit(sentence)


@pytest.fixture(scope="module")
def noxfile(project: Path) -> ModuleType:
    """The tasks of the default project."""
    spec = importlib.util.spec_from_file_location("noxfile_of_a_project", project / "noxfile.py")
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NOX_ENABLE_STALENESS_CHECK", "1")  # it sets this for good
        spec.loader.exec_module(module)
    return module


@pytest.fixture
def tasks(noxfile: ModuleType, project: Path, tmp_path: Path, monkeypatch) -> ModuleType:
    """The same, in a folder with the project's lock alone."""
    (tmp_path / "colab").mkdir()
    shutil.copy(project / LOCK, tmp_path / LOCK)
    monkeypatch.chdir(tmp_path)
    return noxfile


def run_on(tasks: ModuleType, version: str, monkeypatch) -> None:
    """Let the tasks see another Python."""
    numbers = (*map(int, version.split(".")), "final", 0)
    monkeypatch.setattr(tasks, "sys", SimpleNamespace(version_info=numbers))


def test_on_the_locks_python_it_is_used(tasks, monkeypatch) -> None:
    session = Session()
    minor = read_lock(Path(LOCK).read_text("utf-8")).minor()
    run_on(tasks, f"{minor}.0", monkeypatch)
    assert tasks.find_lock(session) == Path(LOCK)
    assert session.said == []


@pytest.mark.parametrize("version", ["3.1.15", "3.11.2", "3.12.0"])
def test_on_another_python_one_sentence_says_that_it_is_not(tasks, version, monkeypatch) -> None:
    session = Session()
    run_on(tasks, version, monkeypatch)
    assert tasks.find_lock(session) is None
    (sentence,) = session.said
    assert f"this is {version.rpartition('.')[0]}:" in sentence and "newest" in sentence
    assert f"Python {read_lock(Path(LOCK).read_text('utf-8')).minor()}," in sentence


@pytest.mark.parametrize("version", ["3.10.1", "3.14.0"])
def test_a_python_that_the_pins_are_not_for_is_refused_by_name(tasks, version, monkeypatch) -> None:
    run_on(tasks, version, monkeypatch)
    with pytest.raises(SystemExit, match="3.11, 3.12 or 3.13") as refused:
        tasks.install(Session(), "test")
    assert f"Python {version.rpartition('.')[0]}," in str(refused.value)
    assert "nox -s renew" in str(refused.value)


def test_the_python_that_colab_has_is_never_refused(tasks, monkeypatch) -> None:
    """The check of Colab's list ran everything with it, before the lock named it."""
    lock = Path(LOCK)
    python = read_lock(lock.read_text("utf-8")).python
    lock.write_text(lock.read_text("utf-8").replace(f"# python: {python}", "# python: 3.14.0"))
    run_on(tasks, "3.14.0", monkeypatch)
    with pytest.raises(AttributeError, match="Session"):  # it goes on, and makes an environment
        tasks.install(Session(), "test")


@pytest.mark.skipif(not shutil.which("bash"), reason="runs a step of the workflow")
@pytest.mark.parametrize("python", ["3.13.15", "3.9.2", "4.10.0rc1", ""])
def test_the_workflow_takes_the_locks_python(project, tmp_path, python) -> None:
    workflow = (project / ".github" / "workflows" / "notebooks.yml").read_text("utf-8")
    steps = yaml.safe_load(workflow)["jobs"]["colab"]["steps"]
    (reads,) = [step for step in steps if step.get("id") == "lock"]
    (setup,) = [step for step in steps if step.get("uses", "").startswith("actions/setup-python@")]
    assert setup["with"]["python-version"] == "${{ steps.lock.outputs.python }}"
    assert steps.index(reads) < steps.index(setup)
    text = (project / LOCK).read_text("utf-8")
    lock = text.replace(f"# python: {read_lock(text).python}", f"# python: {python}")
    (tmp_path / "colab").mkdir()
    (tmp_path / LOCK).write_text(lock, "utf-8", newline="\n")
    output = tmp_path / "output"
    command = ["bash", "-e", "-c", reads["run"]]
    done = subprocess.run(
        command, cwd=tmp_path, env={"PATH": "/usr/bin:/bin", "GITHUB_OUTPUT": str(output)}
    )
    if not python:
        assert done.returncode != 0, "no Python is not any Python"
        return
    assert done.returncode == 0
    assert output.read_text("utf-8") == f"python={'.'.join(python.split('.')[:2])}\n"
