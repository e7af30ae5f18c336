"""Lint every notebook of every combination of answers as a whole.

A section alone uses names from the sections before it. Only in the whole notebook can a
name that nobody defines be told from one that another section defines.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from colab_starter.answers import every_combination
from colab_starter.project import write_notebooks

BUILD = Path(__file__).resolve().parent.parent / "build" / "lint"
# F811: a leader finds the gap and then a solution of it, with the same name.
RULES = ["--isolated", "--select=E,F,W,B", "--ignore=B905,E402,E501,F811"]


def main() -> int:
    """Assemble all combinations under build/lint and return ruff's exit status."""
    shutil.rmtree(BUILD, ignore_errors=True)
    for name, answers in every_combination().items():
        write_notebooks(answers, BUILD / name)
    return lint(BUILD)


def lint(folder: Path) -> int:
    """Return ruff's exit status for the notebooks and scripts below `folder`."""
    files = [str(path) for path in sorted(folder.rglob("*")) if path.suffix in (".ipynb", ".py")]
    return subprocess.run([sys.executable, "-m", "ruff", "check", *RULES, *files]).returncode


if __name__ == "__main__":
    sys.exit(main())
