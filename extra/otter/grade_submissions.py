"""Run `otter run` on each submission and collect the marks in grades.csv.

One submission that cannot be graded gets a sentence instead of marks, and the others go
on. Exit status 1 if there is one. Written answers are marked by hand: otter counts them 0.
"""

import csv
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LIMIT = 900  # seconds for one submission; an endless loop ends here
AT_ONCE = min(os.cpu_count() or 1, 4)  # each may take a gigabyte of memory
LINE = "{student:<24} {score:>6} {problem}"


def main(assignment, limit=LIMIT):
    """Grade everything under submitted/; return the exit status."""
    (autograder,) = Path("build/autograder").glob("*.zip")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        rows = list(pool.map(lambda f: grade(f, assignment, autograder, limit), list_students()))
    with open("grades.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["student", "score", "max_score", "problem"])
        writer.writeheader()
        writer.writerows(rows)
    return 1 if any(row["problem"] for row in rows) else 0


def list_students():
    """Return the folders under submitted/, one for each student."""
    return sorted(path for path in Path("submitted").glob("*") if path.is_dir())


def grade(folder, assignment, autograder, limit):
    """Grade one student's submission; return a row of grades.csv."""
    notebook = folder / assignment / f"{assignment}.ipynb"
    output = Path("graded") / folder.name
    output.mkdir(parents=True, exist_ok=True)
    results = output / "results.json"
    results.unlink(missing_ok=True)
    row = {"student": folder.name, "score": "", "max_score": "", "problem": ""}
    if notebook.exists():
        command = ["otter", "run", "--no-logo", "-a", autograder, "-o", output, notebook]
        with open(output / "otter.log", "w", encoding="utf-8") as log:
            try:
                subprocess.run(command, stdout=log, stderr=log, timeout=limit)
            except subprocess.TimeoutExpired:
                row["problem"] = f"not finished after {limit} seconds: an endless loop?"
        if results.exists():
            row.update(read_results(results))
        elif not row["problem"]:
            row["problem"] = f"otter could not grade it; the reason is in {output}/otter.log"
    else:
        row["problem"] = f"there is no {notebook}"
    print(LINE.format(**row), flush=True)
    return row


def read_results(path):
    """Return the score that otter counted, or the problem if it counted none."""
    tests = json.loads(path.read_text("utf-8"))["tests"]
    scored = [test for test in tests if "score" in test]
    if not any(test.get("max_score") for test in scored):
        return {"problem": f"otter ran no test; the reason is in {path.parent}/otter.log"}
    return {
        "score": sum(test["score"] for test in scored),
        "max_score": sum(test["max_score"] for test in scored),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
