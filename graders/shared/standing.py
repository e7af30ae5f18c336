"""Where each student of a class stands in each assignment."""

import contextlib
import datetime
import json
import tomllib
from dataclasses import dataclass
from pathlib import Path

from grading.assignments import list_students, take_prints
from grading.results import Exercise, Result
from grading.roster import read_roster

ROSTER = Path("roster.csv")
DONE = "done"
WAITING = "waiting"
PROBLEM = "problem"
UNGRADED = "not graded"
MISSING = "missing"


@dataclass
class Standing:
    """One student in one assignment."""

    student: str
    name: str
    """As the roster, or without one the platform, has it; empty if nobody told."""
    result: Result | None
    state: str
    """One of the words above."""
    late: str = ""
    """By how much, empty if not, or if nobody knows."""

    @property
    def mark(self) -> float | None:
        """The points, None as long as they are not all known."""
        return self.result.points if self.state == DONE else None

    @property
    def remark(self) -> str:
        """Why there is no mark, or what a person should look at."""
        if self.result is None:
            return ""
        looks = f"Look: {'; '.join(self.result.look)}" if self.result.look else ""
        return self.result.problem or looks

    def find(self, name: str) -> Exercise | None:
        """Return what this student earned in an exercise."""
        exercises = self.result.exercises if self.result else []
        return next((one for one in exercises if one.name == name), None)


def read_names() -> dict[str, str]:
    """Return the names of the class by student; without roster.csv as the platform told them."""
    if ROSTER.exists():
        return {person.folder: person.name for person in read_roster(ROSTER)}
    told = {}
    for path in sorted(Path("submitted").glob("*/*/collected.json")):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            name = json.loads(path.read_text("utf-8")).get("name")
            told.setdefault(path.parent.parent.name, str(name or ""))
    return told


def list_class(names: dict[str, str], results: dict[str, list[Result]]) -> list[str]:
    """Return all students: the roster's, and whoever else handed something in."""
    others = {result.student for found in results.values() for result in found}
    others |= {folder.name for folder in list_students()}
    return [*names, *sorted(others - names.keys())]


def find_standings(
    assignment: str, results: list[Result], students: list[str], names: dict[str, str]
) -> list[Standing]:
    """Return where each of these students stands, in their order."""
    found = {result.student: result for result in results}
    due = read_due(assignment)
    standings = []
    for student in students:
        result = found.get(student)
        if result and is_outdated(result):
            result = None
        state = find_state(assignment, student, result)
        late = say_late(result.handed_in, due) if result else ""
        standings.append(Standing(student, names.get(student, ""), result, state, late))
    return standings


def is_outdated(result: Result) -> bool:
    """Return whether something else was handed in, or other tests released, since it was graded."""
    now, known = take_prints(result.assignment, result.student), result.fingerprint
    return any(now[key] and known.get(key, now[key]) != now[key] for key in now)


def find_state(assignment: str, student: str, result: Result | None) -> str:
    """Return the word for where a student stands."""
    if result is None:
        was_handed_in = any(Path("submitted", student, assignment).glob("*"))
        return UNGRADED if was_handed_in else MISSING
    if result.problem:
        return PROBLEM
    return WAITING if result.is_waiting else DONE


def read_due(assignment: str) -> datetime.datetime | None:
    """Return when an assignment is due; exits with one sentence if that is not a time."""
    settings = tomllib.loads(Path("pyproject.toml").read_text("utf-8")).get("tool", {})
    due = settings.get("colab-starter", {}).get("due", {}).get(assignment)
    if due is None:
        return None
    try:
        text = due if isinstance(due, str) else due.isoformat()
        return datetime.datetime.fromisoformat(text).astimezone()
    except (AttributeError, ValueError):
        raise SystemExit(
            f"pyproject.toml: {due} is not a time at which {assignment} is due. "
            f"Write {assignment} = 2026-12-01T23:59:00+01:00 below [tool.colab-starter.due]."
        ) from None


def say_late(handed_in: str, due: datetime.datetime | None) -> str:
    """Return by how much a submission is late, in words; empty if it is not or nobody knows."""
    if not handed_in or due is None:
        return ""
    late = datetime.datetime.fromisoformat(handed_in).astimezone() - due
    if late <= datetime.timedelta():
        return ""
    hours, minutes = divmod(late.seconds // 60, 60)
    parts = {"day": late.days, "hour": hours, "minute": minutes}
    words = [f"{n} {unit}{'s' * (n != 1)}" for unit, n in parts.items() if n]
    return " ".join(words[:2]) or "less than a minute"
