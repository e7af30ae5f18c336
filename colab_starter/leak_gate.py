"""Leak gate: looks through release/ and notebooks/ for everything that students must not see.

Nothing that stands between BEGIN and END of a solution or of hidden tests in source/ may
stand anywhere in what students get, unless it stands outside of them in source/ too. Spaces do
not count. No output, execution count, author photo or e-mail address may be there either.

`nox -s check` runs it. Exit status 1, and a line for each finding, if there are any.
The template passes the notebooks that it makes through the same gate before it writes them.
"""

import json
import re
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
# In every spelling that nbgrader or otter take: more #, other spaces, small letters.
MARK = re.compile(r"#\s*(BEGIN|END)\s+(SOLUTIONS?|HIDDEN\s+TESTS?|TESTS|PROMPT)\b", re.IGNORECASE)
PERSON = {
    # Not git@github.com: the name of a service, with which addresses of repositories begin.
    "e-mail address": re.compile(r"\b(?!git@)[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    "author of a run": re.compile(r"executionInfo|displayName|userId"),
    "photo": re.compile(r"photoUrl|googleusercontent\.com"),
}


def main():
    """Print what leaks and return the exit status."""
    findings = find_leaks(PROJECT / "source", PROJECT / "release", PROJECT / "notebooks")
    for finding in findings:
        print(finding)
    if not findings:
        print("What students get holds no solution, hidden test, output or personal data.")
    return 1 if findings else 0


def find_leaks(source, release, *others):
    """Return one sentence for each leak under the folder `release`, or one of the others."""
    findings, notebooks = [], []
    for path in sorted(source.rglob("*.ipynb")):
        notebooks.append(json.loads(path.read_text("utf-8")))
        findings += [
            f"{path.relative_to(source.parent)}: {p}" for p in find_unpaired(notebooks[-1])
        ]
    secrets = read_secrets(notebooks)
    folders = (release, *others)
    files = [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]
    if not any(path.suffix == ".ipynb" for path in files):
        return [f"There is no notebook under {release.name}/. Run: nox -s release"]
    for path in files:
        text = path.read_text("utf-8", errors="replace")
        problems = find_in_text([text], secrets)
        if path.suffix == ".ipynb":
            try:
                problems = find_in_notebook(json.loads(text), secrets)
            except (ValueError, AttributeError, KeyError, TypeError):
                problems = ["this is not a notebook."]
        findings += [f"{path.relative_to(release.parent)}: {problem}" for problem in problems]
    return findings


def find_in_notebook(notebook, secrets):
    """Return what leaks out of a notebook, with the number of the cell."""
    outside = {key: value for key, value in notebook.items() if key != "cells"}
    findings = [*find_outputs(notebook), *find_in_text(all_texts(outside), secrets)]
    for number, cell in enumerate(notebook["cells"], start=1):
        findings += [f"cell {number}: {p}" for p in find_in_text(all_texts(cell), secrets)]
    return findings


def find_in_text(texts, secrets):
    """Return what leaks out of these texts."""
    texts = list(texts)
    squeezed = [squeeze(text) for text in texts]
    findings = [
        f"solution or hidden test: {line.strip()}"
        for secret, line in secrets.items()
        if any(secret in text for text in squeezed)
    ]
    if match := next(filter(None, map(MARK.search, texts)), None):
        findings.append(f"a mark: {match[0]}")
    for name, pattern in PERSON.items():
        if match := next(filter(None, map(pattern.search, texts)), None):
            findings.append(f"{name}: {match[0]}")
    return findings


def find_unpaired(notebook):
    """Yield a sentence for each cell whose marks do not come in pairs: no grader would agree."""
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == "raw":
            continue
        marks = [(m[1].upper(), m[2].upper()) for m in MARK.finditer("".join(cell["source"]))]
        pairs = list(zip(marks[::2], marks[1::2]))
        if len(marks) % 2 or any(
            (begin, end) != ("BEGIN", "END") or kind != other
            for (begin, kind), (end, other) in pairs
        ):
            yield f"cell {number}: BEGIN and END of a solution or test do not come in pairs."


def read_secrets(notebooks):
    """Return the lines that only the teacher may see: squeezed to as written."""
    hidden, public = [], []
    for notebook in notebooks:
        inside = False  # a region of whole cells, as otter has them
        for cell in notebook["cells"]:
            lines = "".join(cell["source"]).split("\n")
            if cell["cell_type"] == "raw":
                if mark := MARK.search(lines[0]):
                    inside = mark[1].upper() == "BEGIN"
                continue
            split_cell(cell, lines, inside, hidden, public)
    known = squeeze("\n".join(public))
    return {squeeze(line): line for line in hidden if says(line) and squeeze(line) not in known}


def says(line):
    """Return whether a line says anything: `]:` alone would be found everywhere."""
    return len(re.sub(r"\W", "", line)) > 3


def split_cell(cell, lines, inside, hidden, public):
    """Sort the lines of a cell into the two lists."""
    grading = cell["metadata"].get("nbgrader", {})
    answer = inside or grading.get("solution")
    marked = any(MARK.search(line) for line in lines)
    # A written answer has no marks: all of it is the teacher's. So is a test of otter.
    secret = answer and (cell["cell_type"] == "markdown" or (inside and not marked))
    for line in lines:
        if mark := MARK.search(line):
            secret = mark[1].upper() == "BEGIN"
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
