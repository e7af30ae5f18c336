"""Lint what notebooks and code say of Colab: `colab_facts.toml` knows it, and when it was checked.

python -m tools.lint_facts

What stands in the table and no longer in its places is an error, and so are a place that says it
and is not in the table, and a menu and an error message that the table does not know. What nobody
looked at for half a year is named, and is no error: a build must not fail because time goes by.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from colab_starter.check.tables import read_header

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "tools" / "colab_facts.toml"
HALF_A_YEAR = timedelta(days=183)
# All that a project is made of: prose and code, not lists of Colab's and no results.
TEXTS = ("template", "graders", "colab_starter", "{{cookiecutter.project_slug}}")
SUFFIXES = {".py", ".md", ".jinja", ".toml", ".yml"}
# `Runtime > Run all`; a line break may stand in it, with the mark of a comment.
MENU = re.compile(r"\b(?:Runtime|File|Edit|Tools|Insert) > [A-Z](?:[\w .-]|> (?=\w))*")
# The first column of the table of errors, in which Colab's own words stand between quotes.
ERROR = re.compile(r"^# \| (\".*?\") \|", re.MULTILINE)
QUOTE = re.compile(r'"([^"]+)"')


@dataclass(frozen=True)
class Fact:
    """Something about Colab that may change."""

    what: str
    text: str
    checked: date
    how: str
    used: list[str]
    everywhere: bool = True
    """Whether each text that has these words speaks of this."""


def read_facts(table: Path = TABLE) -> list[Fact]:
    """Return the facts of the table, and the image that the checks and the locks are of."""
    image = read_header()["date"]
    locks = Fact(
        what="The image that checks and locks are of",
        text=f"# date: {image}",
        checked=date.fromisoformat(image),
        how="tools.colab_lock, tools.colab_modules",
        used=["colab_starter/check/colab.txt"],
    )
    table = tomllib.loads(table.read_text("utf-8"))
    return [*(Fact(**one) for one in table["fact"]), locks]


def flatten(text: str) -> str:
    """Return a text as it is read: a sentence may go on in the next comment or string."""
    return re.sub(r"\n[ #]*", " ", re.sub(r'"\n\s*f?"', "", text))


def says(text: str, fact: Fact) -> bool:
    """Return whether a fact stands in a text, perhaps over the end of a line."""
    return fact.text in text or fact.text in flatten(text)


def read_texts(root: Path) -> dict[str, str]:
    """Return every text that may speak of Colab: path to content."""
    paths = [path for folder in TEXTS for path in sorted((root / folder).rglob("*"))]
    return {
        path.relative_to(root).as_posix(): path.read_text("utf-8")
        for path in paths
        if path.suffix in SUFFIXES and "__pycache__" not in path.parts
    }


def find_gone(facts: list[Fact], root: Path) -> Iterator[str]:
    """Yield a sentence for each place that no longer has its fact."""
    for fact in facts:
        for place in fact.used:
            path = root / place
            if not path.is_file() or not says(path.read_text("utf-8"), fact):
                yield f"{place} no longer says {fact.text!r}: change tools/colab_facts.toml."


def find_unlisted(facts: list[Fact], texts: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each text that has a fact and is not among its places."""
    for fact in (one for one in facts if one.everywhere):
        for place, text in texts.items():
            if place not in fact.used and says(text, fact):
                yield f"{place} says {fact.text!r}: add this place to the table."


def find_unknown(facts: list[Fact], texts: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each menu and error message that the table does not know."""
    known = [fact.text for fact in facts]
    for place, text in texts.items():
        said = [menu.rstrip(" .") for menu in MENU.findall(flatten(text))]
        if Path(place).name.startswith("95_help"):
            said += [quote for cell in ERROR.findall(text) for quote in QUOTE.findall(cell)]
        for one in said:
            if not any(one.startswith(fact) or fact.startswith(one) for fact in known):
                yield f"{place} says {one!r}: write it into the table."


def find_old(facts: list[Fact], today: date) -> Iterator[str]:
    """Yield a sentence for each fact that nobody looked at for half a year."""
    for fact in facts:
        if today - fact.checked > HALF_A_YEAR:
            yield f"{fact.what}, {fact.text!r}: last looked at on {fact.checked} ({fact.how})."


def main(today: date | None = None, root: Path = ROOT) -> int:
    """Print what is to be looked at; return 1 if a text and the table disagree."""
    facts = read_facts(root / TABLE.relative_to(ROOT))
    texts = read_texts(root)
    wrong = [*find_gone(facts, root), *find_unlisted(facts, texts), *find_unknown(facts, texts)]
    for sentence in [*wrong, *(f"Old: {one}" for one in find_old(facts, today or date.today()))]:
        print(sentence)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
