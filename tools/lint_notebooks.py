"""Lint every notebook of every combination of answers as one script.

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


def main() -> int:
    """Assemble all combinations under build/lint and return ruff's exit status."""
    shutil.rmtree(BUILD, ignore_errors=True)
    for name, answers in every_combination().items():
        write_notebooks(answers, BUILD / name)
    rules = ["--isolated", "--select=E,F,W,B", "--ignore=E402,E501,B905"]
    scripts = sorted(map(str, BUILD.rglob("*.py")))
    return subprocess.run([sys.executable, "-m", "ruff", "check", *rules, *scripts]).returncode


if __name__ == "__main__":
    sys.exit(main())
