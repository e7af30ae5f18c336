"""The new project's folder, marked while it is incomplete.

cookiecutter writes files one by one; a run that is killed would leave a folder that
looks finished. The mark says that it is not, and keeps a second run out.
"""

from __future__ import annotations

import sys
from pathlib import Path

MARK = "NOT-FINISHED.txt"
TEXT = """This project is incomplete: the run that creates it is still at work, or was interrupted.
If no cookiecutter is running, delete this folder and create the project again. If the
folder holds work of yours, delete only this file and run cookiecutter again with -f.
"""
NEXT_STEPS = """
Created {project}
  README.md    which notebook is for whom, how to publish them with an Open-in-Colab
               badge, and how to change them
"""


def begin(project: Path) -> int:
    """Mark the folder as incomplete; return 0, or 1 after saying why nothing can be written."""
    try:
        with (project / MARK).open("x", encoding="utf-8", newline="\n") as file:
            file.write(TEXT)
    except FileExistsError:
        problem = f"another run is writing it, or one was interrupted; {MARK} in it says what to do"
    except OSError as error:
        problem = str(error)
    else:
        return 0
    print(f"Cannot write into {ascii(str(project))}: {problem}.", file=sys.stderr)
    return 1


def finish(project: Path) -> None:
    """Take the mark away: every file is complete. Then say where to go on."""
    (project / MARK).unlink(missing_ok=True)
    print(NEXT_STEPS.format(project=project))
