"""Solutions between START CODE HERE and END CODE HERE, as DeepLearning.AI's courses have them.

Both lines stay, for they tell students where to write. Where only gaps (`None`, `...`) stand
between them, the notebook is one for students already: there is nothing to take out.
"""

from __future__ import annotations

import ast
import re
import textwrap

from colab_starter.dialects.items import Item, indent_of, make_answer, mark_of
from colab_starter.editions import CODE_STUB
from colab_starter.marks import BEGIN_SOLUTION, END_SOLUTION

START = re.compile(
    r"\s*#+\s*(?:START\s+(?:YOUR\s+)?CODE\s+HERE|YOUR\s+CODE\s+STARTS\s+HERE)\b.*", re.IGNORECASE
)
END = re.compile(
    r"\s*#+\s*(?:END\s+(?:YOUR\s+)?CODE\s+HERE|YOUR\s+CODE\s+ENDS\s+HERE)\b.*", re.IGNORECASE
)
# Ends what was begun, and says nothing elsewhere.
LOOSE_END = re.compile(
    r"\s*#+\s*(?:END\s+(?:YOUR\s+)?CODE\w*(\s+HERE)?|(?:AND\s+)?ENDS\s+HERE)\W*", re.IGNORECASE
)
FUNCTION = re.compile(r"#+\s*(?:UNQ_C\d+\s*\W+)?GRADED\s+(?:FUNCTION|CLASS|CELL)S?:?\s*(\w+)", re.I)
GAP = re.compile(r"\bNone\b|\.\.\.|^pass$|\bNotImplementedError\b|\bYOUR[_ ]CODE\b")
# Lines that have no gap in solutions, nor in what students get.
FRAME = re.compile(r"[\])}\s,:]*|(else|try|finally)\s*:|#.*")


def read(items: list[Item]) -> list[Item]:
    """Return the items; note which have a solution between the two lines."""
    marked = [item for item in items if item.part is None and item.is_code and has_lines(item)]
    regions = {item.number: regions_of(item) for item in marked}
    # One region without a gap shows that this is the teacher's notebook: then a `None` among
    # other lines is a part of a solution.
    is_teachers = any(not has_gap(region) for found in regions.values() for region in found)
    for item in marked:
        if any(is_solution(region, is_teachers) for region in regions[item.number]):
            make_answer(item, mark_regions(item), [*map(stub_of, regions[item.number])])
            name = FUNCTION.search(item.source)
            item.name = name[1] if name else None
    return items


def has_lines(item: Item) -> bool:
    """Return whether the cell has one of the two lines."""
    return any(START.fullmatch(x) or END.fullmatch(x) for x in item.source.split("\n"))


def spans(item: Item) -> list[tuple[int, int]]:
    """Return the numbers of the two lines around each region; refuse what has no partner."""
    found: list[tuple[int, int]] = []
    start = None
    for number, line in enumerate(item.source.split("\n")):
        if start is not None and START.fullmatch(line):
            item.refuse(
                f"{line.strip()!a} stands below another START: write ### END CODE HERE ### between "
                "them, below the first solution."
            )
        if start is None and END.fullmatch(line):
            item.refuse(
                f"{line.strip()!a} has no partner: write ### START CODE HERE ### above the solution."
            )
        if START.fullmatch(line):
            start = number
        elif start is not None and (END.fullmatch(line) or LOOSE_END.fullmatch(line)):
            found.append((start, number))
            start = None
    if start is not None:
        item.refuse(
            "START CODE HERE has no partner: write ### END CODE HERE ### below the solution."
        )
    return found


def regions_of(item: Item) -> list[list[str]]:
    """Return the lines of each region."""
    lines = item.source.split("\n")
    return [lines[start + 1 : end] for start, end in spans(item)]


def code_lines(region: list[str]) -> list[str]:
    """Return the lines of a region that may be a solution or a gap."""
    lines = [line.strip() for line in region]
    return [line for line in lines if not FRAME.fullmatch(line)]


def has_gap(region: list[str]) -> bool:
    """Return whether a region has any gap, or nothing in it."""
    lines = code_lines(region)
    return not lines or any(GAP.search(line.partition("#")[0]) for line in lines)


def is_solution(region: list[str], is_teachers: bool) -> bool:
    """Return whether a region has to be taken out."""
    if any(mark_of(line) for line in region):
        return False
    lines = code_lines(region)
    full = [line for line in lines if not GAP.search(line.partition("#")[0])]
    return bool(full) and (is_teachers or len(full) > len(lines) / 2)


def mark_regions(item: Item) -> str:
    """Return the text with a region between each pair of lines."""
    lines = item.source.split("\n")
    for start, end in reversed(spans(item)):
        indent = indent_of(lines[start])
        lines.insert(end, indent + END_SOLUTION)
        lines.insert(start + 1, indent + BEGIN_SOLUTION)
    return "\n".join(lines)


def stub_of(region: list[str]) -> str:
    """Return what students get of a region: the names, where it only gives values to names."""
    try:
        body = ast.parse(textwrap.dedent("\n".join(region))).body
    except SyntaxError:
        return CODE_STUB
    targets = [part.targets[0] if isinstance(part, ast.Assign) else None for part in body]
    if not targets or not all(isinstance(target, ast.Name) for target in targets):
        return CODE_STUB
    return "\n".join(f"{name} = {CODE_STUB}" for name in dict.fromkeys(t.id for t in targets))


def offers(items: list[Item]) -> list[str]:
    """Return a sentence about the cells that have only gaps between the two lines."""
    numbers = [str(item.number) for item in items if item.part is None and has_lines(item)]
    if not numbers:
        return []
    return [
        f"cells {', '.join(numbers)} have only gaps after START CODE HERE, so they stay as they "
        "are: to make exercises of them, write solutions there."
    ]
