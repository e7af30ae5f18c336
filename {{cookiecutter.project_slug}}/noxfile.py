"""The tasks of this project, the same on every system: `nox --list` shows them.

Each adds what it needs to the folder `.venv` and runs there.
"""

import os
import sys
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"  # all tasks share one environment: it is large
nox.options.sessions = ["test"]
ENVIRONMENT = Path(".venv").absolute()
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = str(BIN / ("python.exe" if os.name == "nt" else "python"))


def run(session: nox.Session, *arguments: str) -> None:
    """Run Python in `.venv`, where the programs of its packages are found first."""
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    session.run(PYTHON, *arguments, env={"PATH": path})


def install(session: nox.Session, *groups: str) -> None:
    """Add groups of pyproject.toml to `.venv`."""
    if not (3, 11) <= sys.version_info < (3, 14):
        session.error("nox runs on Python {}.{}; use 3.11, 3.12 or 3.13.".format(*sys.version_info))
    if not Path(PYTHON).exists():
        session.run(sys.executable, "-m", "virtualenv", "--quiet", str(ENVIRONMENT))
    # A note of what was installed saves the look at each package when nothing is new.
    note = ENVIRONMENT / "installed.txt"
    wanted = " ".join(groups) + "\n" + Path("pyproject.toml").read_text("utf-8")
    done = note.read_text("utf-8") if note.exists() else ""
    if wanted not in done:
        words = [word for group in groups for word in ("--group", group)]
        run(session, "-m", "pip", "install", "--quiet", "pip>=25.1")
        run(session, "-m", "pip", "install", *words)
        note.write_text(done + wanted, "utf-8")


@nox.session
def test(session: nox.Session) -> None:
    """Run every notebook from top to bottom, and look at what came out."""
    install(session, "test")
    run(session, "-m", "pytest", *session.posargs)


@nox.session
def lab(session: nox.Session) -> None:
    """Open the notebooks in JupyterLab."""
    install(session, "test", "lab"{% if cookiecutter.project_type == "assignment" %}, "grading"{% endif %})
    run(session, "-m", "jupyterlab", *session.posargs)
{%- if cookiecutter.project_type == "starter" %}


@nox.session
def scripts(session: nox.Session) -> None:
    """Make the .py script beside each notebook anew, after you edited the notebook."""
    install(session, "test")
    keep = ["notebook_metadata_filter=kernelspec,accelerator,colab,colab_starter,-jupytext"]
    keep += ["cell_metadata_filter=cellView,tags,-all"]
    options = [word for option in keep for word in ("--opt", option)]
    notebooks = map(str, sorted(Path("notebooks").glob("*.ipynb")))
    run(session, "-m", "jupytext", "--to", "py:percent", *options, *notebooks)
{%- endif %}
{%- if cookiecutter.project_type == "workshop" %}


@nox.session
def slides(session: nox.Session) -> None:
    """Make slides of the leader's notebooks, beside them."""
    install(session, "slides")
    leaders = sorted(map(str, Path("notebooks").glob("*_leader.ipynb")))
    run(session, "-m", "nbconvert", "--to", "slides", *leaders)
{%- endif %}
{%- if cookiecutter.project_type == "assignment" %}


@nox.session
def release(session: nox.Session) -> None:
    """Make the students' notebooks of source/ and check them: all, or `-- NAME ...`."""
    install(session, "test", "grading")
    run(session, "release.py", *session.posargs)


@nox.session
def check(session: nox.Session) -> None:
    """Look for solutions, hidden tests, outputs and names under release/."""
    session.run(sys.executable, "check_release.py")


@nox.session
def grade(session: nox.Session) -> None:
    """Grade what lies under submitted/ into grades.csv: all, or `-- NAME ...`."""
    install(session, "test", "grading")
    run(session, "grade.py", *session.posargs)
{%- if cookiecutter.grading == "otter" %}


@nox.session
def grade_docker(session: nox.Session) -> None:
    """The same in Docker, a container for each submission: `-- NAME`."""
    install(session, "test", "grading")
    run(session, "grade_docker.py", *session.posargs)
{%- endif %}
{%- endif %}
