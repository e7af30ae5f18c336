"""Do the lessons run with what Colab has now? If so, renew the locks.

python -m tools.colab_check [--source CLONE] [--outcome FILE]

What a project's own `nox -s colab_check` does, for a project of each framework, and of each lesson
that says how a test runs it. What Colab has stands in `colab/` and in the table of the checks.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from dataclasses import asdict, replace
from pathlib import Path

from colab_starter.answers import QUESTIONS, Answers, every_combination
from colab_starter.check.image.colab_check import (
    BEFORE,
    RUNS,
    STATUS,
    STOPS,
    UNKNOWN,
    UNKNOWN_SENTENCE,
    Outcome,
    check_image,
)
from colab_starter.check.image.freeze import Unreadable
from colab_starter.check.image.image import SOURCE, NoNetwork, fetch
from colab_starter.check.image.lock import Unresolved
from colab_starter.lock import LOCKS
from colab_starter.project import write_notebooks
from colab_starter.project_folder import AROUND
from tools.colab_lock import write_locks
from tools.colab_modules import CHECK, write_table

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "colab"
WORST_FIRST = (STOPS, UNKNOWN, BEFORE, RUNS)


def main() -> int:
    """Print the reports; return 0 if everything runs, 1 if something stops, 3 if nobody knows."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--source", default=SOURCE, help="where Colab's lists are")
    parser.add_argument("--outcome", type=Path, help="a file for what was found, in JSON")
    given = parser.parse_args()
    shutil.rmtree(BUILD, ignore_errors=True)
    found = {
        name: check_image(make_project(answers, BUILD / name), given.source)
        for name, answers in choose().items()
    }
    outcome = merge(found)
    if outcome.verdict == RUNS and outcome.key:
        try:
            renew(given.source)
        except (NoNetwork, Unreadable, Unresolved) as error:
            text = f"{outcome.text}\nThe locks are not renewed: {error} {UNKNOWN_SENTENCE}"
            outcome = Outcome(UNKNOWN, text)
        else:
            paths = [*sorted(LOCKS.glob("lock-*.txt")), CHECK / "colab.txt"]
            texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}
            outcome.files = texts
    print(outcome.text)
    if given.outcome:
        given.outcome.write_text(json.dumps(asdict(outcome), indent=1) + "\n", "utf-8")
    return STATUS[outcome.verdict]


def choose() -> dict[str, Answers]:
    """Return answers for each lesson and framework, on a GPU where it takes one, and on a TPU.

    The list for machines without a GPU counts for the lesson that needs none.
    """
    chosen: dict[str, Answers] = {}
    taken = set()
    for name, answers in every_combination().items():
        kind = (answers.lesson, answers.framework, answers.accelerator == "tpu")
        if answers.project_type == QUESTIONS["project_type"][0] and kind not in taken:
            taken.add(kind)
            chosen[name] = answers
    return chosen


def make_project(answers: Answers, project: Path) -> Path:
    """Write a project with its tests."""
    write_notebooks(replace(answers, project_slug=project.name), project)
    shutil.copytree(AROUND / "tests", project / "tests", dirs_exist_ok=True)
    return project


def make_lesson(answers: Answers, project: Path) -> Path:
    """Write a project with its tests that has the notebook of its lesson alone."""
    make_project(answers, project)
    for path in project.glob("notebooks/*"):
        if path.stem != answers.lesson:
            path.unlink()
    return project


def merge(found: dict[str, Outcome]) -> Outcome:
    """Return one outcome for all: the worst verdict, and every report."""
    verdict = min((one.verdict for one in found.values()), key=WORST_FIRST.index)
    texts: dict[str, list[str]] = {}
    for name, one in found.items():
        texts.setdefault(one.text, []).append(name)
    keys = "".join(sorted({one.key for one in found.values()}))
    key = hashlib.sha256(keys.encode()).hexdigest()[:12] if keys else ""
    text = "\n".join(f"{', '.join(names)}: {said}" for said, names in texts.items())
    return Outcome(verdict, text, key)


def renew(source: str) -> None:
    """Write the locks and the table of the newest lists: all of them, or none."""
    with tempfile.TemporaryDirectory() as folder:
        clone, locks = fetch(source, Path(folder, "lists")), Path(folder, "locks")
        write_locks(clone, "HEAD", locks)
        write_table(str(clone))
        for path in locks.iterdir():
            shutil.copyfile(path, LOCKS / path.name)


if __name__ == "__main__":
    raise SystemExit(main())
