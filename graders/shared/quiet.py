"""What a cell printed, as a person would have seen it in the end."""

import re

COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
MOVES = re.compile(r"[\r\b]+|[^\r\b]+")
LINES, LETTERS = 200, 20_000  # what fits a page that somebody reads


def settle(text: str) -> str:
    """Return a text as a terminal shows it after the last backspace and carriage return.

    A progress bar goes back and writes over itself a thousand times. Only its last state is
    of interest.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(settle_line(line) if "\r" in line or "\b" in line else line for line in lines)


def settle_line(line: str) -> str:
    """Return one line as it stands there in the end, without colours."""
    shown, place = "", 0
    for piece in MOVES.findall(COLOURS.sub("", line)):
        if piece[0] in "\r\b":
            place = 0 if "\r" in piece else max(place - len(piece), 0)
        else:
            shown = shown[:place] + piece + shown[place + len(piece) :]
            place += len(piece)
    return shown.rstrip()


def shorten(text: str) -> str:
    """Return the beginning and the end of a text that nobody reads whole."""
    lines = text.split("\n")
    if len(lines) > LINES:
        left_out = f"… {len(lines) - LINES:,} lines are left out here …"
        lines = [*lines[: LINES // 2], left_out, *lines[-LINES // 2 :]]
    text = "\n".join(lines)
    if len(text) > LETTERS:
        left_out = f"\n… {len(text) - LETTERS:,} characters are left out here …\n"
        text = text[: LETTERS // 2] + left_out + text[-LETTERS // 2 :]
    return text
