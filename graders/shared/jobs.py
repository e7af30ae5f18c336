"""One submission, graded in a folder of its own: what goes in, what comes out.

A job holds everything, so that it can also run on another computer that has this project and
its environment.
"""

import functools
import shutil
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from grading import engine, sandbox

SETTINGS = {
    "cell_seconds": 120,
    "seconds": 900,
    "memory_gb": 4,
    "processes": 200,
    "disk_gb": 2,
    "network": False,
}
# What no submission may read, if anything can keep it from that.
HIDDEN = ["source", "build", "graded", "autograded", "submitted", "solutions", "feedback", "marks"]
HIDDEN += ["gradebook.db", "by_hand.csv", "roster.csv"]
# IPython runs it first. Its own `exit` would end the kernel, and with it everybody else's cells.
STARTUP = f"{sandbox.HOME}/.ipython/profile_default/startup/00-exit.py"
LEAVE = b"import sys\n\nexit = quit = sys.exit\ndel sys\n"


@dataclass
class Job:
    """What a worker needs to grade one submission."""

    assignment: str
    student: str
    files: dict[str, bytes]
    """By name, for the folder in which it runs."""
    settings: dict[str, float]


@dataclass
class Done:
    """What a worker gives back."""

    job: Job
    outputs: dict[str, bytes] = field(default_factory=dict)
    problem: str = ""
    seconds: float = 0


@functools.cache  # asked for each submission
def read_settings():
    """Return what one submission may take, as pyproject.toml says, else as `SETTINGS` does.

    Exits with one sentence for what is no setting.
    """
    text = Path("pyproject.toml").read_text("utf-8")
    own = tomllib.loads(text).get("tool", {}).get("colab-starter", {}).get("grading", {})
    for name, value in own.items():
        expected = bool if name == "network" else (int, float)
        if name not in SETTINGS or not isinstance(value, expected):
            raise SystemExit(
                f"pyproject.toml, [tool.colab-starter.grading]: {name} = {value} is no setting; "
                f"there are {', '.join(f'{key} = {one}'.lower() for key, one in SETTINGS.items())}."
            )
    return {**SETTINGS, **own}


def run(job):
    """Grade one submission in a folder of its own, which is gone afterwards.

    Nothing that a submission does ends in an exception here: it ends in a problem.
    """
    limits = sandbox.Limits(
        seconds=job.settings["seconds"],
        memory=job.settings["memory_gb"],
        processes=job.settings["processes"],
        disk=job.settings["disk_gb"],
        network=job.settings["network"],
    )
    work = Path(tempfile.mkdtemp(prefix="grading-"))
    try:
        for name, content in {**job.files, STARTUP: LEAVE}.items():
            path = work / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        command = [*engine.COMMAND, str(int(job.settings["cell_seconds"]))]
        hidden = [Path(name).resolve() for name in HIDDEN]
        ended = sandbox.run(command, work, limits, [path for path in hidden if path.exists()])
        outputs = {name: read_plain(work / name) for name in engine.OUTPUTS}
        lost = [name for name, content in outputs.items() if content is None]
        problem = ended.problem or ("It ended without a result." if lost else "")
        return Done(job, {} if problem else outputs, problem, ended.seconds)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def read_plain(path):
    """Return a file's content, None if there is no such plain file: a link may lead anywhere."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None
