"""The table: what will happen, notebook by notebook, when only the .ipynb is opened on Colab."""

from __future__ import annotations

import os
import sys
import textwrap
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .finding import BREAKS, Finding
from .notebook import NotANotebook, Notebook, read_notebook
from .remote import Remote, read_remote
from .rules import OF_PYTHON, RULES, Rule
from .tables import read_header

WIDTH = 100
INDENT = " " * 19
LEFT_OUT = {"node_modules", "site-packages", "__pycache__", "venv"}
# In a project of the template: what students do not open.
OF_A_PROJECT = ".colab-starter"
NOT_OPENED = {"source", "kept", "submitted", "build", "graded", "autograded", "feedback"}
MANY = 20


@dataclass
class Report:
    """What was found: by notebook, and for the folder as a whole."""

    notebooks: dict[str, list[Finding]] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    @property
    def breaks(self) -> bool:
        """Return whether something does not work on Colab."""
        return any(one.kind == BREAKS for found in self.notebooks.values() for one in found)


def check_folder(folder: Path, rules: Sequence[Rule] = tuple(RULES)) -> Report:
    """Return what was found in all notebooks of a folder, or in one."""
    report = Report()
    paths = list(find_notebooks(folder))
    root = folder if folder.is_dir() else folder.parent
    remote, own = read_remote(root), read_own(root, report)
    if not paths:
        report.remarks.append(f"There is no notebook in {folder}.")
    elif not remote:
        report.remarks.append(
            "Badges are not compared: the folder belongs to no repository of GitHub's."
        )
    for number, path in enumerate(paths, start=1):
        show_progress(number, len(paths))
        name = path.relative_to(root).as_posix()
        report.notebooks[name] = check_file(path, name, remote, own, rules)
    return report


def find_notebooks(folder: Path) -> Iterator[Path]:
    """Yield the notebooks below a folder, in order; copies that tools keep are left out."""
    if not folder.is_dir():
        yield folder
        return
    left_out = LEFT_OUT | (NOT_OPENED if (folder / OF_A_PROJECT).is_dir() else set())
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in left_out and not f.startswith("."))
        for name in sorted(files):
            if name.endswith(".ipynb") and not name.startswith("."):
                yield Path(place, name)


def read_own(folder: Path, report: Report) -> dict[str, str]:
    """Return the table [packages] of course.toml, where the teacher answers for imports.

    A single notebook or folder of a project has it above itself.
    """
    folder = folder.resolve()
    above = (one for one in folder.parents if (one / OF_A_PROJECT).is_dir())
    place = folder if (folder / "course.toml").exists() else next(above, folder)
    try:
        known = tomllib.loads((place / "course.toml").read_text("utf-8")).get("packages", {})
        return {str(name): str(package) for name, package in dict(known).items()}
    except OSError:
        return {}
    except (ValueError, TypeError) as error:
        report.remarks.append(f"course.toml cannot be read: {error}.")
        return {}


def check_file(
    path: Path, name: str, remote: Remote | None, own: dict[str, str], rules: Sequence[Rule]
) -> list[Finding]:
    """Return what was found in one file, whatever is in it."""
    try:
        notebook = Notebook(path, read_notebook(path), name, remote, own)
    except NotANotebook as error:
        return [Finding(BREAKS, 0, str(error), "Colab cannot open it.")]
    return check_notebook(notebook, rules)


def check_notebook(notebook: Notebook, rules: Sequence[Rule] = tuple(RULES)) -> list[Finding]:
    """Return what the rules find in a notebook: what breaks first, then by cell."""
    chosen = [rule for rule in rules if notebook.python or rule not in OF_PYTHON]
    found = [one for rule in chosen for one in apply(rule, notebook)]
    return sorted(dict.fromkeys(found), key=lambda one: (one.kind, one.cell))


def apply(rule: Rule, notebook: Notebook) -> list[Finding]:
    """Return what one rule finds; a notebook that it cannot read does not end the table."""
    try:
        return list(rule(notebook))
    except Exception as error:
        what = f"This could not be looked at: {rule.__name__} ({type(error).__name__})."
        return [Finding("note", 0, what)]


def show_progress(number: int, count: int) -> None:
    """Show how far it is, where there is a person to see it and it takes a while."""
    if count > MANY and sys.stderr.isatty():
        end = "\n" if number == count else ""
        print(f"\r{number} of {count} notebooks", end=end, file=sys.stderr, flush=True)


def write_report(report: Report) -> str:
    """Return the table."""
    lines = [f"Colab's packages are those of {read_header()['date']}.", *report.remarks, ""]
    for name, found in report.notebooks.items():
        lines += [f"{name}: {count(found)}", *(line for one in found for line in write(one)), ""]
    if len(report.notebooks) > 1:
        lines.append(sum_up(report))
    return "\n".join(lines).rstrip() + "\n"


def count(found: list[Finding]) -> str:
    """Return how much was found."""
    breaking = sum(one.kind == BREAKS for one in found)
    notes = len(found) - breaking
    said = [f"{breaking} will not work"] * bool(breaking) + [f"{notes} to know"] * bool(notes)
    return ", ".join(said) or "ready"


def write(one: Finding) -> Iterator[str]:
    """Yield a finding in lines that are not too long."""
    place = f"cell {one.cell}" if one.cell else ""
    head = f"  {one.kind:<6}  {place:<9}".ljust(len(INDENT))
    for text in filter(None, (one.what, one.remedy)):
        yield textwrap.fill(
            text, WIDTH, initial_indent=head, subsequent_indent=INDENT, break_on_hyphens=False
        )
        head = INDENT


def sum_up(report: Report) -> str:
    """Return the last line."""
    found = list(report.notebooks.values())
    breaking = sum(any(one.kind == BREAKS for one in many) for many in found)
    ready = sum(not many for many in found)
    rest = len(found) - breaking - ready
    return f"{len(found)} notebooks: {breaking} with what will not work, {rest} with notes, {ready} ready."


def main(arguments: Sequence[str]) -> int:
    """Print the table for a folder; return 1 if something does not work on Colab."""
    # A console that lacks a letter gets its number instead of a traceback.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if len(arguments) > 1 or any(one.startswith("-") for one in arguments):
        print("Usage: python -m check [FOLDER]")
        return 0 if arguments[0] in ("-h", "--help") else 2
    folder = Path(arguments[0]) if arguments else Path()
    if not folder.exists():
        print(f"There is no {folder}.")
        return 2
    report = check_folder(folder)
    print(write_report(report), end="")
    return 1 if report.breaks else 0
