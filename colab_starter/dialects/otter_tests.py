"""Tests of otter as checks and hidden tests that fail by themselves, with their points.

otter compares what a test prints; a check fails at an `assert`. So a test that is only a
comparison becomes an `assert`, and one whose value nobody can tell is refused.
"""

from __future__ import annotations

import ast
import re

import yaml
from nbformat import from_dict

from colab_starter.dialects.items import Item, make_check, wrap
from colab_starter.editions import drop_hidden, drop_lines, drop_prints
from colab_starter.marks import BEGIN_HIDDEN, END_HIDDEN

BEGIN_CONFIG = re.compile(r"(?:.\s*=\s*)?\"\"?\"?\s*#\s*BEGIN\s*TEST\s*CONFIG.*", re.IGNORECASE)
END_CONFIG = re.compile(r"\"\"?\"?\s*#\s*END\s*TEST\s*CONFIG.*", re.IGNORECASE)
HIDDEN = re.compile(r"\s*#.*\bhidden\b.*", re.IGNORECASE)
TRUTHS = re.compile(r"is[a-z_]*|all|any|all_?close|array_equal|callable|hasattr|bool|equals")


def read_tests(tests: list[Item], items: list[Item], kept: list[Item]) -> tuple[list, list]:
    """Return the tests, each as the cell that shows it, and `kept` without those shown twice."""
    shown = []
    for test in tests:
        twin = read_test(test, items)
        shown.append(twin or test)
        if twin:
            kept = [item for item in kept if item is not test]
    return shown, kept


def read_test(test: Item, items: list[Item]) -> Item | None:
    """Note what a test is; return the plain cell, if any, that shows the same to students."""
    config, source, hidden = split_config(test)
    test.points = config.get("points")
    if hidden and (twin := find_twin(drop_hidden(source), test, items)):
        twin.points = test.points
        twin.source = "\n".join([twin.source, *regions_of(source)])
        return make_check(twin)
    test.source = asserting(test, drop_lines(source, BEGIN_HIDDEN, END_HIDDEN))
    if hidden:
        test.source = wrap(test.source, BEGIN_HIDDEN, END_HIDDEN)
    make_check(test)
    return None


def split_config(test: Item) -> tuple[dict, str, bool]:
    """Return a test's settings, its code, and whether it is hidden."""
    lines = test.source.split("\n")
    if not BEGIN_CONFIG.fullmatch(lines[0]):
        hidden = bool(HIDDEN.fullmatch(lines[0]))
        return {}, "\n".join(lines[hidden:]), hidden
    end = next((i for i, line in enumerate(lines) if END_CONFIG.fullmatch(line)), None)
    try:
        config = yaml.safe_load("\n".join(lines[1:end])) or {}
    except yaml.YAMLError:
        config = None
    if end is None or not isinstance(config, dict):
        test.refuse('begin the test with """ # BEGIN TEST CONFIG, settings, """ # END TEST CONFIG.')
    return config, "\n".join(lines[end + 1 :]), bool(config.get("hidden"))


def regions_of(source: str) -> list[str]:
    """Return the lines of a test that students do not see, with their marks."""
    lines = source.split("\n")
    begins = [i for i, line in enumerate(lines) if line.strip() == BEGIN_HIDDEN]
    ends = [i for i, line in enumerate(lines) if line.strip() == END_HIDDEN]
    return [line for begin, end in zip(begins, ends) for line in lines[begin : end + 1]]


def find_twin(source: str, test: Item, items: list[Item]) -> Item | None:
    """Return the plain cell that this program wrote beside the test, for students to run."""
    for item in items:
        free = item.is_code and item is not test and item.part in (None, "check")
        if free and as_test(item) == source:
            return item
    return None


def as_test(item: Item) -> str | None:
    """Return the code that `editions.otter_test` makes of a cell, None if it could not."""
    try:
        return drop_prints(item.source)
    except SyntaxError:
        return None


