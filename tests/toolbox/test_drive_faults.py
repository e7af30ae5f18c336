"""Drive fills up, breaks or vanishes while the toolbox runs: no cell stops, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from colab_stand_in import Colab
from survive import record
from survive.scenario import count
from survive.test_drive import COUNTED, DRIVE, MOMENTS, seed

from tests.toolbox.test_on_colab import STATE, run_on_colab, state_of_drive
from tests.toolbox.toolbox_cells import FOLDER, SHARED, find_files, read_files, read_tricks

pytestmark = pytest.mark.slow

# What a run of every kind costs; `make soak` takes the whole matrix.
SAMPLE = {("lost", 0.5)}
EARLIER = {"notes.txt": b"mine", "project/data.csv": b"1,2\n" * 99}
# Linux's words. Of a copy that is cut it says nothing: there the frame finds the problem.
DRIVE_SAYS = {
    "full": "No space left on device",
    "read-only": "Read-only file system",
    "io error": "Input/output error",
    "lost": "Transport endpoint is not connected",
}


def keeping() -> list[str]:
    """The tricks that keep files, without those that draw a network."""
    return [
        title
        for title, cells in read_tricks().items()
        if title in find_files()
        and title not in SHARED
        and any("work_folder" in cell.source for cell in cells if cell.cell_type == "code")
        and not any("keras" in cell.source for cell in cells)
    ]


def seeded(folder) -> Colab:
    """A machine whose Drive holds an earlier session's work."""
    colab = Colab(folder)
    seed(colab, EARLIER, FOLDER)
    return colab


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> Callable[..., Colab]:
    """`undisturbed(**settings)` is a machine on which nothing broke, run once."""

    measured: list[Colab] = []

    def run(**settings: object) -> Colab:
        if not measured:
            colab = seeded(tmp_path_factory.mktemp("undisturbed"))
            run_on_colab(colab, *keeping(), **settings)
            measured.append(colab)
        return measured[0]

    return run


@pytest.mark.parametrize(
    ("fault", "moment"),
    [
        pytest.param(f, m, marks=[] if (f, m) in SAMPLE else pytest.mark.soak)
        for f in DRIVE
        for m in MOMENTS
    ],
)
def test_a_drive_that_breaks_is_named_and_nothing_is_lost(
    tmp_path, settings, undisturbed, fault, moment
):
    settings["use_drive"] = True
    whole = undisturbed(**settings)
    at = 1 + int(moment * count(whole.operations(), COUNTED.get(fault, "any")))

    colab = seeded(tmp_path / "colab")
    breaking = Colab(colab.folder, drive={fault: at})
    said = run_on_colab(breaking, *keeping(), last=STATE, **settings)  # no cell stops
    _, problem = state_of_drive(said)
    kept = read_files(colab.my_drive / FOLDER)
    here = read_files(colab.content / FOLDER)
    assert {name: kept.get(name) for name in EARLIER} == EARLIER
    if {name: kept.get(name) for name in here} != here:
        assert problem is not None
        assert DRIVE_SAYS.get(fault, problem) in said.rpartition("\n[")[0], said
    said = run_on_colab(colab, *keeping(), last=STATE, **settings)
    assert state_of_drive(said) == (f"/content/drive/MyDrive/{FOLDER}", None)
    expected = read_files(whole.my_drive / FOLDER)
    found = read_files(colab.my_drive / FOLDER)
    assert found == read_files(colab.content / FOLDER)
    assert found.keys() == expected.keys()
    different = [name for name in expected if len(found[name]) != len(expected[name])]
    assert not different
    assert {name: found[name] for name in EARLIER} == EARLIER
    record.append(kind=f"Drive: {fault}, in the toolbox", epochs_lost=0, bytes_lost=0)
