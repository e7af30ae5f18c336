"""Checks that say what is missing and let the notebook run on.

Students read the hint; a grader has the check as its teacher wrote it, which raises. A copy of
this file lies in `grading/` of an assignment, where nbgrader's release needs it.
"""

from __future__ import annotations

import ast
import re
import textwrap

# What IPython runs wherever a statement may stand.
LINE_MAGIC = re.compile(r"^([ \t]*)(?:%(?!%)|!).*", re.MULTILINE)
TITLE = re.compile(r"(?:# @title .*\n)?")
AFTER = """except AssertionError as hint:
    print(hint.args[0] if hint.args else "Not yet.")
except Exception as problem:
    print(f"Not yet. {type(problem).__name__}: {problem}")"""


def say_instead_of_stopping(check: str) -> str:
    """Return a check that prints what is missing and lets the notebook run on.

    One that would say something else when it is indented, or asserts nothing, stays as it is.
    The title of a folded cell stays in its first line, the only one where Colab finds it.
    """
    title = TITLE.match(check)[0]
    rest = check.removeprefix(title)
    body = indent(rest) if "assert" in rest else None
    return f"{title}try:\n{body}\n{AFTER}" if body else check


def indent(source: str) -> str | None:
    """Return the code one step further to the right, None if it would say something else there.

    So do texts over several lines, and `%%bash` and its like; nothing but comments is no block.
    """
    indented = textwrap.indent(source, "    ")
    try:
        [block] = ast.parse("if 1:\n" + LINE_MAGIC.sub(r"\1pass", indented)).body
        before = ast.parse(LINE_MAGIC.sub(r"\1pass", source)).body
    except (SyntaxError, ValueError):
        return None
    return indented if [*map(ast.dump, block.body)] == [*map(ast.dump, before)] else None
