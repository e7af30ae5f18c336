"""What several tests need: the template as a user gets it, and projects baked from it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from baking import bin_folder, run_cookiecutter

ROOT = Path(__file__).resolve().parent.parent
# Of what tests import from the project's folder, cookiecutter would copy a `__pycache__`.
sys.dont_write_bytecode = True
# Several tests share the processor: one thread each, and those of PyTorch that wait sleep.
os.environ |= {"OMP_NUM_THREADS": "1", "OMP_WAIT_POLICY": "PASSIVE"}
# On a machine with other work an example takes as long as it takes.
hypothesis.settings.register_profile("without deadline", deadline=None)
hypothesis.settings.load_profile("without deadline")
# TensorBoard itself, as it starts where TensorFlow is not installed: importing that, which it does
# not need for what a lesson shows, is a third of a lesson's time.
TENSORBOARD = """#!{python}
import sys, types
sys.modules["tensorboard.compat.notf"] = types.ModuleType("notf")
from tensorboard.main import run_main
run_main()
"""


@pytest.fixture(scope="session", autouse=os.name == "posix")
def tensorboard_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let notebooks open a TensorBoard that is there at once; some tests start the usual one."""
    program = tmp_path_factory.mktemp("programs") / "tensorboard"
    program.write_text(TENSORBOARD.format(python=sys.executable), "utf-8")
    program.chmod(0o755)
    os.environ["TENSORBOARD_BINARY"] = str(program)
    yield
    del os.environ["TENSORBOARD_BINARY"]


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the files that git would track: no .venv, no build folder."""
    copy = tmp_path_factory.mktemp("template") / "colab-starter"
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    return copy


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment whose home folder is new, so that no setting or cache of this user counts."""
    folder = tmp_path / "home"
    folder.mkdir()
    git = {
        "GIT_AUTHOR_NAME": "test",
        "GIT_AUTHOR_EMAIL": "test@example.invalid",
        "GIT_COMMITTER_NAME": "test",
        "GIT_COMMITTER_EMAIL": "test@example.invalid",
        "GIT_CONFIG_COUNT": "2",
        "GIT_CONFIG_KEY_0": "safe.directory",
        "GIT_CONFIG_VALUE_0": "*",
        "GIT_CONFIG_KEY_1": "init.defaultBranch",
        "GIT_CONFIG_VALUE_1": "main",
    }
    for key in ("HOME", "USERPROFILE", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
        git[key] = str(folder)
    return {**os.environ, **git, "PATH": os.pathsep.join([bin_folder(), os.environ["PATH"]])}


@pytest.fixture
def bake(template: Path, tmp_path: Path, home: dict[str, str]) -> Callable[..., Path]:
    """`bake(name="value", ...)` runs cookiecutter as typed and returns the new project's folder."""

    def run(*options: str, **answers: str) -> Path:
        result = run_cookiecutter(template, tmp_path / "out", home, *options, **answers)
        assert result.returncode == 0, result.stdout + result.stderr
        (project,) = (tmp_path / "out").iterdir()
        return project

    return run


@pytest.fixture(scope="session")
def project(template, tmp_path_factory) -> Path:
    """The default project, baked once; tests run it elsewhere and leave it as it is."""
    output = tmp_path_factory.mktemp("project")
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    result = run_cookiecutter(template, output, env, "--default-config")
    assert result.returncode == 0, result.stderr
    return output / "mnist-on-colab"
