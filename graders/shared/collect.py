"""Take submissions from the zips and folders of a learning platform.

python -m grading collect PATH ... [--assignment NAME] [--roster roster.csv]

Reads the zip or the folder that Moodle, Canvas, Gradescope, Blackboard or Google Classroom's
Drive hands out, or any folder with notebooks. Writes submitted/STUDENT/NAME/NAME.ipynb, with
collected.json beside it. Of two files of a student the newest counts; the others lie in
submitted/STUDENT/NAME/earlier/. What you name is only read, and nothing in it is run.

Prints a line for every file. Those with ! need a person, and then the exit status is 1.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path

from grading import keep, late_roster, platforms, recognise, roster, whose
from grading.assignments import choose, notebook_of
from grading.incoming import Unreadable, find_sources
from grading.names import folder_of
from grading.settle import Handed, settle
from grading.table import Line, print_lines, print_missing


@dataclass
class Run:
    """What one call knows and finds."""

    names: list[str]
    """Of the assignments."""
    chosen: str
    """--assignment, "" if none."""
    students: list[roster.Student]
    known: dict
    lines: list[Line] = field(default_factory=list)
    handed: dict = field(default_factory=lambda: defaultdict(list))
    """By assignment, "" if it is not known."""


def add_arguments(parser):
    """Add what this task understands."""
    parser.add_argument("paths", nargs="+", metavar="PATH", help="zip, folder or notebook")
    parser.add_argument("--assignment", metavar="NAME", help="all files are of this assignment")
    parser.add_argument(
        "--roster", metavar="CSV", help="who is in the class (else roster.csv, if there is one)"
    )


def main(options):
    """Collect, print a line for each file and return the exit status."""
    refuse_own_folders(options.paths)
    names = choose([])
    if not names:
        raise SystemExit("There is no assignment yet: source/NAME/NAME.ipynb is missing.")
    if options.roster and not Path(options.roster).exists():
        raise SystemExit(f"There is no {options.roster}.")
    students = roster.read_roster(Path(options.roster or roster.ROSTER))
    chosen = choose([options.assignment])[0] if options.assignment else ""
    run = Run(names, chosen, students, recognise.known_assignments(names))
    for source in whose.split(find_sources(options.paths), students):
        look_at(source, run)
    sentences, is_done = late_roster.rename(students)
    by_student = group_by_student(run)
    for (student, assignment), handed in by_student.items():
        if assignment:
            settle(student, assignment, handed)
    ask_about_others(by_student)
    print_lines(run.lines)
    print_who_is_missing(run)
    for sentence in sentences:
        print(sentence)
    return 1 if any(line.person for line in run.lines) or not is_done else 0


def refuse_own_folders(paths):
    """Stop if what is named is this project: collecting would find its own files."""
    own = keep.SUBMITTED.resolve()
    for path in map(Path, paths):
        whole = path.resolve()
        if whole == own or own in whole.parents or whole in own.parents:
            raise SystemExit(
                f"{path} is where submissions are kept: name the zip or the folder from the "
                "platform, outside of this project or in a folder of its own."
            )


def look_at(source, run):
    """Note for each file of a source whose it is and of which assignment."""
    records = whose.read_records(source)
    crowded = whose.find_crowded(source, run.names)
    for incoming in source.files:
        line = Line(incoming.shown)
        run.lines.append(line)
        if platforms.is_left_by_system(incoming.parts):
            line.say("not a submission, left out")
            continue
        version = look_into(incoming, line, run)
        owners = whose.owners_of(incoming.parts, run.names, run.students, records, crowded)
        for owner in owners:
            own = version and replace(version, record=dict(version.record))
            run.handed[line.assignment].append(Handed(line, owner, own))
        if crowded & set(incoming.parts[:-1]) and not owners:
            line.say(
                "in a folder with several students' files: collect that folder by itself", True
            )
        elif not owners and not incoming.refused:
            line.say("no student's name: put it into a folder with the student's name", True)


def look_into(incoming, line, run):
    """Return the version of the notebook in a file; None, and why, if there is none to grade."""
    name = incoming.parts[-1]
    only = run.names[0] if len(run.names) == 1 else ""
    line.assignment = run.chosen or named_in(name, run.names) or only
    if incoming.refused:
        line.say(f"refused, {incoming.refused}", person=True)
        return None
    try:
        data = incoming.read()
        node = recognise.read_notebook(data, name)
    except (Unreadable, recognise.NotNotebook) as error:
        # A picture beside a notebook needs nobody; what should be the notebook does.
        line.say(f"not taken, {error}", person=".ipynb" in name.lower())
        return None
    line.assignment, sentence = find_assignment(node, name, run)
    if sentence:
        line.say(sentence, person=True)
    if not line.assignment:
        return None
    modified = incoming.modified or keep.NEVER
    record = {
        "from": incoming.shown,
        "handed_in": incoming.entry_time,
        "sha256": keep.hash_of(data),
        "modified": modified.isoformat(),
    }
    position = len(run.lines)
    return keep.Version(record["sha256"], incoming.read, record, modified, position=position)


def find_assignment(node, name, run):
    """Return the assignment of a notebook, or "", and a sentence if a person should look."""
    found = recognise.recognise(node, run.known, run.chosen or named_in(name, run.names))
    if run.chosen and found and found != run.chosen:
        return "", f"another assignment's notebook: {found}, not {run.chosen}"
    if run.chosen and not found:
        return run.chosen, f"hardly a cell of {run.chosen} in it: look at it"
    if not found:
        return "", (
            "of no assignment here, as far as its cells tell: ask for the right notebook, or "
            "name the assignment with --assignment"
        )
    return found, ""


def named_in(name, names):
    """Return the assignment that a file is called after, "" if there is none or are several."""
    text, without = platforms.bare(name), platforms.without_assignments
    found = [one for one in names if without(text, [one]) != without(text, [])]
    longest = max(found, key=len, default="")
    return longest if all(one in longest for one in found) else ""


def group_by_student(run):
    """Return the files by student's folder and assignment; name the students in the lines."""
    found = defaultdict(list)
    for assignment, handed in run.handed.items():
        numbers = defaultdict(set)
        for one in handed:
            if one.owner.number:
                numbers[folder_of(one.owner.name)].add(one.owner.number)
        for one in handed:
            student, sentence = whose.choose_folder(one.owner, assignment, numbers, run.students)
            if sentence:
                one.line.say(sentence, person=True)
            one.line.students.append(student)
            found[student, assignment].append(one)
    return found


def ask_about_others(by_student):
    """Ask for a person where a student has files of no known assignment, and no notebook."""
    with_notebook = {
        student for (student, _), ones in by_student.items() for o in ones if o.version
    }
    for (student, assignment), handed in by_student.items():
        for one in handed:
            if not assignment and student not in with_notebook:
                one.line.person = True


def print_who_is_missing(run):
    """Print for each assignment of this run who of the roster handed in nothing."""
    for name in sorted({run.chosen or one.assignment for one in run.lines} - {""}):
        missing = [
            one.id
            for one in run.students
            if not notebook_of(keep.SUBMITTED / one.folder, name).exists()
            and not keep.read_record(keep.folder_for(one.folder, name))
        ]
        if run.students:
            print_missing(name, missing, run.students)
