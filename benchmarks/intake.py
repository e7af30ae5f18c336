"""What becomes of a folder of notebooks: which are taken, refused, changed, invalid.

    python benchmarks/intake.py FOLDER --json benchmarks/results/intake.json

Looks into every folder below FOLDER; with `--most 40` at 40 notebooks of each Git repository at
most, spread evenly over it. Every notebook is made as an assignment with nbgrader; one with
exercises also for otter and as a workshop, one without as a starter; then each is made again from
what was made. Nothing of a notebook is run, and nothing of it is kept here but counts.
"""

from __future__ import annotations

import argparse
import functools
import json
import re
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import jupytext
import nbformat

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import describe_machine  # noqa: E402
from colab_starter import leak_gate, prepare, strip  # noqa: E402
from colab_starter.answers import QUESTIONS as ASKED  # noqa: E402
from colab_starter.answers import SAMPLE, Answers  # noqa: E402
from colab_starter.course import Course  # noqa: E402
from colab_starter.dialects import canonicalize  # noqa: E402
from colab_starter.framing import section_of  # noqa: E402
from colab_starter.intake import Taken, take_file  # noqa: E402
from colab_starter.marks import takes_part  # noqa: E402
from colab_starter.project import Made, make_files  # noqa: E402
from colab_starter.sections import LessonError  # noqa: E402
from colab_starter.sources import SourceError  # noqa: E402

REFUSALS = (LessonError, SourceError)
# Text notebooks say that they are some.
FRONT_MATTER = re.compile(r"\A---\n.*?^(jupytext|kernelspec):", re.DOTALL | re.MULTILINE)
# What differs between two sentences of one kind: names of files, numbers, words of the notebook.
VARIES = re.compile(
    r"(?<=hidden test: ).*?(?=; take|$)|(?<=a mark: ).*|^.*?\.(ipynb|md|py)\b"
    r"|'(?:[^']|'(?=\w))*'(?!\w)|\"[^\"]*\"|`[^`]*`|(?<= )\S*\w\.ipynb\b|(?<=cell )\d+"
)
COLUMNS = (
    "notebooks",
    "taken",
    "refused",
    "crashed",
    "cells",
    "changed",
    "invalid",
    "not the same again",
    "traces of runs",
    "with exercises",
    "exercises",
    "refused for otter",
    "refused as workshop",
    "imports unknown",
)
PROBLEMS = ("crashed", "changed", "invalid", "not the same again", "traces of runs")


@dataclass
class Report:
    """What happened to one notebook, or to all of a repository."""

    counts: Counter[str] = field(default_factory=Counter)
    refusals: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    """With places, for whoever mends; not kept with the figures."""
    seconds: float = 0.0
    bytes: int = 0

    def note(self, kind: str, problem: object) -> None:
        """Count a problem and say what it is."""
        self.counts[kind] += 1
        self.problems.append(f"{kind}: {problem}")

    def add(self, other: Report) -> None:
        """Add what happened to another notebook."""
        self.counts.update(other.counts)
        self.refusals.update(other.refusals)
        self.problems += other.problems
        self.seconds += other.seconds
        self.bytes += other.bytes


