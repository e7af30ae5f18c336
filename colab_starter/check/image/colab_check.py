"""The task: fetch today's list, compare, and where something changed, try it."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from ..tables import normal
from .compare import Change, compare
from .freeze import TWINS, Unreadable
from .history import find_since, find_way_back
from .image import SOURCE, Image, NoNetwork, fetch, read_image
from .lock import Lock, Unresolved, read_lock, resolve, write_lock
from .needed import find_needed
from .report import list_old, say_nothing_changed, write_report
from .results import Result
from .run import NotRun, run_notebooks

# What the tests of a project install with, and what became of its notebooks with that.
LOCK = "colab/lock.txt"
TESTED = "colab/tested.json"
MADE = "`nox -s colab_check` renews it."
WORK = Path(".nox", "colab-image")
RUNS, STOPS, BEFORE, UNKNOWN = "runs", "stops", "stopped before", "unknown"
STATUS = {RUNS: 0, STOPS: 1, BEFORE: 1, UNKNOWN: 3}
UNKNOWN_SENTENCE = "That is neither a success nor a failure: nothing was changed."


@dataclass
class Outcome:
    """What was found, for the person and for the watch."""

    verdict: str
    """runs, stops, stopped before (with the old list, too), or unknown."""
    text: str
    key: str = ""
    """What tells these changes from others; empty where nothing changed."""
    files: dict[str, str] = field(default_factory=dict)
    """What is new in the project: path to text."""


def check_image(project: Path, source: str = SOURCE, uv: str = "uv") -> Outcome:
    """Return whether the notebooks of a project run with what Colab has now.

    Where they do, the project's lock is that of the new list afterwards.
    """
    lock = read_lock((project / LOCK).read_text("utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        try:
            clone = fetch(source, Path(folder, "lists"))
            image = read_image(clone, lock.kind)
        except (NoNetwork, Unreadable) as error:
            return Outcome(UNKNOWN, f"{error} {UNKNOWN_SENTENCE}")
        needed = find_needed(project)
        changes = compare(lock, image, needed)
        if not changes:
            return Outcome(RUNS, say_nothing_changed(lock, image))
        since = find_since(clone, lock, changes, needed)
        back = find_way_back(clone, lock, changes, needed)
    results: list[Result] = []
    before: list[Result] = []
    problem = ""
    wanted = read_wanted((project / "pyproject.toml").read_text("utf-8"))
    more = find_more(wanted, needed, image)
    try:
        new = resolve(image, [*wanted, *more], uv)
        before = read_tested(project, lock) or run_before(project, lock, uv, more)
        show(f"Running the notebooks with Colab's list of {image.date} ...")
        renewed = write_lock(new, MADE)
        results = run_notebooks(project, new, renewed, project / WORK, uv, more)
    except (NoNetwork, NotRun) as error:
        problem = f"{error} {UNKNOWN_SENTENCE}"
    except Unresolved as error:
        problem = f"The new list cannot be installed here: {error}"
    report = write_report(lock, image, changes, results, before, problem, since, back)
    outcome = Outcome(UNKNOWN if problem else judge(results, before), report, make_key(changes))
    if outcome.verdict != RUNS:
        return outcome
    outcome.files = {LOCK: renewed, TESTED: write_tested(new, results)}
    for name, text in outcome.files.items():
        (project / name).write_text(text, "utf-8", newline="\n")
    return outcome


def judge(results: Sequence[Result], before: Sequence[Result]) -> str:
    """Return the verdict on notebooks that were run with the new list, and before."""
    stopped = [one.notebook for one in results if not one.runs]
    if not stopped:
        return RUNS
    return BEFORE if stopped == list_old(results, before) else STOPS


def make_key(changes: Sequence[Change]) -> str:
    """Return what tells these changes from others, whatever else the lists have."""
    said = "\n".join(one.key() for one in changes)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def find_more(wanted: Sequence[str], needed: Iterable[str], image: Image) -> list[str]:
    """Return what notebooks import, Colab has, and pyproject.toml does not name yet."""
    named = find_named(wanted)
    named |= {name for name, twin in TWINS.items() if twin in named}
    return [name for name in needed if name in image.freeze and name not in named]


def read_wanted(pyproject: str) -> list[str]:
    """Return what the notebooks import, as the text of a project's pyproject.toml names it."""
    import tomllib

    groups = tomllib.loads(pyproject)["dependency-groups"]
    return [one for one in groups["test"] if isinstance(one, str)]


def find_named(wanted: Iterable[str]) -> set[str]:
    """Return the packages of requirements, as pip compares them, without versions and markers."""
    return {normal(re.split(r"[^\w.\-]", one)[0]) for one in wanted}


def run_before(project: Path, lock: Lock, uv: str, more: Sequence[str]) -> list[Result]:
    """Return what becomes of the notebooks with the old lock; nothing if that cannot be tried."""
    show(f"Running the notebooks with Colab's list of {lock.date}, to compare ...")
    try:
        return run_notebooks(project, lock, write_lock(lock, MADE), project / WORK, uv, more)
    except (NotRun, Unresolved):
        return []


def read_tested(project: Path, lock: Lock) -> list[Result]:
    """Return what became of the notebooks with a lock, if that is known."""
    try:
        stored = json.loads((project / TESTED).read_text("utf-8"))
        known = stored["commit"] == lock.commit
        return [Result(**one) for one in stored["notebooks"]] if known else []
    except (OSError, ValueError, KeyError, TypeError):
        return []


def write_tested(lock: Lock, results: Sequence[Result]) -> str:
    """Return what became of the notebooks, as it stands beside their lock."""
    stored = {"commit": lock.commit, "notebooks": [asdict(one) for one in results]}
    return json.dumps(stored, indent=1, ensure_ascii=False) + "\n"


def show(text: str) -> None:
    """Tell the person how far it is."""
    print(text, file=sys.stderr, flush=True)


def main(arguments: Sequence[str]) -> int:
    """Print the report; return 0 if everything runs, 1 if something stops, 3 if nobody knows."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    parser = argparse.ArgumentParser(prog=f"{MADE.split('`')[1]} --", description=__doc__)
    parser.add_argument("--source", default=SOURCE, help="where Colab's lists are")
    parser.add_argument("--outcome", type=Path, help="a file for what was found, in JSON")
    given = parser.parse_args(arguments)
    outcome = check_image(Path(), given.source)
    print(outcome.text.rstrip("\n"))
    if given.outcome:
        given.outcome.write_text(json.dumps(asdict(outcome), indent=1) + "\n", "utf-8")
    return STATUS[outcome.verdict]
