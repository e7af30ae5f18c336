"""What students find for an answer, where the notebook in source/ says that it is not three dots."""

from __future__ import annotations

import importlib.util

import pytest

from colab_starter.around import GRADERS
from colab_starter.editions import BEGIN_SOLUTION, END_SOLUTION, replace_regions

spec = importlib.util.spec_from_file_location("gaps", GRADERS / "shared" / "gaps.py")
gaps = importlib.util.module_from_spec(spec)
spec.loader.exec_module(gaps)
TWO = "a = 1\n    # BEGIN SOLUTION\n    b = 2\n    # END SOLUTION\n# BEGIN SOLUTION\nc\n# END SOLUTION"


@pytest.mark.parametrize("stubs", [["x", "y"], ["", "y"], ["x\ny", ""], ["", ""]])
def test_a_project_fills_gaps_as_the_template_does(stubs: list[str]) -> None:
    filled = gaps.fill_gaps(TWO, stubs)
    assert filled == replace_regions(TWO, BEGIN_SOLUTION, END_SOLUTION, stubs)


@pytest.mark.parametrize("stubs", [None, [], ["x"], ["x", "y", "z"], "xy", {"a": 1, "b": 2}])
def test_not_one_gap_for_each_region_is_the_graders_own_gap(stubs: object) -> None:
    assert gaps.fill_gaps(TWO, stubs) is None
    assert gaps.fill_gaps("no region", stubs) is None


def test_what_a_cell_says_is_read_whatever_it_is() -> None:
    assert gaps.is_dropped({"metadata": {"colab_starter": {"drop": True}}})
    for said in ({}, {"colab_starter": 1}, {"colab_starter": {"drop": False}}):
        assert not gaps.is_dropped({"metadata": said}) and gaps.stubs_of({"metadata": said}) is None
