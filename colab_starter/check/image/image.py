"""One image of Colab's machines, read from a clone of the lists that Colab publishes."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .freeze import Unreadable, read_freeze

# Where Colab publishes its lists.
SOURCE = "https://github.com/googlecolab/backend-info"
LISTS = {"cpu": "pip-freeze.txt", "gpu": "pip-freeze.gpu.txt", "tpu": "pip-freeze.tpu.txt"}
SYSTEMS = {"cpu": "os-info.txt", "gpu": "os-info-gpu.txt", "tpu": "os-info-tpu.txt"}
SECONDS = 120


class NoNetwork(Exception):
    """Something could not be fetched: neither a success nor a failure. One sentence."""


@dataclass(frozen=True)
class Image:
    """What Colab installs on one kind of machine."""

    kind: str
    """cpu, gpu or tpu."""
    date: str
    commit: str
    python: str
    ubuntu: str
    freeze: Mapping[str, str]
    name: str = ""
    """What Colab's menu of runtime versions calls it, if it is a past one."""


def fetch(source: str, folder: Path) -> Path:
    """Clone the lists, with their history, into `folder` and return it; raises NoNetwork."""
    command = ["git", "clone", "--quiet", source, str(folder)]
    try:
        result = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    except FileNotFoundError:
        raise NoNetwork("Git is not on this computer, and it fetches Colab's list.") from None
    except subprocess.TimeoutExpired:
        raise NoNetwork(f"Colab's list did not arrive within {SECONDS} seconds.") from None
    if result.returncode:
        last = (result.stderr.strip().splitlines() or ["git failed"])[-1]
        raise NoNetwork(f"Colab's list could not be fetched. Git says: {last}")
    return folder


def read_image(clone: Path, kind: str, commit: str = "HEAD") -> Image:
    """Return the image of one kind as it was at a commit; raises Unreadable.

    Until December 2025 machines without and with a GPU had the same list.
    """
    found = show(clone, "log", "-1", "--format=%H %cs", commit)
    if not found:
        raise Unreadable("Colab's lists are not where they were: the repository is empty.")
    number, date = found.split()
    freeze, system = (
        show(clone, "show", f"{commit}:{names[kind]}")
        or show(clone, "show", f"{commit}:{names['cpu' if kind == 'gpu' else kind]}")
        for names in (LISTS, SYSTEMS)
    )
    python = re.search(r"^Python (\d+\.\d+\S*)", system or "", re.MULTILINE)
    ubuntu = re.search(r"^Ubuntu (\d+\.\d+\S*)", system or "", re.MULTILINE)
    packages = read_freeze(freeze or "")
    if not python or not ubuntu:
        raise Unreadable("Colab's list names no Python and no Ubuntu: it has another format.")
    return Image(kind, date, number, python[1], ubuntu[1], packages)


def show(clone: Path, *arguments: str) -> str | None:
    """Return what git says of the clone, or None if there is no such thing."""
    command = ["git", "-C", str(clone), *arguments]
    result = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    return result.stdout if result.returncode == 0 else None
