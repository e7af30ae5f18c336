"""Lists of Colab's as a repository of Git, as they were, and as they may become."""

from __future__ import annotations

import os
import re
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path

from colab_starter.check.image.freeze import read_lines

LISTS = Path(__file__).parent / "lists"
NAMES = {
    "cpu": ("pip-freeze.txt", "os-info.txt"),
    "gpu": ("pip-freeze.gpu.txt", "os-info-gpu.txt"),
    "tpu": ("pip-freeze.tpu.txt", "os-info-tpu.txt"),
}
RUNTIME = """\
### {name}

*   Ubuntu 22.04.5 LTS
*   Python 3.12.13

For the exact details refer to this
[GitHub commit](https://github.com/googlecolab/backend-info/tree/{commit}).

"""


def known() -> list[tuple[str, str]]:
    """Return date and kind of each list whose lines are kept, the oldest first."""
    return [tuple(path.name.split(".")[:2]) for path in sorted(LISTS.glob("*.txt"))]


def read_kept(date: str, kind: str = "cpu") -> tuple[str, str, str]:
    """Return the lines of a list that are kept, its Ubuntu and its Python."""
    text = (LISTS / f"{date}.{kind}.txt").read_text("utf-8")
    ubuntu = re.search(r"^# Ubuntu (\S+)", text, re.MULTILINE)[1]
    return text, ubuntu, re.search(r"^# Python (\S+)", text, re.MULTILINE)[1]


def fill(lines: str) -> str:
    """Return lines of a list with as many others as make it whole."""
    others = "".join(f"other-{number:03}==1.0\n" for number in range(300))
    return f"# Do not modify this file directly\n{lines.rstrip()}\n{others}"


def change(lines: str, versions: Mapping[str, str | None]) -> str:
    """Return the lines with other versions of some packages, and without those that have none."""
    kept = [line for line in lines.splitlines() if not read_lines(line).keys() & versions.keys()]
    new = [f"{name}=={version}" for name, version in versions.items() if version]
    return "\n".join([*kept, *new]) + "\n"


def publish(
    folder: Path,
    freeze: str,
    date: str,
    python: str = "3.13.15",
    ubuntu: str = "22.04.5",
    past: Mapping[str, str] | None = None,
) -> str:
    """Write a list for each kind into a repository of Git, commit it, and return its address.

    `past` are the runtime versions that a person can choose: name to commit.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for packages, system in NAMES.values():
        (folder / packages).write_text(freeze, "utf-8")
        (folder / system).write_text(f"Ubuntu {ubuntu} LTS\nPython {python}\n", "utf-8")
    readme = [RUNTIME.format(name=name, commit=commit) for name, commit in (past or {}).items()]
    (folder / "README.md").write_text("".join(readme), "utf-8")
    when = f"{date}T12:00:00+00:00"
    env = {**os.environ, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    author = ["-c", "user.name=test", "-c", "user.email=test@example.invalid"]
    for command in (
        ["init", "--quiet", "--initial-branch", "main"],
        ["add", "--all"],
        [*author, "commit", "--quiet", "--allow-empty", "--message", date],
    ):
        subprocess.run(["git", *command], cwd=folder, env=env, check=True)
    return folder.as_uri()


def newest(folder: Path) -> str:
    """Return the newest commit of a repository."""
    command = ["git", "-C", str(folder), "rev-parse", "HEAD"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def make_wheel(folder: Path, name: str, version: str, code: str) -> None:
    """Write a package with one module into a folder where pip and uv find it."""
    folder.mkdir(exist_ok=True)
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": code,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in [*files, f"{info}/RECORD"])
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        for path, text in {**files, f"{info}/RECORD": record}.items():
            wheel.writestr(path, text)
