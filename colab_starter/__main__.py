"""`python -m colab_starter PROJECT` assembles the notebooks of the project in that folder.

The answers arrive as JSON on standard input, so that no shell ever sees them. Exit
status: 0 done; 3 refused or failed, and the reason is printed; anything else means that
this interpreter lacks a library.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

from colab_starter.answers import AnswerError, Answers

FAILED = 3


def main(answers: Mapping[str, object], project: Path) -> int:
    """Write the notebooks, say what was kept, and return the exit status."""
    # Where these are installed, jupytext loads classes for a notebook server and a parser of
    # another format, which takes as long as the assembly. It does without where they fail.
    for unused in ("tornado", "markdown_it"):
        sys.modules.setdefault(unused, None)

    from colab_starter.project import write_notebooks

    try:
        kept = write_notebooks(Answers.check(answers), project)
    except AnswerError as error:
        print(error, file=sys.stderr)
        return FAILED
    except OSError as error:
        print(f"The notebooks could not be written: {error}", file=sys.stderr)
        return FAILED
    for copy in kept:
        print(f"Your edited notebook is kept as {copy.relative_to(project)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(json.load(sys.stdin), Path(sys.argv[1])))
