"""Public repositories at a commit: found in a folder of clones, or brought there from GitHub."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path


def bring(folder: Path, repository: str, commit: str) -> Path:
    """Return a clone below `folder` that has this commit of `repository` ("owner/name").

    Where there is none yet, only that commit comes from GitHub. Raises CalledProcessError if
    Git fails.
    """
    for clone in sorted(path.parent for path in folder.glob("*/.git")):
        address = git(clone, "config", "--get", "remote.origin.url", check=False).decode().strip()
        if address.removesuffix(".git").endswith(f"/{repository}") and has(clone, commit):
            return clone
    clone = folder / repository.replace("/", "+")
    if not clone.exists():
        clone.mkdir(parents=True)
        git(clone, "init", "--quiet")
        git(clone, "remote", "add", "origin", f"https://github.com/{repository}")
    git(clone, "fetch", "--quiet", "--depth", "1", "origin", commit)
    return clone


def has(clone: Path, commit: str) -> bool:
    """Return whether a clone has a commit."""
    return bool(git(clone, "rev-parse", "--quiet", "--verify", f"{commit}^{{commit}}", check=False))


def extract(clone: Path, commit: str, paths: list[str], to: Path) -> None:
    """Write what stands below these paths at this commit into a folder.

    The work tree of the clone does not count, so it may lack files or hold others.
    """
    content = git(clone, "archive", "--format=tar", commit, "--", *paths)
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(to, filter="data")


def git(folder: Path, *words: str, check: bool = True) -> bytes:
    """Return what Git prints in a folder."""
    return subprocess.run(
        ["git", "-C", str(folder), *words], check=check, stdout=subprocess.PIPE
    ).stdout