def asserting(test: Item, source: str) -> str:
    """Return a test whose comparisons are asserted, and whose function is called."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        test.refuse("this test is no Python: tests that a program runs have to be.")
    if len(body) == 1 and isinstance(body[0], ast.FunctionDef):
        return f"{source}\n\n{call_of(body[0])}"
    printed, last = output_of(test), body[-1] if body else None
    for statement in reversed(body):
        if isinstance(statement, ast.Expr) and not is_harmless(statement.value):
            source = assert_value(test, source, statement, printed, statement is last)
        printed = None  # only the last value of a cell is its output
    return source


def output_of(test: Item) -> str | None:
    """Return what the test showed as its value when the notebook was saved."""
    outputs = [output.get("data", {}) for output in test.cell.get("outputs", [])]
    test.cell = from_dict({**test.cell, "outputs": []})
    return outputs[-1].get("text/plain") if outputs else None


def assert_value(
    test: Item, source: str, statement: ast.Expr, printed: str | None, is_last: bool
) -> str:
    """Return the test with one of its values asserted, as far as one can tell what it should be."""
    value = ast.get_source_segment(source, statement)
    if printed not in (None, "True"):
        value = f"repr(({value})) == {printed!r}"
    elif not printed and not is_truth(statement.value):
        if not is_last:  # otter does not look at this value either
            return source
        test.refuse(
            f"nobody can tell which value {value!a} should have: write assert, the value, == and "
            "the right one."
        )
    return put_in(source, statement, f"assert {value}")


def put_in(source: str, statement: ast.Expr, text: str) -> str:
    """Return the source with other text instead of a statement; its columns count bytes."""
    lines = source.encode().split(b"\n")
    first, last = statement.lineno - 1, statement.end_lineno - 1
    before, after = lines[first][: statement.col_offset], lines[last][statement.end_col_offset :]
    lines[first : last + 1] = [before + text.encode() + after]
    return b"\n".join(lines).decode()


def call_of(function: ast.FunctionDef) -> str:
    """Return a call of a test, which takes what it tests by name."""
    names = [argument.arg for argument in function.args.args]
    arguments = ", ".join("globals()" if name == "env" else name for name in names)
    return f"{function.name}({arguments})"


def is_harmless(value: ast.expr) -> bool:
    """Return whether a statement compares nothing: a text, or a call of a test or of print."""
    if isinstance(value, ast.Call):
        name = ast.unparse(value.func).rpartition(".")[2]
        return not TRUTHS.fullmatch(name) and bool(re.match(r"test|assert|print|check", name))
    return isinstance(value, ast.Constant) and value.value in (None, ...) or is_text(value)


def is_text(value: ast.expr) -> bool:
    """Return whether a statement is only a text."""
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def is_truth(value: ast.expr) -> bool:
    """Return whether an expression is true or false, as far as one can see."""
    if isinstance(value, ast.BoolOp):
        return all(map(is_truth, value.values))
    if isinstance(value, ast.UnaryOp):
        return isinstance(value.op, ast.Not)
    if isinstance(value, ast.Call):
        return bool(TRUTHS.fullmatch(ast.unparse(value.func).rpartition(".")[2]))
    return isinstance(value, ast.Compare)


def share_points(question: Item, tests: list[Item], points: object) -> None:
    """Give each test its points, as otter shares those of a question."""
    if isinstance(points, dict):
        points = points.get("each", 1) * len(tests)
    if isinstance(points, list):
        if len(points) != len(tests):
            question.refuse(
                f"points: lists {len(points)} numbers, but there are {len(tests)} tests."
            )
        for test, number in zip(tests, points):
            test.points = number
        points = None
    check_points(question, points)
    for test in tests:
        check_points(test, test.points)
    share(tests, points)


def check_points(item: Item, points: object) -> None:
    """Raise ValueError if there are points, but they are no number."""
    if points is not None and (type(points) not in (int, float) or points < 0):
        item.refuse(f"{points!a} is not a number of points: write one behind points:.")


def share(tests: list[Item], total: float | None) -> None:
    """Give each test without points of its own the same part of the rest, in place."""
    known = sum(test.points or 0 for test in tests)
    rest = [test for test in tests if test.points is None]
    if total is None:
        total = known or 1
    for test in rest:
        test.points = even((total - known) / len(rest)) if total > known else 0


def even(number: float) -> float:
    """Return a whole number as one."""
    return int(number) if number == int(number) else number
