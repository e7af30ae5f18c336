"""The preparation makes photographs readable, and each network reads them as the text says."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from conftest import ROOT

from benchmarks.inside import FRAMEWORKS

RESULTS = ROOT / "benchmarks" / "results" / "photographs.json"


@pytest.mark.slow
def test_prepared_photographs_are_read_and_others_are_not() -> None:
    command = [sys.executable, "-m", "benchmarks.photographs", "--framework", "pytorch"]
    done = subprocess.run([*command, "--seeds", "1"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout.splitlines()[-1])
    (resized,), (inverted,), (prepared,) = read.values()
    assert prepared >= 0.95 > 0.5 > max(resized, inverted)


def test_the_measured_networks_read_nineteen_of_twenty_on_average() -> None:
    measured = json.loads(RESULTS.read_text("utf-8"))
    assert measured["count"] == 200 and set(measured["read"]) == set(FRAMEWORKS)
    for read in measured["read"].values():
        *less, prepared = read.values()
        assert len(prepared) >= 3 and sum(prepared) / len(prepared) >= 0.95
        assert min(prepared) > 0.9
        assert max(max(shares) for shares in less) < 0.5
