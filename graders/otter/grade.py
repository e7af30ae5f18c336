"""Run `otter run` on each submitted/STUDENT/NAME/NAME.ipynb and collect the marks in grades.csv.

python grade.py [NAME ...]

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

from grading import release
from grading.assignments import choose, list_students, notebook_of

LIMIT = 900  # seconds for one submission; an endless loop ends here
AT_ONCE = min(os.cpu_count() or 1, 4)  # each may take a gigabyte of memory
COLUMNS = ["assignment", "student", "score", "max_score", "problem"]
LINE = "{assignment:<16} {student:<24} {score:>6} {problem}"


def main(names, limit=LIMIT):
    """Grade these assignments, all if none is named; return the exit status."""
    rows = []
    for name in choose(names):
        if not Path("build", name, "autograder").exists() and (status := release.main([name])):
            return status
        (autograder,) = Path("build", name, "autograder").glob("*.zip")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            rows += pool.map(lambda f: grade(f, name, autograder, limit), list_students())  # noqa: B023
    with open("grades.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return 1 if any(row["problem"] for row in rows) else 0


def grade(folder, assignment, autograder, limit):
    """Grade one student's submission; return a row of grades.csv."""
    notebook = notebook_of(folder, assignment)
    output = Path("graded", folder.name, assignment)
    output.mkdir(parents=True, exist_ok=True)
    results = output / "results.json"
    results.unlink(missing_ok=True)
    row = {**dict.fromkeys(COLUMNS, ""), "assignment": assignment, "student": folder.name}
    if notebook.exists():
        command = [sys.executable, "-m", "otter", "run", "--no-logo"]
        command += ["-a", autograder, "-o", output, notebook]
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
    sys.exit(main(sys.argv[1:]))
