"""A roster that came after the first submissions: their folders get the names it gives."""

import os
import shutil

from grading import by_hand, formgrader, keep, roster
from grading.assignments import list_students
from grading.results import GRADED


def find_misnamed(students):
    """Return folders below submitted/ of a student of the roster that it calls otherwise.

    Pairs of name and Student. Only what `collect` noted there tells whose they are, and only
    where it means one student.
    """
    names = [path.name for path in list_students()]
    names = [name for name in names if name.casefold() not in students.folders]
    owners = {name: read_owner(name, students) for name in names}
    return [(name, owner) for name, owner in owners.items() if owner]


def read_owner(name, students):
    """Return the one student of the roster whose files lie in a folder, None if it is not clear."""
    records = map(keep.read_record, (keep.SUBMITTED / name).glob("*/"))
    told = [(one.get("name", ""), one.get("number", "")) for one in records]
    found = {one for pair in told if any(pair) for one in roster.find(students, *pair)}
    return found.pop() if len(found) == 1 else None


def rename(students):
    """Give the folders the roster's names; return a sentence for each, and whether all could be.

    What a person gave by hand goes along; `grade` grades them once more.
    """
    sentences, is_done = [], True
    for name, student in find_misnamed(students):
        new = student.folder
        if os.path.lexists(keep.SUBMITTED / new):
            is_done = False
            sentences.append(
                f"submitted/{name} and submitted/{new} are both of {student.name or new}: "
                f"move what counts into {new}, and delete the other."
            )
            continue
        move(name, new)
        sentences.append(
            f"submitted/{name} is called {new} now, as in the roster. Grade it again: nox -s grade"
        )
    return sentences, is_done


def move(old, new):
    """Rename a student. Killed at any moment, the next call does the rest: submitted/ is last."""
    assignments = sorted(path.parent.name for path in GRADED.glob(f"*/{old}"))
    for assignment in assignments:
        if any(student == old for student, _ in formgrader.read_points(assignment)):
            by_hand.keep(assignment, old)
    formgrader.forget(old)
    by_hand.rename(old, new, assignments)
    for assignment in assignments:
        shutil.rmtree(GRADED / assignment / old)
    (keep.SUBMITTED / old).rename(keep.SUBMITTED / new)
