"""What an exercise is called: the heading above it."""

import re

HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def find(cells, otherwise):
    """Return the last heading in these cells, or `otherwise` if there is none."""
    for cell in reversed(cells):
        if cell["cell_type"] == "markdown" and (found := HEADING.findall(cell["source"])):
            return found[-1]
    return otherwise
