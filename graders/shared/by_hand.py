"""Points and comments that a person gives: the table `by_hand.csv`, one row for each answer.

`nox -s grade` adds a row for each answer that waits for a person. The teacher fills the
columns points and comment in any spreadsheet program; `marks` and `feedback` read them. A row
without exercise is a comment on the whole submission.
"""

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from grading import formgrader
from grading.answers import read_answers
from grading.assignments import find_handed_in
from grading.results import Exercise, Result, read_result, read_results
from grading.spreadsheet import Table, read_table, write_number, write_table

BY_HAND = Path("by_hand.csv")
COLUMNS = ["assignment", "student", "exercise", "maximum", "points", "comment", "note"]
COLUMNS += ["answer", "row"]
NEEDED = {"assignment", "student", "exercise", "points", "comment"}
CHANGED = "The answer changed since. Read it again, then empty this note."
NO_ANSWER = "(no answer)"
FIRST = 2  # the number of the first row below the head, as a spreadsheet program shows it


@dataclass
class ByHand:
    """The rows of by_hand.csv."""

    table: Table = field(default_factory=lambda: Table(COLUMNS, []))
    used: set[int] = field(default_factory=set)
    """The numbers of the rows that belong to a submission seen so far."""

    def __post_init__(self):
        self.numbers: dict[str, list[int]] = {}
        for number, row in enumerate(self.table.rows, start=FIRST):
            self.numbers.setdefault(key_of_row(row), []).append(number)

    def find(self, result: Result, *names: str) -> int | None:
        """Return the number of the row of an exercise, by any of its names; None: no row.

        Exits with one sentence if there are several.
        """
        keys = {make_key(result.assignment, result.student, name) for name in names}
        numbers = sorted(number for key in keys for number in self.numbers.get(key, []))
        if len(numbers) > 1:
            refuse(numbers[1], f"row {numbers[0]} is for the same exercise. Delete one of the two")
        self.used.update(numbers)
        return numbers[0] if numbers else None

    def row(self, number: int) -> dict[str, str]:
        """Return the row of this number."""
        return self.table.rows[number - FIRST]

    def list_unused(self) -> list[str]:
        """Return a sentence for each row that somebody filled and that counts for nobody."""
        return [
            f"{BY_HAND}, row {number}: {row['student'] or 'nobody'} handed in no "
            f"{row['exercise'] or 'notebook'} of {row['assignment'] or 'no assignment'} that was "
            "graded, so this row counts for nobody. Is a name misspelt?"
            for number, row in enumerate(self.table.rows, start=FIRST)
            if number not in self.used
            and (row["points"] or row["comment"])
            and not waits_for_grade(row["assignment"], row["student"])
        ]


def waits_for_grade(assignment: str, student: str) -> bool:
    """Return whether a student handed in what `grade` has not seen yet."""
    handed_in = student and find_handed_in(assignment, student)
    return bool(handed_in) and read_result(assignment, student) is None


def read() -> ByHand:
    """Return what by_hand.csv holds; exits with one sentence if a column is missing."""
    if not BY_HAND.exists():
        return ByHand()
    table = read_table(BY_HAND)
    if missing := sorted(NEEDED - {*table.columns}):
        raise SystemExit(
            f"{BY_HAND} has no column {missing[0]}. Its first row should be: {', '.join(COLUMNS)}."
        )
    return ByHand(table)


def offer(results: Iterable[Result]) -> None:
    """Add a row to by_hand.csv for each answer that waits for a person, with the answer.

    Rows that are there stay, in their order, with everything that a person typed. Where points
    stand and the answer is another one now, the row says so, and its points do not count.
    """
    by_hand = read()
    table = by_hand.table
    before, new = [dict(row) for row in table.rows], []
    for result in results:
        answers = read_answers(result)
        for exercise in result.exercises:
            if exercise.by == "person":
                new += renew_row(by_hand, result, exercise, answers[exercise.name])
    if new or table.rows != before:
        columns = [*table.columns, *(name for name in COLUMNS if name not in table.columns)]
        write_table(BY_HAND, Table(columns, [*table.rows, *new], table.delimiter))


def renew_row(by_hand: ByHand, result: Result, exercise: Exercise, answer: str) -> list[dict]:
    """Bring the row of an exercise up to date; return a new one if there is none."""
    label = label_of(exercise, result)
    made = {
        "assignment": result.assignment,
        "student": result.student,
        "exercise": label,
        "maximum": write_number(exercise.maximum),
        "answer": answer or NO_ANSWER,
        "row": f"{key_of(result, exercise)}-{fingerprint(answer)}",
    }
    number = by_hand.find(result, exercise.name, label)
    if number is None:
        return [made] if exercise.points is None else []
    row = by_hand.row(number)
    is_filled = row["points"] or row["comment"]
    if is_filled and not is_same_answer(row, answer):
        made["note"] = CHANGED
    row.update(made)
    return []