def main() -> int:
    """Look at every notebook, print the table, keep the figures if a file is named."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--most", type=int, help="notebooks of a repository, spread evenly")
    parser.add_argument("--json", type=Path, help="keep all numbers in this file")
    parser.add_argument("--problems", type=Path, help="write what went wrong, and where, here")
    options = parser.parse_args()
    # What is the same for every notebook is made once, as it is in a course.
    prepare.prepare_lesson = functools.cache(prepare.prepare_lesson)
    reports: dict[Path, Report] = {}
    for repository, path in show_progress(list_notebooks(options.folder, options.most)):
        report = examine(path)
        if options.problems:
            append(options.problems, path, report)
        reports.setdefault(repository, Report()).add(report)
    rows = [make_row(repository, report) for repository, report in reports.items()]
    total = Report()
    for report in reports.values():
        total.add(report)
    print_table(rows, total)
    if options.json:
        results = {
            "machine": describe_machine("jupytext", "nbformat"),
            "total": figures(total),
            "refusals": dict(total.refusals.most_common()),
            "repositories": rows,
        }
        options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 1 if any(total.counts[kind] for kind in PROBLEMS) else 0


def list_notebooks(folder: Path, most: int | None) -> list[tuple[Path, Path]]:
    """Return the notebooks below a folder, each with the repository or folder that it is of."""
    found: dict[Path, list[Path]] = {}
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and not path.is_symlink() and path.is_file() and is_notebook(path):
            found.setdefault(find_repository(path.parent, folder), []).append(path)
    return [(where, path) for where, paths in found.items() for path in spread(paths, most)]


def is_notebook(path: Path) -> bool:
    """Return whether a file is a notebook, or a text that says it is one."""
    if path.suffix == ".md":
        with path.open(encoding="utf-8", errors="replace") as file:
            return bool(FRONT_MATTER.match(file.read(2000)))
    return path.suffix == ".ipynb"


def find_repository(folder: Path, top: Path) -> Path:
    """Return the root of the Git repository that a folder is in, the top folder if of none."""
    while folder != top and not (folder / ".git").exists():
        folder = folder.parent
    return folder


def spread(paths: list[Path], most: int | None) -> list[Path]:
    """Return at most so many, evenly."""
    if most is None or len(paths) <= most:
        return paths
    return [paths[index * len(paths) // most] for index in range(most)]


def show_progress(items: list) -> Iterator:
    """Yield the items; show how far it is."""
    try:
        from tqdm import tqdm
    except ImportError:
        for number, item in enumerate(items, start=1):
            print(f"\r{number} of {len(items)}", end="", file=sys.stderr, flush=True)
            yield item
        print(file=sys.stderr)
    else:
        yield from tqdm(items, unit="notebook")


def append(file: Path, path: Path, report: Report) -> None:
    """Write what happened to a notebook at the end of a file."""
    with file.open("a", encoding="utf-8") as lines:
        for what in [*report.problems, *(f"refused: {one}" for one in report.refusals)]:
            lines.write(json.dumps({"path": str(path), "what": what}) + "\n")


def examine(path: Path) -> Report:
    """Make everything of one notebook, and compare."""
    report = Report(Counter(notebooks=1), bytes=path.stat().st_size)
    began = time.perf_counter()
    try:
        taken = take_file(path)
        made = make(taken, "assignment", "nbgrader")
    except REFUSALS as error:
        report.counts["refused"] = 1
        refusal = str(error)
        report.refusals[VARIES.sub("…", refusal)] += 1
        report.problems.append(f"sentence: {refusal}")
        return report
    except Exception:
        report.note("crashed", traceback.format_exc())
        return report
    report.seconds = time.perf_counter() - began
    report.counts |= {"taken": 1, "cells": len(taken.node.cells)}
    report.counts["imports unknown"] = sum("course.toml" in one for one in made.said)
    cells, _ = canonicalize(taken.node.cells)
    exercises = {cell.metadata["colab_starter"]["exercise"] for cell in cells if takes_part(cell)}
    report.counts["exercises"] = len(exercises)
    report.counts["with exercises"] = bool(exercises)
    compare(path, taken, made, report)
    others = [("assignment", "otter"), ("workshop", "nbgrader")]
    for project_type, grading in others if exercises else [("starter", "nbgrader")]:
        make_other(path, taken, project_type, grading, report)
    return report


def make_other(path: Path, taken: Taken, project_type: str, grading: str, report: Report) -> None:
    """Make one more project of a notebook, and compare."""
    try:
        compare(path, taken, make(taken, project_type, grading), report, project_type, grading)
    except REFUSALS as error:
        kind = "refused as workshop" if project_type == "workshop" else f"refused for {grading}"
        report.counts[kind] += 1
        report.refusals[f"{kind}: {VARIES.sub('…', str(error))}"] += 1
        report.problems.append(f"{kind}: {error}")
    except Exception:
        report.note("crashed", f"{project_type} {grading}: {traceback.format_exc()}")


def make(taken: Taken, project_type: str, grading: str) -> Made:
    """Return everything that is made of a notebook."""
    chosen = {key: value[0] for key, value in ASKED.items() if isinstance(value, list)}
    chosen |= {"project_type": project_type, "grading": grading, "lesson": "kept"}
    return make_files(Answers(**SAMPLE, **chosen), Course({taken.name: taken}))


def compare(
    path: Path,
    taken: Taken,
    made: Made,
    report: Report,
    project_type: str = "assignment",
    grading: str = "nbgrader",
) -> None:
    """Compare what was made with the file, and with what is made of it once more."""
    [source] = made.sources
    own = {name: text for name, text in made.files.items() if "colab_toolbox" not in name}
    people = list(find_people(path))
    for name, text in own.items():
        if name.endswith(".ipynb"):
            check_notebook(name, text, people, report)
    check_cells(path, taken, nbformat.reads(made.files[source], as_version=4), report)
    if project_type == "starter":
        return  # but for a few words an assignment without exercises
    try:
        again = make_again(source, made, project_type, grading)
    except REFUSALS as error:
        report.note("not the same again", f"{project_type} {grading}: {error}")
        return
    if different := sorted(
        name
        for name in own.keys() | again.files.keys()
        if own.get(name) != again.files.get(name) and "colab_toolbox" not in name
    ):
        report.note("not the same again", f"{project_type} {grading}: {', '.join(different)}")


def make_again(source: str, made: Made, project_type: str, grading: str) -> Made:
    """Return what is made of the notebook in the project, with the files that are there."""
    folder = source.rpartition("/")[0]
    with tempfile.TemporaryDirectory() as project:
        for name, content in made.files.items():
            if name.startswith(f"{folder}/") and not name.startswith(f"{folder}/colab_toolbox"):
                file = Path(project, name)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return make(take_file(Path(project, source), in_place=True), project_type, grading)


def check_notebook(name: str, text: str, people: list[str], report: Report) -> None:
    """Look for what is invalid in a notebook that was made, and for traces of runs."""
    node = nbformat.reads(text, as_version=4)
    try:
        nbformat.validate(node, relax_add_props=False)
    except nbformat.ValidationError as error:
        report.note("invalid", f"{name}: {str(error).splitlines()[0]}")
    left = [one for one in leak_gate.find_outputs(node) if "attachments" not in one]
    metadata = json.dumps([node.metadata, [cell.metadata for cell in node.cells]])
    left += [f"{one} in metadata" for one in people if json.dumps(one) in metadata]
    for one in left:
        report.note("traces of runs", f"{name}: {one}")


def find_people(path: Path) -> Iterator[str]:
    """Yield what Colab wrote of people into the metadata of a file."""
    if path.suffix != ".ipynb":
        return
    notebook = json.loads(path.read_text("utf-8-sig"))
    for metadata in [
        notebook.get("metadata", {}),
        *(c.get("metadata") for c in list_cells(notebook)),
    ]:
        metadata = metadata if isinstance(metadata, dict) else {}
        colab = metadata.get("colab") if isinstance(metadata.get("colab"), dict) else {}
        user = metadata.get("executionInfo") or {}
        user = user.get("user") if isinstance(user, dict) else {}
        names = ("displayName", "photoUrl", "userId")
        found = [user.get(key) for key in names] if isinstance(user, dict) else []
        found += [colab.get(key) for key in ("authorship_tag", "mount_file_id")]
        yield from (one for one in found if isinstance(one, str) and one)


def list_cells(notebook: dict) -> list[dict]:
    """Return the cells of a notebook's JSON, also of an old one."""
    return notebook.get("cells") or [
        cell for sheet in notebook.get("worksheets", []) for cell in sheet.get("cells", [])
    ]


