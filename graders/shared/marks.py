"""Write one table of all marks, student by exercise, with a picture of the class.

Reads graded/, what you filled in by_hand.csv, roster.csv if there is one, and when an
assignment is due ([tool.colab-starter.due] in pyproject.toml). Writes
  marks/marks.html   the table with everything that a person should know, for reading
  marks/marks.csv    the same for a spreadsheet or a learning platform: a row for each student
  marks/NAME.csv     the same of one assignment
  marks/NAME.svg     how many solved which exercise
A mark is there when all its points are known. Who handed in nothing is missing, which is not 0.
"""

from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from grading import by_hand, class_picture, late_roster
from grading.assignments import choose
from grading.results import Result
from grading.roster import read_roster
from grading.spreadsheet import Table, write_number, write_table, write_whole
from grading.standing import (
    MISSING,
    PROBLEM,
    UNGRADED,
    WAITING,
    Standing,
    find_standings,
    list_class,
    read_names,
)

MARKS = Path("marks")
ABOUT = ("so far", "maximum", "mark", "state", "late", "remark")
"""Columns of an assignment after those of its exercises."""


@dataclass
class Assignment:
    """An assignment as the class did it."""

    name: str
    standings: list[Standing]
    titles: dict[str, str]
    """Its exercises, by name."""
    maxima: dict[str, float]
    """The points of each exercise, by name."""
    picture: str

    @property
    def maximum(self) -> float:
        """Points of all exercises."""
        return sum(self.maxima.values())

    @property
    def marks(self) -> list[float]:
        """The marks that are known."""
        return sorted(one.mark for one in self.standings if one.mark is not None)

    def count(self, state: str) -> int:
        """Return how many students stand there."""
        return sum(one.state == state for one in self.standings)


def add_arguments(parser):
    """Add what this task understands."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="assignments; all if none")


def main(options) -> int:
    """Write the tables and pictures; return the exit status."""
    chosen = choose(options.names)
    filled = by_hand.read()
    results = {name: by_hand.read_all(name, filled) for name in choose([])}
    names = read_names()
    students = list_class(names, results)
    course = [look_at(name, results[name], students, names) for name in results]
    course = [one for one in course if one.count(MISSING) < len(one.standings)]
    if not course:
        print("Nobody handed in anything yet. Begin with: nox -s collect -- FILE")
        there = {path.name for path in Path("submitted").glob("*/*") if path.is_dir()}
        if others := sorted(there - results.keys()):
            print(
                f"In submitted/ there is work of {', '.join(others)}: give the folder in source/ and the "
                "notebook in it that name again."
            )
        return 1
    for one in course:
        if one.name in chosen:
            write_table(MARKS / f"{one.name}.csv", make_table([one]))
            write_whole(MARKS / f"{one.name}.svg", one.picture.encode())
            print(describe(one))
    write_table(MARKS / "marks.csv", make_table(course))
    write_whole(MARKS / "marks.html", make_page(course).encode())
    for sentence in filled.list_unused():
        print(sentence)
    if misnamed := late_roster.find_misnamed(read_roster()):
        print(
            f"In submitted/, {misnamed[0][0]} is {misnamed[0][1].folder} of roster.csv"
            f"{f', and {len(misnamed) - 1} more' if misnamed[1:] else ''}: "
            "collect once more, the same file will do, and grade."
        )
    print("Written: marks/marks.html and marks/marks.csv")
    return 0


def look_at(
    name: str, results: list[Result], students: list[str], names: dict[str, str]
) -> Assignment:
    """Return an assignment with where each student stands."""
    standings = find_standings(name, results, students, names)
    exercises = {one.name: one for result in results for one in result.exercises}
    everything = Result("", name, [*exercises.values()])
    titles = {key: by_hand.label_of(one, everything) for key, one in exercises.items()}
    titles |= {key: f"{title} ({key})" for key, title in titles.items() if title in ABOUT}
    maxima = {one.name: one.maximum for one in exercises.values()}
    return Assignment(name, standings, titles, maxima, class_picture.draw(standings, titles))


def make_table(course: list[Assignment]) -> Table:
    """Return a row for each student, and for each assignment the columns of its exercises.

    An empty cell means that there are no points: `state` says why.
    """
    columns, rows = ["student", "name"], {}
    for assignment in course:
        for standing in assignment.standings:
            row = rows.setdefault(standing.student, {})
            row |= {"student": standing.student, "name": standing.name}
            row |= list_cells(assignment, standing)
        columns += list_cells(assignment, assignment.standings[0])
    return Table(columns, list(rows.values()))


def list_cells(assignment: Assignment, standing: Standing) -> dict[str, object]:
    """Return the cells of a student in an assignment, by column."""
    result = standing.result
    cells = {}
    for name, title in assignment.titles.items():
        exercise = standing.find(name)
        points = exercise.points if exercise and not result.problem else None
        cells[title] = "" if points is None else points
    so_far = result.points if result else None
    about = (
        "" if so_far is None else so_far,
        result.maximum if result and not result.problem else assignment.maximum,
        "" if standing.mark is None else standing.mark,
        standing.state,
        standing.late,
        standing.remark,
    )
    cells |= dict(zip(ABOUT, about))
    return {f"{assignment.name}: {title}": cell for title, cell in cells.items()}


def make_page(course: list[Assignment]) -> str:
    """Return the page with all tables and pictures; it needs nothing of the web."""
    templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    templates.filters |= {"number": write_number, "kind": class_picture.find_kind}
    colours = class_picture.KINDS
    pictures = {one.name: Markup(one.picture) for one in course}  # its texts are escaped
    summaries = {one.name: summarize(one) for one in course}
    page = templates.get_template("marks.html.j2")
    return page.render(course=course, colours=colours, pictures=pictures, summaries=summaries)


def describe(assignment: Assignment) -> str:
    """Return what a teacher wants to know first, as text."""
    width = max([8, *map(len, assignment.titles.values())])
    lines = [f"{assignment.name}: {summarize(assignment)}"]
    for name, title in assignment.titles.items():
        counts = class_picture.count(assignment.standings, name)
        words = [f"{kind} {counts[kind]}" for kind in class_picture.KINDS if counts[kind]]
        lines.append(f"  {title:<{width}}  {', '.join(words)}")
    for standing in assignment.standings:
        if standing.remark:
            lines.append(f"  {standing.student}: {standing.remark}")
    return "\n".join(lines) + "\n"


def summarize(assignment: Assignment) -> str:
    """Return a line of numbers."""
    marks = assignment.marks
    words = [f"{len(marks)} of {len(assignment.standings)} students have a mark"]
    if marks:
        mean = round(sum(marks) / len(marks), 2)
        best = write_number(assignment.maximum)
        words.append(f"on average {write_number(mean)} of {best} points")
    states = {WAITING: "wait for a person", PROBLEM: "with a problem"}
    states |= {UNGRADED: "not graded yet", MISSING: "missing"}
    words += [f"{n} {text}" for state, text in states.items() if (n := assignment.count(state))]
    looks = sum(bool(one.result and one.result.look) for one in assignment.standings)
    return "; ".join([*words, *([f"{looks} to look at"] if looks else [])])
