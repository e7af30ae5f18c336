"""Runs the programs of a grader, and says in a sentence what they complain of."""

import os
import subprocess
import sys
from pathlib import Path

from grading.problem import Problem

LAST_LINES = 12


def run(module, *arguments, folder, name):
    """Run `python -m module` in a folder for an assignment.

    Raises Problem with the end of what it printed if it fails; all of that is in build/NAME.log.
    """
    log = Path("build", f"{name}.log")
    log.parent.mkdir(exist_ok=True)
    # nbgrader calls a program of its environment by name.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    with log.open("w", encoding="utf-8") as file:
        command = [sys.executable, "-m", module, *map(str, arguments)]
        status = subprocess.run(
            command, cwd=folder, env={**os.environ, "PATH": path}, stdout=file, stderr=file
        ).returncode
    if status:
        lines = log.read_text("utf-8", errors="replace").rstrip().split("\n")
        end = "\n".join(f"    {line}" for line in lines[-LAST_LINES:])
        raise Problem(f"{module} refused it; the whole text is in {log}:\n{end}")
