"""What became of notebooks that papermill executed, read from what it left."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from ..cells import as_dict, as_list, text_of
from .needed import list_notebooks

# Cells that papermill adds.
ADDED = {"injected-parameters", "papermill-error-cell-tag"}
# What papermill says of a kernel that is gone, and of a cell that takes too long.
ENDS = {
    "DeadKernelError": "the kernel died: the memory was full, or a package broke down",
    "CellTimeoutError": "it takes longer than {} minutes",
}
END = re.compile("|".join(ENDS))
WRAPPED = re.compile(r'^failed on \w+ with "(.*)"$', re.S)
MINUTES = 10


@dataclass(frozen=True)
class Result:
    """A notebook that was executed, or was not."""

    notebook: str
    runs: bool
    accuracy: float | None = None
    cell: int = 0
    line: str = ""
    """How the cell begins that stopped it."""
    error: str = ""
    skipped: str = ""
    """Why it was not run."""


def read_problems(project: Path, report: Path) -> dict[str, str]:
    """Return what pytest's report in XML says went wrong, by notebook: one line each."""
    problems: dict[str, str] = {}
    names = [path.relative_to(project).as_posix() for path in list_notebooks(project)]
    for case in ElementTree.parse(report).iter("testcase"):
        said = [one.get("message", "") for kind in ("failure", "error") for one in case.iter(kind)]
        for name in names:
            # pytest writes other letters than those of English as numbers.
            escaped = name.encode("unicode_escape").decode()
            if said and escaped in case.get("name", ""):
                problems.setdefault(name, shorten_problem(said[0]))
    return problems


def shorten_problem(said: str) -> str:
    """Return the first line of what pytest says, and of an error its name without its module."""
    wrapped = WRAPPED.match(said)
    lines = (wrapped[1] if wrapped else said).strip().splitlines()
    return re.sub(r"^(?:\w+\.)+(?=\w+)", "", lines[0]) if lines else "its test failed"


def read_results(project: Path, out: Path, problems: Mapping[str, str]) -> list[Result]:
    """Return a result for each notebook of the project; `problems` is what pytest says."""
    executed = {}
    for path in sorted(out.rglob("executed.ipynb")):
        node = read_json(path)
        source = as_dict(as_dict(node.get("metadata")).get("papermill")).get("input_path")
        executed[Path(str(source)).resolve()] = (node, path.parent)
    found = []
    for path in list_notebooks(project):
        name = path.relative_to(project).as_posix()
        if reason := expect(read_json(path)).get("skip"):
            found.append(Result(name, runs=True, skipped=str(reason)))
        elif path.resolve() in executed:
            found.append(read_result(name, *executed[path.resolve()], problems.get(name, "")))
        else:
            why = problems.get(name, "no test of the project runs it")
            found.append(Result(name, runs=False, error=f"it does not run. {why}"))
    return found


def read_result(name: str, node: dict, folder: Path, problem: str) -> Result:
    """Return what became of one notebook that papermill left behind."""
    expected = expect(node)
    ended = END.search(problem)
    if ended:
        problem = ENDS[ended[0]].format(expected.get("minutes", MINUTES))
    number, begun = 0, (0, "")
    for cell in map(as_dict, as_list(node.get("cells"))):
        if ADDED.intersection(as_list(as_dict(cell.get("metadata")).get("tags"))):
            continue
        number += 1
        errors = list(list_errors(cell))
        # Papermill calls every cell completed, those after a dead kernel, too; these never began.
        if as_dict(as_dict(cell.get("metadata")).get("papermill")).get("start_time"):
            line = next((one for one in text_of(cell).splitlines() if one.strip()), "")
            begun = number, line.strip()
        if errors:
            return Result(name, False, None, *begun, problem if ended else errors[0])
    if ended:
        return Result(name, False, None, *begun, problem)
    if problem and not begun[0]:
        return Result(name, False, error=f"it does not run. {problem}")
    reports = [read_json(path).get("accuracy") for path in folder.rglob("report.json")]
    accuracy, least = next(iter(reports), None), expected.get("accuracy")
    if least is not None and (accuracy is None or accuracy < least):
        measured = "it has none" if accuracy is None else f"it is {accuracy:.3f}"
        error = f"it runs, but its accuracy is to be at least {least}, and {measured}"
        return Result(name, False, accuracy, error=error)
    if problem:
        return Result(name, False, accuracy, error=f"it runs, but its test says: {problem}")
    return Result(name, True, accuracy)


def list_errors(cell: dict) -> Iterator[str]:
    """Yield the errors that a cell shows, in one line each."""
    for output in map(as_dict, as_list(cell.get("outputs"))):
        if output.get("output_type") == "error":
            said = str(output.get("evalue", "")).strip().splitlines()
            yield f"{output.get('ename')}: {said[0] if said else ''}".rstrip(": ")


def expect(node: dict) -> dict:
    """Return what a notebook's metadata say of its test."""
    ours = as_dict(as_dict(node.get("metadata")).get("colab_starter"))
    return as_dict(ours.get("test"))


def read_json(path: Path) -> dict:
    """Return what is in a file, nothing if that is no JSON."""
    try:
        return as_dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        return {}
