"""Executes one submission in the current folder: notebook.ipynb to executed.ipynb.

python -P execute.py SECONDS, which one cell may take
"""

import sys
from pathlib import Path

# For addresses in a JSON schema, which no notebook has, jsonschema would build a grammar: that
# is half of what a small submission takes.
sys.modules["rfc3987_syntax"] = None

import nbformat  # noqa: E402
from nbgrader.preprocessors import Execute  # noqa: E402


def main(seconds):
    """Run all cells, also those below an error, and write down what they printed."""
    given = Path("notebook.ipynb")
    node = nbformat.read(given, as_version=4)
    given.unlink()  # it holds hidden tests
    execute = Execute(timeout=seconds, iopub_timeout=60)  # of a machine that is busy
    node, _ = execute.preprocess(node, {"metadata": {"path": "."}})
    Path("executed.ipynb").write_text(nbformat.writes(node), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]))
