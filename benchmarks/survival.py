"""Break the notebooks in every known way, and print how much of a learner's work it cost.

Runs the whole matrix of fault tests (about an hour on two cores), keeps the figures
in `benchmarks/results/survival.json` and prints them as the table that the README quotes.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINES = ROOT / "build" / "survival.jsonl"
RESULTS = ROOT / "benchmarks" / "results" / "survival.json"
TESTS = ["tests/survive", "tests/toolbox/test_drive_faults.py"]


def main() -> int:
    """Run the matrix, write the figures, print the table; return pytest's exit status."""
    LINES.parent.mkdir(exist_ok=True)
    LINES.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", *TESTS, "--numprocesses", "2"]
    command += ["--dist", "worksteal", "-p", "no:cacheprovider"]
    environment = {**os.environ, "SURVIVE_RESULTS": str(LINES)}
    status = subprocess.run(command, cwd=ROOT, env=environment).returncode
    table = summarize([json.loads(line) for line in LINES.read_text("utf-8").splitlines()])
    versions = f"Python {platform.python_version()} on {platform.system()}"
    RESULTS.parent.mkdir(exist_ok=True)
    content = {"complete": status == 0, "ran on": versions, "table": table}
    RESULTS.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    print("| Fault | Tried | Epochs trained twice, at most | Bytes lost |\n|---|---|---|---|")
    for row in table:
        print(f"| {row['fault']} | {row['tried']} | {row['epochs']} | {row['bytes']} |")
    return status


def summarize(results: list[dict]) -> list[dict]:
    """Return one row for each kind of fault; a fault that was not survived has no result."""
    kinds = defaultdict(list)
    for result in results:
        kinds[result["kind"]].append(result)
    return [
        {
            "fault": kind,
            "tried": len(rows),
            "epochs": max(row["epochs_lost"] for row in rows),
            "bytes": sum(row["bytes_lost"] for row in rows),
        }
        for kind, rows in sorted(kinds.items())
    ]


if __name__ == "__main__":
    sys.exit(main())
