"""Colab's list of packages, as `pip freeze` writes it, and what pip can be told of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..tables import normal

# A whole list has over 300 lines, the one for TPUs; the others twice as many.
FEWEST_LINES = 300
LINE = re.compile(r"([A-Za-z0-9][\w.\-]*)(?:==(\S+)| @ (\S+))$")
# `https://…/torch-2.11.0%2Bcpu-cp313-….whl` and `…/google_colab-1.0.0.tar.gz`
IN_ADDRESS = re.compile(r"/[A-Za-z0-9_.]+-(\d[\w.]*?)(?:%2B\w+)?(?:-py|-cp|\.tar)")
# What only a machine with an accelerator of NVIDIA's needs: torch of the registry brings its own.
OF_NVIDIA = re.compile(r"(nvidia-|cuda-)|-cu\d+$|^triton$")
# Packages with a smaller twin, which brings the same module without NVIDIA's packages.
TWINS = {"tensorflow": "tensorflow-cpu", "xgboost": "xgboost-cpu"}


class Unreadable(Exception):
    """A list that says nothing about Colab; the message is one sentence."""


def read_freeze(text: str) -> dict[str, str]:
    """Return the packages of a whole list with their versions: the name as pip compares it.

    A version is without what tells builds apart (`+cu128`), and empty where the list has none.
    Raises Unreadable for a list that was cut off, or is none.
    """
    lines = text.splitlines()
    if len(lines) < FEWEST_LINES:
        raise Unreadable(
            f"Colab's list of packages has {len(lines)} lines, and a whole one has over "
            f"{FEWEST_LINES}: it was cut off."
        )
    said = [line for line in lines if line.strip() and not line.startswith("#")]
    found = [match for line in said if (match := LINE.match(line))]
    if len(found) < 0.9 * len(said):
        raise Unreadable(
            f"Of the {len(said)} lines of Colab's list of packages {len(found)} look like "
            "name==version: it is written in another format."
        )
    return {normal(one[1]): read_version(one[2], one[3]) for one in found}


def read_lines(text: str) -> dict[str, str]:
    """Return the packages of a few lines of a list, spelled as they are there."""
    found = filter(None, map(LINE.match, text.splitlines()))
    return {match[1]: read_version(match[2], match[3]) for match in found}


def read_version(version: str | None, address: str | None) -> str:
    """Return the version that a line names, or that stands in its address."""
    if version:
        return version.split("+")[0]
    match = IN_ADDRESS.search(address or "")
    return match[1] if match else ""


def list_constraints(freeze: Mapping[str, str]) -> list[str]:
    """Return `name==version` for everything in the list that a registry may have, sorted."""
    known = {name: version for name, version in freeze.items() if version}
    known |= {TWINS[name]: known[name] for name in TWINS if name in known}
    return sorted(
        f"{name}=={version}" for name, version in known.items() if not OF_NVIDIA.search(name)
    )
