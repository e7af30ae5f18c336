"""Where lessons come from: the template, the project itself, a path, an address.

The answer to `lesson` names one, or several with a comma and a space between them. Only the
standard library is imported here, because cookiecutter's own interpreter runs this before
anything else is known to be installed.
"""

from __future__ import annotations

import json
import os
import re
import urllib.parse
from pathlib import Path

# The notebooks that a project has already.
KEPT = "kept"
# What jupytext reads, beside notebooks.
TEXT_FORMATS = (".py", ".md", ".Rmd", ".qmd", ".R", ".jl")
FORMATS = (".ipynb", *TEXT_FORMATS)
LONGEST_TITLE = 100
LARGEST = 50_000_000  # bytes; notebooks that are larger hold outputs or pictures
# Where the person was when cookiecutter began; its hooks run inside of the new project.
STARTED_IN = "COLAB_STARTER_STARTED_IN"


class SourceError(ValueError):
    """A lesson that cannot be read; the message is one sentence for the person who named it."""


def split(lesson: str) -> list[str]:
    """Return the single lessons of an answer; a path may hold a comma."""
    if find_path(lesson):
        return [lesson]
    return [item for item in (part.strip() for part in lesson.split(", ")) if item]


def is_address(item: str) -> bool:
    """Return whether an item is to be fetched."""
    return "://" in item


def looks_like_a_path(item: str) -> bool:
    """Return whether an item is meant as a path, not as the name of a lesson."""
    return any(mark in item for mark in "/\\.~")


def find_path(item: str) -> Path | None:
    """Return the file or folder that an item names, None where there is none."""
    if not item:
        return None
    try:
        path = Path(os.environ.get(STARTED_IN, "."), os.path.expanduser(item)).absolute()
        return path if path.exists() else None
    except (OSError, ValueError, RuntimeError):  # too long, a null byte, no such home
        return None


def read_title(item: str) -> str:
    """Return the first heading of the notebook that an item names, or the name of the folder.

    Nothing where there is none; whatever is wrong with the file is said when it is taken in.
    """
    path = find_path(item)
    if path is None or path.is_dir():
        return path.name.replace("_", " ") if path else ""
    try:
        text = path.read_text("utf-8") if path.stat().st_size < LARGEST else ""
        if path.suffix == ".ipynb":
            cells = json.loads(text)["cells"]
            texts = ["".join(one["source"]) for one in cells if one["cell_type"] == "markdown"]
            text = "\n".join(texts)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""
    in_a_comment = "" if path.suffix in (".ipynb", ".md", ".Rmd", ".qmd") else "# "
    found = re.search(rf"^{in_a_comment}#[ \t]+(\S.*?)[ \t]*#*$", text, re.MULTILINE)
    return "".join(filter(str.isprintable, found[1]))[:LONGEST_TITLE] if found else ""


def list_files(item: str) -> list[Path]:
    """Return the notebooks that a path names: the file itself, or those in the folder, in order.

    Raises SourceError where there are none.
    """
    path = find_path(item)
    if path is None:
        raise SourceError(
            f"There is no {item!a} here: look for a typing error, or give the whole path."
        )
    if path.is_file():
        if path.suffix not in FORMATS:
            raise SourceError(f"{path.name} is no notebook: name one of {', '.join(FORMATS)}.")
        return [path]
    found = [one for one in path.iterdir() if one.suffix == ".ipynb" and one.name[0] != "."]
    if not found:
        raise SourceError(f"There is no notebook (.ipynb) in the folder {path.name}.")
    return sorted(found, key=natural_order)


def natural_order(path: Path) -> list[tuple[int, str]]:
    """Return what sorts week2 before week10."""
    parts = re.findall(r"\d+|\D+", path.stem.casefold())
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in parts]


def require_https(address: str) -> None:
    """Raise SourceError for any other kind of address."""
    if urllib.parse.urlsplit(address).scheme.lower() != "https":
        raise SourceError(f"{address!a} is no https address: save the notebook and name the file.")


def find_raw(address: str) -> str:
    """Return where the file itself is; pages of GitHub and of Colab are taken as pasted."""
    require_https(address)
    parts = urllib.parse.urlsplit(address)
    path = parts.path
    if parts.hostname == "colab.research.google.com" and path.startswith("/github/"):
        parts, path = parts._replace(netloc="github.com"), path.removeprefix("/github")
    if parts.hostname in ("github.com", "www.github.com"):
        if page := re.fullmatch(r"/([^/]+)/([^/]+)/(?:blob|raw)/(.+)", path):
            return f"https://raw.githubusercontent.com/{page[1]}/{page[2]}/{page[3]}"
        raise SourceError(
            f"{address} is no page of a single file: open the notebook on GitHub, and copy "
            "the address of that page."
        )
    return address
