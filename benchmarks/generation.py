"""How long `cookiecutter` takes, whole process, with the notebooks (hooks on) and without.

    python benchmarks/generation.py --json benchmarks/results/generation.json

With `--graders BIN`, the folder of `nbgrader` and `otter`, also how long these take to make
the students' notebook of a teacher's, beside the assembler, which makes both and the
toolbox. `make test` leaves such a folder in `.venv-graders/`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.machine import describe_machine  # noqa: E402
from colab_starter.answers import every_combination  # noqa: E402

# Python keeps bytecode unless it is told not to, as in many containers.
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
COOKIECUTTER = [str(Path(sys.executable).with_name("cookiecutter")), "--no-input"]


def main() -> None:
    """Measure every combination, print a table, and keep the numbers if a file is named."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--json", type=Path, help="keep all numbers in this file")
    parser.add_argument("--repeats", type=int, default=9, help="runs of each kind")
    parser.add_argument("--graders", type=Path, help="compare with the graders in this folder")
    options = parser.parse_args()
    rows = {name: measure(vars(a), options.repeats) for name, a in every_combination().items()}
    for name, row in rows.items():
        print(
            f"{name:12} hooks {row['on']:.3f} s  without {row['off']:.3f} s  x {row['ratio']:.2f}"
        )
    if options.graders:
        rows["graders"] = compare(options.graders.absolute(), options.repeats)
        print(rows["graders"])
    if options.json:
        results = {"machine": describe_machine("cookiecutter", "jupytext", "nbformat"), **rows}
        options.json.write_text(json.dumps(results, indent=1) + "\n")


def measure(answers: dict[str, str], repeats: int) -> dict[str, float]:
    """Return median seconds with hooks `on` and `off`, and the median of the paired ratios."""
    generate(answers, "yes")  # once before it counts: files in the system's cache, bytecode
    pairs = [(generate(answers, "yes"), generate(answers, "no")) for _ in range(repeats)]
    return {
        "on": round(statistics.median(on for on, _ in pairs), 3),
        "off": round(statistics.median(off for _, off in pairs), 3),
        "ratio": round(statistics.median(on / off for on, off in pairs), 2),
    }


def generate(answers: dict[str, str], hooks: str) -> float:
    """Run cookiecutter in a new process and return its wall seconds."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*COOKIECUTTER, f"--accept-hooks={hooks}", "--output-dir", folder, str(ROOT)]
        command += [f"{key}={value}" for key, value in answers.items()]
        return seconds(command, Path(folder))


def compare(graders: Path, repeats: int) -> dict[str, float]:
    """Return median seconds of the assembler and of each grader, whole processes.

    otter runs its tests on the solutions unless told not to; here it is told not to.
    """
    assembler = [sys.executable, "-m", "colab_starter"]
    release = {
        "nbgrader": ["nbgrader", "generate_assignment", "mnist_cnn", "--force"],
        "otter": ["otter", "assign", "--no-run-tests", "source/mnist_cnn/mnist_cnn.ipynb", "build"],
    }
    times: dict[str, list[float]] = {name: [] for name in ("assembler", *release)}
    with tempfile.TemporaryDirectory() as folder:
        for grading in release:
            answers = vars(every_combination()[f"keras-cpu-assignment-{grading}"])
            command = [*COOKIECUTTER, "--output-dir", str(Path(folder, grading)), str(ROOT)]
            seconds(command + [f"{key}={value}" for key, value in answers.items()], ROOT)
        for _ in range(repeats + 1):
            for grading, (program, *arguments) in release.items():
                (project,) = Path(folder, grading).iterdir()
                (project / "requirements.txt").write_text("numpy\n")  # otter asks for one
                command = [str(graders / program), *arguments]
                times[grading].append(seconds(command, project, path=str(graders)))
            text = json.dumps(answers)
            times["assembler"].append(seconds([*assembler, folder], ROOT, text))
    # The first of each only fills the system's cache.
    return {name: round(statistics.median(taken[1:]), 3) for name, taken in times.items()}


def seconds(command: list[str], folder: Path, text: str = "", path: str = "") -> float:
    """Run a command in that folder, with text as its input, and return its wall seconds.

    `path` stands before PATH: nbgrader calls alembic by its name.
    """
    env = {**ENVIRONMENT, "PATH": os.pathsep.join([path, ENVIRONMENT["PATH"]])}
    start = time.perf_counter()
    subprocess.run(
        command, check=True, capture_output=True, cwd=folder, input=text, text=True, env=env
    )
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
