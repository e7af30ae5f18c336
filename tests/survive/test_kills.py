"""Kill -9 at any moment, again and again: the training goes on from the last finished epoch."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from colab_stand_in import Colab
from executed import read_history
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from survive import record
from survive.scenario import (
    check_finished,
    finished_epochs,
    read_files,
    run,
    run_until_killed,
    start,
)

pytestmark = pytest.mark.slow
SOAK = "SURVIVE_RESULTS" in os.environ
# Where in the run each kill strikes: from 0, its first moment, to almost 1, its last.
MOMENT = st.integers(0, 99).map(lambda hundredth: hundredth / 100)
KILLS = st.lists(MOMENT, min_size=7 if SOAK else 1, max_size=7 if SOAK else 1)
# What always runs of each kind takes minutes; `make soak` takes the whole matrix.
SAMPLE_IN_COPY = ("pytorch", "is lost", 0)
SAMPLE_IN_TRAINING = ("pytorch", "stays", 0)
MATRIX = [
    (framework, machine, part)
    for framework, parts in (("keras", 1), ("pytorch", 4))
    for machine in ("stays", "is lost")
    for part in range(parts)
]
# A story takes minutes: one that fails is not told again to make it shorter.
stories = settings(
    max_examples=2 if SOAK else 1,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def matrix(sample: tuple[str, str, int]) -> pytest.MarkDecorator:
    """Return the parameters of a test: all but the sample only in `make soak`."""
    return pytest.mark.parametrize(
        ("framework", "machine", "part"),
        [pytest.param(*c, marks=[] if c == sample else pytest.mark.soak) for c in MATRIX],
    )


@matrix(SAMPLE_IN_COPY)
@given(kills=KILLS)
@stories
def test_killed_inside_a_copy_to_drive(
    lessons, undisturbed, framework, machine, part, kills
) -> None:
    def kill(colab: Colab, moment: float) -> bool:
        at = 1 + int(moment * len(undisturbed(framework).operations))
        dying = Colab(colab.folder, drive={"kill": at})
        return start(lessons[framework], dying, dying.environment()).wait() != 0

    tell("in a copy", kill, kills, lessons[framework], machine)


@matrix(SAMPLE_IN_TRAINING)
@given(kills=KILLS)
@example(kills=[0.0, 0.99] if SOAK else [0.99])
@stories
def test_killed_while_it_trains_or_saves(
    lessons, undisturbed, framework, machine, part, kills
) -> None:
    def kill(colab: Colab, moment: float) -> bool:
        seconds = moment * undisturbed(framework).seconds
        return run_until_killed(lessons[framework], colab, seconds)

    tell("in the training", kill, kills, lessons[framework], machine)


def test_killed_when_the_record_of_an_epoch_has_just_arrived(lessons, undisturbed) -> None:
    # Found by chance: the curves of that epoch were still to come, and were lost.
    log = undisturbed("pytorch").operations
    arrived = max(i for i, (kind, name) in enumerate(log) if kind != "read" and "0002.json" in name)

    def kill(colab: Colab, moment: float) -> bool:
        dying = Colab(colab.folder, drive={"kill": arrived + 2})
        return start(lessons["pytorch"], dying, dying.environment()).wait() != 0

    tell("in a copy", kill, [0.0], lessons["pytorch"], "is lost")


def tell(where: str, kill, kills: list[float], project: Path, machine: str) -> None:
    """Run until each kill, lose the machine or keep it; at last run to the end."""
    folder = Path(tempfile.mkdtemp(prefix="survive-"))
    colab = Colab(folder)
    on_drive: dict[str, bytes] = {}
    lost = []
    for moment in kills:
        if not kill(colab, moment):
            continue  # it was at its end already
        done = finished_epochs(colab.content)
        if machine == "is lost":
            colab.lose_machine()
        kept = max(finished_epochs(colab.content), finished_epochs(colab.my_drive))
        # At most the epoch whose copy was under way is trained twice.
        assert done - kept <= (1 if machine == "is lost" else 0)
        lost.append(done - kept)
        on_drive.update(read_files(colab.my_drive))
    newest = max(colab.content, colab.my_drive, key=finished_epochs)
    kept = read_history(newest) if finished_epochs(newest) else []
    again = run(project, Colab(folder))
    check_finished(Colab(folder), again)
    # With their seconds: these epochs are not trained again.
    assert read_history(colab.content)[: len(kept)] == kept
    gone = on_drive.keys() - read_files(colab.my_drive).keys()
    assert not gone
    for epochs in lost:
        kind = f"kill -9 {where}, machine {machine}"
        record.append(kind=kind, epochs_lost=epochs, bytes_lost=sum(map(len, gone)))
    shutil.rmtree(folder)
