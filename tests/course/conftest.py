"""An environment with the real graders, and projects baked for teachers."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from baking import bin_folder, run_cookiecutter
from conftest import ROOT

from colab_starter.around import GRADERS


@pytest.fixture(scope="session")
def graders() -> Path:
    """The bin folder of an environment with nbgrader and otter, made once and kept.

    They bring all of JupyterLab, so they live apart; what the lesson imports they find
    in this environment. It is built under another name: a killed run, or two at once,
    leave no half one.
    """
    texts = [path.read_text("utf-8") for path in GRADERS.glob("*/requirements.txt")]
    pins = sorted({pin for text in texts for pin in text.split()} | {read_cluster_pin()})
    content = repr((pins, sys.version, sys.prefix))
    name = hashlib.sha256(content.encode()).hexdigest()[:12]
    venv = ROOT / ".venv-graders" / name
    if not venv.exists():
        venv.parent.mkdir(exist_ok=True)
        part = Path(tempfile.mkdtemp(dir=venv.parent, prefix="part-"))
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", part], check=True)
        python = bin_of(part) / Path(sys.executable).name
        uv = [Path(bin_folder()) / "uv", "pip", "install", "--quiet", "--python", python]
        # Each submission starts a kernel, and many machines forbid it to keep bytecode.
        subprocess.run([*uv, "--compile-bytecode", *pins], check=True)
        where = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        packages = subprocess.run(where, check=True, capture_output=True, text=True).stdout
        lesson = Path(packages.strip()) / "lesson.pth"
        lesson.write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        try:
            # Programs in bin name their interpreter, so the old name has to lead here too.
            venv.symlink_to(part.name, target_is_directory=True)
        except FileExistsError:
            shutil.rmtree(part)
    return bin_of(venv)


def read_cluster_pin() -> str:
    """Return what a project installs to grade on several computers."""
    text = (ROOT / "template" / "project" / "pyproject.toml").read_text("utf-8")
    return re.search(r'^cluster = \["(.+)"\]$', text, re.MULTILINE)[1]


def bin_of(venv: Path) -> Path:
    return venv / ("Scripts" if os.name == "nt" else "bin")


@pytest.fixture(scope="module")
def bake_course(template: Path, graders: Path, tmp_path_factory) -> Callable[..., Path]:
    """`bake_course(project_type=..., grading=...)` returns the new project's folder."""

    def run(**answers: str) -> Path:
        env = {**os.environ, "PATH": os.pathsep.join([bin_folder(), os.environ["PATH"]])}
        out = tmp_path_factory.mktemp("course")
        result = run_cookiecutter(template, out, env, "--default-config", **answers)
        assert result.returncode == 0, result.stdout + result.stderr
        (project,) = out.iterdir()
        # The tasks find the environment of the graders where they would make one.
        (project / ".venv").symlink_to(graders.parent, target_is_directory=True)
        groups = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
        lock = (project / "colab" / "lock.txt").read_text("utf-8").splitlines()
        note = json.dumps({**groups["dependency-groups"], "lock": lock})
        (project / ".nox").mkdir()
        (project / ".nox" / "installed.json").write_text(note, encoding="utf-8")
        return project

    return run


@pytest.fixture(scope="session")
def task() -> Callable[..., subprocess.CompletedProcess[str]]:
    """`task(project, "release")` runs `nox -s release` as a teacher does, but installs nothing."""

    def run(project: Path, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        # The lesson's own programs, such as tensorboard, come after the graders' ones.
        path = os.pathsep.join([bin_folder(), os.environ["PATH"]])
        env = {**os.environ, "PATH": path, "JUPYTER_PLATFORM_DIRS": "1"}
        return subprocess.run(
            [sys.executable, "-m", "nox", "-s", name, "--", *arguments],
            cwd=project,
            env=env,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    return run
