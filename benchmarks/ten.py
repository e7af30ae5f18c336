"""Ten notebooks that are hard, one by one: what is made of each, and whether it runs.

    python benchmarks/ten.py FOLDER --json benchmarks/results/ten.json
    python benchmarks/ten.py FOLDER --run --json benchmarks/results/ten.json

FOLDER holds clones of the courses; one that is not there comes from GitHub. Each notebook is baked
by `cookiecutter` as a starter, an assignment and a workshop. With `--run` it is then executed as
its authors wrote it, and as it stands in the project, each cell whether or not the one before
failed, in an environment of its own: a cell that fails only in the project is a fault of ours.
That runs what strangers wrote, so do it where it can do no harm; what the notebooks would install
by themselves is not let in, but installed before, as `TEN` lists it.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import jupytext
import nbformat
from nbformat import NotebookNode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.corpus import bring, extract  # noqa: E402
from benchmarks.generation import COOKIECUTTER  # noqa: E402
from benchmarks.machine import describe_machine  # noqa: E402
from colab_starter.answers import QUESTIONS, SAMPLE, Answers  # noqa: E402
from colab_starter.check.before_class import check_folder  # noqa: E402
from colab_starter.check.tables import on_colab  # noqa: E402
from colab_starter.framing import section_of  # noqa: E402
from colab_starter.intake import take_file  # noqa: E402
from colab_starter.marks import part_of  # noqa: E402
from colab_starter.own_notebooks import Own, understand  # noqa: E402

SECONDS_A_CELL = 120
TYPES = ("starter", "assignment", "workshop")
# Where an edition stands in a project.
EDITIONS = {
    "starter": "notebooks/{name}.ipynb",
    "source": "source/{name}/{name}.ipynb",
    "release": "release/{name}/{name}.ipynb",
}


class Lent(NamedTuple):
    """Files of another repository that a notebook needs."""

    repository: str
    commit: str
    paths: tuple[str, ...]


class Hard(NamedTuple):
    """A notebook of the corpus, and what it needs to run."""

    repository: str
    commit: str
    path: str
    packages: tuple[str, ...] = ()
    """What it imports or installs, beside what the tests of this repository have."""
    beside: tuple[str, ...] = ()
    """Files of the repository that it downloads from there, or names only at run time."""
    lent: Lent | None = None
    into: str = "."
    """Where these are put, beside the notebook."""
    skip: str = ""
    """Why it is not executed."""


TEN = (
    Hard(
        "ageron/handson-ml3",
        "e3f3f9e66d58cfa1d068a498433063a1d3fba9ef",
        "13_loading_and_preprocessing_data.ipynb",
        ("tensorflow-datasets", "tensorflow-hub"),
    ),
    Hard(
        "NeuromatchAcademy/precourse",
        "b226c0db5988b5d496e0cd8852d2d0658675982e",
        "tutorials/W0D3_LinearAlgebra/W0D3_Tutorial1.ipynb",
        ("ipywidgets", "vibecheck", "datatops"),
    ),
    Hard(
        "MITDeepLearning/introtodeeplearning",
        "e44754eac7a61d489fb07a68245bfbb290823228",
        "lab2/TF_Part1_MNIST.ipynb",
    ),
    Hard(
        "deep-learning-indaba/indaba-pracs-2022",
        "16f8ccfbc14152185ab2768b06cd5f4f1808c98c",
        "practicals/GNN_practical.ipynb",
        skip="it installs a library from Git and fetches its data from a bucket",
    ),
    Hard(
        "huggingface/notebooks",
        "5068b1142e8ed1e691c8b1e9f98e4473ebe55790",
        "course/en/chapter3/section2.ipynb",
        ("transformers", "datasets"),
    ),
    Hard(
        "AllenDowney/ThinkStats",
        "71165b396a7683ce26c1ad8af22cf0875828ea57",
        "soln/chap02.ipynb",
        ("empiricaldist", "statadict", "statsmodels"),
        ("nb/thinkstats.py", "nb/nsfg.py"),
        # Its own data are in Git LFS, so a clone holds only pointers to them.
        lent=Lent(
            "AllenDowney/ThinkStats2",
            "ed53b15755e08fccfdac07af5e5aac76e4507731",
            (
                "code/2002FemPreg.dct",
                "code/2002FemPreg.dat.gz",
                "code/2002FemResp.dct",
                "code/2002FemResp.dat.gz",
            ),
        ),
    ),
    Hard(
        "yandexdataschool/nlp_course",
        "a0660e8c44f35ab336a197e5cabfef666a189a7d",
        "week01_embeddings/seminar.ipynb",
        ("gensim", "nltk", "bokeh"),
    ),
    Hard(
        "phlippe/uvadlc_notebooks",
        "0da8037c7abc32f478ff6142acceb72dbcf088ee",
        "docs/tutorial_notebooks/tutorial15/Vision_Transformer.ipynb",
        ("pytorch-lightning", "seaborn", "torchvision"),
    ),
    Hard(
        "berkeleydeeprlcourse/homework_fall2023",
        "f401a13ce9139d633c1d242c2557ae29506a7e05",
        "hw1/cs285/scripts/run_hw1.ipynb",
        skip="it installs programs of the system and mounts its author's Drive",
    ),
    Hard(
        "numpy/numpy-tutorials",
        "d8a82a1b792f24a52eebcf0ae5ec73ccacfef685",
        "content/tutorial-x-ray-image-processing.md",
        ("imageio",),
        tuple(
            f"content/tutorial-x-ray-image-processing/00000011_00{number}.png"
            for number in range(9)
        ),
        into="tutorial-x-ray-image-processing",
    ),
)


def main() -> int:
    """Look at each of the ten, print what came out, keep it if a file is named."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", type=Path, help="where clones of the courses are, or will be")
    parser.add_argument("--json", type=Path, help="keep all numbers in this file")
    parser.add_argument("--run", action="store_true", help="execute the notebooks, too")
    parser.add_argument("--only", default="", help="renew only those with this in their path")
    options = parser.parse_args()
    chosen = [one for one in TEN if options.only in one.path]
    kept = read_kept(options.json) if options.only else {}
    for hard in chosen:
        with tempfile.TemporaryDirectory() as place:
            row = examine(hard, options.folder, Path(place).resolve(), options.run)
        kept[hard.path] = row
        print(json.dumps(row, indent=1), flush=True)
        if options.json:  # after each: an interrupted run leaves the others
            machine = describe_machine("cookiecutter", "jupytext", "nbformat", "nbclient")
            rows = [kept[one.path] for one in TEN if one.path in kept]
            results = {"machine": machine, "notebooks": rows}
            options.json.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    return 1 if any(row.get("fail only in the project") for row in kept.values()) else 0