def check_cells(path: Path, taken: Taken, made: nbformat.NotebookNode, report: Report) -> None:
    """Compare the teacher's cells that are of no exercise with the same cells in the file."""
    expected = list(list_expected(path))
    if len(expected) != len(taken.node.cells):
        report.note("changed", f"{len(expected)} cells became {len(taken.node.cells)}")
        return
    marked, _ = canonicalize(taken.node.cells)
    ordinary = {cell.id for cell in marked if not takes_part(cell)}
    found = {cell.id: fingerprint(cell) for cell in made.cells if section_of(cell) is None}
    wanted = {
        cell.id: fingerprint(one)
        for cell, one in zip(taken.node.cells, expected)
        if cell.id in ordinary
    }
    for identity, cell in wanted.items():
        if found.get(identity) != cell:
            report.note("changed", f"cell {identity}: {cell}\n{found.get(identity)}")
    if [one for one in found if one in wanted] != [one for one in wanted if one in found]:
        report.note("changed", "the order of the cells")
    if ordinary >= {cell.id for cell in taken.node.cells} and len(found) != len(wanted):
        report.note("changed", f"{len(wanted)} cells became {len(found)}")


def list_expected(path: Path) -> Iterator[dict]:
    """Yield the cells of a file less what is taken off, read without any code of the intake."""
    for number, cell in enumerate(read_cells(path)):
        source = cell.get("source", "")
        source = "".join(source) if isinstance(source, list) else source
        if cell["cell_type"] == "markdown" and "colab" in source:
            kept = strip.BADGE.sub(strip.keep_links(number, path.stem), source)
            if kept != source and strip.ONLY_MARKUP.fullmatch(kept):
                continue
            source = kept
        yield {**cell, "source": source}


