"""Runs the assembler in an interpreter that has nbformat and jupytext.

cookiecutter often lives in an environment without them (pipx, uvx). The ways to get
them, tried in this order: this interpreter, `uv run`, a virtual environment in the
user's cache folder; else one sentence with the command to type. Only the standard
library is imported here.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from colab_starter import ROOT
from colab_starter.__main__ import FAILED, main
from colab_starter.project_folder import find_marked, finish, undo

REQUIREMENTS = ROOT / "colab_starter" / "requirements.txt"


def launch(answers: Mapping[str, object]) -> int:
    """Assemble the notebooks of the project that the current folder is.

    Return 0, or another exit status after saying why.
    """
    # A console that cannot show a character (cp1252) must not end the run.
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")
    project = find_marked()
    if project is None:
        return FAILED
    try:
        status = assemble_somewhere(answers, project)
    except KeyboardInterrupt:
        print(f"Interrupted: {project} is not complete.", file=sys.stderr)
        status = FAILED
    if status == 0:
        finish(project)
    elif undo(project):
        print("Everything in it is as it was before.", file=sys.stderr)
    return status


def assemble_somewhere(answers: Mapping[str, object], project: Path) -> int:
    """Run the assembler in the first interpreter that can; return its exit status.

    Only a missing library moves on to the next: a failure would be the same there.
    """
    status = main(answers, project)
    for find_python in (find_uv, find_cached_venv):
        if status in (0, FAILED):
            return status
        if python := find_python():
            status = run(python, answers, project)
    if status not in (0, FAILED):
        print(explain(), file=sys.stderr)
        return FAILED
    return status


def find_problem(answers: Mapping[str, object], project: Path) -> str:
    """Return why this project cannot be made, in a sentence, or nothing; nothing is written.

    This runs before cookiecutter writes anything, and prints no traceback, as its hooks do.
    """
    for find_python in (lambda: [sys.executable], find_uv, find_cached_venv):
        if python := find_python():
            command = [*python, "-m", "colab_starter", "--try", str(project.resolve())]
            options = {"text": True, "encoding": "utf-8", "capture_output": True, "cwd": ROOT}
            tried = subprocess.run(command, input=json.dumps(answers), **options)
            if tried.returncode in (0, FAILED):
                return tried.stderr.strip() if tried.returncode else ""
    return explain()


def read_pins() -> dict[str, str]:
    """Return the pinned libraries: import name to `name==version`."""
    lines = REQUIREMENTS.read_text("utf-8").splitlines()
    return {line.partition("==")[0]: line for line in lines if not line.startswith("#")}


def run(python: list[str], answers: Mapping[str, object], project: Path) -> int:
    """Run the assembler with another interpreter and return its exit status."""
    command = [*python, "-m", "colab_starter", str(project.resolve())]
    text = json.dumps(answers)
    return subprocess.run(command, cwd=ROOT, input=text, text=True, encoding="utf-8").returncode


def find_uv() -> list[str] | None:
    """Return the start of a command that runs Python with the pinned libraries through uv."""
    uv = shutil.which("uv")
    if uv is None:
        return None
    say("Getting the notebook libraries with uv ...")
    options = ["--no-project", "--isolated", "--quiet", "--python", sys.executable]
    return [uv, "run", *options, "--with-requirements", str(REQUIREMENTS), "python"]


def find_cached_venv() -> list[str] | None:
    """Return the interpreter of a virtual environment with the pinned libraries, made once.

    The folder is built under a temporary name and renamed when it is complete, so that
    an install that was killed, or two at once, never leave half an environment.
    """
    content = f"{sys.version}\n{sys.base_prefix}\n{REQUIREMENTS.read_text('utf-8')}"
    cache = cache_folder()
    venv = cache / hashlib.sha256(content.encode()).hexdigest()[:16]
    if not venv.exists():
        say(f"Installing the notebook libraries, once, into {venv} ...")
        try:
            cache.mkdir(parents=True, exist_ok=True)
            build_venv(cache, venv)
        except (OSError, subprocess.CalledProcessError) as error:
            say(f"That failed: {error}")
            return None
    return [str(venv_python(venv))]


def build_venv(cache: Path, venv: Path) -> None:
    """Create `venv` inside `cache` with the pinned libraries; raises OSError, CalledProcessError."""
    with tempfile.TemporaryDirectory(prefix="part-", dir=cache, ignore_cleanup_errors=True) as part:
        subprocess.run([sys.executable, "-m", "venv", part], check=True)
        install = ["-m", "pip", "install", "--quiet", "--requirement", str(REQUIREMENTS)]
        subprocess.run([str(venv_python(Path(part))), *install], check=True)
        try:
            os.rename(part, venv)
        except OSError:
            if not venv.exists():  # it does when another run was faster
                raise


def venv_python(venv: Path) -> Path:
    """Return the path of a virtual environment's interpreter."""
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def cache_folder() -> Path:
    """Return this program's cache folder, where each operating system keeps such things."""
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "colab-starter"


def explain() -> str:
    """Return the sentence for when no way worked, with the exact command to type."""
    pins = " ".join(read_pins().values())
    if importlib.util.find_spec("pip"):
        command = f'"{sys.executable}" -m pip install {pins}'
    else:
        command = f"pipx inject cookiecutter {pins}"
    return (
        "The notebooks need nbformat and jupytext, which could not be installed here. "
        f"Type this, then run cookiecutter again:\n    {command}"
    )


def say(text: str) -> None:
    """Print at once, although cookiecutter may have redirected the output."""
    print(text, flush=True)
