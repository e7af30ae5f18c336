"""Running cookiecutter as a user does, and reading what it made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def bin_folder() -> str:
    """The folder of this interpreter's programs: cookiecutter, cruft, uv, ruff."""
    return str(Path(sys.executable).parent)


def run_cookiecutter(
    template: Path | str, output: Path, env: dict[str, str], *options: str, **answers: str
) -> subprocess.CompletedProcess[str]:
    """Run `cookiecutter --no-input` with answers on its command line; return the finished process."""
    output.mkdir(exist_ok=True)
    command = ["cookiecutter", "--no-input", "--output-dir", str(output), *options, str(template)]
    command += [f"{key}={value}" for key, value in answers.items()]
    return subprocess.run(command, env=env, capture_output=True, text=True, cwd=output)


def read_tree(folder: Path) -> dict[str, bytes]:
    """Return every file below `folder`: relative path to content."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }
