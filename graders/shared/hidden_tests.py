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
# What a test says: the text between quotes, without what an f-string puts in.
SAID = re.compile(r"\"([^\"]*)\"|'([^']*)'")
FILLED_IN = re.compile(r"\{[^}]*\}")
TELLING = re.compile(r"(\w+\W+){2}\w")  # three words: one or two would be everywhere


def read_hidden(assignment: str) -> leak_gate.Secrets:
    """Return the lines of the hidden tests of an assignment, and what they say."""
    cells = map(without_solution, read_cells(notebook_of("source", assignment)))
    secrets = leak_gate.read_secrets([{"cells": list(cells)}])
    released = "\n".join(map(text_of, read_cells(notebook_of("release", assignment))))
    said = [one for line in secrets.values() for one in find_said(line)]
    secrets.update(forget_known({leak_gate.squeeze(one): one for one in said}, released))
    return secrets


def find_said(line: str) -> list[str]:
    """Return what a line of a test says where it fails, in pieces."""
    texts = [double or single for double, single in SAID.findall(line)]
    pieces = [piece for text in texts for piece in FILLED_IN.split(text)]
    return [piece.strip() for piece in pieces if TELLING.search(piece)]


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
