"""What an exercise is called: the heading above it."""

import re
from collections import defaultdict

HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)


def find(cells, otherwise):
    """Return the last heading in these cells, or `otherwise` if there is none."""
    for cell in reversed(cells):
        if cell["cell_type"] == "markdown" and (found := HEADING.findall(cell["source"])):
            return found[-1]
    return otherwise


def find_shared(exercises):
    """Return the headings below which several exercises of a kind stand, with their names."""
    found = defaultdict(list)
    for one in exercises:
        found[one.title, one.by].append(one.name)
    return {title: names for (title, _), names in found.items() if len(names) > 1}
