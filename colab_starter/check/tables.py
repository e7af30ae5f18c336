"""What Colab has, and which package brings which import."""

from __future__ import annotations

import re
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

HERE = Path(__file__).resolve().parent
# Left the standard library in 3.12 and 3.13. What comes out must not depend on the Python that
# runs this, so all of 3.11 counts.
GONE = frozenset(
    "aifc asynchat asyncore audioop cgi cgitb chunk crypt distutils imghdr imp lib2to3 mailcap "
    "msilib nis nntplib ossaudiodev pipes smtpd sndhdr spwd sunau telnetlib uu xdrlib".split()
)
STANDARD = frozenset(sys.stdlib_module_names) | GONE
# Folders that many packages share: the package stands in the second name, or in the third.
SHARED = ("google",)
IMAGES = ("cpu", "gpu", "tpu")


@dataclass(frozen=True)
class Shipped:
    """A package of Colab's, with its version on each image; `-` where it is missing."""

    package: str
    versions: MappingProxyType[str, str]

    def on(self, image: str) -> str | None:
        """Return its version on an image, or None."""
        version = self.versions[image]
        return None if version == "-" else version


@cache
def read_colab() -> dict[str, list[Shipped]]:
    """Return what Colab has, by import and by package: the key of a package is `normal`."""
    found: dict[str, list[Shipped]] = {}
    for line in (HERE / "colab.txt").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, package, *versions = line.split()
            one = Shipped(package, MappingProxyType(dict(zip(IMAGES, versions))))
            for key in (f"import {name}", f"package {normal(package)}"):
                found.setdefault(key, []).append(one)
    return found


@cache
def read_header() -> dict[str, str]:
    """Return where the list of Colab's packages comes from: commit, date, python."""
    text = (HERE / "colab.txt").read_text("utf-8")
    return dict(re.findall(r"^# (commit|date|python): (\S+)$", text, re.MULTILINE))


@cache
def read_packages() -> dict[str, dict]:
    """Return our own table of names."""
    return tomllib.loads((HERE / "packages.toml").read_text("utf-8"))


@cache
def list_same() -> frozenset[str]:
    """Return the imports that pip knows under their own name."""
    return frozenset(read_packages()["same"]["names"])


def on_colab(name: str, image: str = "cpu") -> bool:
    """Return whether Colab has a module."""
    return any(one.on(image) for one in read_colab().get(f"import {name}", ()))


def colab_version(package: str, image: str = "cpu") -> str | None:
    """Return the version of a package that Colab has, or None."""
    found = read_colab().get(f"package {normal(package)}", ())
    return next((one.on(image) for one in found if one.on(image)), None)


def find_package(name: str) -> str | None:
    """Return what pip installs for an import, or None for what we do not know."""
    if known := read_packages()["names"].get(name):
        return known
    if name in list_same():
        return normal(name)
    return next((one.package for one in read_colab().get(f"import {name}", ())), None)


def find_imports_of(package: str) -> set[str]:
    """Return the imports that a package may bring."""
    packages, key = read_packages(), normal(package)
    names = {name for name, one in packages["names"].items() if normal(one) == key}
    names |= {name for name, many in packages["also"].items() if key in map(normal, many)}
    return names | {key.replace("-", "_")}


def normal(name: str) -> str:
    """Return the name of a package as pip compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()
