"""Runs tasks on an example class, and changes it as teachers and students do."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from tools.example_class import NAME


def read_csv(path: Path, delimiter: str = ",") -> dict[str, dict[str, str]]:
    """Return the rows of a table by student."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file, delimiter=delimiter)}


def fill(project: Path, **filled: tuple[str, str]) -> None:
    """Fill points and comments of students in by_hand.csv, as a teacher does."""
    rows = read_csv(project / "by_hand.csv")
    for student, (points, comment) in filled.items():
        rows[student] |= {"points": points, "comment": comment}
    write(project, rows)


def write(project: Path, rows: dict, delimiter: str = ",", encoding: str = "utf-8-sig") -> None:
    """Write by_hand.csv as some spreadsheet program does."""
    columns = list(next(iter(rows.values())))
    path = project / "by_hand.csv"
    with path.open("w", encoding=encoding, errors="replace", newline="") as file:
        writer = csv.DictWriter(file, columns, delimiter=delimiter, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows.values())


def change_result(project: Path, student: str, change) -> None:
    """Change what the grader left of a student."""
    path = project / "graded" / NAME / student / "result.json"
    result = json.loads(path.read_text("utf-8"))
    change(result)
    path.write_text(json.dumps(result), "utf-8")
