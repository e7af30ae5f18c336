"""Runs programs that students might write, each with names of its own, in this process.

python try_answers.py < programs.json > results.json    # a list each; a result is [lines, error]

A process for one framework alone: TensorFlow and PyTorch do not always live in one.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys


def run(program: str) -> tuple[list[str], str]:
    """Return the lines that the program printed, and the error that ended it, if one did."""
    with contextlib.redirect_stdout(io.StringIO()) as said:
        try:
            exec(compile(program, "answer", "exec"), {"__name__": "__main__"})
            error = ""
        except Exception as problem:  # whatever a student's code may raise
            error = f"{type(problem).__name__}: {problem}"
    return said.getvalue().splitlines(), error


if __name__ == "__main__":
    json.dump(list(map(run, json.load(sys.stdin))), sys.stdout)
