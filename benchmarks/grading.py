"""How long the marks of a class take: the graders as they are, and the project's own task.

    python benchmarks/grading.py --graders BIN --json benchmarks/results/grading.json

Bakes an assignment for each grader, hands in the teacher's solutions for a class, and measures
seconds for each submission: of `nbgrader autograde` and `otter run`, of `grade` with 1, 2 and 4 at
once, and of the parts of one submission: Python with the grader, the kernel, the imports, the
notebook. `BIN` is the folder of `nbgrader` and `otter` that `make test` leaves in
`.venv-graders/`. Every mark is compared with the full one. What is in the file already is not
measured again. Not on Windows, which does not tell what a process used.
"""

from __future__ import annotations

import argparse
import ast
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.courses import Used, run  # noqa: E402
from benchmarks.generation import COOKIECUTTER  # noqa: E402
from benchmarks.machine import describe_machine  # noqa: E402

GRADERS = ("nbgrader", "otter")
LESSONS = "titanic,blank"
# The project's own task, by the number of submissions at once.
GRADE = {f"grade, {workers} at once": workers for workers in (1, 2, 4)}
CLASS = 8
# As the project's own execute.py begins.
QUICK = "import sys; sys.modules['rfc3987_syntax'] = None"
REPEATS = 3  # of the parts of one submission
# On paper: submissions, and computers like this one.
MANY, COMPUTERS = 10_000, (1, 8, 32)


def main() -> None:
    """Measure each lesson with each grader, print a table, keep the numbers if a file is named."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--graders", type=Path, required=True, help="folder of nbgrader and otter")
    parser.add_argument("--json", type=Path, help="keep all numbers in this file")
    parser.add_argument("--lessons", default=LESSONS, help="assignments of the template")
    parser.add_argument("--submissions", type=int, default=CLASS, help="of each assignment")
    options = parser.parse_args()
    graders = options.graders.absolute()
    results = {"machine": describe_machine(), "submissions": options.submissions}
    kept = json.loads(options.json.read_text()) if options.json and options.json.exists() else {}
    if all(kept.get(key) == value for key, value in results.items()):
        results |= kept
    for lesson in options.lessons.split(","):
        for grading in GRADERS:
            rows = results.setdefault(f"{lesson}, {grading}", {})
            for name, row in measure(lesson, grading, graders, options.submissions, rows):
                rows[name] = row
                print(f"{lesson}, {grading}: {name}", row, flush=True)
                if options.json:  # after each row: an interrupted run leaves the others
                    text = json.dumps(results, indent=1) + "\n"
                    options.json.write_text(text, encoding="utf-8")
            print_scaling(rows)


def measure(
    lesson: str, grading: str, graders: Path, count: int, done: dict[str, dict]
) -> Iterator[tuple[str, dict]]:
    """Yield what each way to grade the same class uses; names that are `done` are left out."""
    python = str(graders / "python")
    with tempfile.TemporaryDirectory() as folder:
        project = bake(lesson, grading, Path(folder))
        run([python, "-m", "grading", "release"], project, path=str(graders))
        node = solve(project, lesson)
        students = [f"student{number:03}" for number in range(count)]
        for student in students:
            path = project / "submitted" / student / lesson / f"{lesson}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(node, path)
        as_it_is = {"nbgrader": run_nbgrader, "otter": run_otter}[grading]
        if as_it_is.__name__ not in done:
            used = as_it_is(project, lesson, students, graders)
            yield as_it_is.__name__, share(used, count)
        for name, workers in GRADE.items():
            if name not in done:
                words = ["grade", lesson, "--again", "--workers", str(workers)]
                used = run([python, "-m", "grading", *words], project, path=str(graders))
                check_marks(project, lesson, students)
                yield name, share(used, count)
        for name, used in measure_parts(project, lesson, python, graders, done):
            yield name, {"seconds": round(used.wall, 2), "cpu seconds": round(used.cpu, 2)}


def bake(lesson: str, grading: str, out: Path) -> Path:
    """Return the folder of a new assignment."""
    answers = {"lesson": lesson, "project_type": "assignment", "grading": grading}
    answers |= {"accelerator": "cpu"}
    command = [*COOKIECUTTER, "--default-config", "--output-dir", str(out), str(ROOT)]
    run([*command, *(f"{key}={value}" for key, value in answers.items())], ROOT)
    (project,) = out.iterdir()
    return project


def solve(project: Path, lesson: str) -> NotebookNode:
    """Return the students' notebook with the teacher's solutions in it."""
    path = Path(lesson, f"{lesson}.ipynb")
    node = nbformat.read(project / "release" / path, as_version=4)
    solved = nbformat.read(project / "solutions" / path, as_version=4)
    # A cell with a gap begins as the solved one does.
    solutions = {first_line(cell): cell.source for cell in solved.cells if is_function(cell)}
    for cell in filter(is_function, node.cells):
        cell.source = solutions[first_line(cell)]
    return node


def is_function(cell: NotebookNode) -> bool:
    """Return whether a cell defines a function, as each exercise of the template's lessons asks."""
    return cell.cell_type == "code" and cell.source.startswith("def ")


def first_line(cell: NotebookNode) -> str:
    """Return the first line of a cell."""
    return cell.source.partition("\n")[0]


