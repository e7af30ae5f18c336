"""How long a course of many notebooks takes: the whole of `cookiecutter`, notebook by notebook.

    python benchmarks/courses.py --graders BIN --json benchmarks/results/courses.json

Bakes an assignment of 5, 20 and 100 made-up notebooks, of 1 MB each and of a few kB, and measures
seconds and peak memory of the process with all that it starts. With `--graders BIN`, the folder of
`nbgrader` and `otter` (`make test` leaves one in `.venv-graders/`), also what these take for the
students' notebooks of the same sources: nbgrader in one process for all, otter, which takes no
more than one, in one for each of the first five. What is in the file already is not measured
again. Not on Windows, which does not tell what a process used.
"""

from __future__ import annotations

import argparse
import base64
import itertools
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.generation import COOKIECUTTER, ENVIRONMENT  # noqa: E402
from benchmarks.machine import describe_machine  # noqa: E402

EXERCISES = 6
# Pictures in a large notebook, and bytes of each before they become text.
PICTURES, PICTURE = 12, 50_000
# Words of a paragraph, one for each exercise.
WORDS = {"large": 6000, "small": 60}
SAMPLE = 5  # notebooks that otter gets


class Used(NamedTuple):
    """What a process used, with all that it started and waited for."""

    wall: float
    cpu: float
    peak_mb: float


def main() -> None:
    """Measure both sizes, print a table, and keep the numbers if a file is named."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--json", type=Path, help="keep all numbers in this file")
    parser.add_argument("--counts", default="5,20,100", help="notebooks of a course")
    parser.add_argument("--repeats", type=int, default=3, help="runs of each kind")
    parser.add_argument("--graders", type=Path, help="compare with the graders in this folder")
    options = parser.parse_args()
    results = {"machine": describe_machine("cookiecutter", "jupytext", "nbformat")}
    kept = json.loads(options.json.read_text()) if options.json and options.json.exists() else {}
    if kept.get("machine") == results["machine"]:
        results |= kept
    graders = options.graders.absolute() if options.graders else None
    counts = [int(count) for count in options.counts.split(",")]
    for size in WORDS:
        rows = results.setdefault(size, {})
        for name, row in measure(size, counts, options.repeats, graders, {*rows}):
            rows[name] = row
            add_slopes(rows)
            print(size, name, row, flush=True)
            if options.json:  # after each row: an interrupted measurement leaves the others
                options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    for size in WORDS:
        print_table(size, results[size])


def measure(
    size: str, counts: list[int], repeats: int, graders: Path | None, done: Collection[str] = ()
) -> Iterator[tuple[str, dict]]:
    """Yield what a bake of each number of notebooks uses, and what the graders use.

    What has the name of a row that is `done` is left out.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for count in counts:
            write_course(place / f"course{count}", count, size)
        write_course(place / "sample", SAMPLE, size)
        measures: list[tuple[Callable[..., dict], str, int]] = []
        measures += [(run_cookiecutter, f"course{count}", count) for count in counts]
        measures += [(run_nbgrader, f"course{count}", count) for count in counts if graders]
        measures += [(run_otter, "sample", SAMPLE)] if graders else []
        for measured, lesson, count in measures:
            name = f"{measured.__name__.removeprefix('run_')}, {count}"
            if name not in done:
                yield name, measured(place / lesson, place, graders, repeats)


def write_course(folder: Path, count: int, size: str) -> int:
    """Write so many made-up notebooks into a new folder, and return their bytes."""
    folder.mkdir()
    for number in range(1, count + 1):
        nbformat.write(make_notebook(number, size), folder / f"week{number}.ipynb")
    return sum(path.stat().st_size for path in folder.iterdir())


def make_notebook(number: int, size: str) -> nbformat.NotebookNode:
    """Return a made-up lesson with exercises, the same for the same number and size.

    What is solved differs from notebook to notebook, as in a course: each line of a solution is
    one more that must not leak.
    """
    chance = random.Random(f"{size} {number}")
    cells = [new_markdown_cell(f"# Week {number}: Sums\n\n{make_prose(chance, 40)}")]
    cells.append(new_code_cell("import math\n\nimport numpy as np\n\nvalues = np.arange(10)"))
    for exercise in range(1, EXERCISES + 1):
        cells.append(new_markdown_cell(f"## Exercise {exercise}"))
        cells.append(new_markdown_cell(make_prose(chance, WORDS[size])))
        cells += make_exercise(f"week{number}_{exercise}", chance)
    if size == "large":
        cells += [make_picture(chance) for _ in range(PICTURES)]
    for position, cell in enumerate(cells):
        cell.id = f"cell-{position}"
    return new_notebook(cells=cells)


def make_prose(chance: random.Random, words: int) -> str:
    """Return so many words that mean nothing, a paragraph of a hundred each."""
    letters = "abcdefghijklmnoprstuvw"
    made = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(words)]
    return "\n\n".join(" ".join(made[i : i + 100]) + "." for i in range(0, words, 100))


def make_exercise(name: str, chance: random.Random) -> list[nbformat.NotebookNode]:
    """Return an exercise with its solution, a check and a hidden test, in nbgrader's regions."""
    factor, shift = chance.randint(2, 999), chance.randint(2, 999)
    answer = (
        f"def scale_{name}(numbers):\n    ### BEGIN SOLUTION\n"
        f"    scaled_{name} = [{factor} * one for one in numbers]\n"
        f"    return math.fsum(scaled_{name}) + {shift}\n    ### END SOLUTION"
    )
    check = (
        f"assert scale_{name}([]) == {shift}\n### BEGIN HIDDEN TESTS\n"
        f"assert scale_{name}([1, 2]) == {3 * factor + shift}\n### END HIDDEN TESTS"
    )
    return [new_code_cell(answer), new_code_cell(check), new_code_cell(f"scale_{name}(values)")]


