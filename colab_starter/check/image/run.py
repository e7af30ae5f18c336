"""The notebooks of a project, run by its own tests with the versions of a lock."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from .lock import Lock, run_uv
from .results import Result, read_problems, read_results


class NotRun(Exception):
    """The notebooks could not be run, for a reason that is not Colab's. One sentence."""


def run_notebooks(
    project: Path, lock: Lock, text: str, folder: Path, uv: str, more: Sequence[str] = ()
) -> list[Result]:
    """Return what became of each notebook, run as on Colab with the versions of a lock.

    `text` is the lock as a file, `folder` a place for the environment and what comes out, `more`
    are packages that Colab has and pyproject.toml does not name. Raises
    NoNetwork, NotRun, Unresolved.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    constraints = folder / "lock.txt"
    constraints.write_text(text, "utf-8")
    python = make_environment(project, lock, constraints, folder / "env", uv, more)
    out, report = folder / "out", folder / "tests.xml"
    command = [str(python), "-m", "pytest", "-q", "-m", "colab", "-p", "no:cacheprovider"]
    path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    # Not the settings of the environment that runs this.
    environment = {**os.environ, "PATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    result = subprocess.run(
        [*command, "--basetemp", str(out), "--junitxml", str(report)],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    shutil.rmtree(folder / "env", ignore_errors=True)
    if result.returncode == 5:
        raise NotRun("The tests of this project run no notebook as on Colab.")
    if result.returncode not in (0, 1):
        said = [line for line in result.stdout.splitlines() if line.startswith("E ")]
        last = (said or result.stdout.splitlines() or ["pytest failed"])[-1]
        raise NotRun(f"The tests of this project do not begin: {last}.")
    return read_results(project, out, read_problems(project, report))


def make_environment(
    project: Path, lock: Lock, constraints: Path, folder: Path, uv: str, more: Sequence[str]
) -> Path:
    """Make an environment with what the tests need, and return its Python."""
    version = lock.minor()
    here = ".".join(map(str, sys.version_info[:2]))
    try:
        found = sys.executable if version == here else version
        run_uv(uv, "venv", "--quiet", "--python", found, str(folder))
    except Exception as error:
        raise NotRun(
            f"Python {version} is not on this computer and could not be fetched: install it, "
            "then run this again."
        ) from error
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    options = ["--quiet", "--python", str(python), "--constraints", str(constraints)]
    groups = ["--group", f"{project / 'pyproject.toml'}:test"]
    run_uv(uv, "pip", "install", *options, *groups, *more)
    return python
