"""A teacher's own notebook in, the same notebook with one way of marking exercises out.

Cells that take part in an exercise carry what they are in `cell.metadata["colab_starter"]`:

    exercise  the name, `[A-Za-z0-9_-]+`; each answer has a name of its own
    part      "answer", "check" (students see and run it) or "hidden" (only the teacher has it)
    points    on each check and hidden test; on an answer that nobody or nothing else grades
    title     the nearest heading above
    stub      what students get instead of each region: one text for each, "" for nothing;
              lines are indented as far as the region's BEGIN; without this key each gets `...`
    drop      True: students do not get the cell at all

A solution in code stands between `# BEGIN SOLUTION` and `# END SOLUTION`, hidden tests between
`# BEGIN HIDDEN TESTS` and `# END HIDDEN TESTS`, alone in their cell (part "hidden") or among the
lines of a check. An answer in Markdown is a solution as a whole. Cells without a mark come out as
they went in. A cell that takes part loses its metadata `nbgrader`, which editions write anew;
the `grade_id` of an answer becomes the exercise's name. nbgrader's read-only cells are no part
of an exercise and keep theirs.

What a teacher's notebook may hold, each in a module of its own:

    otter          raw cells, `# SOLUTION` at a line's end, prompts, tests
    nbgrader       metadata, regions, tasks with their mark schemes
    whole_cells    `# to_remove solution`, `# Solution`, `# solution`, tags `solution`, `hidden-tests`
    start_code     `### START CODE HERE ###` with a solution, not only gaps, before the END
    plain          regions and `# SOLUTION` lines without anything else

What is in doubt is refused (`leftovers`): a mark that nobody understood is a solution that
students get. What may be meant, but is no mark, such as a heading "Solution", is offered.
"""

from __future__ import annotations

from nbformat import NotebookNode

from colab_starter.dialects import (
    canonical,
    exercises,
    leftovers,
    nbgrader,
    otter,
    plain,
    start_code,
    whole_cells,
)
from colab_starter.dialects.items import Item

# Each takes what it understands and leaves the rest to the next.
DIALECTS = (
    canonical.read,
    otter.read,
    nbgrader.read,
    whole_cells.read,
    start_code.read,
    plain.read,
)


def canonicalize(cells: list[NotebookNode]) -> tuple[list[NotebookNode], list[str]]:
    """Return the cells with all marks in their canonical form, and sentences about what to offer.

    Raises ValueError with one sentence that begins with "cell N: " for what is in doubt.
    """
    items = [Item(number, cell) for number, cell in enumerate(cells, start=1)]
    for read in DIALECTS:
        items = read(items)
    canonical.restore_gaps(items)
    leftovers.refuse_leftovers(items)
    return exercises.finish(items), leftovers.offers(items) + start_code.offers(items)
