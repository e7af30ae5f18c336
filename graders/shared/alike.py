"""Which cell of a submission is this one of the released notebook, where nothing says so any more?

Who copies cells into a new notebook loses what the grader wrote into them. Then the text tells:
the same text, the same first line, or, for an answer, the same function.
"""

import re

from grading import suspicious
from grading.suspicious import read_grading, text_of

DEFINED = re.compile(r"^(?:(?:async +)?def|class) +(\w+)|^(\w+) *(?::[^=\n]+)?=(?!=)", re.MULTILINE)
SHORT = 8  # letters: so short a first line is like many others


def find_alike(released, number, cells):
    """Return the cell of `cells` that is the released notebook's cell `number`, None if none is.

    The last one counts, as in a kernel. `cells` are those that may be meant. What another released
    cell has in common with this one tells nothing.
    """
    cell, others = released[number], [*released[:number], *released[number + 1 :]]
    texts = {*map(text_of, others)} - {text_of(cell)}
    free = [one for one in reversed(cells) if one["cell_type"] == cell["cell_type"]]
    free = [one for one in free if text_of(one) not in texts]
    tests = [suspicious.is_same, have_one_text]
    if cell["cell_type"] == "code":
        beginning, names = first_line(cell), find_names(cell)
        if len(beginning) > SHORT and beginning not in map(first_line, others):
            tests.append(lambda one, _: first_line(one) == beginning)
        if is_answer(cell):
            names -= set().union(*map(find_names, others))
            tests.append(lambda one, _: bool(find_names(one) & names))
    for test in tests:
        if found := next((one for one in free if test(one, cell)), None):
            return found
    if cell["cell_type"] == "markdown" and is_answer(cell):
        return find_below(released, number, cells)
    return None


def find_lost(submission, released):
    """Return a sentence for each cell of nbgrader's for an answer that is not in a submission.

    Both are notebooks of nbformat 4.
    """
    cells, said = released.cells, []
    there = {read_grading(cell).get("grade_id") for cell in submission.cells}
    for number, cell in enumerate(cells):
        is_there = read_grading(cell).get("grade_id") in there
        if is_answer(cell) and not is_there and not find_alike(cells, number, submission.cells):
            name = repr(suspicious.first_words(cell))
            said.append(f"cell {number + 1}: {name}, released there for an answer, is missing")
    return said


def is_answer(cell):
    """Return whether students write in this cell of nbgrader's."""
    return bool(read_grading(cell).get("solution"))


def have_one_text(one, other):
    """Return whether both say the same."""
    return text_of(one) == text_of(other) != ""


def first_line(cell):
    """Return with what a cell begins."""
    return text_of(cell).partition("\n")[0]


def find_names(cell):
    """Return the names that the code of a cell gives to something."""
    return {a or b for a, b in DEFINED.findall(text_of(cell))}


def find_below(released, number, cells):
    """Return the first text below the heading of an answer that is not in the released notebook."""
    given = {text_of(cell) for cell in released}
    above = [text_of(cell) for cell in released[:number] if cell["cell_type"] == "markdown"]
    texts = [text_of(cell) for cell in cells]
    if not above or above[-1] not in texts:
        return None
    below = cells[texts.index(above[-1]) + 1 :]
    candidate = next((cell for cell in below if cell["cell_type"] == "markdown"), None)
    return candidate if candidate and text_of(candidate) not in given else None
