"""Which of a student's files counts, and what becomes of the others."""

from dataclasses import dataclass

from grading import keep
from grading.platforms import Owner
from grading.table import Line


@dataclass
class Handed:
    """A file of a student."""

    line: Line
    owner: Owner
    version: keep.Version | None = None
    """None if it cannot be graded."""


def settle(student, assignment, handed):
    """Keep the newest of the files of one student, the others aside, and say so."""
    good = [one for one in handed if one.version]
    current = keep.current_version(student, assignment)
    if not good:
        if not current:
            keep_problem(keep.folder_for(student, assignment), handed)
        return
    for one in good:
        add_what_is_told(one.version, one.owner)
    by_age = sorted(good, key=lambda one: (one.version.order, one.version.modified))
    different = {one.version.sha256: one for one in by_age}
    for one in good:
        if different[one.version.sha256] is not one:
            one.line.say("the same file once more")
    # A teacher may have repaired what is there: the file that it was is no new one.
    there = {current.sha256, current.record.get("sha256")} if current else set()
    fresh = [one.version for sha, one in different.items() if sha not in there]
    ordered, is_tied = keep.newest(fresh + ([current] if current else []))
    for sha, one in different.items():
        say_what_it_is(one, ordered[0], current, sha in there)
        if is_tied and one.version in ordered[:2]:
            one.line.say("no telling which of two is newer: look at both", person=True)
    for sha, one in different.items():
        if one.version is not ordered[0] and not (sha in there and ordered[0] is current):
            keep.keep_earlier(one.version, student, assignment)
    if ordered[0] is not current:
        keep.keep(ordered[0], student, assignment)
    elif current.sha256 in different and current.record.get("sha256") != current.sha256:
        keep.write_record(
            keep.folder_for(student, assignment), different[current.sha256].version.record
        )


def add_what_is_told(version, owner):
    """Add to a version what the platform tells of it."""
    version.order = owner.order
    # Only Moodle's entries may have the time of handing in; Drive's have that of the last change.
    of_entry = version.record["handed_in"] if owner.number.startswith("moodle:") else ""
    handed_in = owner.handed_in or of_entry
    told = {"name": owner.name, "number": owner.number, "order": owner.order}
    version.record |= {"handed_in": handed_in, **told}
    version.record |= {"late": True} if owner.is_late else {}
    if owner.handed_in:
        version.modified = keep.read_time(owner.handed_in)
        version.record["modified"] = owner.handed_in


def say_what_it_is(one, newest, current, is_there):
    """Say what becomes of a file."""
    if one.version is newest:
        one.line.say("replaces an older one, kept in earlier/" if current else "collected")
    elif is_there and newest is current:
        one.line.say("up to date")
    else:
        one.line.say("an older one, kept in earlier/")


def keep_problem(folder, handed):
    """Note that a student handed in nothing that can be graded: not the same as nothing."""
    last = handed[-1]
    for one in handed:
        one.line.person = True
    record = {
        "from": last.line.shown,
        "handed_in": last.owner.handed_in,
        "problem": "; ".join(last.line.did),
        "name": last.owner.name,
        "number": last.owner.number,
    }
    if keep.read_record(folder) != record:
        keep.write_record(folder, record)
