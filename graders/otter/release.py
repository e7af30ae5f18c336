"""Make the students' notebooks of source/ with otter, then look for what must not be there.

python release.py [NAME ...]

otter assign also runs the hidden tests on the teacher's solutions. What it makes for the
grader stays in build/NAME/.
"""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from grading import leak_gate
from grading.assignments import choose, note_made, notebook_of


def main(names):
    """Release these assignments, all if none is named; return the exit status."""
    write_requirements()
    for name in choose(names):
        build = Path("build", name)
        shutil.rmtree(build, ignore_errors=True)
        command = [sys.executable, "-m", "otter", "assign", notebook_of("source", name), build]
        if status := subprocess.run(command).returncode:
            return status
        released = notebook_of("release", name)
        released.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(build / "student" / released.name, released)
        note_made(released)
    return leak_gate.main()


def write_requirements():
    """Write what otter's own containers install (otter grade): the pins of pyproject.toml."""
    pins = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["dependency-groups"]["test"]
    Path("requirements.txt").write_text("\n".join(pins) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
