"""Since when a change is in Colab's lists, and which past runtime version is without it."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from image.futures import change, fill, newest, publish, read_kept

from colab_starter.check.image.compare import compare
from colab_starter.check.image.freeze import read_freeze
from colab_starter.check.image.history import find_since, find_way_back
from colab_starter.check.image.image import Image, read_image
from colab_starter.check.image.lock import Lock

NEEDED = ["keras", "numpy"]


@pytest.fixture
def lists(tmp_path: Path) -> dict[str, str]:
    """The commits of a year: Keras changes in September, what nobody imports in November."""
    text = change(read_kept("2026-08-19")[0], {"keras": "3.13.2", "jax": "1.0"})
    commits = {}
    for date, versions, python in (
        ("2026-07-14", {"keras": "3.10.0"}, "3.12.13"),
        ("2026-08-19", {}, "3.13.15"),
        ("2026-09-23", {"keras": "4.0.0"}, "3.13.15"),
        ("2026-10-01", {"keras": "4.0.0"}, "3.13.16"),
        ("2026-11-30", {"keras": "4.0.0", "jax": "2.0"}, "3.13.16"),
    ):
        past = {"2026.10": commits.get("2026-10-01", ""), "2026.07": commits.get("2026-07-14", "")}
        known = {name: commit for name, commit in past.items() if commit}
        publish(tmp_path, fill(change(text, versions)), date, python, past=known)
        commits[date] = newest(tmp_path)
    return commits


def make_lock(commit: str) -> Lock:
    freeze = read_freeze(fill(change(read_kept("2026-08-19")[0], {"keras": "3.13.2"})))
    kept = {name: freeze[name] for name in NEEDED}
    return Lock("2026-08-19", "cpu", "3.13.15", "22.04.5", commit, kept)


@pytest.mark.parametrize("known", [True, False], ids=["known", "another history"])
def test_students_meet_a_change_after_it_came_not_after_the_newest_list(
    lists, tmp_path, known: bool
) -> None:
    lock = make_lock(lists["2026-08-19"] if known else "0" * 40)
    changes = compare(lock, read_image(tmp_path, "cpu"), NEEDED)
    assert [one.name for one in changes] == ["keras"]
    assert find_since(tmp_path, lock, changes, NEEDED) == "2026-09-23"


def test_the_way_back_is_the_newest_runtime_without_the_change(lists, tmp_path) -> None:
    lock = make_lock(lists["2026-08-19"])
    changes = compare(lock, read_image(tmp_path, "cpu"), NEEDED)
    back = find_way_back(tmp_path, lock, changes, NEEDED)
    assert (back.name, back.python) == ("2026.07", "3.12.13"), "2026.10 has it, too"


def test_there_may_be_no_way_back(lists, tmp_path) -> None:
    publish(tmp_path, fill("keras==5.0.0"), "2026-12-01", past={"2026.12": "0" * 40})
    lock = make_lock(lists["2026-08-19"])
    changes = compare(lock, read_image(tmp_path, "cpu"), NEEDED)
    assert find_way_back(tmp_path, lock, changes, NEEDED) is None


def test_a_patch_of_python_or_ubuntu_is_no_other_change() -> None:
    lock, keys = make_lock(""), set()
    for python, ubuntu in itertools.product(("3.14.0", "3.14.1"), ("24.04.1", "24.04.2")):
        image = Image(lock.kind, "2026-09-23", "", python, ubuntu, lock.colab)
        keys.add(tuple(one.key() for one in compare(lock, image, NEEDED)))
    assert len(keys) == 1
