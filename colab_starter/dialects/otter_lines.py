"""Lines in code that otter assign understands, as regions with a text for each.

`x = 5  # SOLUTION` leaves `x = ...`; what ends with `# SOLUTION NO PROMPT`, `# SEED` or `# IGNORE`
leaves nothing; `# BEGIN PROMPT` in a string has the text that students get.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass

from colab_starter.dialects.items import Item, canonical_spelling, indent_of, mark_of
from colab_starter.editions import CODE_STUB
from colab_starter.marks import BEGIN_SOLUTION, END_SOLUTION

LINE = re.compile(r"(?P<indent>\s*)(?P<code>[^\s#].*?)\s*#+ ?SOLUTION(?P<nothing> NO PROMPT)?\b.*")
NOTHING = re.compile(r"(?P<indent>\s*)(?P<code>\S.*?|)\s*# (?:SEED|IGNORE)\s*")
NO_PROMPT = re.compile(r"\s*#+ BEGIN SOLUTION NO PROMPT\s*")
LEFT_SIDE = re.compile(r"[\w.,\s\[\]'\"]+?\s*=(?!=)")
BLOCKS = {
    "PROMPT": re.compile(r".*# (BEGIN|END) PROMPT\s*"),
    "IGNORE": re.compile(r"\s*# ?(BEGIN|END) IGNORE\s*"),
}


@dataclass
class Region:
    """Lines that students do not get, and the text that they get instead."""

    indent: str
    body: list[str]
    stub: str
    # Made of single lines: the next one may join it.
    of_lines: bool = False

    def lines(self) -> list[str]:
        """Return the region as it stands in the canonical form."""
        return [self.indent + BEGIN_SOLUTION, *self.body, self.indent + END_SOLUTION]


def has_line_marks(source: str) -> bool:
    """Return whether any line ends with otter's mark of a solution, or begins a prompt."""
    return any(LINE.fullmatch(x) or BLOCKS["PROMPT"].fullmatch(x) for x in source.split("\n"))


def to_regions(item: Item, source: str, otter: bool = False) -> tuple[str, list[str]]:
    """Return the text with regions for all of otter's marks, and what students get for each.

    Seeds and lines to ignore count only in a notebook of otter. Refuses what has no partner.
    """
    pieces: list[str | Region] = []
    lines = source.split("\n")
    while lines:
        line = lines.pop(0)
        if begins_region(line):
            pieces.append(read_region(item, line, lines))
        elif BLOCKS["PROMPT"].fullmatch(line):
            add_prompt(pieces, read_block(item, "PROMPT", line, lines))
        elif otter and BLOCKS["IGNORE"].fullmatch(line):
            body = read_block(item, "IGNORE", line, lines)
            pieces.append(Region(indent_of(line), body, ""))
        elif match := LINE.fullmatch(line) or (otter and NOTHING.fullmatch(line)):
            add_line(pieces, match)
        else:
            pieces.append(canonical_spelling(line))
    regions = [piece for piece in pieces if isinstance(piece, Region)]
    text = [piece.lines() if isinstance(piece, Region) else [piece] for piece in pieces]
    return "\n".join(sum(text, [])), [region.stub for region in regions]


def begins_region(line: str) -> bool:
    """Return whether the line begins a region of a solution, in any spelling."""
    return mark_of(canonical_spelling(line)) == ("BEGIN", "SOLUTION")


def read_region(item: Item, first: str, lines: list[str]) -> Region:
    """Take a region from the front of `lines`; otter's marks inside it say nothing new."""
    stub = "" if NO_PROMPT.fullmatch(first) else CODE_STUB
    region = Region(indent_of(first), [], stub)
    while lines:
        line = lines.pop(0)
        mark = mark_of(canonical_spelling(line))
        if mark == ("END", "SOLUTION"):
            return region
        if mark:
            item.refuse(f"{line.strip()} stands before the # END SOLUTION of the one above it.")
        match = LINE.fullmatch(line)
        region.body.append(match["indent"] + match["code"] if match else line)
    item.refuse("# BEGIN SOLUTION has no partner: write # END SOLUTION below the solution.")


def read_block(item: Item, kind: str, first: str, lines: list[str]) -> list[str]:
    """Take the lines of a block from the front of `lines`."""
    body: list[str] = []
    mark = BLOCKS[kind].fullmatch(first)
    while mark[1] == "BEGIN" and lines:
        line = lines.pop(0)
        if end := BLOCKS[kind].fullmatch(line):
            mark = end
            if end[1] == "END":
                return body
        body.append(line)
    item.refuse(f"# {mark[1]} {kind} has no partner: write # BEGIN {kind} and # END {kind}.")


def add_prompt(pieces: list[str | Region], body: list[str]) -> None:
    """Let students get a prompt for the solution above it, or for nothing, in place."""
    text = textwrap.dedent("\n".join(body))
    indent = indent_of(next(filter(str.strip, body), ""))
    last = pieces[-1] if pieces else ""
    if isinstance(last, Region) and not last.stub and last.indent == indent:
        last.stub, last.of_lines = text, False
    else:
        pieces.append(Region(indent, [], text))


def add_line(pieces: list[str | Region], match: re.Match[str]) -> None:
    """Add a solution of one line, to the one above if they stand together, in place."""
    nothing = match.re is NOTHING or match["nothing"]
    left = LEFT_SIDE.match(match["code"])
    stub = "" if nothing else f"{left[0]} ..." if left else CODE_STUB
    line = match["indent"] + match["code"]
    last = pieces[-1] if pieces else ""
    if isinstance(last, Region) and last.of_lines and last.indent == match["indent"]:
        last.body.append(line)
        last.stub = "\n".join(filter(None, [last.stub, stub]))
    else:
        pieces.append(Region(match["indent"], [line], stub, of_lines=True))
