"""Is it a notebook, and of which assignment? By what is in it: names of files lie."""

import json
from collections import Counter
from pathlib import Path

from grading.assignments import notebook_of

# Teachers read it, and students in their feedback.
ASK = "hand in the file that File > Download > Download .ipynb saves"
# A student may delete cells, and a notebook of another course has none of ours.
ENOUGH = 0.25
CLEARER = 1.5  # times as much as of the next assignment


class NotNotebook(Exception):
    """Not a notebook that can be graded; its text is a sentence for the teacher."""


def read_notebook(data, name):
    """Return the notebook in these bytes, as a dict. Nothing of it is run.

    Raises NotNotebook for anything else.
    """
    start = data[:1000].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    suffix = Path(name).suffix.lower()
    if suffix == ".py":
        raise NotNotebook(f"a Python script cannot be graded: {ASK}, not .py")
    if not start:
        raise NotNotebook(f"an empty file: {ASK}, after all changes were saved")
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise NotNotebook(f"a web page, not the notebook itself: {ASK}")
    if suffix not in (".ipynb", ".json", ".txt", "") and not start.startswith(b"{"):
        raise NotNotebook(f"not a notebook: {ASK}")
    try:
        node = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError):
        raise NotNotebook(f"a damaged notebook, or none: {ASK}") from None
    if isinstance(node, dict) and ("worksheets" in node or node.get("nbformat") in (1, 2, 3)):
        raise NotNotebook(
            "a notebook in an old format: Colab opens it, and downloads it in the new one"
        )
    if not is_notebook(node):
        raise NotNotebook(f"not a notebook: {ASK}")
    if not any(text_of(cell).strip() for cell in node["cells"]):
        raise NotNotebook("a notebook without any text: ask for the one with the answers")
    return node


def is_notebook(node):
    """Return whether the graders can read this: a list of cells, each with a type and a text."""
    cells = node.get("cells") if isinstance(node, dict) else None
    return (
        isinstance(cells, list)
        and isinstance(node.get("nbformat"), int)
        and isinstance(node.get("metadata"), dict)
        and all(
            isinstance(cell, dict)
            and isinstance(cell.get("cell_type"), str)
            and isinstance(cell.get("metadata", {}), dict)
            and is_text(cell.get("source"))
            for cell in cells
        )
    )


def is_text(source):
    """Return whether this is the text of a cell: a string or a list of lines."""
    return isinstance(source, str) or (
        isinstance(source, list) and all(isinstance(line, str) for line in source)
    )


def text_of(cell):
    """Return the text of a cell."""
    return "".join(cell["source"])


def traces_of(node):
    """Return by what the cells of a notebook are known: the grader's names, ids, texts."""
    traces = {"name": set(), "id": set(), "text": set()}
    for cell in node["cells"]:
        metadata = cell.get("metadata", {})
        grading = metadata.get("nbgrader")
        name = grading.get("grade_id") if isinstance(grading, dict) else None
        # Colab moves a cell's id into its metadata.
        for kind, trace in (
            ("name", name),
            ("id", cell.get("id") or metadata.get("id")),
            ("text", " ".join(text_of(cell).split())),
        ):
            if isinstance(trace, str) and trace:
                traces[kind].add(trace)
    return traces


def known_assignments(names):
    """Return the traces of each assignment: those that no other notebook here has, and all."""
    found = {name: traces_of(read_released(name)) for name in names}
    companions = map(read_quietly, sorted(Path("notebooks").glob("*.ipynb")))
    counted = Counter(
        (kind, trace)
        for traces in [*found.values(), *map(traces_of, filter(None, companions))]
        for kind, ones in traces.items()
        for trace in ones
    )
    return {
        name: (
            {kind: {one for one in ones if counted[kind, one] == 1} for kind, ones in all.items()},
            all,
        )
        for name, all in found.items()
    }


def read_released(name):
    """Return the students' notebook of an assignment, the teacher's if none was released."""
    for folder in ("release", "source"):
        node = read_quietly(notebook_of(folder, name))
        if node:
            return node
    raise SystemExit(f"{notebook_of('release', name)} cannot be read: run nox -s release -- {name}")


def read_quietly(path):
    """Return a notebook of this project, None if there is none that can be read."""
    try:
        return read_notebook(path.read_bytes(), path.name)
    except (OSError, NotNotebook):
        return None


def share(traces, known):
    """Return how much of an assignment a notebook has, from 0 to 1: by the surest trace."""
    return max(
        (len(traces[kind] & ones) / len(ones) for kind, ones in known.items() if ones), default=0
    )


def recognise(node, known, named=""):
    """Return the assignment of a notebook, "" if there is no telling.

    `named` is the assignment in the file's name. It counts where content does not tell, as
    for an assignment that was copied to be given again.
    """
    traces = traces_of(node)
    shares = {name: share(traces, own) for name, (own, _) in known.items()}
    likely = sorted(shares, key=shares.get, reverse=True)
    if shares[likely[0]] >= ENOUGH and (
        len(likely) == 1 or shares[likely[0]] >= CLEARER * shares[likely[1]]
    ):
        return likely[0]
    return named if named and share(traces, known[named][1]) >= 2 * ENOUGH else ""
