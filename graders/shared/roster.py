"""Who is in the class: roster.csv, if there is one."""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from grading.names import folder_of, is_safe, joined_forms, tidy, words_of

ROSTER = Path("roster.csv")
# What platforms call these columns, the most telling first.
IDS = ("student id", "id number", "username", "sis login id", "sis user id", "login id", "sid")
NAMES = ("name", "full name", "student name")
FIRST, LAST = ("first name", "given name"), ("surname", "last name", "family name")
EMAILS = ("email", "email address", "e-mail")
# Moodle's grading worksheet and Canvas' gradebook have the numbers of their files' names.
NUMBERS = (("moodle", "identifier"), ("canvas", "id"))


@dataclass(frozen=True)
class Student:
    """A student of the roster."""

    id: str
    name: str
    email: str = ""
    number: str = ""
    """By which a platform knows this student, such as canvas:123."""

    @property
    def folder(self):
        """The name of this student's folders below submitted/ and graded/."""
        return self.id if is_safe(self.id) else folder_of(self.id)


class Roster(tuple):
    """The students of a class, each found at once: a course may have ten thousand."""

    @cached_property
    def folders(self):
        """The students' folders, without case."""
        return {one.folder.casefold() for one in self}

    @cached_property
    def index(self):
        """Students by everything that may stand for one."""
        found = defaultdict(dict)
        for one in self:
            for key in keys_of(one):
                found[key][one] = None  # a set that keeps the order
        return found

    @cached_property
    def by_word(self):
        """Students by the words of their id and of their name."""
        found = defaultdict(dict)
        for one in self:
            for text in (one.id, one.name):
                for word in words_of(text)[1]:
                    found[word][one] = None
        return found


def keys_of(one):
    """Return everything that may stand for a student."""
    yield from (("number", one.number), ("id", one.id.casefold()), ("email", one.email.casefold()))
    yield "folder", folder_of(one.id)
    if one.name:
        yield from enumerate(words_of(one.name))
        yield from (("joined", form) for form in joined_forms(one.name))


def read_roster(path=ROSTER):
    """Return the students of a CSV file as a Roster, an empty one if there is no file.

    Takes columns `student` (id), `name`, `email`, or what Moodle and Canvas export.
    Exits with one sentence if the file has no student, or one id for two.
    """
    if not path.exists():
        return Roster()
    students = [read_student(row) for row in read_rows(path)]
    students = Roster(dict.fromkeys(one for one in students if one))
    if not students:
        raise SystemExit(f"{path} names no student: its first line needs student,name,email.")
    seen = {}
    for one in students:
        other = seen.setdefault(one.folder.casefold(), one)
        if other != one:
            raise SystemExit(
                f"{path} has the id {one.id} twice, for {other.name or 'one student'} and for "
                f"{one.name or 'another'}: give each student an id."
            )
    return students


def read_rows(path):
    """Return the rows of a CSV file, as dicts with names of columns in lower case."""
    lines = decode(path.read_bytes()).splitlines()
    # A spreadsheet writes semicolons where the comma is for decimals.
    separator = max(",;\t", key=lines[0].count) if lines else ","
    rows = csv.DictReader(lines, delimiter=separator)
    return [
        {(key or "").strip().lower(): (value or "").strip() for key, value in row.items() if key}
        for row in rows
    ]


def decode(data):
    """Return text as Excel, Numbers and platforms write it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_student(row):
    """Return the student of a row; None for a row that is about none."""

    def first(columns):
        return next((row[column] for column in columns if row.get(column)), "")

    name = first(NAMES) or f"{first(FIRST)} {first(LAST)}".strip()
    identity, student = first(IDS), row.get("student", "")
    if student and not name and row.keys() & {*IDS, "id"}:  # Canvas calls the name so
        name = student
    elif student:
        identity = student
    if "points possible" in name.casefold():  # Canvas' second line
        return None
    name, email = tidy(name), first(EMAILS)
    identity = identity or row.get("id", "") or email or name
    platform, column = next((pair for pair in NUMBERS if row.get(pair[1])), ("", ""))
    digits = re.findall(r"\d+$", row.get(column, ""))
    # A school's own number may be another student's number on the platform.
    number = f"{platform}:{digits[0]}" if digits and digits[0] != identity else ""
    return Student(identity, name, email, number) if identity else None


def find(students, name="", number="", email="", identity=""):
    """Return the students of a Roster who may be meant: one if it is clear, none if nobody."""
    words = words_of(name) if name else ()
    tests = [
        [("number", number)],
        [("id", identity.casefold())],
        [("email", email.casefold())],
        [("email", name.casefold())],
        [("folder", folder_of(name)), (0, words[0])] if words and words[0] else [],
        *([(level, spelled)] for level, spelled in enumerate(words) if level and spelled),
        [("joined", form) for form in joined_forms(name)] if len(joined_forms(name)) == 1 else [],
    ]
    for keys in tests:
        found = {one: None for key in keys if key[1] for one in students.index.get(key, ())}
        if found:
            return list(found)
    return []


def find_within(students, text):
    """Return the students whose id or whole name stands somewhere in a file's name."""
    around = set(words_of(text)[1])
    likely = {one: None for word in around for one in students.by_word.get(word, ())}
    by_id = [one for one in likely if around.issuperset(words_of(one.id)[1])]
    by_name = [one for one in likely if one.name and around.issuperset(words_of(one.name)[1])]
    return by_id or by_name
