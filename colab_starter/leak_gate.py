"""Leak gate: looks through release/ and notebooks/ for everything that students must not see.

Nothing that stands between BEGIN and END of a solution or of hidden tests in source/ may
stand anywhere in what students get, unless it stands outside of them in source/ too. Spaces do
not count, nor do imports. A file of the teacher's that stands beside the notebook in source/ too may
share short lines with a solution, and all of it with a line `# colab-starter: publish`. No output, execution count, or name, photo and e-mail address of
whoever ran the notebook may be there either; what the teacher wrote in a cell may hold any of these.

`nox -s check` runs it. Exit status 1, and a line for each finding, if there are any.
The template passes the notebooks that it makes through the same gate before it writes them.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

# In every spelling that nbgrader or otter take: more #, other spaces, small letters.
MARK = re.compile(r"#\s*(BEGIN|END)\s+(SOLUTIONS?|HIDDEN\s+TESTS?|TESTS|PROMPT)\b", re.IGNORECASE)
# In a text the words may be spoken of; a line is a mark that is nothing else, or begins with one.
IN_TEXT = re.compile(
    rf"\W*(?i:{MARK.pattern})\W*"
    r"|\s*#+\s*(BEGIN|END)\s+(SOLUTIONS?|HIDDEN\s+TESTS?|TESTS|PROMPT)\b.*"
)
# A line, mostly a comment, with which a teacher gives a whole file to students, solutions or not.
GIVEN = re.compile(r"^\W*colab-starter: publish\W*$", re.MULTILINE)
IMPORT = re.compile(r"\s*(import\s+[\w., ]+|from\s+[\w.]+\s+import\s.*)$")
# Code, without spaces, that is too long to be the same by chance.
TELLING = re.compile(r"(?!#)(?=.*[=(\[]).{30}")
# Letters by which lines are found, and the names of two lists of lines without such a piece.
PIECE = 4
SHORT, PICTURE = "", "picture"
# What pictures are written in. A line with any other character stands in none of them.
BASE64 = re.compile(r"[A-Za-z0-9+/]*={0,2}")
PERSON = {
    # Not git@github.com: the name of a service, with which addresses of repositories begin.
    "e-mail address": re.compile(r"\b(?!git@)[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    "author of a run": re.compile(r"executionInfo|displayName|userId"),
    "photo": re.compile(r"photoUrl|googleusercontent\.com"),
}


def main():
    """Print what leaks and return the exit status."""
    findings = find_leaks(Path("source"), Path("release"), Path("notebooks"))
    for finding in findings:
        print(finding)
    for note in find_in_words(Path("release"), Path("notebooks")):
        print(f"{note} (is that meant to be there?)")
    if not findings:
        print("What students get holds no solution, hidden test, output, or trace of who ran it.")
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
        beside = source / path.relative_to(release) if release in path.parents else source
        is_theirs = beside.is_file() and beside.read_bytes() == path.read_bytes()
        problems = find_in_file(text, secrets) if is_theirs else find_in_text([text], secrets)
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
    findings += find_people(all_texts(outside))
    for number, cell in enumerate(notebook["cells"], start=1):
        problems = find_secrets([*all_texts(cell)], secrets)
        problems += find_marks("".join(cell["source"]), is_prose(cell))
        problems += find_marks("\n".join(all_texts({**cell, "source": ""})))
        problems += find_people(all_texts({**cell, "source": ""}))
        findings += [f"cell {number}: {p}" for p in problems]
    return findings


def find_in_text(texts, secrets):
    """Return what leaks out of these texts."""
    texts = list(texts)
    return find_secrets(texts, secrets) + find_marks("\n".join(texts))


def find_marks(text, prose=False):
    """Return the first mark in a text, in a list, if there is one."""
    lines = text.split("\n") if prose else [text]
    match = next(filter(None, (mark_in(line, prose) for line in lines)), None)
    return [f"a mark: {match[0].strip()}"] if match else []


def mark_in(line, prose=False):
    """Return the mark in a line; prose may speak of marks in the middle of a sentence."""
    return IN_TEXT.fullmatch(line) if prose else MARK.search(line)


def is_prose(cell):
    """Return whether a cell is text that no grader takes for an answer.

    nbgrader looks for marks anywhere in an answer or a task.
    """
    grading = cell["metadata"].get("nbgrader", {})
    graded = any(grading.get(kind) for kind in ("grade", "solution", "task"))
    return cell["cell_type"] == "markdown" and not graded


def find_in_words(*folders):
    """Yield the traces of people in what somebody wrote: a teacher's address may be wanted."""
    for path in (path for folder in folders for path in sorted(folder.rglob("*.ipynb"))):
        try:
            cells = json.loads(path.read_text("utf-8", errors="replace"))["cells"]
            texts = ["".join(cell["source"]) for cell in cells]
        except (ValueError, KeyError, TypeError):
            continue  # no notebook: that is found elsewhere
        for number, text in enumerate(texts, start=1):
            yield from (f"{path.name}, cell {number}: {one}" for one in find_people([text]))


def find_in_file(text, secrets):
    """Return what leaks out of a file that the teacher gives to students.

    It is a solution if it holds all of one, two lines of one in a row, or a long line of code. A
    short line here and there, such as `x = f(y)`, is in many files. A line that gives it to students
    says that it is meant.
    """
    if GIVEN.search(text):
        return []
    squeezed, found = squeeze(text), []
    for region in getattr(secrets, "regions", ()):
        pairs = zip(region, region[1:]) if region[1:] else [(region[0], "")]
        found += [first for first, second in pairs if first + second in squeezed]
        found += [line for line in region if TELLING.match(line) and line in squeezed]
    return [f"solution or hidden test: {secrets[line].strip()}" for line in dict.fromkeys(found)]