def read_kept(file: Path | None) -> dict[str, dict]:
    """Return what a file holds of earlier runs: path in its repository to what came out."""
    if file is None or not file.exists():
        return {}
    rows = json.loads(file.read_text("utf-8"))["notebooks"]
    return {row["notebook"].partition(": ")[2]: row for row in rows}


def examine(hard: Hard, folder: Path, place: Path, execute: bool) -> dict[str, object]:
    """Return what was made of one notebook, and how it ran."""
    clone = bring(folder, hard.repository, hard.commit)
    beside = [hard.path.rpartition("/")[0] or hard.path, *hard.beside]
    extract(clone, hard.commit, beside, place / "theirs")
    path = place / "theirs" / hard.path
    row: dict[str, object] = {"notebook": f"{hard.repository}: {hard.path}", "commit": hard.commit}
    row["projects"] = {kind: bake(path, kind, place / kind) for kind in TYPES}
    best = choose_project(row["projects"])
    if best is None:
        return row
    row |= {"chosen": best, **describe(path, best, place / best)}
    if execute and hard.skip:
        row["not executed"] = hard.skip
    elif execute:
        row |= run_all(hard, folder, path, place, best)
    return row


def bake(path: Path, kind: str, out: Path) -> str:
    """Bake a project with this notebook; return "taken", or the sentence that refuses it."""
    command = [*COOKIECUTTER, "--default-config", "--output-dir", str(out), str(ROOT)]
    command += [f"lesson={path}", f"project_type={kind}", "project_slug=course"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode == 0:
        return "taken"
    return next((line for line in done.stdout.splitlines() if path.stem in line), done.stdout)


def choose_project(projects: dict[str, str]) -> str | None:
    """Return what a teacher would make of it: with exercises an assignment, else a starter."""
    return next((kind for kind in TYPES[:2] if projects[kind] == "taken"), None)


def describe(path: Path, kind: str, out: Path) -> dict[str, object]:
    """Return what came out in the project that was chosen."""
    own = read_own(path, kind)
    made = find_editions(out, own.taken.name)
    first, *_, opened = [*made.values(), *made.values()]
    node = nbformat.read(first, as_version=4)
    frame = sum(section_of(cell) is not None for cell in node.cells)
    report = check_folder(opened).notebooks
    return {
        "editions": list(made),
        "cells": len(node.cells) - frame,
        "frame's cells": frame,
        "exercises": sum(part_of(cell) == "answer" for cell in own.cells),
        "installs where missing": sorted(set(own.requirements.values())),
        "missing on Colab": sorted(
            package for module, package in own.requirements.items() if not on_colab(module, "gpu")
        ),
        "files beside": len(own.files),
        "taken off": list(own.taken.stripped),
        "said": own.said,
        "before class": [one.sentence() for found in report.values() for one in found],
    }


def read_own(path: Path, kind: str) -> Own:
    """Return a notebook as it is understood; raises LessonError."""
    first = {key: value[0] for key, value in QUESTIONS.items() if isinstance(value, list)}
    answers = Answers(**SAMPLE, **{**first, "project_type": kind, "lesson": "kept"})
    return understand(take_file(path), answers, {})


def find_editions(out: Path, name: str) -> dict[str, Path]:
    """Return the notebooks that were made of a notebook, by their editions."""
    (project,) = out.iterdir()
    paths = {kind: project / place.format(name=name) for kind, place in EDITIONS.items()}
    return {kind: path for kind, path in paths.items() if path.exists()}


def run_all(hard: Hard, folder: Path, path: Path, place: Path, best: str) -> dict[str, object]:
    """Return how a notebook runs, first as its authors wrote it, then as it was made."""
    python = make_environment(place / "venv", hard.packages)
    made = find_editions(place / best, take_file(path).name)
    files = [place / "theirs" / one for one in hard.beside]
    if hard.lent:
        clone = bring(folder, hard.lent.repository, hard.lent.commit)
        extract(clone, hard.lent.commit, list(hard.lent.paths), place / "lent")
        files += [place / "lent" / one for one in hard.lent.paths]
    runs = {}
    for name, notebook in {"theirs": path, **made}.items():
        there = (notebook.parent / hard.into).resolve()
        there.mkdir(exist_ok=True)
        for file in files:
            if not (there / file.name).exists():
                shutil.copy(file, there)
        runs[name] = run(notebook, python, place)
    before, after = runs["theirs"]["fail"], next(run for name, run in runs.items() if name in made)
    new = [one for one in after["fail"] if one not in before]
    return {"executed": runs, "fail only in the project": new}


def make_environment(venv: Path, packages: tuple[str, ...]) -> Path:
    """Return the interpreter of a new environment, which has also what this one has."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", venv], check=True)
    python = venv / ("Scripts" if os.name == "nt" else "bin") / Path(sys.executable).name
    where = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(where, check=True, capture_output=True, text=True).stdout.strip())
    (site / "tests.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    if packages:
        uv = [Path(sys.executable).with_name("uv"), "pip", "install", "--quiet"]
        # Of what stands there already no second version: both would be imported at once.
        freeze = [*uv[:2], "freeze", "--python", sys.executable]
        pins = subprocess.run(freeze, check=True, capture_output=True, text=True).stdout
        (venv / "pins.txt").write_text(pins, encoding="utf-8")
        command = [*uv, "--python", python, "--constraint", venv / "pins.txt", *packages]
        subprocess.run(command, check=True)
    return python


def run(path: Path, python: Path, place: Path) -> dict[str, object]:
    """Execute a notebook in its folder, and return which of its authors' code cells failed.

    Cells are counted among the authors' code cells, from 1, with the name of the error.
    """
    is_text = path.suffix == ".md"
    node = jupytext.read(path) if is_text else nbformat.read(path, as_version=4)
    began = time.perf_counter()
    node = execute(node, path.parent, python, place)
    code = [cell for cell in node.cells if cell.cell_type == "code"]
    frame = [cell for cell in code if section_of(cell)]
    own = [cell for cell in code if not section_of(cell)]
    errors = [(number, find_error(cell)) for number, cell in enumerate(own, start=1)]
    return {
        "code cells": len(own),
        "fail": [f"{number} {error}" for number, error in errors if error],
        "frame's code cells": len(frame),
        "of these fail": [
            f"{section_of(one)} {error}" for one in frame if (error := find_error(one))
        ],
        "seconds": round(time.perf_counter() - began),
    }


def execute(node: NotebookNode, folder: Path, python: Path, place: Path) -> NotebookNode:
    """Return the notebook with what it printed, run to its end whatever fails."""
    source, target = place / "in.ipynb", place / "out.ipynb"
    node.metadata.kernelspec = {"name": "python3", "display_name": "", "language": "python"}
    nbformat.write(node, source)
    code = (
        "import sys, nbformat\nfrom nbclient import NotebookClient\n"
        "node = nbformat.read(sys.argv[1], as_version=4)\n"
        "client = NotebookClient(node, allow_errors=True, interrupt_on_timeout=True,\n"
        f"    timeout={SECONDS_A_CELL}, resources={{'metadata': {{'path': sys.argv[3]}}}})\n"
        "client.execute()\nnbformat.write(node, sys.argv[2])"
    )
    home = place / "home"
    home.mkdir(exist_ok=True)
    path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
    env = {**os.environ, "PATH": path, "HOME": str(home), "PIP_NO_INDEX": "1", "MPLBACKEND": "agg"}
    env["JUPYTER_DATA_DIR"] = str(home)  # the kernel python3 is this interpreter's own
    command = [python, "-c", code, source, target, folder]
    subprocess.run(command, check=True, env=env, capture_output=True)
    return nbformat.read(target, as_version=4)


def find_error(cell: NotebookNode) -> str:
    """Return the name of the error that a cell ended with, nothing if it did not."""
    return next((one.ename for one in cell.outputs if one.output_type == "error"), "")


if __name__ == "__main__":
    sys.exit(main())
