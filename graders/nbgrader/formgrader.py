"""Points and comments that a person gave in nbgrader's Formgrader, read from its gradebook."""

import re
import shutil
from contextlib import suppress
from pathlib import Path

BOOK = "gradebook.db"
# Cells of one exercise: `mean`, which students write, `mean-check`, `mean-hidden-2`.
CELL = re.compile(r"(?P<exercise>.+?)(-(check|hidden)(-\d+)?)?")


def read_points(name):
    """Return what a person gave for an assignment: (student, exercise) to points and comment.

    An exercise is there if a person gave points for one of its cells; the others count as the
    program left them.
    """
    if not Path(BOOK).exists():
        return {}
    from nbgrader.api import Gradebook, MissingEntry  # takes a second

    given = {}
    with Gradebook(f"sqlite:///{Path(BOOK).resolve()}") as book:
        try:
            submissions = book.notebook_submissions(name, name)
        except MissingEntry:
            return {}
        for submission in submissions:
            student = submission.student.id
            comments = {one.name: one.comment for one in submission.comments if one.comment}
            sums, touched = {}, set()
            for grade in submission.grades:
                exercise = name_exercise(grade.name)
                sums[exercise] = sums.get(exercise, 0) + grade.score
                if grade.manual_score is not None or grade.extra_credit:
                    touched.add(exercise)
            for exercise in touched:
                said = [text for cell, text in comments.items() if name_exercise(cell) == exercise]
                given[student, exercise] = (sums[exercise], "\n".join(said))
    return given


def forget(student):
    """Take a student's submissions out of the gradebook: they lie under another name now."""
    if Path(BOOK).exists():
        from nbgrader.api import Gradebook, MissingEntry

        with Gradebook(f"sqlite:///{Path(BOOK).resolve()}") as book, suppress(MissingEntry):
            book.remove_student(student)
    shutil.rmtree(Path("autograded", student), ignore_errors=True)


def name_exercise(cell):
    """Return the exercise to which a cell of this name belongs."""
    return CELL.fullmatch(cell)["exercise"]
