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

    The work tree of the clone does not count, so it may lack files or hold others. What the clone
    has no content of, as some snapshots leave out large files, is left out.
    """
    left_out = [f":(exclude){path}" for path in list_absent(clone, commit, paths)]
    content = git(clone, "archive", "--format=tar", commit, "--", *paths, *left_out)
    # Python 3.11 knows this filter from 3.11.4 on; git itself archives no path that leads outside.
    safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        archive.extractall(to, **safely)


def list_absent(clone: Path, commit: str, paths: list[str]) -> list[str]:
    """Return the files below these paths of which a clone has no content."""
    lines = git(clone, "ls-tree", "-r", "-z", commit, "--", *paths).decode().split("\0")
    objects = {line.partition("\t")[2]: line.split()[2] for line in lines if line}
    asked = "\n".join(objects.values()).encode()
    known = git(clone, "cat-file", "--batch-check", given=asked).decode().splitlines()
    return [path for path, answer in zip(objects, known) if answer.endswith(" missing")]


def git(folder: Path, *words: str, check: bool = True, given: bytes = b"") -> bytes:
    """Return what Git prints in a folder; `given` is what it reads."""
    command = ["git", "-C", str(folder), *words]
    return subprocess.run(command, check=check, stdout=subprocess.PIPE, input=given).stdout
