"""Colab's lists: read as they were on different days, and refused where they say nothing."""

from __future__ import annotations

import subprocess

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from image.futures import change, fill, known, publish, read_kept
from made import made

from colab_starter.check.image.compare import compare
from colab_starter.check.image.freeze import (
    OF_NVIDIA,
    Unreadable,
    list_constraints,
    read_freeze,
    read_lines,
)
from colab_starter.check.image.image import Image, read_image
from colab_starter.check.image.lock import Lock, read_lock, resolve, write_lock
from colab_starter.check.image.needed import find_needed
from colab_starter.check.tables import read_header
from tools.colab_lock import LOCKS, list_variants, list_wanted

NEWEST = "2026-08-19"


@pytest.mark.parametrize(("date", "kind"), known())
def test_every_list_is_read_whole(date: str, kind: str) -> None:
    text, _, _ = read_kept(date, kind)
    freeze = read_freeze(fill(text))
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert set(freeze) >= {name.lower().replace("_", "-") for name in read_lines("\n".join(lines))}
    assert not [version for version in freeze.values() if "+" in version or "%" in version]
    assert freeze["torch"][0].isdigit(), "its version stands in an address on some days"
    constraints = list_constraints(freeze)
    assert not [one for one in constraints if OF_NVIDIA.search(one.split("==")[0])]
    assert ("tensorflow-cpu" in dict(one.split("==") for one in constraints)) == (kind != "tpu")


@pytest.mark.parametrize(("date", "kind"), known())
def test_an_image_is_read_from_a_repository(tmp_path, date: str, kind: str) -> None:
    text, ubuntu, python = read_kept(date, kind)
    publish(tmp_path / "lists", fill(text), date, python, ubuntu)
    image = read_image(tmp_path / "lists", kind)
    assert (image.date, image.python, image.ubuntu) == (date, python, ubuntu)


def test_before_there_was_a_list_for_gpus_there_was_one_for_both(tmp_path) -> None:
    text, _, _ = read_kept("2025-10-13")
    folder = tmp_path / "lists"
    publish(folder, fill(text), "2025-10-13")
    for name in ("pip-freeze.gpu.txt", "os-info-gpu.txt"):
        (folder / name).unlink()
    author = ["-c", "user.name=test", "-c", "user.email=test@example.invalid"]
    subprocess.run(["git", *author, "commit", "-qam", "older"], cwd=folder, check=True)
    assert read_image(folder, "gpu").freeze == read_image(folder, "cpu").freeze


@pytest.mark.parametrize(
    "text",
    [
        "",
        fill("")[:4000],
        "<html>\n" * 700,
        '  {"name": "numpy"},\n' * 700,
        "name\tversion\n" * 400,
    ],
    ids=["empty", "cut", "page", "json", "table"],
)
def test_what_says_nothing_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(Unreadable) as error:
        read_freeze(text)
    assert str(error.value).endswith(".") and "\n" not in str(error.value)


VERSIONS = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z]{1,4})?", fullmatch=True),
    st.from_regex(r"[0-9]{1,3}(\.[0-9]{1,3}){0,3}", fullmatch=True),
)


@given(colab=VERSIONS, other=VERSIONS)
def test_a_lock_is_read_as_it_was_written(colab: dict, other: dict) -> None:
    lock = Lock("2026-08-19", "gpu", "3.13.15", "22.04.5", "a" * 40, colab, other)
    assert read_lock(write_lock(lock, "Made by a test.")) == lock


@given(changed=st.sets(st.sampled_from(["numpy", "pandas", "pillow", "other-001"])))
def test_only_what_is_needed_is_compared(tmp_path_factory, changed: set[str]) -> None:
    text, ubuntu, python = read_kept(NEWEST)
    freeze = read_freeze(fill(text))
    lock = Lock(NEWEST, "cpu", python, ubuntu, "", freeze)
    new = read_freeze(change(fill(text), dict.fromkeys(changed, "99")))
    image = Image("cpu", "2026-09-09", "", "3.13.99", "22.04.9", new)
    assert {one.name for one in compare(lock, image, ["numpy", "pandas"])} == changed & {
        "numpy",
        "pandas",
    }


@pytest.mark.parametrize("variant", list_variants(), ids="-".join)
def test_the_locks_are_of_the_list_that_the_checks_know(variant: tuple[str, str]) -> None:
    text = (LOCKS / f"lock-{'-'.join(variant)}.txt").read_text("utf-8")
    lock, header = read_lock(text), read_header()
    assert (lock.commit, lock.date) == (header["commit"], header["date"])
    assert lock.python == header["python"] and lock.kind == variant[1]
    framework = {"keras": "keras", "pytorch": "torch"}[variant[0]]
    assert {framework, "numpy", "matplotlib", "psutil"} <= lock.colab.keys()
    assert "://" not in text and "+" not in text
    kept = read_freeze(fill(read_kept(NEWEST, variant[1])[0]))
    twins = {"tensorflow-cpu": "tensorflow", "xgboost-cpu": "xgboost"}
    assert not {n for n, v in lock.colab.items() if kept.get(twins.get(n, n), v) != v}


@pytest.mark.parametrize("name", ["keras-gpu", "keras-tpu", "pytorch-cpu", "titanic-cpu"])
def test_a_new_project_is_as_its_list(tmp_path, name: str) -> None:
    """Its toolbox, too: a list of the same day changes nothing."""
    files = made(name)
    for path in (path for path in files if path.endswith(".ipynb")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(files[path], "utf-8")
    lock = read_lock(files["colab/lock.txt"])
    text, ubuntu, python = read_kept(NEWEST, lock.kind)
    image = Image(lock.kind, NEWEST, "", python, ubuntu, read_freeze(fill(text)))
    needed = find_needed(tmp_path)
    assert len(needed) > 5 and compare(lock, image, needed) == []


@pytest.mark.network
@pytest.mark.parametrize("date", ["2025-08-13", "2026-07-14", NEWEST])
def test_every_list_can_be_resolved(tmp_path, date: str) -> None:
    """With Python 3.11, 3.12 and 3.13; the newest gives the lock that projects carry."""
    text, ubuntu, python = read_kept(date)
    publish(tmp_path / "lists", fill(text), date, python, ubuntu)
    image = read_image(tmp_path / "lists", "cpu")
    lock = resolve(image, list_wanted("keras", "cpu"))
    assert lock.minor() == ".".join(python.split(".")[:2])
    assert lock.colab["keras"] == image.freeze["keras"]
    assert lock.colab["tensorflow-cpu"] == image.freeze["tensorflow"]
    if date == NEWEST:
        carried = read_lock((ROOT / "colab" / "lock-keras-cpu.txt").read_text("utf-8"))
        assert lock.colab == carried.colab
