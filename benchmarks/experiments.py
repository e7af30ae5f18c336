"""What each experiment of the notebook mnist_inside shows, with several seeds.

python benchmarks/experiments.py --json benchmarks/results/experiments.json

The notebook itself runs, once for each framework and seed; a run that the file has is not
repeated. The figures come from its report.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import nbformat
import papermill

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.inside import EXPERIMENT, FRAMEWORKS, make_notebook  # noqa: E402
from benchmarks.machine import describe_machine  # noqa: E402


def main() -> None:
    """Run what is missing, keep it, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--json", type=Path, required=True, help="keep all numbers in this file")
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    runs = json.loads(options.json.read_text())["runs"] if options.json.exists() else []
    known = {(run["framework"], run["seed"]) for run in runs}
    for seed in range(1, options.seeds + 1):
        for framework in FRAMEWORKS:
            if (framework, seed) in known:
                continue
            runs.append({"framework": framework, **measure(framework, seed)})
            machine = describe_machine("keras", "tensorflow-cpu", "torch", "scikit-learn")
            options.json.write_text(json.dumps({"machine": machine, "runs": runs}, indent=1) + "\n")
    for line in make_table(runs):
        print(line)


def measure(framework: str, seed: int) -> dict[str, object]:
    """Return the notebook's own report of a run, with the seconds of each experiment."""
    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(make_notebook(framework), Path(folder, "notebook.ipynb"))
        node = papermill.execute_notebook(
            Path(folder, "notebook.ipynb"),
            Path(folder, "executed.ipynb"),
            parameters={"seed": seed},
            cwd=folder,
            progress_bar=False,
        )
        (report,) = Path(folder).rglob("report.json")
        seconds = [
            round(cell.metadata.papermill.duration, 1)
            for cell in node.cells
            if EXPERIMENT in cell.metadata.get("tags", [])
        ]
        return {**json.loads(report.read_text()), "seconds": seconds}


def make_table(runs: list[dict]) -> list[str]:
    """Return a line for each framework, experiment and setting: least, middle and most read."""
    lines = []
    for framework in FRAMEWORKS:
        own = [run for run in runs if run["framework"] == framework]
        for name in own[0]["experiments"] if own else []:
            for place, setting in enumerate(own[0]["experiments"][name]):
                read = sorted([*run["experiments"][name].values()][place] for run in own)
                shown = f"{read[0]:.1%} {read[len(read) // 2]:.1%} {read[-1]:.1%}"
                lines.append(f"{framework:8} {name:19} {setting:22} {shown}")
    return lines


if __name__ == "__main__":
    main()
