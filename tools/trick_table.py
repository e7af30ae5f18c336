"""The README's table of tricks, made from the sections and from the tests that execute them.

python -m tools.trick_table README.md    # writes the table between its two marks
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from tests.toolbox.toolbox_cells import find_files, list_steps

TESTS = Path(__file__).resolve().parent.parent / "tests" / "toolbox"
BEGIN, END = "<!-- toolbox: begin -->", "<!-- toolbox: end -->"


def find_tests() -> dict[str, list[str]]:
    """Return for each step id the tests marked with it, as `file::function`, in file order."""
    tests: dict[str, list[str]] = {}
    for path in sorted(TESTS.glob("test_*.py")):
        for function in ast.parse(path.read_text("utf-8")).body:
            for mark in getattr(function, "decorator_list", []):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.step":
                    for step in mark.args:
                        tests.setdefault(step.value, []).append(f"{path.name}::{function.name}")
    return tests


def make_table() -> str:
    """Return the Markdown table: one row for each trick and the first test of each of its steps."""
    tests, files = find_tests(), find_files()
    rows: dict[str, list[str]] = {}
    for step, titles in list_steps().items():
        for title in titles:
            rows.setdefault(title, []).extend(tests.get(step, [])[:1])
    lines = ["| trick | section | executed by |", "|---|---|---|"]
    for title, path in files.items():
        if title in rows:
            names = ", ".join(f"`{name}`" for name in dict.fromkeys(rows[title]))
            lines.append(f"| {title} | `{path}` | {names} |")
    return "\n".join(lines)


def write_table(text: str) -> str:
    """Return the text with the table between BEGIN and END; ValueError without these marks."""
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{BEGIN} and {END} are missing")
    return f"{before}{BEGIN}\n{make_table()}\n{END}{after}"


if __name__ == "__main__":
    readme = Path(sys.argv[1])
    readme.write_text(write_table(readme.read_text("utf-8")), "utf-8")
