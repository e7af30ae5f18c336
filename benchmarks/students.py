"""The students' edition that we make, beside the one that the authors of a course publish.

    python benchmarks/students.py FOLDER --json benchmarks/results/students.json

FOLDER holds clones of the courses; one that is not there comes from GitHub. Each notebook with
solutions is made as an assignment, and what students get of it, less the frame, is compared with
the authors' own notebook for students: kind, text and pictures of every cell, in order. What an
author's program does beside taking solutions out has a name in `PROGRAMS` and is counted apart;
the rest counts as different, and as a fault of ours if it stands in an exercise.
"""

from __future__ import annotations

import argparse
import functools
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

import nbformat

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.corpus import bring, extract  # noqa: E402
from benchmarks.intake import REFUSALS, make  # noqa: E402
from colab_starter import prepare, strip  # noqa: E402
from colab_starter.dialects import canonicalize  # noqa: E402
from colab_starter.framing import section_of  # noqa: E402
from colab_starter.intake import Taken, take_file  # noqa: E402
from colab_starter.marks import takes_part  # noqa: E402

CLICK = re.compile(r"\[\*Click for solution\*\]\(")
LABEL = re.compile(r"\((?:chapter|section)\w*\)=\n")
COUNTED = ("cells", "exercises", "cells different", "different in exercises")


class Cell(NamedTuple):
    """What is compared of a cell, and whether it is of an exercise."""

    kind: str
    text: str
    pictures: str
    in_exercise: bool = False

    def says(self) -> tuple[str, str, str]:
        """Return what has to be equal."""
        return self.kind, self.text, self.pictures


# What is left of either list when a thing that an author's program does is left out.
Rule = Callable[[list[Cell]], list[Cell]]


def drop_links(cells: list[Cell]) -> list[Cell]:
    """Leave out the links to solutions that Neuromatch publishes in a folder of its own."""
    return [cell for cell in cells if not CLICK.match(cell.text)]


def drop_formatter(cells: list[Cell]) -> list[Cell]:
    """Leave out the cell that loads the author's formatter, which students do not have."""
    return [cell for cell in cells if not cell.text.startswith("%load_ext nb_black")]


def drop_labels(cells: list[Cell]) -> list[Cell]:
    """Take off the labels of headings, which the author's program makes of tags."""
    return [cell._replace(text=LABEL.sub("", cell.text, count=1)) for cell in cells]


class Course(NamedTuple):
    """A course whose authors publish both editions."""

    repository: str
    commit: str
    source: str
    """Where its notebooks with solutions stand: a pattern."""
    students: str
    """Where the students' edition of a notebook stands: below its folder, or ../ beside it."""
    program: str = ""
    """Which of `PROGRAMS` made it."""
    note: str = ""


# What each author's program does beside taking solutions out, with a name for it.
PROGRAMS: dict[str, dict[str, Rule]] = {
    "": {},
    "nmaci": {"links to solutions": drop_links},
    "prep_notebooks.py": {"%load_ext nb_black": drop_formatter, "labels": drop_labels},
}
COURSES = (
    Course(
        "AllenDowney/ThinkStats",
        "71165b396a7683ce26c1ad8af22cf0875828ea57",
        "soln/chap*.ipynb",
        "../nb",
        "prep_notebooks.py",
        "last commit",
    ),
    Course(
        "AllenDowney/ThinkStats",
        "d3e0bf3e596f63e55f3eeebee6b63179d9188d21",
        "soln/chap*.ipynb",
        "../nb",
        "prep_notebooks.py",
        "when the author last made the students' edition",
    ),
    Course(
        "NeuromatchAcademy/precourse",
        "b226c0db5988b5d496e0cd8852d2d0658675982e",
        "tutorials/W*/*.ipynb",
        "student",
        "nmaci",
    ),
    Course(
        "AllenDowney/ThinkBayes2",
        "597602d67b8b03c38569173dc91cd10e190a0429",
        "soln/chap*.ipynb",
        "../notebooks",
    ),
)


@dataclass
class Report:
    """How the notebooks of a course compare."""

    notebooks: Counter[str] = field(default_factory=Counter)
    """Equal to the letter, equal but for what has a name, different, refused."""
    names: Counter[str] = field(default_factory=Counter)
    """Notebooks in which each of those names occurs."""
    cells: Counter[str] = field(default_factory=Counter)
    different: list[str] = field(default_factory=list)
    """The names of the notebooks that differ, or are refused."""


