"""What became of notebooks that papermill executed, read from what it left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..cells import as_dict, as_list, text_of
from .needed import list_notebooks

# Cells that papermill adds.
ADDED = {"injected-parameters", "papermill-error-cell-tag"}
DIED = "the kernel died, or the cell took too long"


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


def read_results(project: Path, out: Path) -> list[Result]:
    """Return a result for each notebook of the project that was run, or says why not."""
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
            found.append(read_result(name, *executed[path.resolve()]))
    return found


def read_result(name: str, node: dict, folder: Path) -> Result:
    """Return what became of one notebook."""
    number = 0
    for cell in map(as_dict, as_list(node.get("cells"))):
        metadata = as_dict(cell.get("metadata"))
        if ADDED.intersection(as_list(metadata.get("tags"))):
            continue
        number += 1
        status = as_dict(metadata.get("papermill")).get("status")
        errors = list(list_errors(cell))
        if errors or status in ("failed", "running"):
            line = next((one for one in text_of(cell).splitlines() if one.strip()), "")
            return Result(name, False, None, number, line.strip(), (errors or [DIED])[0])
    reports = [read_json(path).get("accuracy") for path in folder.rglob("report.json")]
    accuracy, least = next(iter(reports), None), expect(node).get("accuracy")
    if least is not None and (accuracy is None or accuracy < least):
        error = f"its accuracy is to be at least {least}"
        return Result(name, False, accuracy, error=error)
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
