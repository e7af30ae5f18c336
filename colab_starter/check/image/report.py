"""The report for a teacher: what changed, what still runs, until when, and the way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from .compare import Change
from .image import Image
from .lock import Lock
from .results import Result

# So many days the list was ahead of students' machines, at least and at most, 2024 to 2026.
AHEAD = (1, 6)
MENU = "Runtime > Change runtime type > Runtime version"
TASK = "nox -s colab_check"


def say_nothing_changed(lock: Lock, image: Image) -> str:
    """Return the one line for a list that changes nothing for these notebooks."""
    return (
        f"Colab's list of {image.date} changes nothing that your notebooks import: your tests "
        f"install that of {lock.date}. Nothing to do."
    )


def say_stops(one: Result) -> str:
    """Return where a notebook stops, in a sentence."""
    if not one.cell:
        return f"{one.notebook}: {one.error}."
    return f'{one.notebook} stops in cell {one.cell} ("{one.line[:60]}"): {one.error}'


def say_runs(one: Result, before: Mapping[str, Result]) -> str:
    """Return that a notebook runs, with its accuracy before and after."""
    if one.skipped:
        return f"{one.notebook} was not run, as its metadata say: {one.skipped}."
    if one.accuracy is None:
        return f"{one.notebook} runs."
    old = before.get(one.notebook)
    was = f"{old.accuracy:.3f}" if old and old.accuracy is not None else "not measured"
    return f"{one.notebook} runs. Accuracy before: {was}, after: {one.accuracy:.3f}."


def write_report(
    lock: Lock,
    image: Image,
    changes: Sequence[Change],
    results: Sequence[Result],
    before: Sequence[Result] = (),
    problem: str = "",
    since: str | None = None,
    back: Image | None = None,
) -> str:
    """Return the report in Markdown.

    `before` is what became of the notebooks with the old lock, `problem` why they could not be
    run with the new list, `since` the date of the first list that has one of the changes, `back`
    the newest past runtime version without them.
    """
    known = {one.notebook: one for one in before}
    lines = [f"# What Colab's list of {image.date} changes", ""]
    lines += [f"Your tests install the list of {lock.date}.", ""]
    lines += ["## What changed", "", *(f"- {one.sentence()}" for one in changes), ""]
    lines += ["## Whether everything still runs", ""]
    if problem:
        lines += [f"Nobody knows yet. {problem}", ""]
    lines += [f"- {say_runs(one, known) if one.runs else say_stops(one)}" for one in results]
    lines += [""] * bool(results) + ["## What to do", ""]
    old = list_old(results, before)
    new = [one for one in results if not one.runs and one.notebook not in old]
    if old:
        lines += [
            f"With the list of {lock.date} it stops too, so Colab is not the reason: "
            f"{', '.join(old)}. Mend it, then run `{TASK}` again.",
            "",
        ]
    if new:
        lines += say_remedy(lock, image, since or image.date, back)
    elif problem:
        lines += [f"Run `{TASK}` again when that is mended. Nothing in the project was changed."]
    elif not old:
        lines += [
            f"Nothing. The tests install what Colab has on {image.date} from now on: commit `colab/`."
        ]
    return "\n".join(lines).rstrip("\n") + "\n"


def list_old(results: Sequence[Result], before: Sequence[Result]) -> list[str]:
    """Return the notebooks that stop, and that stopped with the old lock, too."""
    stopped = {one.notebook for one in before if not one.runs}
    return [one.notebook for one in results if not one.runs and one.notebook in stopped]


def say_remedy(lock: Lock, image: Image, since: str, back: Image | None) -> list[str]:
    """Return until when students are safe, and how to go back."""
    first, last = (date.fromisoformat(since) + timedelta(days) for days in AHEAD)
    lines = [
        f"1. Colab's list has the change since {since}. Students are safe until then; between "
        f"{first} and {last} they get it: the list has been {AHEAD[0]} to {AHEAD[1]} days ahead "
        "of their machines.",
        f"2. Mend the cell, then run `{TASK}` again.",
    ]
    if back:
        python = ".".join(back.python.split(".")[:2])
        older = " It is older than what your tests install: try it once."
        lines.append(
            f"3. Until then students can go back: {MENU} > {back.name} (Python {python}), in each "
            f"notebook. It has none of these changes."
            f"{older if back.name.replace('.', '-') < lock.date[:7] else ''}"
        )
    else:
        lines.append(f"3. No past runtime version is without these changes; see {MENU}.")
    return [*lines, "", f"The tests still install what Colab had on {lock.date}."]
