"""Kill -9 at any moment, again and again: the training goes on from the last finished epoch."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from colab_stand_in import Colab
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from survive import record
from survive.scenario import (
    EPOCHS,
    check_finished,
    finished_epochs,
    read_files,
    run,
    run_until_killed,
    start,
)

pytestmark = pytest.mark.slow
# Where in the run each kill strikes: from 0, its first moment, to almost 1, its last.
KILLS = st.lists(st.integers(0, 99).map(lambda hundredth: hundredth / 100), min_size=3, max_size=5)
PARTS = [0, *(pytest.param(number, marks=pytest.mark.soak) for number in range(1, 4))]
stories = settings(
    max_examples=int(os.environ.get("SURVIVE_STORIES", "1")),
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def operations(project, tmp_path_factory) -> int:
    """How many times an undisturbed lesson touches Drive."""
    colab = Colab(tmp_path_factory.mktemp("undisturbed"))
    undisturbed = run(project, colab)
    assert undisturbed.status == 0, undisturbed.text
    return len(colab.operations())


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("machine", ["stays", "is lost"])
@given(kills=KILLS)
@stories
def test_killed_inside_a_copy_to_drive(project, operations, machine, part, kills) -> None:
    def kill(colab: Colab, moment: float) -> bool:
        dying = Colab(colab.folder, drive={"kill": 1 + int(moment * operations)})
        return start(project, dying, dying.environment()).wait() != 0

    tell("in a copy", kill, kills, project, machine)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("machine", ["stays", "is lost"])
@given(kills=KILLS)
@example(kills=[0.0, 0.99])
@stories
def test_killed_while_it_trains_or_saves(project, machine, part, kills) -> None:
    def kill(colab: Colab, moment: float) -> bool:
        return run_until_killed(project, colab, moment)

    tell("in the training", kill, kills, project, machine)


def tell(where: str, kill, kills: list[float], project: Path, machine: str) -> None:
    """Run until each kill, lose the machine or keep it; at last run to the end."""
    folder = Path(tempfile.mkdtemp(prefix="survive-"))
    colab = Colab(folder)
    on_drive: dict[str, bytes] = {}
    lost = []
    for moment in kills:
        if not kill(colab, moment):
            break
        done = finished_epochs(colab.content)
        if machine == "is lost":
            colab.lose_machine()
        kept = max(finished_epochs(colab.content), finished_epochs(colab.my_drive))
        # At most the epoch whose copy was under way is trained twice.
        assert done - kept <= (1 if machine == "is lost" else 0)
        lost.append(done - kept)
        on_drive.update(read_files(colab.my_drive))
    kept = max(finished_epochs(colab.content), finished_epochs(colab.my_drive))
    again = run(project, Colab(folder))
    check_finished(Colab(folder), again)
    if 0 < kept < EPOCHS:
        assert f"Going on after epoch {kept}." in again.text
    gone = on_drive.keys() - read_files(colab.my_drive).keys()
    assert not gone
    for epochs in lost:
        kind = f"kill -9 {where}, machine {machine}"
        record.append(kind=kind, epochs_lost=epochs, bytes_lost=sum(map(len, gone)))
    shutil.rmtree(folder)