def run_nbgrader(project: Path, lesson: str, students: list[str], graders: Path) -> Used:
    """Return what `nbgrader autograde` uses for a class: it grades all in one process."""
    with tempfile.TemporaryDirectory() as folder:
        course = Path(folder, "course")
        shutil.copytree(project / "build" / lesson, course)
        shutil.copytree(project / "submitted", course / "submitted")
        command = [str(graders / "nbgrader"), "autograde", lesson]
        used = run(command, course, path=str(graders))
        made = len(list(course.glob(f"autograded/*/{lesson}/{lesson}.ipynb")))
        if made != len(students):
            raise RuntimeError(f"nbgrader graded {made} of {len(students)}")
    return used


def run_otter(project: Path, lesson: str, students: list[str], graders: Path) -> Used:
    """Return what `otter run` uses for a class: a process for each submission."""
    (tests,) = (project / "build" / lesson / "otter" / "autograder").glob("*.zip")
    runs = []
    for student in students:
        with tempfile.TemporaryDirectory() as folder:
            given = project / "submitted" / student / lesson / f"{lesson}.ipynb"
            shutil.copy(given, folder)
            command = [str(graders / "otter"), "run", "-a", str(tests), given.name, "--no-logo"]
            runs.append(run(command, Path(folder), path=str(graders)))
            if not Path(folder, "results.json").exists():
                raise RuntimeError(f"otter left no result for {student}")
    wall, cpu, peak = zip(*runs, strict=True)
    return Used(sum(wall), sum(cpu), max(peak))


def check_marks(project: Path, lesson: str, students: list[str]) -> None:
    """Raise RuntimeError unless every student has all points that a program gives."""
    for student in students:
        path = project / "graded" / lesson / student / "result.json"
        result = json.loads(path.read_text("utf-8"))
        full = [
            one["points"] == one["maximum"] for one in result["exercises"] if one["by"] != "person"
        ]
        if result["problem"] or not full or not all(full):
            raise RuntimeError(f"{student} has not the full mark: {result}")


def share(used: Used, count: int) -> dict[str, float]:
    """Return how long one submission took of what a class took.

    The system does not tell what a process in bubblewrap used, so seconds by the clock count:
    measure with nothing else running.
    """
    return {"seconds a submission": round(used.wall / count, 2)}


def measure_parts(
    project: Path, lesson: str, python: str, graders: Path, done: dict[str, dict]
) -> Iterator[tuple[str, Used]]:
    """Yield what more and more of one submission uses, medians: each row holds the one above."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom grading import engine, grade\n"
        "name, student, folder = sys.argv[1:]\n"
        "built = engine.prepare(name, student, grade.find_notebook(name, student), "
        "grade.built_of(name))\n"
        "for one, content in built.items():\n"
        "    path = Path(folder, one)\n"
        "    path.parent.mkdir(parents=True, exist_ok=True)\n"
        "    path.write_bytes(content)\n"
    )
    module = {"nbgrader": "nbgrader.preprocessors", "otter": "otter.run"}[read_grading(project)]
    execute = str((project / "grading" / "execute.py").resolve())
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "files")
        command = [python, "-c", program, lesson, "student000", str(files)]
        subprocess.run(command, cwd=project, check=True)
        node = nbformat.read(files / "notebook.ipynb", as_version=4)
        parts = {
            "Python": ["-c", "pass"],
            "and the grader": ["-c", f"{QUICK}; import {module}"],
            "and the kernel": shorten(node, []),
            "and the imports": shorten(node, [new_code_cell(find_imports(node))]),
            "and the notebook": node,
        }
        for name, part in parts.items():
            if name in done:
                continue
            runs = []
            for _ in range(REPEATS + 1):
                work = Path(folder, "work")
                shutil.copytree(files, work)
                if isinstance(part, NotebookNode):
                    nbformat.write(part, work / "notebook.ipynb")
                words = part if isinstance(part, list) else ["-P", execute, "600"]
                runs.append(run([python, *words], work, path=str(graders)))
                shutil.rmtree(work)
            # The first only fills the system's cache.
            yield name, Used(*map(statistics.median, zip(*runs[1:], strict=True)))


def read_grading(project: Path) -> str:
    """Return the grader of a project."""
    course = json.loads((project / ".colab-starter" / "course.json").read_text("utf-8"))
    return course["answers"]["grading"]


def shorten(node: NotebookNode, cells: list[NotebookNode]) -> NotebookNode:
    """Return a notebook of the same kernel with these cells alone."""
    return nbformat.from_dict({**node, "cells": cells})


def find_imports(node: NotebookNode) -> str:
    """Return the imports of all code cells that stand at the outermost level, once each."""
    found = []
    for cell in node.cells:
        try:
            tree = ast.parse(cell.source) if cell.cell_type == "code" else ast.Module([], [])
        except SyntaxError:  # a magic
            continue
        found += [
            ast.unparse(one) for one in tree.body if isinstance(one, ast.Import | ast.ImportFrom)
        ]
    return "\n".join(dict.fromkeys(found))


def print_scaling(rows: dict[str, dict]) -> None:
    """Print hours for many submissions on several computers like this one."""
    seconds = min(row["seconds a submission"] for name, row in rows.items() if name in GRADE)
    for computers in COMPUTERS:
        hours = MANY * seconds / computers / 3600
        print(f"{MANY} submissions, {computers} such computers: {hours:.1f} hours")


if __name__ == "__main__":
    main()
