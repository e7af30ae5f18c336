"""Does the lesson run on Colab's images of several dates, and as accurately?

    python -m benchmarks.colab_images CLONE [COMMIT:FRAMEWORK-ACCELERATOR ...]

CLONE is a clone of the lists that Colab publishes. For each image the versions that matter are
installed on its Python, without an accelerator, and the project's own test runs the lesson on the
stand-in for Colab. Writes benchmarks/results/colab_images.json, row by row: a row that is there
is replaced. `--table` writes the table of README.md from them:

    python -m benchmarks.colab_images --table
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.machine import describe_machine
from colab_starter.answers import every_combination
from colab_starter.check.image.colab_check import check_image
from colab_starter.check.image.compare import compare
from colab_starter.check.image.image import read_image
from colab_starter.check.image.lock import read_lock, resolve, write_lock
from colab_starter.check.image.needed import find_needed
from colab_starter.check.image.run import run_notebooks
from colab_starter.lock import LOCKS
from tools.colab_check import make_lesson
from tools.colab_lock import list_wanted

RESULTS = Path(__file__).parent / "results" / "colab_images.json"
README = RESULTS.parent.parent.parent / "README.md"
BEGIN, END = "<!-- images: begin -->", "<!-- images: end -->"
# Each Python that Colab had in a year, and the runtime versions that a person can choose.
ROWS = [
    "a72407924822ea377410b69f0a290150bcb5c9c2:keras-gpu",
    "ec53f93fe44a9cab118dc5451527b18e36e1a643:keras-gpu",
    "a72407924822ea377410b69f0a290150bcb5c9c2:pytorch-gpu",
    "77d5dbef56d73b96db5efef2280679cb548c9bd9:keras-gpu",
    "a72407924822ea377410b69f0a290150bcb5c9c2:keras-tpu",
    "bd8aaa4580401a7fbf96a52fab5a7acf96f50b73:keras-gpu",
]


def main() -> None:
    """Measure the rows that are named, or all."""
    clone, *named = sys.argv[1:]
    if clone == "--table":
        return write_table()
    known = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {"rows": {}}
    for row in named or ROWS:
        commit, variant = row.split(":")
        result = measure(Path(clone), commit, variant)
        rows = {**known["rows"], f"{result['date']} {variant}": result}
        known = {"machine": describe_machine(), "rows": dict(sorted(rows.items()))}
        RESULTS.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
        print(row, result, flush=True)


def write_table() -> None:
    """Write the results into README.md, between two marks."""
    rows = json.loads(RESULTS.read_text("utf-8"))["rows"]
    lines = ["| Image | Python | Lesson | Executed | Accuracy | Changed, of what it imports |"]
    lines += ["|---|---|---|---|---|---|"]
    for name, row in sorted(rows.items(), reverse=True):
        state = "to the end" if row["runs"] else f"stops: {row['error']}"
        accuracy = f"{row['accuracy']:.2%}" if row["accuracy"] else ""
        names = ", ".join(shorten(one) for one in row["changed"]) or "is the lock"
        variant = name.partition(" ")[2]
        python = row["python"]
        lines.append(f"| {row['date']} | {python} | {variant} | {state} | {accuracy} | {names} |")
    before, _, rest = README.read_text("utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    table = "\n".join(lines)
    README.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", "utf-8")


def shorten(change: str) -> str:
    """Return `numpy 2.0.2` of a sentence on it."""
    name, _, versions = change.partition(": ")
    return f"{name} {versions.split()[-1].rstrip('.')}" if " became " in versions else change


def measure(clone: Path, commit: str, variant: str) -> dict[str, object]:
    """Return what became of the lesson with one image."""
    framework, accelerator = variant.split("-")
    image = read_image(clone, accelerator, commit)
    with tempfile.TemporaryDirectory() as folder:
        answers = every_combination()[variant]
        project = make_lesson(answers, Path(folder, "project"))
        lock = read_lock((LOCKS / f"lock-{variant}.txt").read_text("utf-8"))
        changes = compare(lock, image, find_needed(project))
        started = time.perf_counter()
        nothing = check_image(project, clone.as_uri())
        looked = time.perf_counter() - started
        new = resolve(image, list_wanted(framework, accelerator))
        started = time.perf_counter()
        results = run_notebooks(project, new, write_lock(new, ""), Path(folder, "work"), "uv")
        ran = time.perf_counter() - started
    (result,) = results
    return {
        "date": image.date,
        "python": image.python,
        "runs": result.runs,
        "accuracy": result.accuracy,
        "error": f"cell {result.cell}: {result.error}" if result.error else "",
        "changed": [one.sentence() for one in changes],
        "seconds_to_run": round(ran),
        "seconds_to_compare": round(looked, 1) if nothing.verdict == "runs" else None,
    }


if __name__ == "__main__":
    main()
