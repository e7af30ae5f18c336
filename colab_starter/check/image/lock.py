"""A lock: the versions of an image that matter, as constraints for pip, with where they are from.

Only tests install with it. In a notebook a lock would break on the next image.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..tables import normal
from .freeze import OF_NVIDIA, TWINS, list_constraints
from .image import Image, NoNetwork

HEADER = """\
# What Colab has, as constraints for the tests: pip install --constraint. {made}
# image: {date}
# kind: {kind}
# python: {python}
# ubuntu: {ubuntu}
# commit: {commit}
"""
NOT_COLABS = "# Not on Colab: the newest that goes with it when this was made.\n"
KEYS = ("date", "kind", "python", "ubuntu", "commit")
OF_NETWORK = re.compile(
    r"error sending request|Failed to fetch|dns error|connect(ion)? (error|refused|reset)|"
    r"timed out|Could not connect|error decoding response body|body error",
    re.IGNORECASE,
)


class Unresolved(Exception):
    """Versions that cannot be installed together from a registry; the message says which."""


@dataclass(frozen=True)
class Lock:
    """An image, and the versions of it that matter."""

    date: str
    kind: str
    python: str
    ubuntu: str
    commit: str
    colab: Mapping[str, str] = field(default_factory=dict)
    """What is on Colab: package, as pip compares it, to version."""
    other: Mapping[str, str] = field(default_factory=dict)
    """What goes with it and is not on Colab."""

    def minor(self) -> str:
        """Return the Python that its packages are for, as `3.13`."""
        return ".".join(self.python.split(".")[:2])


def read_lock(text: str) -> Lock:
    """Return the lock that a file holds."""
    header = dict(re.findall(r"^# (\w+): (\S+)$", text, re.MULTILINE))
    head, _, tail = text.partition(NOT_COLABS)
    colab, other = (dict(re.findall(r"^(\S+?)==(\S+)$", part, re.M)) for part in (head, tail))
    return Lock(*(header.get(key.replace("date", "image"), "") for key in KEYS), colab, other)


def write_lock(lock: Lock, made: str) -> str:
    """Return the text of a lock; `made` says by what."""
    head = HEADER.format(made=made, **{key: getattr(lock, key) for key in KEYS})
    colab, other = (
        "".join(f"{name}=={one[name]}\n" for name in sorted(one))
        for one in (lock.colab, lock.other)
    )
    return head + colab + (NOT_COLABS + other if other else "")


def resolve(image: Image, wanted: Iterable[str], uv: str = "uv") -> Lock:
    """Return the lock of an image for requirements, with everything that they need.

    Raises NoNetwork, and Unresolved for what no registry has.
    """
    with tempfile.TemporaryDirectory() as folder:
        constraints, names = Path(folder, "constraints.txt"), Path(folder, "wanted.txt")
        constraints.write_text("\n".join(list_constraints(image.freeze)) + "\n", "utf-8")
        names.write_text("\n".join(wanted) + "\n", "utf-8")
        options = ["--quiet", "--no-header", "--no-annotate", "--python-platform", "linux"]
        options += ["--python-version", ".".join(image.python.split(".")[:2])]
        options += ["--constraints", str(constraints), str(names)]
        said = run_uv(uv, "pip", "compile", *options)
    found = {normal(name): v for name, v in re.findall(r"^([\w.\-]+)==(\S+)$", said, re.MULTILINE)}
    found = {name: v.split("+")[0] for name, v in found.items() if not OF_NVIDIA.search(name)}
    back = {twin: name for name, twin in TWINS.items()}
    found |= {back[name]: found[name] for name in back if name in found}
    colab = {name: v for name, v in found.items() if back.get(name, name) in image.freeze}
    other = {name: v for name, v in found.items() if name not in colab}
    facts = {key: getattr(image, key) for key in KEYS}
    return Lock(**facts, colab=colab, other=other)


def run_uv(uv: str, *arguments: str) -> str:
    """Return what uv says; raises NoNetwork and Unresolved."""
    result = subprocess.run(
        [uv, *arguments], capture_output=True, text=True, encoding="utf-8", errors="replace"
    )
    if result.returncode == 0:
        return result.stdout
    said = " ".join(re.sub(r"[×╰─▶│├]", " ", result.stderr).split())
    if OF_NETWORK.search(said):
        raise NoNetwork("The package registry could not be reached.")
    raise Unresolved(said)
