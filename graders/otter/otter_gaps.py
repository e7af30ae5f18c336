"""What otter does not know of the students' notebook: other gaps than three dots, soft checks."""

import ast
import json
import re

from grading.gaps import fill_gaps, is_dropped, stubs_of
from grading.soften import say_instead_of_stopping

HIDDEN = re.compile(r"^\s*#+ *BEGIN HIDDEN TEST.*?END HIDDEN TEST[^\n]*$", re.I | re.M | re.S)


def complete(student, source):
    """Give the students' notebook its gaps, and checks that do not stop it; both are paths."""
    theirs = json.loads(student.read_text("utf-8"))
    cells = json.loads(source.read_text("utf-8"))["cells"]
    theirs["cells"] = give_gaps(cells, theirs["cells"])
    soften_checks(cells, theirs["cells"])
    text = json.dumps(theirs, indent=1, ensure_ascii=False) + "\n"
    student.write_text(text, encoding="utf-8", newline="\n")


def give_gaps(source, student):
    """Return the students' cells with the gaps that the source asks for; otter has only dots."""
    texts = {cell.get("id"): "".join(cell["source"]) for cell in source}
    left = drop_answers(student)
    for cell in left:
        filled = fill_gaps(texts.get(cell.get("id"), ""), stubs_of(cell))
        if filled is not None:
            cell["source"] = filled.splitlines(keepends=True)
    return left


def drop_answers(cells):
    """Return the cells without those that students do not get, and otter's marks around them."""
    dropped = {number for number, cell in enumerate(cells) if is_dropped(cell)}
    for number in [*dropped]:
        around = {number - 1: "<!-- BEGIN QUESTION", number + 1: "<!-- END QUESTION"}
        if all("".join(cells[n]["source"]).startswith(mark) for n, mark in around.items()):
            dropped |= around.keys()
    return [cell for number, cell in enumerate(cells) if number not in dropped]


def soften_checks(source, student):
    """Let checks print what is missing, in place: cells that stand in the source as a test, too."""
    texts = ["".join(cell["source"]) for cell in source if cell["cell_type"] == "code"]
    tests = {meaning_of(text) for text in texts if "BEGIN TEST CONFIG" in text} - {""}
    for cell in student:
        text = "".join(cell["source"])
        if cell["cell_type"] == "code" and meaning_of(text) in tests:
            cell["source"] = say_instead_of_stopping(text).splitlines(keepends=True)


def meaning_of(source):
    """Return what code does, less what it prints, its settings, and what students do not see."""
    try:
        body = ast.parse(HIDDEN.sub("", source)).body
    except (SyntaxError, ValueError):
        return ""
    return "\n".join(ast.unparse(one) for one in body if not says_only(one))


def says_only(statement):
    """Return whether a statement is a text of its own, or prints."""
    value = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(value, ast.Call):
        return ast.unparse(value.func) == "print"
    return isinstance(value, ast.Constant)