def apply(result: Result, by_hand: ByHand | None = None) -> Result:
    """Return the result with the points and comments that a person gave.

    Points count for exercises of a person, and only for the answer that the person read.
    Exits with one sentence, and the number of the row, for what cannot be points.
    """
    by_hand = by_hand or read()
    if number := by_hand.find(result, ""):
        result.comment = by_hand.row(number)["comment"]
        if by_hand.row(number)["points"]:
            refuse(number, "these points belong to no exercise. Name it in the column exercise")
    answers = {}
    for exercise in result.exercises:
        number = by_hand.find(result, exercise.name, label_of(exercise, result))
        if number is None:
            continue
        row = by_hand.row(number)
        answers = answers or read_answers(result)
        if row.get("note") or not is_same_answer(row, answers.get(exercise.name, "")):
            continue
        exercise.comment = row["comment"] or exercise.comment
        if row["points"]:
            exercise.points = read_points(number, row["points"], exercise)
    return result


def read_all(assignment: str, by_hand: ByHand) -> list[Result]:
    """Return the results of an assignment with what a person gave; by_hand.csv has the last word."""
    given, results = formgrader.read_points(assignment), read_results(assignment)
    for result in results:
        for exercise in result.exercises:
            if found := given.get((result.student, exercise.name)):
                exercise.points, exercise.comment = found
    return [apply(result, by_hand) for result in results]


def keep(assignment: str, student: str = "") -> None:
    """Copy into by_hand.csv what a person gave elsewhere, to all or one, where it says nothing."""
    given = formgrader.read_points(assignment)
    results = [one for one in read_results(assignment) if student in ("", one.student)]
    for result in results:
        for exercise in result.exercises:
            if exercise.by == "person":
                exercise.points = None  # so that it gets a row
    offer(results)
    by_hand = read()
    for result in results:
        for exercise in result.exercises:
            points, comment = given.get((result.student, exercise.name), ("", ""))
            number = by_hand.find(result, exercise.name, label_of(exercise, result))
            if number and points != "" and not by_hand.row(number)["points"]:
                by_hand.row(number).update(points=write_number(points), comment=comment)
    write_table(BY_HAND, by_hand.table)


def rename(old: str, new: str, assignments: Iterable[str]) -> None:
    """Let the rows of a student, graded in these assignments, be of this name."""
    by_hand = read()
    rows = by_hand.table.rows
    before = [dict(row) for row in rows]
    for result in filter(None, (read_result(assignment, old) for assignment in assignments)):
        for exercise in result.exercises:
            number = by_hand.find(result, exercise.name, label_of(exercise, result))
            row = by_hand.row(number) if number else {}
            if noted := row.get("row"):
                key = make_key(result.assignment, new, exercise.name)
                row |= {"student": new, "row": f"{key}-{noted.partition('-')[2]}"}
    for row in rows:
        if row["student"] == old:
            row["student"] = new
    if rows != before:
        write_table(BY_HAND, by_hand.table)


def read_points(number: int, text: str, exercise: Exercise) -> float:
    """Return the points of a row; exits with one sentence if they cannot be given."""
    if exercise.by != "person":
        refuse(number, f"a program gives the points of {exercise.title}; only comment on it here")
    try:
        points = float(text.replace(",", "."))
    except ValueError:
        points = math.nan
    if not 0 <= points <= exercise.maximum:
        refuse(
            number,
            f"{text} is not a number of points from 0 to {write_number(exercise.maximum)}",
        )
    return points


def refuse(number: int, reason: str) -> None:
    """Exit with a sentence about a row."""
    raise SystemExit(f"{BY_HAND}, row {number}: {reason}.")


def label_of(exercise: Exercise, result: Result) -> str:
    """Return how people call an exercise: by its heading, if no other has the same."""
    titles = [one.title for one in result.exercises]
    if exercise.title and titles.count(exercise.title) == 1:
        return exercise.title
    return f"{exercise.title} ({exercise.name})".strip()


def is_same_answer(row: dict[str, str], answer: str) -> bool:
    """Return whether a row is for this answer, as far as it says for which it is."""
    _, _, read = row.get("row", "").partition("-")
    return not read or read == fingerprint(answer)


def key_of_row(row: dict[str, str]) -> str:
    """Return which exercise a row is for.

    What `offer` noted counts, for a spreadsheet program turns the student 0042 into 42.
    """
    noted = row.get("row", "").partition("-")[0]
    return noted or make_key(*(row.get(name, "") for name in COLUMNS[:3]))


def key_of(result: Result, exercise: Exercise) -> str:
    """Return what `offer` notes of an exercise."""
    return make_key(result.assignment, result.student, exercise.name)


def make_key(assignment: str, student: str, exercise: str) -> str:
    """Return a word for an exercise of a student that no spreadsheet program takes for a number."""
    return fingerprint("\n".join((assignment, student, exercise)))


def fingerprint(text: str) -> str:
    """Return a short word for a text, the same on every machine."""
    return "x" + hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()[:12]
