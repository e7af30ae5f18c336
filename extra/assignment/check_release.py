"""Leak gate: looks through release/ for everything that students must not see.

Nothing that stands between BEGIN and END of a solution or of hidden tests in source/ may
stand anywhere under release/, unless it stands outside of them in source/ too. Spaces do
not count. No output, execution count, author photo or e-mail address may be there either.

Run it with `make check`. Exit status 1, and a line for each finding, if there are any.
"""

import json
import re
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
MARKS = ["SOLUTION", "HIDDEN TESTS", "TESTS"]
MARK = re.compile(rf"# ?(BEGIN|END) ({'|'.join(MARKS)})")
PERSON = {
    "e-mail address": re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    "author of a run": re.compile(r"executionInfo|displayName|userId"),
    "photo": re.compile(r"photoUrl|googleusercontent\.com"),
}


def main():
    """Print what leaks and return the exit status."""
    findings = find_leaks(PROJECT / "source", PROJECT / "release")
    for finding in findings:
        print(finding)
    if not findings:
        print("release/ holds no solution, hidden test, output or personal data.")
    return 1 if findings else 0


def find_leaks(source, release):
    """Return one sentence for each leak under the folder `release`."""
    secrets, public = read_secrets(source)
    findings = []
    files = [path for path in sorted(release.rglob("*")) if path.is_file()]
    if not any(path.suffix == ".ipynb" for path in files):
        return [f"There is no notebook under {release.name}/. Run: make release"]
    for path in files:
        where = path.relative_to(release.parent)
        text = path.read_text("utf-8", errors="replace")
        texts = [text]
        if path.suffix == ".ipynb":
            try:
                notebook = json.loads(text)
                findings += [f"{where}: {problem}" for problem in find_outputs(notebook)]
                texts += all_texts(notebook)
            except (ValueError, AttributeError, KeyError, TypeError):
                findings.append(f"{where}: this is not a notebook.")
        squeezed = [squeeze(text) for text in texts]
        for secret, line in secrets.items():
            if any(secret in text for text in squeezed):
                findings.append(f"{where}: solution or hidden test: {line.strip()}")
        if any(MARK.search(text) for text in texts):
            findings.append(f"{where}: a mark such as # BEGIN SOLUTION")
        for name, pattern in PERSON.items():
            if match := next(filter(None, map(pattern.search, texts)), None):
                findings.append(f"{where}: {name}: {match[0]}")
    return findings


def read_secrets(source):
    """Return the lines that only the teacher may see, squeezed: as written, and all other text."""
    hidden, public = [], []
    for path in sorted(source.rglob("*.ipynb")):
        inside = False  # a region of whole cells, as otter has them
        for cell in json.loads(path.read_text("utf-8"))["cells"]:
            lines = "".join(cell["source"]).split("\n")
            if cell["cell_type"] == "raw":
                if mark := MARK.search(lines[0]):
                    inside = mark[1] == "BEGIN"
                continue
            split_cell(cell, lines, inside, hidden, public)
    known = squeeze("\n".join(public))
    secrets = {squeeze(line): line for line in hidden if squeeze(line) not in known}
    return secrets, public


def split_cell(cell, lines, inside, hidden, public):
    """Sort the lines of a cell into the two lists."""
    grading = cell["metadata"].get("nbgrader", {})
    answer = inside or grading.get("solution")
    marked = any(MARK.search(line) for line in lines)
    # A written answer has no marks: all of it is the teacher's. So is a test of otter.
    secret = answer and (cell["cell_type"] == "markdown" or (inside and not marked))
    for line in lines:
        if mark := MARK.search(line):
            secret = mark[1] == "BEGIN"
        elif "TEST CONFIG" not in line:
            (hidden if secret else public).append(line)


def find_outputs(notebook):
    """Yield what a notebook still holds of a run."""
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell.get("outputs"):
            yield f"cell {number} has outputs"
        if cell.get("execution_count") is not None:
            yield f"cell {number} was run"
        if cell.get("attachments"):
            yield f"cell {number} has attachments"
    if notebook.get("metadata", {}).get("widgets"):
        yield "the state of widgets"


def all_texts(value):
    """Yield every text in a notebook, however deep, and each cell's source as a whole."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from all_texts(inner)
    elif isinstance(value, list):
        if all(isinstance(inner, str) for inner in value):
            yield "".join(value)
        for inner in value:
            yield from all_texts(inner)


def squeeze(text):
    """Return the text without spaces and line ends."""
    return re.sub(r"\s+", "", text)


if __name__ == "__main__":
    sys.exit(main())
