"""The Git repository that a folder lies in, and the badges that open a notebook from one."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

GITHUB = re.compile(r"github\.com[^:/]*[:/]+(?:\d+/)?([^/\s]+)/([^/\s]+?)(?:\.git)?/?$")
ADDRESS = r"https?://colab\.research\.google\.com/github/([^/\s\"')]+)/([^/\s\"')]+)/(?:blob|tree)/"
REST = r"([^\s\"'>)#?]+\.ipynb)"
# A link with a picture in it. A link in words leads to another lesson.
BADGES = [
    re.compile(r"\[\s{0,9}!\[[^\]]{0,300}\]\([^)]{0,500}\)\s{0,9}\]\(\s{0,9}<?" + ADDRESS + REST),
    re.compile(
        r"<a\b[^>]{0,300}?href\s*=\s*[\"']?" + ADDRESS + REST + r"[^>]{0,300}>\s*<img",
        re.IGNORECASE,
    ),
]


@dataclass(frozen=True)
class Remote:
    """A repository on GitHub: whose it is, and what is known of its branches."""

    owner: str
    name: str
    branch: str  # that badges should name
    branches: frozenset[str]  # all that are known; none where it was never fetched
    top: Path  # where it lies on this disk

    def is_same(self, owner: str, name: str) -> bool:
        """Return whether an address means this repository."""
        return (owner.lower(), name.lower()) == (self.owner.lower(), self.name.lower())

    def address(self, path: str) -> str:
        """Return the address with which Colab opens a notebook of it."""
        place = f"{self.owner}/{self.name}/blob/{self.branch}/{path}"
        return f"https://colab.research.google.com/github/{place}"


@dataclass(frozen=True)
class Badge:
    """What a badge opens."""

    owner: str
    name: str
    place: str  # branch and path

    def split(self, remote: Remote) -> tuple[str, str]:
        """Return branch and path; a branch that is known may have a slash in its name."""
        for branch in sorted({remote.branch, *remote.branches}, key=len, reverse=True):
            if branch and self.place.startswith(f"{branch}/"):
                return branch, self.place.removeprefix(f"{branch}/")
        branch, _, path = self.place.partition("/")
        return branch, path


def find_badges(text: str) -> list[Badge]:
    """Return the badges in a text, in their order."""
    found = [match for pattern in BADGES for match in pattern.finditer(text)]
    found.sort(key=lambda match: match.start())
    return [Badge(match[1], match[2], unquote(match[3])) for match in found]


def read_remote(folder: Path) -> Remote | None:
    """Return the repository on GitHub that a folder belongs to, or None."""
    top = ask_git(folder, "rev-parse", "--show-toplevel")
    address = ask_git(folder, "remote", "get-url", "origin")
    match = GITHUB.search(address)
    if not top or not match:
        return None
    listed = ask_git(folder, "for-each-ref", "--format=%(refname:lstrip=3)", "refs/remotes/origin")
    default = ask_git(folder, "symbolic-ref", "--short", "refs/remotes/origin/HEAD")
    branch = default.removeprefix("origin/") or ask_git(folder, "branch", "--show-current")
    branches = frozenset(listed.split()) - {"HEAD"}
    return Remote(match[1], match[2], branch or "main", branches, Path(top))


def ask_git(folder: Path, *arguments: str) -> str:
    """Return what git says, or nothing where there is no git or no answer."""
    git = shutil.which("git")
    if not git:
        return ""
    command = [git, "-C", str(folder), *arguments]
    try:
        result = subprocess.run(command, capture_output=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout.decode("utf-8", "replace").strip() if result.returncode == 0 else ""
