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
        f"Colab's list of {image.date} changes nothing that your notebooks import: they were "
        f"tested with {lock.date}. Nothing to do."
    )


def say_stops(one: Result) -> str:
    """Return where a notebook stops, in a sentence."""
    if not one.cell:
        measured = "it has none" if one.accuracy is None else f"it is {one.accuracy:.3f}"
        return f"{one.notebook} runs, but {one.error}, and {measured}."
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
    older: Mapping[str, str] | None = None,
) -> str:
    """Return the report in Markdown.

    `before` is what became of the notebooks with the old lock, `problem` why they could not be
    run with the new list, `older` the runtime versions to go back to, with their Python.
    """
    known = {one.notebook: one for one in before}
    stops = [one for one in results if not one.runs]
    lines = [f"# What Colab's list of {image.date} changes", ""]
    lines += [f"Your notebooks were tested with the list of {lock.date}.", ""]
    lines += ["## What changed", "", *(f"- {one.sentence()}" for one in changes), ""]
    lines += ["## Whether everything still runs", ""]
    if problem:
        lines += [f"Nobody knows yet. {problem}", ""]
    lines += [f"- {say_runs(one, known) if one.runs else say_stops(one)}" for one in results]
    lines += [""] * bool(results) + ["## What to do", ""]
    if stops:
        lines += say_remedy(lock, image, stops, known, older or {})
    elif problem:
        lines += [f"Run `{TASK}` again when that is mended. Nothing in the project was changed."]
    else:
        lines += [
            f"Nothing. The tests install what Colab has on {image.date} from now on: commit `colab/`."
        ]
    return "\n".join(lines) + "\n"


def say_remedy(
    lock: Lock,
    image: Image,
    stops: Sequence[Result],
    before: Mapping[str, Result],
    older: Mapping[str, str],
) -> list[str]:
    """Return until when students are safe, and how to go back."""
    first, last = (date.fromisoformat(image.date) + timedelta(days) for days in AHEAD)
    lines = [
        f"1. Students are safe until {first - timedelta(1)}. They get the new list between {first} "
        f"and {last}: it has been {AHEAD[0]} to {AHEAD[1]} days ahead of their machines.",
        "2. Mend the cell, then run `" + TASK + "` again.",
    ]
    if older:
        version, python = next(iter(older.items()))
        newer = " That is older than what your notebooks were tested with: try it once."
        lines.append(
            f"3. Until then students can go back: {MENU} > {version} (Python {python}), in each "
            f"notebook.{newer if version.replace('.', '-') < lock.date[:7] else ''}"
        )
    else:
        lines.append(f"3. Until then students can go back to an older one: {MENU}.")
    broken = [one.notebook for one in stops if (old := before.get(one.notebook)) and not old.runs]
    if broken:
        lines.append(f"4. With the old list it stops too, so Colab is not the reason: {broken[0]}.")
    lines.append("")
    lines.append(f"The tests still install what Colab had on {lock.date}.")
    return lines
