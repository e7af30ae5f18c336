"""The interval around an accuracy moves with it, also where a drawing counts as a tenth."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble

NUMBERS = st.integers(20, 10_000)


def by_chance():
    """Return the lesson's function."""
    cells = assemble("mnist_cnn", every_combination()["pytorch-cpu"]).cells
    (source,) = [cell.source for cell in cells if "def by_chance(" in cell.source]
    parts = ast.parse(source).body
    kept = [one for one in parts if "scipy" in ast.unparse(one) or "by_chance(" in ast.unparse(one)]
    module = ast.Module([one for one in kept if not isinstance(one, ast.Assign)], [])
    names: dict[str, object] = {}
    exec(compile(module, "cell", "exec"), names)
    return names["by_chance"]


BY_CHANCE = by_chance()


@given(NUMBERS, st.floats(0, 0.98))
def test_a_little_more_moves_it_a_little(number: int, accuracy: float) -> None:
    low, high = BY_CHANCE(accuracy, number)
    assert 0 <= low <= high <= 1
    more_low, more_high = BY_CHANCE(accuracy + 0.0008, number)
    assert low < more_low < low + 0.004 and high < more_high < high + 0.004


@given(st.data(), NUMBERS)
def test_it_is_close_to_scipys_interval(data, number: int) -> None:
    right = data.draw(st.integers(0, number))
    theirs = binomtest(right, number).proportion_ci(method="wilson")
    low, high = BY_CHANCE(right / number, number)
    assert low == pytest.approx(theirs.low, abs=1.5 / number**0.5 / 5 + 3 / number)
    assert high == pytest.approx(theirs.high, abs=1.5 / number**0.5 / 5 + 3 / number)
