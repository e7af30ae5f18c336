"""What students find for an answer, where the notebook in source/ says that it is not three dots.

The metadata of the answer's cell say it, below `colab_starter`: `stub` has a text for each region,
`drop` leaves the whole cell out. Courses that mark answers with `# Solution` or `# to_remove` do so.
"""

import textwrap

BEGIN, END = "BEGIN SOLUTION", "END SOLUTION"


def is_dropped(cell):
    """Return whether students do not get this cell at all."""
    return bool(own(cell).get("drop"))


def fill_gaps(source, stubs):
    """Return the text with these stubs for its regions, None if there is not one for each."""
    kept, inside = [], False
    stubs = [str(stub) for stub in stubs] if isinstance(stubs, list) else []
    if not stubs or len(stubs) != sum(BEGIN in line for line in source.split("\n")):
        return None
    for line in source.split("\n"):
        if BEGIN in line:
            inside, stub = True, stubs.pop(0)
            kept += [textwrap.indent(stub, line[: len(line) - len(line.lstrip())])] if stub else []
        elif END in line:
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def stubs_of(cell):
    """Return what stands for each region of the cell."""
    return own(cell).get("stub")


def own(cell):
    """Return what the cell says of itself."""
    said = cell["metadata"].get("colab_starter", {})
    return said if isinstance(said, dict) else {}