def find_people(texts):
    """Return which traces of people are in these texts."""
    texts, findings = list(texts), []
    for name, pattern in PERSON.items():
        if match := next(filter(None, map(pattern.search, texts)), None):
            findings.append(f"{name}: {match[0]}")
    return findings


def find_secrets(texts, secrets):
    """Return which lines that only the teacher may see stand in these texts."""
    index = secrets.index() if isinstance(secrets, Secrets) else index_lines(secrets)
    found = find_lines(map(squeeze, texts), index)  # a secret has no space, so spans no two texts
    return [f"solution or hidden test: {secrets[secret].strip()}" for secret in found]


def index_lines(lines):
    """Return the lines, each with its place, by the piece of theirs that is in fewest others.

    With a hundred notebooks, to search each for every line of all would take for ever: it is
    searched for those only whose piece it has. Below PICTURE are those that a picture may hold.
    """
    pieces = [cut(line) for line in lines]
    count = Counter(piece for of_line in pieces for piece in of_line)
    index = {}
    for place, (line, of_line) in enumerate(zip(lines, pieces)):
        rarest = min(sorted(of_line), key=count.__getitem__, default=SHORT)
        index.setdefault(rarest, []).append((place, line))
        if BASE64.fullmatch(line):
            index.setdefault(PICTURE, []).append((place, line))
    return index


def find_lines(texts, index):
    """Return the lines of an index that stand in these texts, in order; none has spaces."""
    found = set()
    for text in texts:
        keys = {PICTURE} if BASE64.fullmatch(text) else {SHORT} | cut(text, index)
        found |= {one for key in keys for one in index.get(key, ()) if one[1] in text}
    return [line for _, line in sorted(found)]


def cut(text, wanted=None):
    """Return all pieces of a text, or those of them that are wanted."""
    pieces = (text[i : i + PIECE] for i in range(len(text) - PIECE + 1))
    return set(pieces) if wanted is None else {piece for piece in pieces if piece in wanted}


def find_unpaired(notebook):
    """Yield a sentence for each cell whose marks do not come in pairs: no grader would agree."""
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell["cell_type"] == "raw":
            continue
        text, prose = "".join(cell["source"]), is_prose(cell)
        if prose:
            text = "\n".join(line for line in text.split("\n") if mark_in(line, prose))
        marks = [(m[1].upper(), m[2].upper()) for m in MARK.finditer(text)]
        pairs = list(zip(marks[::2], marks[1::2]))
        if len(marks) % 2 or any(
            (begin, end) != ("BEGIN", "END") or kind != other
            for (begin, kind), (end, other) in pairs
        ):
            yield f"cell {number}: BEGIN and END of a solution or test do not come in pairs."


class Secrets(dict):
    """Lines that only the teacher may see: squeezed to as written."""

    regions = ()
    """The same lines, squeezed, in lists: one for each solution and hidden test."""
    indexed = (0, {})
    """How many of them are in the index, and the index."""

    def index(self):
        """Return all lines by a piece of each, made anew if some were added."""
        if self.indexed[0] != len(self):
            self.indexed = len(self), index_lines(self)
        return self.indexed[1]


def read_secrets(notebooks):
    """Return the lines that only the teacher may see."""
    hidden, texts = [], []
    for notebook in notebooks:
        public = []
        inside = False  # a region of whole cells, as otter has them
        for cell in notebook["cells"]:
            lines = "".join(cell["source"]).split("\n")
            if cell["cell_type"] == "raw":
                if mark := MARK.search(lines[0]):
                    inside = mark[1].upper() == "BEGIN"
                continue
            split_cell(cell, lines, inside, hidden, public)
        texts.append(squeeze("\n".join(public)))
    regions = [{squeeze(line): line for line in region if says(line)} for region in hidden]
    index = index_lines(dict.fromkeys(line for region in regions for line in region))
    known = {*find_lines(texts, index)}
    regions = [{key: region[key] for key in region if key not in known} for region in regions]
    secrets = Secrets()
    for region in regions:
        secrets.update(region)
    secrets.regions = [[*region] for region in regions if region]
    return secrets


def says(line):
    """Return whether a line says anything: `]:` and imports alone would be found everywhere."""
    return len(re.sub(r"\W", "", line)) > 3 and not IMPORT.match(line)


def split_cell(cell, lines, inside, hidden, public):
    """Sort the lines of a cell into the two lists, the hidden ones by region."""
    hidden.append([])
    grading = cell["metadata"].get("nbgrader", {})
    answer = inside or grading.get("solution")
    prose = is_prose(cell)
    marked = any(mark_in(line, prose) for line in lines)
    # A written answer has no marks: all of it is the teacher's. So is a test of otter.
    secret = answer and (cell["cell_type"] == "markdown" or (inside and not marked))
    for line in lines:
        if mark_in(line, prose):
            secret = MARK.search(line)[1].upper() == "BEGIN"
            hidden.append([])
        elif "TEST CONFIG" not in line:
            (hidden[-1] if secret else public).append(line)


def find_outputs(notebook):
    """Yield what a notebook still holds of a run."""
    for number, cell in enumerate(notebook["cells"], start=1):
        if cell.get("outputs"):
            yield f"cell {number} has outputs"
        if cell.get("execution_count") is not None:
            yield f"cell {number} was run"
        text = "".join(cell.get("source", ""))
        for name in cell.get("attachments", {}):
            if name not in text:
                yield f"cell {number} has a picture that its text does not show: {name}"
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
