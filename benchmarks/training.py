"""The lesson against the tutorial: what does the same accuracy cost?

    python benchmarks/training.py --json benchmarks/results/training.json
    python benchmarks/training.py --quick

For each seed and framework the reference and the lesson train one after the other, each
in a process of its own. `cpu` counts all threads. Reading: the reference's target is the
accuracy that it ends with, and its cost is the time until it first gets there; the
lesson's cost is a whole run of the fewest epochs whose median accuracy is not lower.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import images, limit  # noqa: E402
from benchmarks.machine import describe_machine  # noqa: E402

ASKED = ("framework", "who", "epochs", "seed")
SEEDS = (1, 2, 3)
REFERENCE_EPOCHS = {"keras": 12, "keras-jax": 12, "pytorch": 14}
LESSON_EPOCHS = (1, 2, 3)
PACKAGES = (
    "keras",
    "tensorflow-cpu",
    "tensorflow",
    "jax",
    "torch",
    "tensorboard",
    "numpy",
    "scipy",
)


def main() -> None:
    """Run everything, print a table, and keep all numbers if a file is named."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--json", type=Path, help="keep all numbers in this file")
    parser.add_argument("--quick", action="store_true", help="one seed, few images, few epochs")
    parser.add_argument(
        "--frameworks", default="keras,pytorch", help="of " + ", ".join(REFERENCE_EPOCHS)
    )
    options = parser.parse_args()
    images.load()
    results = {"machine": describe_machine(*PACKAGES), "quick": options.quick}
    results |= {"limit": limit.measure(), "runs": read_runs(options.json, results)}
    done = {tuple(run[key] for key in ASKED) for run in results["runs"]}
    for asked in plan(options.frameworks.split(","), options.quick):
        if asked not in done:
            results["runs"].append(train(*asked, quick=options.quick))
            print(describe(results["runs"][-1]), flush=True)
        results["summary"] = summarise(results["runs"])
        if options.json:  # after each run: an interrupted measurement goes on from here
            options.json.write_text(json.dumps(results, indent=1) + "\n")
    for framework, summary in results["summary"].items():
        print(framework, json.dumps(summary, indent=1))


def plan(frameworks: list[str], quick: bool) -> Iterator[tuple[str, str, int, int]]:
    """Yield what to run, as ASKED names it: the reference and the lesson take turns."""
    for seed in SEEDS[:1] if quick else SEEDS:
        for framework in frameworks:
            yield framework, "tutorial", 2 if quick else REFERENCE_EPOCHS[framework], seed
            for epochs in LESSON_EPOCHS:
                yield framework, "lesson", epochs, seed


def read_runs(path: Path | None, now: dict) -> list[dict]:
    """Return the runs in the file `path`, if they were measured like `now`; else none."""
    if path is None or not path.exists():
        return []
    before = json.loads(path.read_text())
    same = all(before[key] == value for key, value in now.items())
    return before["runs"] if same else []


def train(framework: str, who: str, epochs: int, seed: int, quick: bool) -> dict:
    """Run `benchmarks.train_once` in a new process and return what it printed."""
    command = [sys.executable, "-m", "benchmarks.train_once", framework, who]
    command += ["--epochs", str(epochs), "--seed", str(seed), *(["--quick"] if quick else [])]
    # Threads that wait sleep: on a machine with other work they would burn time that is no work.
    env = {**os.environ, "OMP_WAIT_POLICY": "PASSIVE"}
    done = subprocess.run(command, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True, check=True)
    asked = dict(zip(ASKED, (framework, who, epochs, seed)))
    return {**asked, **json.loads(done.stdout.splitlines()[-1])}


def describe(run: dict) -> str:
    """Return one line about a run."""
    return (
        f"{run['framework']:9} {run['who']:8} seed {run['seed']} {run['epochs']:2} epochs: "
        f"{run['accuracy'][-1]:.4f} (real digits {run['real_accuracy']:.4f}) "
        f"{run['cpu'][-1]:.1f} CPU-s, {run['wall'][-1]:.1f} s"
    )


def summarise(runs: list[dict]) -> dict[str, dict]:
    """Return, for each framework with a finished reference and lesson, costs and their ratios."""
    summary = {}
    for framework in dict.fromkeys(run["framework"] for run in runs):
        own = [run for run in runs if run["framework"] == framework]
        references = [run for run in own if run["who"] == "tutorial"]
        target = statistics.median(run["accuracy"][-1] for run in references)
        lessons = {
            epochs: [run for run in own if run["who"] == "lesson" and run["epochs"] == epochs]
            for epochs in sorted({run["epochs"] for run in own if run["who"] == "lesson"})
        }
        enough = (
            epochs
            for epochs, runs_of in lessons.items()
            if statistics.median(run["accuracy"][-1] for run in runs_of) >= target
        )
        summary[framework] = {
            "target_accuracy": target,
            "lesson_epochs": next(enough, None),
            "reference": median_costs(references, to_target=True),
            "reference_whole_run": median_costs(references, to_target=False),
            "lessons": {
                epochs: median_costs(runs_of, to_target=False) | ratios(references, runs_of)
                for epochs, runs_of in lessons.items()
            },
        }
    return summary


def first_epoch_at_target(run: dict) -> int:
    """Return the index of the first epoch that is as accurate as the last one."""
    return next(i for i, value in enumerate(run["accuracy"]) if value >= run["accuracy"][-1])


def cost(run: dict, clock: str, to_target: bool) -> float:
    """Return the seconds on `clock` of a run, whole or until it first had its last accuracy."""
    return run[clock][first_epoch_at_target(run) if to_target else -1]


def median_costs(runs: list[dict], to_target: bool) -> dict[str, float]:
    """Return the medians over the seeds."""
    middle = {clock: [cost(run, clock, to_target) for run in runs] for clock in ("cpu", "wall")}
    middle["seconds_per_epoch"] = [run["wall"][-1] / run["epochs"] for run in runs]
    middle["accuracy"] = [run["accuracy"][-1] for run in runs]
    for key in ("real_accuracy", "import_cpu", "import_wall", "peak_memory_mb"):
        middle[key] = [run[key] for run in runs if run[key] is not None] or [0]
    return {key: round(statistics.median(values), 4) for key, values in middle.items()}


def ratios(references: list[dict], lessons: list[dict]) -> dict[str, list[float] | float]:
    """Return reference / lesson, paired by seed: the median as `ratio_*` and every pair."""
    pairs = [(r, own) for r in references for own in lessons if r["seed"] == own["seed"]]
    found: dict[str, list[float] | float] = {}
    for name, clock, to_target in [
        ("ratio_cpu", "cpu", True),
        ("ratio_wall", "wall", True),
        ("ratio_cpu_whole_run", "cpu", False),
    ]:
        values = [cost(r, clock, to_target) / cost(own, clock, False) for r, own in pairs]
        if values:
            found[name] = round(statistics.median(values), 1)
            found[f"{name}_pairs"] = [round(value, 1) for value in values]
    return found


if __name__ == "__main__":
    main()
