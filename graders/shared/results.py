"""What is known of a submission: one file, `graded/ASSIGNMENT/STUDENT/result.json`."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

GRADED = Path("graded")


@dataclass
class Exercise:
    """What one submission earned in one exercise."""

    name: str
    """As the grader knows it."""
    title: str
    """The heading above it."""
    maximum: float
    points: float | None
    """None: nobody has given any yet."""
    by: str
    """`program` or `person`."""
    hint: str = ""
    """What the first failed test said, as students may read it."""
    comment: str = ""
    """What the teacher wrote."""


@dataclass
class Result:
    """A graded submission, or the reason why it has no mark."""

    student: str
    assignment: str
    exercises: list[Exercise] = field(default_factory=list)
    """Empty where there is a problem."""
    problem: str = ""
    """Why there is no mark, in a sentence for the teacher."""
    look: list[str] = field(default_factory=list)
    """What a person should look at before the marks count."""
    fingerprint: dict[str, str] = field(default_factory=dict)
    """Of the submission, of the tests, and the grader's version."""
    handed_in: str = ""
    """When, in ISO 8601 with a time zone, if the platform said so."""
    seconds: float = 0
    comment: str = ""
    """What the teacher wrote on the whole submission."""

    @property
    def points(self) -> float | None:
        """All points given so far; None where there is no mark."""
        return None if self.problem else sum(one.points or 0 for one in self.exercises)

    @property
    def maximum(self) -> float:
        """Points of all exercises."""
        return sum(one.maximum for one in self.exercises)

    @property
    def is_waiting(self) -> bool:
        """Whether a person has still to give points."""
        return any(one.points is None for one in self.exercises)


def folder_of(assignment: str, student: str) -> Path:
    """Return where everything of one graded submission lies."""
    return GRADED / assignment / student


def read_result(assignment: str, student: str) -> Result | None:
    """Return the result of a student, None if there is none."""
    path = folder_of(assignment, student) / "result.json"
    if not path.exists():
        return None
    stored = json.loads(path.read_text("utf-8"))
    return Result(**{**stored, "exercises": [Exercise(**one) for one in stored["exercises"]]})


def read_results(assignment: str) -> list[Result]:
    """Return the results of an assignment, by student."""
    paths = sorted((GRADED / assignment).glob("*/result.json"))
    return [read_result(assignment, path.parent.name) for path in paths]


def write_result(result: Result) -> None:
    """Write a result, whole or not at all."""
    path = folder_of(result.assignment, result.student) / "result.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(asdict(result), indent=1) + "\n", encoding="utf-8", newline="\n")
    part.replace(path)
