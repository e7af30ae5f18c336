"""What a check says to a student who made a mistake: each its own, and never the solution."""

from __future__ import annotations

import ast
import functools
import json
import re
import subprocess
import sys
import textwrap
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from colab_starter.answers import every_combination
from colab_starter.editions import drop_hidden, drop_lines, replace_regions
from colab_starter.marks import (
    BEGIN_HIDDEN,
    BEGIN_SOLUTION,
    END_HIDDEN,
    END_SOLUTION,
    name_of,
    part_of,
)
from colab_starter.sections import read_cells
from colab_starter.soften import say_instead_of_stopping

TABLE = tomllib.loads(Path(__file__).with_name("wrong_answers.toml").read_text("utf-8"))
# What the notebook has imported when a student comes to the exercises.
BEFORE = {
    "keras": "import numpy as np\nimport keras\nfrom keras import layers",
    "pytorch": "import numpy as np\nimport torch\nfrom torch import nn",
}
EXERCISES = [
    (framework, exercise)
    for exercise in TABLE["exercise"]
    for framework in BEFORE
    if framework == exercise.get("framework", framework)
]
# An exercise that both frameworks have word for word is tried in one of them.
ONCE = [
    (framework, exercise)
    for framework, exercise in EXERCISES
    if "framework" in exercise or framework == "pytorch"
]
each = pytest.mark.parametrize(
    ("framework", "exercise"), [pytest.param(f, e, id=f"{e['name']}-{f}") for f, e in ONCE]
)


@functools.cache
def parts(framework: str, name: str) -> dict[str | None, str]:
    """Return the cells of an exercise: the statement (None), `answer`, `check` and `hidden`."""
    answers = every_combination()[f"{framework}-cpu-assignment-nbgrader"]
    cells = read_cells("mnist_cnn", answers)
    return {part_of(cell): cell.source for cell in cells if name_of(cell) == name}


def write(framework: str, name: str, body: str) -> str:
    """Return the function of an exercise with this body."""
    answer = parts(framework, name)["answer"]
    return replace_regions(answer, BEGIN_SOLUTION, END_SOLUTION, [body.strip("\n")])


def with_check(framework: str, name: str, body: str) -> str:
    """Return the program of a student who wrote this body, and runs the check."""
    checks = say_instead_of_stopping(drop_hidden(parts(framework, name)["check"]))
    return "\n".join([BEFORE[framework], write(framework, name, body), checks])


def with_all_tests(framework: str, name: str, body: str) -> str:
    """Return the program that a grader runs; it stops unless the body earns all points."""
    found = parts(framework, name)
    tests = drop_lines(f"{found['check']}\n{found['hidden']}", BEGIN_HIDDEN, END_HIDDEN)
    return "\n".join([BEFORE[framework], write(framework, name, body), tests])


# What the notebook knows when it trains my_network, but with 40 pictures of noise.
LESSON = """
import json, tempfile, zlib
from pathlib import Path

def some(count):
    chance = np.random.default_rng(count)
    images = chance.integers(0, 256, (count, 28, 28)).astype("uint8")
    return images, chance.integers(0, 10, count)

train_images, train_labels = some(40)
validation_images, validation_labels = some(20)
test_images, test_labels = some(21)
plan, seed, device = {"batch_size": 20, "epochs": 1}, 1, "cpu"
class_names, data_name, runs = list("0123456789"), "noise", Path(tempfile.mkdtemp())
save_to_drive = print
model, history, predictions = "the lesson's", [{"val_accuracy": 0.5}], test_labels
"""
TRAINED = ("prepare", "network", "learning")


def with_training(framework: str, name: str, body: str) -> str:
    """Return the program that trains my_network, where this exercise alone has this body."""
    answers = every_combination()[f"{framework}-cpu-assignment-nbgrader"]
    wanted = re.compile(r"^def (describe|returned|to_mine|train_mine)\(", re.MULTILINE)
    code = [
        cell.source
        for cell in read_cells("mnist_cnn", answers)
        if cell.cell_type == "code" and wanted.search(cell.source)
    ]
    functions = [
        write(framework, other, body if other == name else solution(framework, other))
        for other in TRAINED
    ]
    last = "print(my_network == model, len([*runs.glob('*/my_report.json')]))"
    return "\n".join([BEFORE[framework], LESSON, *functions, *code, last])


