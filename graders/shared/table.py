"""What is printed of files that were collected: a line for each, and who is missing."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Line:
    """A file, and what became of it."""

    shown: str
    students: list[str] = field(default_factory=list)
    assignment: str = ""
    did: list[str] = field(default_factory=list)
    person: bool = False
    """Whether somebody has to look at it."""

    def say(self, did, person=False):
        """Add what was done, once: a group's file has several students."""
        if did not in self.did:
            self.did.append(did)
        self.person |= person


def print_lines(lines):
    """Print the table: file, student, assignment, what was done."""
    rows = [
        (one.shown, ", ".join(one.students) or "?", one.assignment or "?", "; ".join(one.did))
        for one in lines
    ]
    widths = [min(60, max((len(row[n]) for row in rows), default=0)) for n in range(3)]
    for line, row in zip(lines, rows):
        cells = (printable(text).ljust(width) for text, width in zip(row, [*widths, 0]))
        print("!" if line.person else " ", "  ".join(cells).rstrip())
    counts = Counter(line.did[-1].partition(":")[0] for line in lines)
    print(f"\n{len(lines)} files: " + ", ".join(f"{n} {did}" for did, n in counts.most_common()))
    if people := sum(line.person for line in lines):
        print(f"{people} need a person: the lines with !")


def printable(text):
    """Return text on one line: a file's name may hold line ends and codes for the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def print_missing(assignment, missing, students):
    """Print who of the roster handed in nothing."""
    print(f"{assignment}: {len(missing)} of {len(students)} missing", *missing, sep="\n  ")
