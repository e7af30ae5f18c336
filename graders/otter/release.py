"""Make the students' notebooks of source/ with otter, then look for what must not be there.

python release.py [NAME ...]

otter assign also runs the hidden tests on the teacher's solutions. What it makes for the
grader stays in build/NAME/.
"""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

from grading import leak_gate
from grading.assignments import choose, note_made, notebook_of
from grading.gaps import fill_gaps, is_dropped, stubs_of


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
        source = json.loads(notebook_of("source", name).read_text("utf-8"))
        student = json.loads((build / "student" / released.name).read_text("utf-8"))
        student["cells"] = give_gaps(source["cells"], student["cells"])
        text = json.dumps(student, indent=1, ensure_ascii=False) + "\n"
        released.write_text(text, encoding="utf-8", newline="\n")
        note_made(released)
    return leak_gate.main()


def give_gaps(source, student):
    """Return the students' cells with the gaps that the source asks for; otter has only dots."""
    texts = {cell.get("id"): "".join(cell["source"]) for cell in source}
    left = drop_answers(student)
    for cell in left:
        filled = fill_gaps(texts.get(cell.get("id"), ""), stubs_of(cell))
        if filled is not None:
            cell["source"] = filled.splitlines(keepends=True)
    return left


def drop_answers(cells):
    """Return the cells without those that students do not get, and otter's marks around them."""
    dropped = {number for number, cell in enumerate(cells) if is_dropped(cell)}
    for number in [*dropped]:
        around = {number - 1: "<!-- BEGIN QUESTION", number + 1: "<!-- END QUESTION"}
        if all("".join(cells[n]["source"]).startswith(mark) for n, mark in around.items()):
            dropped |= around.keys()
    return [cell for number, cell in enumerate(cells) if number not in dropped]


def write_requirements():
    """Write what otter's own containers install (otter grade): the pins of pyproject.toml."""
    pins = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["dependency-groups"]["test"]
    Path("requirements.txt").write_text("\n".join(pins) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
