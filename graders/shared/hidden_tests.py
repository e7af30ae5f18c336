"""Keeps what only the teacher may see out of texts that students get: the hidden tests.

The gate's own rules say which lines of source/ these are (`leak_gate.py`), so that a page of
feedback is as tight as a release. The teacher's solutions do not count here: who solved an
exercise may have written the same.
"""

import re

from grading import leak_gate
from grading.answers import read_cells, text_of
from grading.assignments import notebook_of

COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
TEST = re.compile(r"#\s*(BEGIN|END)\s+HIDDEN\s+TESTS?\b", re.IGNORECASE)
NOT_A_TEST = re.compile(r"#\s*(BEGIN|END)\s+(SOLUTIONS?|PROMPT)\b", re.IGNORECASE)
CUT = "[not shown]"


def read_hidden(assignment: str, submitted: str = "") -> leak_gate.Secrets:
    """Return the lines of the hidden tests of an assignment, less what was handed in itself.

    What stands in the text that a student handed in is no secret to this student.
    """
    cells = map(without_solution, read_cells(notebook_of("source", assignment)))
    secrets = leak_gate.read_secrets([{"cells": list(cells)}])
    return forget_known(secrets, submitted)


def forget_known(secrets: leak_gate.Secrets, text: str) -> leak_gate.Secrets:
    """Return the secrets that do not stand in a text."""
    known = leak_gate.squeeze(text)
    return leak_gate.Secrets({key: line for key, line in secrets.items() if key not in known})


def without_solution(cell: dict) -> dict:
    """Return a cell of source/ as if its solution were no secret."""
    source, metadata = "".join(cell["source"]), cell["metadata"]
    if isinstance(grading := metadata.get("nbgrader"), dict):
        metadata = {**metadata, "nbgrader": {**grading, "solution": False}}
    lines = [line for line in source.split("\n") if not NOT_A_TEST.search(line)]
    return {**cell, "source": "\n".join(lines), "metadata": metadata}


def hides_tests(cell: dict) -> bool:
    """Return whether hidden tests stand in this cell."""
    return bool(TEST.search(text_of(cell)))


def cut_regions(source: str) -> str:
    """Return the text of a cell without what stands between BEGIN and END of hidden tests."""
    kept, inside = [], False
    for line in source.split("\n"):
        if mark := TEST.search(line):
            inside = mark[1].upper() == "BEGIN"
        elif not inside:
            kept.append(line)
    return "\n".join(kept).rstrip()


def cut_lines(text: str, secrets: leak_gate.Secrets) -> str:
    """Return a text without the lines that hold a line of a hidden test.

    All of the text is cut where one is broken over several lines.
    """

    def holds(piece: str) -> bool:
        return bool(leak_gate.find_secrets([COLOURS.sub("", piece)], secrets))

    if not holds(text):
        return text
    kept = [CUT if holds(line) else line for line in text.split("\n")]
    kept = [line for before, line in zip([None, *kept], kept) if (before, line) != (CUT, CUT)]
    return CUT if holds("\n".join(kept)) else "\n".join(kept)
