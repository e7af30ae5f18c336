"""The marks of exercises: one canonical form, and the check that refuses everything else.

Cells say in their percent header what they are:

    exercise="prepare"          belongs to that exercise
    part="answer"               what a student writes, between BEGIN and END SOLUTION
    part="check" points=2       tests that students see and run
    part="hidden" points=2      tests that only the teacher has, between BEGIN and END HIDDEN TESTS
    part="notes" minutes=5      what the leader of a workshop says, and for how long
    part="catch-up"             stands at the start of each section of a workshop
    question="windows"          stands for a question of the lesson's `questions.toml`
    locked="settings"           students may try other values; the grader puts these back

In a notebook they stand in the cell's metadata, below `colab_starter`. A written answer, in Markdown, is a solution as a whole. The lines `# BEGIN SOLUTION` and its
like may be spelled as nbgrader allows: more #, other spaces, small letters. What is in doubt
is refused, because a mark that nobody understands is a solution that students get.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from nbformat import NotebookNode

BEGIN_SOLUTION, END_SOLUTION = "# BEGIN SOLUTION", "# END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "# BEGIN HIDDEN TESTS", "# END HIDDEN TESTS"
PAIRS = {"answer": (BEGIN_SOLUTION, END_SOLUTION), "hidden": (BEGIN_HIDDEN, END_HIDDEN)}

# A line that is nothing but a mark of ours, in any spelling.
REGION = re.compile(
    r"(?P<indent>\s*)#+\s*(?P<end>BEGIN|END)\s+(?P<kind>SOLUTION|HIDDEN\s+TEST)S?\W*", re.IGNORECASE
)
# Whatever else looks like a mark, of nbgrader or otter, wherever it stands in a line.
LIKE_A_MARK = re.compile(
    r"#\s*((BEGIN|END)\s+(SOLUTIONS?|(HIDDEN\s+)?TESTS?|QUESTION|PROMPT|TEST\s+CONFIG|MARK\s+SCHEME)"
    r"|SOLUTION(\s+NO\s+PROMPT)?\s*$|HIDDEN\s*$|SEED\s*$)",
    re.IGNORECASE,
)
NAME = re.compile(r"[A-Za-z0-9_-]+")
PARTS = {"answer", "check", "hidden", "notes", "catch-up"}
OF_AN_EXERCISE = {"answer", "check", "hidden"}
OWN_KEYS = {
    "exercise",
    "locked",
    "minutes",
    "part",
    "place",  # where the cell was read; for messages
    "points",
    "question",
    "steps",
    "title",
    "when",
}
KEYS = OWN_KEYS | {"cellView", "tags", "lines_to_next_cell"}
# What students get for an answer, where neither grader has words for it.
GAP_MARKS = ("stub", "drop")
# Where metadata, of a cell or of a notebook, are ours.
OWN = "colab_starter"


def check_marks(cell: NotebookNode) -> NotebookNode:
    """Return the cell with its marks in their canonical spelling.

    Raises ValueError with one sentence for marks that are not in order.
    """
    source = "\n".join(map(spell, cell.source.split("\n")))
    cell = NotebookNode({**cell, "source": source})
    check_header(cell)
    check_regions(cell)
    return cell


def spell(line: str) -> str:
    """Return the line; one that is a mark in its canonical spelling."""
    if not (mark := REGION.fullmatch(line)):
        return line
    kind = "SOLUTION" if mark["kind"].upper() == "SOLUTION" else "HIDDEN TESTS"
    return f"{mark['indent']}# {mark['end'].upper()} {kind}"


def check_header(cell: NotebookNode) -> None:
    """Raise ValueError unless everything in the cell's header is known and goes together."""
    header = {**cell.metadata, **marks_of(cell)}
    if unknown := sorted(header.keys() - KEYS - {OWN}):
        raise ValueError(
            f"{unknown[0]} is unknown in a cell's header: use {', '.join(sorted(KEYS))}."
        )
    part, exercise = header.get("part"), header.get("exercise")
    if part is not None and part not in PARTS:
        raise ValueError(f"part={part!a} is unknown: use {', '.join(sorted(PARTS))}.")
    if part in OF_AN_EXERCISE and not exercise:
        raise ValueError(f'part="{part}" belongs to an exercise: add exercise="its name".')
    if exercise is not None and not NAME.fullmatch(str(exercise)):
        raise ValueError(f"exercise={exercise!a}: use letters, digits, - and _ for its name.")
    needed = {"check": "points", "hidden": "points", "notes": "minutes", "answer": "title"}.get(
        part
    )
    if needed and needed not in header:
        raise ValueError(f'part="{part}" needs {needed}=.')
    for number in {"points", "minutes"} & header.keys():
        if type(header[number]) not in (int, float) or header[number] < 0:
            raise ValueError(f"{number}={header[number]!a} is not a number of {number}.")


def check_regions(cell: NotebookNode) -> None:
    """Raise ValueError unless regions come in pairs, and stand where they are understood."""
    part = part_of(cell) if cell.cell_type == "code" else None
    pair = PAIRS.get(part)
    inside, regions = False, 0
    for line in cell.source.split("\n"):
        if pair and line.strip() in pair:
            if inside == (line.strip() == pair[0]):
                raise ValueError(f"{line.strip()} has no partner: write {pair[0]} ... {pair[1]}.")
            inside = not inside
            regions += inside
        elif mark := LIKE_A_MARK.search(line):
            raise ValueError(
                f"{mark[0].strip()!a} is not understood here. A solution stands between "
                f'{BEGIN_SOLUTION} and {END_SOLUTION} in a cell with part="answer", hidden tests '
                f'between {BEGIN_HIDDEN} and {END_HIDDEN} in one with part="hidden".'
            )
        elif part == "hidden" and not inside and line.strip() and not line.startswith("#"):
            raise ValueError(f"students would see {line.strip()!a}: put it below {BEGIN_HIDDEN}.")
    if inside:
        raise ValueError(f"{pair[0]} has no partner: write {pair[1]} below it.")
    if pair and not regions:
        raise ValueError(f'part="{part}" needs {pair[0]} ... {pair[1]} around what is not shown.')


def check_exercises(cells: list[NotebookNode]) -> list[NotebookNode]:
    """Return the cells of a lesson.

    Raises ValueError with one sentence unless each exercise has one answer that earns points.
    """
    answers = Counter(name_of(cell) for cell in cells if part_of(cell) == "answer")
    tested = {name_of(cell) for cell in cells if part_of(cell) in ("check", "hidden")}
    for cell in filter(name_of, cells):
        name, place = name_of(cell), marks_of(cell)["place"]
        if answers[name] != 1:
            raise ValueError(
                f'{place}: exercise {name!a} has {answers[name]} cells with part="answer", but needs '
                "one. Give each gap an exercise of its own."
            )
        if name not in tested and part_of(cell) == "answer" and "points" not in marks_of(cell):
            raise ValueError(f"{place}: no program checks this answer, so it needs points=.")
    return cells


def marks_of(cell: NotebookNode) -> Mapping[str, object]:
    """Return what the cell says of itself."""
    return cell.metadata.get(OWN, {})


def name_of(cell: NotebookNode) -> str | None:
    """Return the exercise that the cell belongs to."""
    return marks_of(cell).get("exercise")


def part_of(cell: NotebookNode) -> str | None:
    """Return which part the cell plays, None for an ordinary one."""
    return marks_of(cell).get("part")


def takes_part(cell: NotebookNode) -> bool:
    """Return whether the cell makes different editions of its lesson necessary."""
    return bool(name_of(cell) or part_of(cell))
