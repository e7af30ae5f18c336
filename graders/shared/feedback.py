"""Write a page of feedback for each student, and a zip of them to upload.

Reads graded/, what you filled in by_hand.csv, and roster.csv if there is one. Writes
  feedback/NAME/STUDENT.html  marks, hints, your comments, and below them the notebook as it ran;
                              no hidden test, nothing of the web, no script, so send it as it is
  feedback/NAME.zip           all of them, in folders that Moodle and names that Canvas take back
                              where the submissions came from there
"""

import io
import json
import re
import zipfile
from pathlib import Path

from grading import by_hand
from grading.assignments import choose
from grading.feedback_page import Pages
from grading.hidden_tests import read_hidden
from grading.results import Result
from grading.spreadsheet import write_whole
from grading.standing import WAITING, Standing, find_standings, list_class, read_names

FEEDBACK = Path("feedback")
MOODLE = re.compile(r"[^/\\]+_\d+_assignsubmission_[a-z]+_?")
CANVAS = re.compile(r"[^/\\_]+_(?:LATE_)?\d+_\d+_(?=[^/\\]+$)")
BEGINNING = (1980, 1, 1, 0, 0, 0)  # of time, in a zip


def add_arguments(parser):
    """Add what this task understands."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="assignments; all if none")


def main(options) -> int:
    """Write the pages; return the exit status."""
    filled, names = by_hand.read(), read_names()
    written = 0
    for assignment in choose(options.names):
        results = by_hand.read_all(assignment, filled)
        if results:
            written += write_pages(assignment, results, names)
    if not written:
        print("Nothing has been graded yet. Begin with: nox -s grade")
    return 0 if written else 1


def write_pages(assignment: str, results: list[Result], names: dict[str, str]) -> int:
    """Write the pages of an assignment and their zip; return how many there are."""
    students = [result.student for result in results]
    everybody = {one: names.get(one, "") for one in list_class(names, {assignment: results})}
    titles = {exercise.title for result in results for exercise in result.exercises}
    pages = Pages(assignment, titles, read_hidden(assignment))
    files = {}
    standings = find_standings(assignment, results, students, names)
    graded = [one for one in standings if one.result]
    for standing in graded:
        hide_others(standing, everybody)
        page = make_page(pages, standing).encode("utf-8", errors="replace")
        write_whole(FEEDBACK / assignment / f"{standing.student}.html", page)
        files[name_in_zip(assignment, standing.student)] = page
    shown = {one.student for one in graded}
    for path in (FEEDBACK / assignment).glob("*.html"):
        if path.stem not in shown:  # of an older submission, or of an older name
            path.unlink()
    write_whole(FEEDBACK / f"{assignment}.zip", make_zip(files))
    print(f"{assignment}: {len(files)} pages in feedback/{assignment}/ and {assignment}.zip")
    if outdated := len(standings) - len(graded):
        print(f"  {outdated} without a page: handed in again, or tested otherwise. nox -s grade")
    for result in (one.result for one in graded):
        if result.look:
            print(f"  Look before you send the page of {result.student}: {'; '.join(result.look)}")
    if waiting := sum(one.state == WAITING for one in graded):
        print(f"  {waiting} of them still wait for points of yours in {by_hand.BY_HAND}.")
    return len(files)


def make_page(pages: Pages, standing: Standing) -> str:
    """Return a page, without its notebook if that is too strange to be shown."""
    try:
        return pages.make(standing)
    except Exception as problem:  # a student's file must not cost the others their pages
        reason = str(problem).split("\n")[0][:200]
        print(f"  {standing.student}: the page is without the notebook ({reason}).")
        return pages.make_without_notebook(standing)


def hide_others(standing: Standing, everybody: dict[str, str]) -> None:
    """Take the names of other students out of what a program says to this one."""
    own = {standing.student.casefold(), standing.name.casefold()}
    words = {word for pair in everybody.items() for word in pair if word}
    others = sorted((w for w in words if w.casefold() not in own), key=len, reverse=True)
    found = "|".join(map(re.escape, others))
    pattern = re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE) if found else None
    if pattern:
        result = standing.result
        result.problem = pattern.sub("another student", result.problem)
        for exercise in result.exercises:
            exercise.hint = pattern.sub("another student", exercise.hint)


def name_in_zip(assignment: str, student: str) -> str:
    """Return the path of a page in the zip: as the platform knows the student, where it is known."""
    try:
        record = json.loads(
            Path("submitted", student, assignment, "collected.json").read_text("utf-8")
        )
        origin = str(record["from"])
    except (OSError, ValueError, KeyError, TypeError):
        origin = ""
    if folder := MOODLE.search(origin):
        return f"{folder[0]}/{assignment}.html"
    if beginning := CANVAS.search(origin):
        return f"{beginning[0]}{assignment}.html"
    return f"{student}/{assignment}.html"


def make_zip(files: dict[str, bytes]) -> bytes:
    """Return a zip of these files, always the same for the same files."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, BEGINNING)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, files[name])
    return packed.getvalue()
