"""What became of notebooks is said as it was: also of those that die, hang or never start."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_notebook

from colab_starter.check.image.colab_check import BEFORE, RUNS, STOPS, judge
from colab_starter.check.image.report import say_runs, say_stops
from colab_starter.check.image.results import Result, read_problems, read_results

WORDS = Path(__file__).parent / "words"
REPORT = (
    "import json\nwith open('report.json', 'w') as file:\n    json.dump({'accuracy': 0.3}, file)"
)
# The cells of each, and what its metadata say of its test.
NOTEBOOKS = {
    "dies": (["print('begun')", "import os\n\nos._exit(1)", "print('never')"], {}),
    "hangs": (["import time\n\ntime.sleep(60)"], {"minutes": 0.05}),
    "fails": (["print('begun')", "1 / 0", "print('never')"], {}),
    "learns_little": (["print('begun')", REPORT], {"accuracy": 0.5}),
    "no_kernel": (["print('begun')"], {}),
    "not_now": (["print('begun')"], {"skip": "it needs a person"}),
    "überall": (["print('begun')"], {}),
}


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> list[Result]:
    """What is said of these notebooks, after the tests of a project ran them."""
    project = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "{{cookiecutter.project_slug}}" / "tests", project / "tests")
    (project / "notebooks").mkdir()
    for name, (cells, test) in NOTEBOOKS.items():
        node = new_notebook(cells=[new_code_cell(text) for text in cells])
        kernel = "no-such-kernel" if name == "no_kernel" else "python3"
        node.metadata["kernelspec"] = {"name": kernel, "display_name": kernel}
        node.metadata["colab_starter"] = {"test": test}
        nbformat.write(node, project / "notebooks" / f"{name}.ipynb")
    (project / "notebooks" / "half_a_file.ipynb").write_text('{"cells": [', "utf-8")
    out, report = project / "out", project / "tests.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-m", "colab", "-p", "no:cacheprovider"]
    command += ["--rootdir", str(project), "--basetemp", str(out), "--junitxml", str(report)]
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTEST")}
    found = subprocess.run([*command, "tests"], cwd=project, env=env, capture_output=True)
    assert found.returncode == 1, found.stdout.decode()
    return read_results(project, out, read_problems(project, report))


@pytest.mark.slow
def test_what_is_said_of_each(results: list[Result]) -> None:
    said = [say_runs(one, {}) if one.runs else say_stops(one) for one in results]
    kept = WORDS / "results.txt"
    assert "\n".join(said) + "\n" == kept.read_text("utf-8"), f"see {kept}"
    assert [one.notebook for one in results if one.runs] == [
        "notebooks/not_now.ipynb",
        "notebooks/überall.ipynb",
    ]


def test_only_what_ran_before_is_colabs_fault() -> None:
    good, bad = Result("a.ipynb", True), Result("a.ipynb", False)
    other = Result("b.ipynb", False)
    assert judge([good], []) == RUNS
    assert judge([bad], []) == judge([bad], [good]) == judge([bad, other], [other]) == STOPS
    assert judge([bad], [bad]) == judge([good, other], [bad, other]) == BEFORE