def list_trainings(framework: str) -> Iterator[tuple[str, str]]:
    """Yield each exercise that a training needs, and a body for it, the right ones first."""
    exercises = [e for f, e in EXERCISES if f == framework and e["name"] in TRAINED]
    for exercise in exercises:
        for body in [*exercise["right"].values(), *exercise["wrong"].values(), "..."]:
            yield exercise["name"], body


def list_programs(framework: str, exercise: dict) -> Iterator[str]:
    """Yield what is run for an exercise: the check after all bodies, every test where it counts."""
    name = exercise["name"]
    right = [solution(framework, name), *exercise["right"].values()]
    for body in [*right, *exercise["wrong"].values(), "..."]:
        yield with_check(framework, name, body)
    for body in [*right, *list_copied(framework, name)]:
        yield with_all_tests(framework, name, body)


def list_copied(framework: str, name: str) -> list[str]:
    """Return what somebody may write who takes the code that a hint shows."""
    found = {body for code in list_code(framework, name) for body in (code, f"return {code}")}
    return sorted(body for body in found if is_python(write(framework, name, body)))


def is_python(code: str) -> bool:
    """Return whether Python understands the code."""
    try:
        ast.parse(code)
    except SyntaxError:
        return False
    return True


@functools.cache
def train_all(framework: str) -> dict[str, tuple[list[str], str]]:
    """Return for each program that trains what it printed, and which error ended it."""
    return run_all([with_training(framework, *written) for written in list_trainings(framework)])


@functools.cache
def try_all(framework: str) -> dict[str, tuple[list[str], str]]:
    """Return for each program that checks what it printed, and which error ended it."""
    programs = [
        program
        for found, exercise in ONCE
        if found == framework
        for program in list_programs(framework, exercise)
    ]
    return run_all(programs)


def run_all(programs: list[str]) -> dict[str, tuple[list[str], str]]:
    """Return for each program what it printed, and the error; all in a process of their own."""
    command = [sys.executable, Path(__file__).with_name("try_answers.py")]
    done = subprocess.run(
        command, input=json.dumps(programs), capture_output=True, text=True, check=True
    )
    return dict(zip(programs, json.loads(done.stdout.splitlines()[-1]), strict=True))


def check(framework: str, name: str, body: str) -> str:
    """Return the last line that a student reads who wrote this body, and runs the check."""
    lines, error = try_all(framework)[with_check(framework, name, body)]
    assert not error
    return lines[-1]


def is_right(framework: str, name: str, body: str) -> bool:
    """Return whether a body earns all points of an exercise."""
    return not try_all(framework)[with_all_tests(framework, name, body)][1]


def solution(framework: str, name: str) -> str:
    """Return the body of the model answer."""
    answer = parts(framework, name)["answer"]
    body = answer.partition(BEGIN_SOLUTION)[2].partition(END_SOLUTION)[0]
    return textwrap.dedent("\n".join(body.split("\n")[1:-1]))


def list_code(framework: str, name: str) -> Iterator[str]:
    """Yield all code that stands in the statement and in what the check may say."""
    found = parts(framework, name)
    yield from re.findall(r"`([^`]+)`", found[None])
    for node in ast.walk(ast.parse(found["check"])):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
            yield from re.findall(r"[\w.]+\([^)]*\)", node.value)


def test_every_exercise_that_a_program_checks_has_its_mistakes() -> None:
    for framework in BEFORE:
        answers = every_combination()[f"{framework}-cpu-assignment-nbgrader"]
        cells = read_cells("mnist_cnn", answers)
        checked = [name_of(cell) for cell in cells if part_of(cell) == "check"]
        assert sorted(checked) == sorted(e["name"] for f, e in EXERCISES if f == framework)


