"""What a teacher reads when Colab changes: each future is simulated, and its words are kept.

The words stand in `words/`; a change of them shows there.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import nbformat
import pytest
from baking import bin_folder, read_tree, run_cookiecutter
from image.futures import change, fill, make_wheel, newest, publish, read_kept
from nbformat.v4 import new_code_cell, new_notebook

from colab_starter.check.image.colab_check import LOCK, TESTED, write_tested
from colab_starter.check.image.compare import Change, compare
from colab_starter.check.image.freeze import read_freeze
from colab_starter.check.image.image import Image
from colab_starter.check.image.lock import Lock, read_lock, write_lock
from colab_starter.check.image.report import write_report
from colab_starter.check.image.results import Result

WORDS = Path(__file__).parent / "words"
# Versions that no registry has: these packages are made here.
OLD, NEW, BREAKING, SEABORN = "2.1.99", "2.2.99", "4.0.99", "0.13.99"
MODULE = "def fit():\n    return {accuracy}\n"
MATCH = f"{sys.version_info[0]}.{sys.version_info[1]}"
CELLS = [
    "import keras\nfrom tqdm import tqdm",
    "import json\n\nfor _ in tqdm([1]):\n    accuracy = keras.fit()",
    'file = work_folder / "report.json"\nfile.write_text(json.dumps({"accuracy": accuracy}))',
]


@pytest.fixture(scope="module")
def taught(template, tmp_path_factory) -> Path:
    """A project with one notebook of a teacher's own, which imports two packages."""
    folder = tmp_path_factory.mktemp("taught")
    node = new_notebook(cells=[new_code_cell(text) for text in CELLS])
    node.metadata["colab_starter"] = {"test": {"accuracy": 0.5, "settings": {}}}
    nbformat.write(node, folder / "week1.ipynb")
    env = {**os.environ, "PATH": f"{bin_folder()}{os.pathsep}{os.environ['PATH']}"}
    answers = {"lesson": str(folder / "week1.ipynb"), "project_slug": "taught"}
    result = run_cookiecutter(template, folder / "out", env, accelerator="cpu", **answers)
    assert result.returncode == 0, result.stderr
    project = folder / "out" / "taught"
    for path in project.glob("notebooks/colab_toolbox.*"):
        path.unlink()
    narrow_down(project)
    for version, accuracy in ((OLD, 0.912), (NEW, 0.934)):
        make_wheel(folder / "wheels", "keras", version, MODULE.format(accuracy=accuracy))
    broken = "raise ImportError('keras.fit has moved')\n"
    make_wheel(folder / "wheels", "keras", BREAKING, broken)
    return project


def narrow_down(project: Path) -> None:
    """Let the tests of the project install what its one notebook imports."""
    path = project / "pyproject.toml"
    text = path.read_text("utf-8")
    groups = tomllib.loads(text)["dependency-groups"]["test"]
    for name in (one for one in groups if isinstance(one, str)):
        if name not in ("keras", "tqdm", "psutil"):
            text = text.replace(f'    "{name}",\n', "")
    path.write_text(text, "utf-8")


@pytest.fixture
def project(taught, tmp_path) -> Path:
    """A copy of it, tested with the list of a day in August."""
    copy = Path(shutil.copytree(taught, tmp_path / "project"))
    path = copy / LOCK
    lock = read_lock(path.read_text("utf-8"))
    colab = {**read_freeze(fill(august())), "keras": OLD}
    kept = {name: colab[name] for name in ("keras", "tqdm", "psutil")}
    old = Lock("2026-08-19", "cpu", f"{MATCH}.0", lock.ubuntu, "0" * 40, kept)
    path.write_text(write_lock(old, "Made by a test."), "utf-8")
    return copy


def august() -> str:
    return change(read_kept("2026-08-19")[0], {"keras": OLD})


def ask(project: Path, source: str, taught: Path, **environment: str) -> tuple[int, str]:
    """Run the task as the noxfile does; return its status and what it printed."""
    env = {key: value for key, value in os.environ.items() if key != "PIP_FIND_LINKS"}
    env |= {"PATH": f"{bin_folder()}{os.pathsep}{env['PATH']}", "UV_PYTHON_DOWNLOADS": "never"}
    env |= {"UV_FIND_LINKS": str(taught.parent.parent / "wheels"), **environment}
    command = [sys.executable, "-m", "check.image", "--source", source]
    result = subprocess.run(
        command, cwd=project, env=env, capture_output=True, text=True, encoding="utf-8"
    )
    assert not result.returncode or result.stdout, result.stderr
    return result.returncode, result.stdout


def compare_words(name: str, said: str) -> None:
    """Compare with the words that are kept, or with those of another Python."""
    said = re.sub(r"cell \d+", "cell N", said.replace(MATCH, "X"))
    kept = WORDS / f"{name}.txt"
    assert said == kept.read_text("utf-8"), f"see {kept}"


def locks(project: Path) -> dict[str, bytes]:
    return read_tree(project / "colab")


def test_nothing_that_matters_changed(project, taught, tmp_path) -> None:
    new = change(august(), {"jax": "99.0", "scikit-learn": None})
    source = publish(tmp_path / "lists", fill(new), "2026-09-23", f"{MATCH}.99")
    before = locks(project)
    status, said = ask(project, source, taught, UV_OFFLINE="1")
    assert status == 0 and locks(project) == before
    compare_words("nothing", said)


