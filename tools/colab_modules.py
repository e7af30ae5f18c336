"""What Colab has, by the names that a notebook imports, from Colab's own lists.

python -m tools.colab_modules CLONE    # a clone of googlecolab/backend-info; writes colab.txt

What a package is called when it is imported stands in packages.toml where it is not the same.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

from colab_starter.check.image.freeze import read_lines
from colab_starter.check.image.image import LISTS
from colab_starter.check.tables import normal

CHECK = Path(__file__).resolve().parent.parent / "colab_starter" / "check"
# Nobody imports them, and a lesson that pins one is rare.
LEFT_OUT = re.compile(r"(nvidia-(?!ml-py)|types-|sphinxcontrib-|opentelemetry-|lib\w+-cu12$|cuda-)")
HEADER = """\
# What Colab has. Made by tools/colab_modules.py from the lists of googlecolab/backend-info;
# make it anew rather than edit it.
# commit: {commit}
# date: {date}
# python: {python}
# import, package, version without accelerator, with GPU, with TPU; - is missing
"""


def write_table(clone: str) -> None:
    """Write the table from a clone."""
    commit, date = run_git(clone, "log", "-1", "--format=%H %cs").split()
    python = re.search(r"Python (\S+)", run_git(clone, "show", "HEAD:os-info.txt"))[1]
    lists = {kind: read_list(run_git(clone, "show", f"HEAD:{f}")) for kind, f in LISTS.items()}
    text = HEADER.format(commit=commit, date=date, python=python) + make_table(lists)
    (CHECK / "colab.txt").write_text(text, "utf-8", newline="\n")


def run_git(folder: str, *arguments: str) -> str:
    """Return what git says."""
    command = ["git", "-C", folder, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def read_list(text: str) -> dict[str, str]:
    """Return the packages of a list with their versions; `?` where it has none."""
    found = read_lines(text)
    return {name: one or "?" for name, one in found.items() if not LEFT_OUT.match(name.lower())}


def make_table(lists: dict[str, dict[str, str]]) -> str:
    """Return a line for each import, and for each package that has none."""
    known = tomllib.loads((CHECK / "packages.toml").read_text("utf-8"))
    by_package = {normal(one): name for name, one in reversed(known["names"].items())}
    special = {normal(name): imports for name, imports in known["colab"].items()}
    rows = {}
    for versions in lists.values():
        for package in versions:
            imports = special.get(normal(package)) or [name_import(package, by_package)]
            for name in ["-"] if special.get(normal(package)) == [] else imports:
                rows[name, normal(package)] = package
    lines = [
        " ".join([name, package, *(find(v, normal_name) for v in lists.values())])
        for (name, normal_name), package in sorted(rows.items(), key=lambda row: row[0])
    ]
    return "\n".join(lines) + "\n"


def name_import(package: str, by_package: dict[str, str]) -> str:
    """Return what one imports: from the table, or the package's name in small letters."""
    plain = re.sub(r"-cu(da)?12x?$", "", normal(package))
    return by_package.get(normal(package)) or plain.replace("-", "_")


def find(versions: dict[str, str], package: str) -> str:
    """Return the version in one list, however the name is spelled there."""
    return next((v for name, v in versions.items() if normal(name) == package), "-")


if __name__ == "__main__":
    write_table(sys.argv[1])
