"""A guess is answered from what was measured, and whatever is measured can be guessed."""

from __future__ import annotations

import json
import re

import pytest

from benchmarks.inside import EXPERIMENT, make_notebook, run_cells

NOTEBOOK = make_notebook("pytorch")
EXPERIMENTS = [c.source for c in NOTEBOOK.cells if EXPERIMENT in c.metadata.get("tags", [])]


@pytest.fixture(scope="module")
def helpers() -> dict:
    return run_cells(NOTEBOOK, "def show_and_say(", "def show_results(")


def choices(source: str) -> list[str]:
    (listed,) = re.findall(r'^my_guess = "choose"  # @param (\[.*\])$', source, re.MULTILINE)
    return json.loads(listed)


def test_right_wrong_and_no_guess_get_three_answers_with_what_was_found(helpers, capsys) -> None:
    said = []
    for guess in ("choose", "OTHER", "FOUND"):
        helpers["answer_guess"](guess, "FOUND")
        said.append(capsys.readouterr().out)
    assert len(set(said)) == 3 and all("FOUND" in one for one in said)


@pytest.mark.parametrize("source", EXPERIMENTS, ids=range(len(EXPERIMENTS)))
def test_whatever_is_measured_is_among_the_choices(helpers, source: str) -> None:
    if "name_distance(" in source:
        points = (0, 0.17, 0.99, 1, 5, 20, 20.1, 91, 100)
        possible = [helpers["name_distance"](one) for one in points]
        assert [*dict.fromkeys(possible)] == choices(source)[1:]
    else:
        counts = re.search(r"for count in \(([\d_, ]+)\)", source)[1].split(", ")
        assert [f"{int(count):,}" for count in counts] == choices(source)[1:-1]


def test_the_best_and_the_worst_are_named_with_their_distance(helpers, capsys) -> None:
    apart = helpers["show_results"]({"one": 0.9, "two": 0.95, "three": 0.5})
    said = capsys.readouterr().out
    assert apart == pytest.approx(45)
    assert said.index("two") < said.index("three") and "45.0" in said and '"one"' not in said
