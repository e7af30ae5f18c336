"""The README's table of tricks, made from the sections and from the tests that execute them.

python -m tools.trick_table README.md    # writes the table between its two marks
"""

from __future__ import annotations

import ast
import functools
import sys
from pathlib import Path

from tests.toolbox.toolbox_cells import find_files

TESTS = Path(__file__).resolve().parent.parent / "tests" / "toolbox"
BEGIN, END = "<!-- toolbox: begin -->", "<!-- toolbox: end -->"


@functools.cache
def find_tests() -> dict[str, list[str]]:
    """Return for each trick the tests marked with it, as `file::function`, the closest first."""
    tests: dict[str, list[tuple[int, str]]] = {}
    for path in sorted(TESTS.glob("test_*.py")):
        for function in ast.parse(path.read_text("utf-8")).body:
            for mark in getattr(function, "decorator_list", []):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.trick":
                    for title in mark.args:
                        found = (len(mark.args), f"{path.name}::{function.name}")
                        tests.setdefault(title.value, []).append(found)
    # A test of several tricks comes after those of this trick alone.
    return {
        title: [name for _, name in sorted(found, key=lambda pair: pair[0])]
        for title, found in tests.items()
    }


def make_table() -> str:
    """Return the Markdown table: a row for each trick, with one test that executes it."""
    tests = find_tests()
    rows = [
        f"| {title} | `{path}` | `{tests[title][0]}` |"
        for title, path in find_files().items()
        if title in tests
    ]
    return "\n".join(["| trick | section | executed by |", "|---|---|---|", *rows])


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