def main() -> None:
    """Compare every course, print the table, keep the figures if a file is named."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path, help="where clones of the courses are, or will be")
    parser.add_argument("--json", type=Path, help="keep all numbers in this file")
    parser.add_argument("--show", action="store_true", help="print each cell that differs")
    options = parser.parse_args()
    # What is the same for every notebook is made once, as it is in a course.
    prepare.prepare_lesson = functools.cache(prepare.prepare_lesson)
    rows = []
    for course in COURSES:
        report = compare_course(course, options.folder, options.show)
        rows.append(make_row(course, report))
    print_table(rows)
    if options.json:
        options.json.write_text(json.dumps({"courses": rows}, indent=1) + "\n", encoding="utf-8")


def compare_course(course: Course, folder: Path, show: bool = False) -> Report:
    """Compare every notebook of a course that has an edition of its authors' for students."""
    report = Report()
    with tempfile.TemporaryDirectory() as place:
        clone = bring(folder, course.repository, course.commit)
        tops = {course.source.partition("/")[0], course.students.removeprefix("../")}
        extract(clone, course.commit, sorted(tops - {"student"}), Path(place))
        for source in sorted(Path(place).glob(course.source)):
            students = (source.parent / course.students / source.name).resolve()
            if students.exists():
                compare(source, students, PROGRAMS[course.program], report, show)
    return report


def compare(
    source: Path, students: Path, rules: dict[str, Rule], report: Report, show: bool = False
) -> None:
    """Compare what we make for students of a notebook with what its author made."""
    try:
        taken = take_file(source)
        graded = find_exercises(taken)
        ours = make_release(taken, graded.keys())
    except REFUSALS as error:
        report.notebooks["refused"] += 1
        report.different.append(f"{source.name}: {error}")
        return
    theirs = read_students(students)
    report.cells.update({"cells": len(theirs), "exercises": len({*graded.values()})})
    if says(ours) == says(theirs):
        report.notebooks["equal"] += 1
        return
    for name, rule in rules.items():
        after = rule(ours), rule(theirs)
        report.names[name] += after != (ours, theirs)
        ours, theirs = after
    pairs = list_different(ours, theirs)
    if show:
        for mine, other in pairs:
            print(
                source.name, [c.text[:99] for c in mine], [c.text[:99] for c in other], sep="\n  "
            )
    report.notebooks["different" if pairs else "equal but for what has a name"] += 1
    report.different += [source.name] if pairs else []
    for mine, other in pairs:
        report.cells["cells different"] += max(len(mine), len(other))
        report.cells["different in exercises"] += sum(cell.in_exercise for cell in mine)


def find_exercises(taken: Taken) -> dict[str, str]:
    """Return the ids of the cells that take part in exercises, each with the exercise's name."""
    marked, _ = canonicalize(taken.node.cells)
    return {
        cell.id: cell.metadata["colab_starter"]["exercise"] for cell in marked if takes_part(cell)
    }


def make_release(taken: Taken, graded: Collection[str]) -> list[Cell]:
    """Return the author's cells of what students get of a notebook; `graded` are ids."""
    made = make(taken, "assignment", "nbgrader")
    [source] = made.sources
    released = [path for path in made.files if path.startswith("release/")]
    path = next((one for one in released if one.endswith(".ipynb")), source)
    node = nbformat.reads(made.files[path], as_version=4)
    own = [cell for cell in node.cells if section_of(cell) is None]
    return [as_cell(cell, cell.id in graded) for cell in own]


def read_students(path: Path) -> list[Cell]:
    """Return the cells of an author's notebook for students, less its own badges."""
    node = nbformat.read(path, as_version=4)
    strip.strip_badges(node, path.stem)
    return [as_cell(cell) for cell in node.cells]


def as_cell(cell: nbformat.NotebookNode, in_exercise: bool = False) -> Cell:
    """Return what is compared of a cell."""
    pictures = json.dumps(cell.get("attachments", {}), sort_keys=True)
    return Cell(cell.cell_type, cell.source, pictures, in_exercise)


def says(cells: list[Cell]) -> list[tuple[str, str, str]]:
    """Return what has to be equal of each cell."""
    return [cell.says() for cell in cells]


def list_different(ours: list[Cell], theirs: list[Cell]) -> list[tuple[list[Cell], list[Cell]]]:
    """Return what stands in one list where something else, or nothing, stands in the other."""
    matcher = SequenceMatcher(a=says(ours), b=says(theirs), autojunk=False)
    return [
        (ours[a:b], theirs[c:d]) for kind, a, b, c, d in matcher.get_opcodes() if kind != "equal"
    ]


def make_row(course: Course, report: Report) -> dict[str, object]:
    """Return the figures of one course."""
    kinds = ("equal", "equal but for what has a name", "different", "refused")
    return {
        "repository": course.repository,
        "commit": course.commit,
        "note": course.note,
        "notebooks": report.notebooks.total(),
        **{kind: report.notebooks[kind] for kind in kinds},
        "notebooks with": dict(report.names),
        **{name: report.cells[name] for name in COUNTED},
        "which differ": report.different,
    }


def print_table(rows: list[dict]) -> None:
    """Print the figures, course by course."""
    columns = [name for name in rows[0] if name not in ("note", "notebooks with", "which differ")]
    print(f"| {' | '.join(columns)} |\n|{'---|' * len(columns)}")
    for row in rows:
        print(f"| {' | '.join(str(row[name]) for name in columns)} |")
    for row in rows:
        print(f"{row['repository']} {row['note']}: {row['notebooks with']} {row['which differ']}")


if __name__ == "__main__":
    main()