def make_picture(chance: random.Random) -> nbformat.NotebookNode:
    """Return a text with a picture attached; it is noise, which no program can make smaller."""
    picture = base64.b64encode(chance.randbytes(PICTURE)).decode()
    attached = {"picture.png": {"image/png": picture}}
    return new_markdown_cell("![picture](attachment:picture.png)", attachments=attached)


def bake(lesson: Path, out: Path, grading: str) -> Used:
    """Run cookiecutter on a folder of notebooks in a new process, and return what it used.

    Raises RuntimeError if what it made is not a course of so many notebooks.
    """
    answers = {"lesson": lesson, "project_type": "assignment", "grading": grading}
    command = [*COOKIECUTTER, "--default-config", "--output-dir", str(out), str(ROOT)]
    used = run([*command, *(f"{key}={value}" for key, value in answers.items())], ROOT)
    names = {path.stem for path in lesson.glob("*.ipynb")}
    for edition in ("source", "release", "solutions"):
        if names != {path.stem for path in out.glob(f"*/{edition}/*/*.ipynb")}:
            raise RuntimeError(f"{edition}/ holds other notebooks than {lesson.name}")
    return used


def run_cookiecutter(lesson: Path, place: Path, graders: Path | None, repeats: int) -> dict:
    """Return what a bake of a course uses, with nbgrader's edition for students."""
    runs = []
    for _ in range(repeats + 1):
        with tempfile.TemporaryDirectory(dir=place) as out:
            runs.append(bake(lesson, Path(out), "nbgrader"))
    return summarise(runs[1:], lesson)  # the first only fills the system's cache


def run_nbgrader(lesson: Path, place: Path, graders: Path, repeats: int) -> dict:
    """Return what nbgrader uses for the students' notebooks of a course, all in one assignment."""
    out = place / f"nbgrader-{lesson.name}"
    bake(lesson, out, "nbgrader")
    (project,) = out.iterdir()
    together = project / "source" / "together"
    together.mkdir()
    for path in sorted(project.glob("source/*/*.ipynb")):
        shutil.copy(path, together)
    command = [str(graders / "nbgrader"), "generate_assignment", "together", "--force"]
    runs = [run(command, project, path=str(graders)) for _ in range(repeats + 1)]
    made = len(list(together.glob("*.ipynb")))
    if made != len(list(project.glob("release/together/*.ipynb"))):
        raise RuntimeError("nbgrader released other notebooks than were there")
    shutil.rmtree(out)
    return summarise(runs[1:], lesson)


def run_otter(lesson: Path, place: Path, graders: Path, repeats: int) -> dict:
    """Return what otter uses for the students' notebooks of a course, without running its tests."""
    bake(lesson, place / "otter", "otter")
    (project,) = (place / "otter").iterdir()
    (project / "requirements.txt").write_text("numpy\n")  # otter asks for one
    assign = [str(graders / "otter"), "assign", "--no-run-tests"]
    runs = []
    for _ in range(repeats):
        each = [
            run([*assign, str(path), f"build/{path.stem}"], project, path=str(graders))
            for path in sorted(project.glob("source/*/*.ipynb"))
        ]
        wall, cpu, peaks = zip(*each)
        runs.append(Used(sum(wall), sum(cpu), max(peaks)))
    return summarise(runs, lesson)


def run(command: list[str], folder: Path, path: str = "") -> Used:
    """Run a command in a folder, and return what it used; raises RuntimeError if it fails.

    `path` stands before PATH: nbgrader calls alembic by its name.
    """
    env = {**ENVIRONMENT, "PATH": os.pathsep.join([path, ENVIRONMENT["PATH"]])}
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=env, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(said.read().decode(errors="replace")[-2000:])
    peak = usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
    return Used(wall, usage.ru_utime + usage.ru_stime, peak)


def summarise(runs: list[Used], lesson: Path) -> dict[str, float | int]:
    """Return the medians of runs over a folder of notebooks."""
    sizes = [path.stat().st_size for path in lesson.glob("*.ipynb")]
    count, length = len(sizes), sum(sizes)
    wall, cpu, peak = map(statistics.median, zip(*runs))
    return {
        "notebooks": count,
        "megabytes": round(length / 1e6, 2),
        "seconds": round(wall, 2),
        "cpu seconds": round(cpu, 2),
        "seconds a notebook": round(wall / count, 3),
        "cpu seconds a notebook": round(cpu / count, 3),
        "peak MB": round(peak),
    }


def add_slopes(rows: dict[str, dict]) -> None:
    """Add to each row what each notebook more took than in the row before, in place."""
    for less, more in itertools.pairwise(rows):
        if less.partition(",")[0] == more.partition(",")[0]:
            further = rows[more]["notebooks"] - rows[less]["notebooks"]
            seconds = (rows[more]["cpu seconds"] - rows[less]["cpu seconds"]) / further
            rows[more]["cpu seconds each further"] = round(seconds, 3)


def print_table(size: str, rows: dict[str, dict]) -> None:
    """Print the figures of one size of notebooks."""
    columns = [*dict.fromkeys(name for row in rows.values() for name in row)]
    print(f"| {size} | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for name, row in rows.items():
        print(f"| {name} | {' | '.join(str(row.get(column, '')) for column in columns)} |")


if __name__ == "__main__":
    main()