@each
def test_a_right_answer_is_right_in_any_words(framework: str, exercise: dict) -> None:
    name = exercise["name"]
    for body in [solution(framework, name), *exercise["right"].values()]:
        assert is_right(framework, name, body), check(framework, name, body)
        assert check(framework, name, body).endswith("this is right.")


@each
def test_each_mistake_has_a_hint_that_names_it(framework: str, exercise: dict) -> None:
    name = exercise["name"]
    hints = {said: check(framework, name, body) for said, body in exercise["wrong"].items()}
    hints["nothing yet"] = check(framework, name, "...")
    first = next(iter(exercise["wrong"]))
    assert hints.pop("nothing yet") == hints[first], "an untouched gap returns nothing"
    assert len(hints) >= 6, "the first is that nothing is returned, and five more"
    assert len(set(hints.values())) == len(hints)
    for mistake, hint in hints.items():
        assert re.match(rf"Exercise \d: {re.escape(mistake)}[.,]", hint), hint


@each
def test_no_hint_gives_the_solution_away(framework: str, exercise: dict) -> None:
    """Neither as it stands, nor for somebody who writes off all code that a hint shows."""
    name = exercise["name"]
    statement, checks = parts(framework, name)[None], parts(framework, name)["check"]
    hints = [check(framework, name, body) for body in exercise["wrong"].values()]
    shown = "".join("\n".join([statement, *hints]).split())
    last = ast.parse(solution(framework, name).replace("return ", "")).body[-1]
    for line in (solution(framework, name), ast.unparse(last)):
        if line != "table":
            assert "".join(line.split()) not in shown
    for body in list_copied(framework, name):
        assert not is_right(framework, name, body), body
    assert checks.startswith("# @title ")


# Keras traces each network anew, which takes a minute.
@pytest.mark.parametrize("framework", [pytest.param("keras", marks=pytest.mark.soak), "pytorch"])
def test_my_network_is_trained_or_it_says_which_exercise_is_open(framework: str) -> None:
    """Whatever students write, the notebook runs on, and the table has at most one row of theirs."""
    right = {body for e in TABLE["exercise"] for body in e["right"].values()}
    for name, body in list_trainings(framework):
        lines, error = train_all(framework)[with_training(framework, name, body)]
        assert not error, f"{body}\n{error}"
        is_open = [line for line in lines if re.match(r"Exercise [1-3] is open: .+\.$", line)]
        assert lines[-1] == ("True 0" if is_open else "False 1"), lines
        assert len(is_open) == sum(line.startswith("So my_network ") for line in lines)
        number = TRAINED.index(name) + 1
        if body in right or body == "...":
            expected = [f"Exercise {number} is open: nothing comes back."]
            assert is_open == (expected if body == "..." else [])


@pytest.mark.parametrize("framework", BEFORE)
def test_a_hint_says_where_only_if_it_is_true(framework: str) -> None:
    answers = every_combination()[f"{framework}-cpu-assignment-nbgrader"]
    for cell in read_cells("mnist_cnn", answers):
        if name_of(cell):
            assert not re.search(r"\bcells? (right )?above\b", cell.source), cell.source


@pytest.mark.parametrize("framework", BEFORE)
def test_hints_come_in_two_stages_and_levels_are_named(framework: str) -> None:
    answers = every_combination()[f"{framework}-cpu-assignment-nbgrader"]
    names = {e["name"] for f, e in EXERCISES if f == framework}
    statements = [parts(framework, name)[None] for name in names] + [
        cell.source
        for cell in read_cells("mnist_cnn", answers)
        if name_of(cell) == "explain" and part_of(cell) is None
    ]
    for text in statements:
        nudge, folded = re.split(r"<details><summary>[^<]+</summary>\n\n", text)
        assert "\n*Hint:* " in nudge
        assert folded.endswith("\n\n</details>")
    levels = [int(n) for text in statements for n in re.findall(r"[Ll]evel (\d) of 3", text)]
    assert {*levels} == {1, 2, 3} and len(levels) == len(statements)