def read_cells(path: Path) -> list[dict]:
    """Return the cells of a file as they stand there; those of an old format upgraded."""
    text = path.read_text("utf-8-sig")
    if path.suffix != ".ipynb":
        return jupytext.reads(text, fmt="md").cells
    notebook = json.loads(text)
    return notebook["cells"] if "cells" in notebook else nbformat.reads(text, as_version=4).cells


def fingerprint(cell: dict) -> dict[str, object]:
    """Return all that has to stay of a cell."""
    metadata = {
        key: value
        for key, value in cell.get("metadata", {}).items()
        if key not in strip.OF_A_RUN and key not in ("colab_starter", "lines_to_next_cell")
    }
    if isinstance(metadata.get("colab"), dict):
        of_a_run = strip.OF_A_CELL_IN_COLAB
        metadata["colab"] = {k: v for k, v in metadata["colab"].items() if k not in of_a_run}
        if not metadata["colab"]:
            del metadata["colab"]
    kept = {key: cell.get(key) for key in ("cell_type", "source", "attachments")}
    return {**kept, "metadata": json.loads(json.dumps(metadata))}


def make_row(repository: Path, report: Report) -> dict[str, object]:
    """Return the figures of one repository, with where it is from."""
    address = git(repository, "config", "--get", "remote.origin.url")
    name = re.search(r"([^/:]+/[^/]+?)(\.git)?/*$", address)
    return {
        "repository": name[1] if name else repository.name,
        "commit": git(repository, "rev-parse", "HEAD") if (repository / ".git").exists() else "",
        **figures(report),
        "refusals": dict(report.refusals.most_common()),
    }


def figures(report: Report) -> dict[str, object]:
    """Return the numbers of a report."""
    taken = report.counts["taken"] or 1
    return {
        **{name: report.counts[name] for name in COLUMNS},
        "megabytes": round(report.bytes / 1e6, 1),
        "seconds a notebook": round(report.seconds / taken, 2),
        "seconds a megabyte": round(report.seconds / (report.bytes / 1e6 or 1), 2),
    }


def git(folder: Path, *words: str) -> str:
    """Return what Git says of a folder; nothing if it says nothing."""
    command = ["git", "-C", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip()


def print_table(rows: list[dict], total: Report) -> None:
    """Print the figures, repository by repository, and all sentences of refusal."""
    columns = (*COLUMNS, "seconds a notebook")
    print(f"| repository | {' | '.join(columns)} |\n|---|{'---|' * len(columns)}")
    for row in [*rows, {"repository": "all", **figures(total)}]:
        print(f"| {row['repository']} | {' | '.join(str(row[name]) for name in columns)} |")
    print()
    for sentence, count in total.refusals.most_common():
        print(f"{count:4} {sentence}")


if __name__ == "__main__":
    sys.exit(main())
