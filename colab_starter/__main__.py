"""`python -m colab_starter PROJECT` assembles the notebooks of the project in that folder;
`python -m colab_starter --try PROJECT` only finds out whether it can be done.

The answers arrive as JSON on standard input, so that no shell ever sees them. Exit
status: 0 done; 3 refused or failed, and the reason is printed; 4 this interpreter lacks
a library.
"""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

from colab_starter.answers import AnswerError, Answers
from colab_starter.sources import TEXT_FORMATS

FAILED, LIBRARY_MISSING = 3, 4


def main(answers: Mapping[str, object], project: Path, write: bool = True) -> int:
    """Write the notebooks, say what a person should read, and return the exit status.

    Without `write` nothing is written, and nothing said but why it cannot be done.
    """
    # Where these are installed, jupytext loads classes for a notebook server and a parser of
    # another format, which takes as long as the assembly. It does without where they fail.
    is_text = any(suffix in str(answers.get("lesson")) for suffix in TEXT_FORMATS)
    for unused in ("tornado", *([] if is_text else ["markdown_it"])):
        sys.modules.setdefault(unused, None)
    try:
        from colab_starter.project import write_notebooks
        from colab_starter.sections import LessonError
        from colab_starter.sources import SourceError
    except ImportError as error:
        if str(error.name).startswith("colab_starter"):
            return report_mistake()
        return LIBRARY_MISSING

    try:
        template = str(answers.get("_template", ""))
        said = write_notebooks(Answers.check(answers), project, template, write)
    except (AnswerError, LessonError, SourceError) as error:
        print(error, file=sys.stderr)
        return FAILED
    except OSError as error:
        print(f"The notebooks could not be written: {error}", file=sys.stderr)
        return FAILED
    except Exception:
        return report_mistake()
    for sentence in said:
        print(sentence)
    return 0


def report_mistake() -> int:
    """Print the traceback of a mistake of ours, and what to do with it; return FAILED."""
    traceback.print_exc()
    print("This is a mistake in the template: please report the lines above.", file=sys.stderr)
    return FAILED


if __name__ == "__main__":
    sys.exit(main(json.load(sys.stdin), Path(sys.argv[-1]), write="--try" not in sys.argv))