UNKNOWN = {
    "cut": fill(august())[:3000],
    "another_format": '  {"name": "numpy", "version": "2.1.3"},\n' * 700,
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_list_that_says_nothing(project, taught, tmp_path, name: str) -> None:
    source = publish(tmp_path / "lists", UNKNOWN[name], "2026-09-23", f"{MATCH}.99")
    before = locks(project)
    status, said = ask(project, source, taught)
    assert status == 3 and locks(project) == before
    compare_words(name, said)


def test_no_network_for_the_list(project, taught) -> None:
    status, said = ask(project, "http://127.0.0.1:9/lists", taught)
    assert status == 3
    assert said.startswith("Colab's list could not be fetched. Git says: ")
    assert said.endswith("That is neither a success nor a failure: nothing was changed.\n")


def test_the_network_is_gone_in_the_middle(project, taught, tmp_path) -> None:
    """The list is there, and then no package can be fetched."""
    new = change(august(), {"keras": NEW})
    source = publish(tmp_path / "lists", fill(new), "2026-09-23", f"{MATCH}.0")
    before = locks(project)
    gone = {"UV_DEFAULT_INDEX": "http://127.0.0.1:9/simple", "UV_NO_CACHE": "1"}
    status, said = ask(project, source, taught, **gone, UV_HTTP_RETRIES="0")
    assert status == 3 and locks(project) == before
    compare_words("network_gone", said)


def remember(project: Path) -> None:
    """Write down what became of the notebook with the old list, as an earlier run does."""
    lock = read_lock((project / LOCK).read_text("utf-8"))
    text = write_tested(lock, [Result("notebooks/week1.ipynb", True, 0.912)])
    (project / TESTED).write_text(text, "utf-8")


FUTURES = {
    "newer": ({"keras": NEW}, 0),
    "breaking": ({"keras": BREAKING}, 1),
    "removed": ({"keras": OLD, "tqdm": None}, 0),
}


@pytest.mark.network
@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["breaking", *(pytest.param(n, marks=pytest.mark.soak) for n in ("newer", "removed"))]
)
def test_a_list_that_changes_what_is_imported(project, taught, tmp_path, name: str) -> None:
    versions, expected = FUTURES[name]
    new = change(august(), versions)
    publish(tmp_path / "lists", fill(august()), "2026-07-14", f"{MATCH}.0")
    past = {"2026.07": newest(tmp_path / "lists")}
    source = publish(tmp_path / "lists", fill(new), "2026-09-23", f"{MATCH}.0", past=past)
    if name != "newer":  # that one finds out for itself
        remember(project)
    before = locks(project)
    status, said = ask(project, source, taught)
    assert status == expected, said
    compare_words(name, said)
    assert (locks(project) == before) == bool(expected)
    if not expected:
        status, said = ask(project, source, taught, UV_OFFLINE="1")
        assert status == 0 and len(said.splitlines()) == 1, "it was taken in"


@pytest.mark.network
@pytest.mark.slow
def test_a_new_import_that_colab_has_is_installed_as_on_colab(project, taught, tmp_path) -> None:
    """pyproject.toml names it only after `nox -s renew`; that is not Colab's fault."""
    make_wheel(taught.parent.parent / "wheels", "seaborn", SEABORN, "def plot():\n    return 1\n")
    path = project / "notebooks" / "week1.ipynb"
    node = nbformat.read(path, as_version=4)
    node.cells.append(new_code_cell("import seaborn\n\nprint(seaborn.plot())"))
    nbformat.write(node, path)
    new = change(august(), {"seaborn": SEABORN})
    source = publish(tmp_path / "lists", fill(new), "2026-09-23", f"{MATCH}.0")
    remember(project)
    status, said = ask(project, source, taught)
    assert status == 0, said
    compare_words("added", said)


REPORTS = {
    "stopped_before": (
        [Result("notebooks/week1.ipynb", False, cell=2, line="1 / 0", error="E")],
        None,
    ),
    "no_way_back": ([], None),
}


@pytest.mark.parametrize("name", REPORTS)
def test_what_a_report_says_beside_that(name: str) -> None:
    before, back = REPORTS[name]
    stops = Result("notebooks/week1.ipynb", False, cell=2, line="1 / 0", error="E")
    old = Lock("2026-08-19", "cpu", "3.13.15", "22.04.5", "", {})
    image = Image("cpu", "2026-11-30", "", "3.13.15", "22.04.5", {})
    changes = [Change("keras", OLD, BREAKING)]
    said = write_report(old, image, changes, [stops], before, "", "2026-09-23", back)
    compare_words(name, said)


def test_what_is_gone_may_have_another_name() -> None:
    new = change(august(), {"tqdm": None, "tqdm-next": "5.0"})
    image = Image("cpu", "2026-09-23", "", "3.13.15", "22.04.5", read_freeze(fill(new)))
    old = Lock("2026-08-19", "cpu", "3.13.15", "22.04.5", "", {"tqdm": "4.67.3"})
    said = [one.sentence() for one in compare(old, image, ["tqdm"])]
    compare_words("renamed", "\n".join(said) + "\n")


@pytest.mark.network
def test_python_changes_to_one_that_is_not_here(project, taught, tmp_path) -> None:
    remember(project)
    source = publish(tmp_path / "lists", fill(august()), "2026-09-23", "3.14.0", "24.04.1")
    before = locks(project)
    status, said = ask(project, source, taught)
    assert status == 3 and locks(project) == before
    compare_words("python", said)
