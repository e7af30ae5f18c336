"""Drive fills up, breaks or vanishes while the toolbox runs: said so, and mended by a second run."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from colab_stand_in import Colab
from nbclient.exceptions import CellExecutionError
from survive import record
from survive.scenario import DRIVE_FOLDER, count
from survive.test_drive import COUNTED, DRIVE, MOMENTS, seed

from tests.toolbox.test_on_colab import run_on_colab
from tests.toolbox.toolbox_cells import SHARED, read_tricks

pytestmark = pytest.mark.slow

# What a run of every kind costs; `make soak` takes the whole matrix.
SAMPLE = {("full", 0.0), ("lost", 0.5)}
EARLIER = {"notes.txt": b"mine", "project/data.csv": b"1,2\n" * 99}
# Linux's words, which the text above the cell explains.
DRIVE_SAYS = (
    "No space left on device",
    "Read-only file system",
    "Input/output error",
    "Transport endpoint is not connected",
)


def keeping() -> list[str]:
    """The tricks that keep files, without those that draw a network."""
    return [
        title
        for title, cells in read_tricks().items()
        if title not in SHARED
        and any("work_folder" in cell.source for cell in cells if cell.cell_type == "code")
        and not any("keras" in cell.source for cell in cells)
    ]


def seeded(folder) -> Colab:
    """A machine whose Drive holds an earlier session's work."""
    colab = Colab(folder)
    seed(colab, EARLIER, DRIVE_FOLDER)
    return colab


def files_on_drive(colab: Colab) -> dict[str, bytes]:
    folder = colab.my_drive / DRIVE_FOLDER
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


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
    try:
        run_on_colab(breaking, *keeping(), **settings)
    except CellExecutionError as stopped:
        # Of a cut nobody is told; what was cut says so when it is used.
        assert fault == "cut" or any(words in str(stopped) for words in DRIVE_SAYS), stopped
    kept = files_on_drive(colab)
    assert {name: kept.get(name) for name in EARLIER} == EARLIER
    run_on_colab(colab, *keeping(), **settings)
    expected = files_on_drive(whole)
    found = files_on_drive(colab)
    assert found.keys() == expected.keys()
    different = [name for name in expected if len(found[name]) != len(expected[name])]
    assert not different
    record.append(kind=f"Drive: {fault}, in the toolbox", epochs_lost=0, bytes_lost=0)
