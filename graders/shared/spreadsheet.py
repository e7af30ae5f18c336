"""Tables that a teacher opens in a spreadsheet program: written for it, read as it saves them."""

import codecs
import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

# A cell that begins like this is a formula to Excel, and a student may have written it.
FORMULA = re.compile(r"[=+\-@\t\r]")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
LONGEST = 30_000  # characters; Excel takes 32,767 for a cell


@dataclass
class Table:
    """What a file holds: its columns in order, its rows by column, and what stands between."""

    columns: list[str]
    rows: list[dict[str, str]]
    delimiter: str = ","


def read_table(path: Path) -> Table:
    """Return the table of a CSV file, in whatever encoding and with whatever delimiter it came.

    Names of columns come in small letters.
    """
    text = decode(path.read_bytes())
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep="):  # which Excel understands, and some programs write
        text, first = rest, rest.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    columns = [name.strip().lower() for name in lines[0]] if lines else []
    rows = [dict(zip(columns, [*map(unescape, line), *[""] * len(columns)])) for line in lines[1:]]
    return Table(columns, rows, delimiter)


def decode(content: bytes) -> str:
    """Return the text: UTF-8, what Excel calls Unicode text, or what old programs write."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def write_table(path: Path, table: Table) -> None:
    """Write a table, whole or not at all; exits with one sentence if the file is in use."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=table.delimiter, lineterminator="\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow([escape(row.get(column, "")) for column in table.columns])
    # With this mark in front, Excel reads accents right.
    write_whole(path, codecs.BOM_UTF8 + text.getvalue().encode("utf-8", errors="replace"))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside, then give it its name, so that it is never half written.

    Exits with one sentence if it cannot be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as problem:
        part.unlink(missing_ok=True)
        reason = problem.strerror or problem
        raise SystemExit(
            f"{path.as_posix()} cannot be written ({reason}). If it is open in another program, "
            "close it there and run this again."
        ) from None


def escape(value: object) -> str:
    """Return a cell that no spreadsheet program takes for a formula."""
    if isinstance(value, (int, float)):
        return write_number(value)
    text = CONTROL.sub("", value.replace("\r\n", "\n"))
    text = text if len(text) <= LONGEST else text[:LONGEST] + " … (cut here)"
    return f"'{text}" if FORMULA.match(text) else text


def unescape(text: str) -> str:
    """Return what `escape` was given."""
    text = text.strip()
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


def write_number(value: float) -> str:
    """Return points as people write them: 2 and not 2.0; 0.3 and not 0.30000000000000004."""
    return f"{value:.3f}".rstrip("0").rstrip(".")
