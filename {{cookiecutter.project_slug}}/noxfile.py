"""The tasks of this project, the same on every system: `nox --list` shows them.

Each adds what it needs to the folder `.venv` and runs there.
"""

{% if cookiecutter.project_type == "workshop" -%}
from pathlib import Path

{% endif -%}
import nox

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["test"]


def install(session: nox.Session, *groups: str) -> None:
    """Add groups of pyproject.toml to `.venv`, and show how far that is."""
    if session.venv_backend != "uv":
        session.install("--quiet", "pip>=25.1")  # older ones know no groups
    session.install(*(word for group in groups for word in ("--group", group)), silent=False)


@nox.session(venv_location=".venv")
def test(session: nox.Session) -> None:
    """Run every notebook from top to bottom, and look at what came out."""
    install(session, "test")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(venv_location=".venv")
def lab(session: nox.Session) -> None:
    """Open the notebooks in JupyterLab."""
    install(session, "test", "lab"{% if cookiecutter.project_type == "assignment" %}, "grading"{% endif %})
    session.run("python", "-m", "jupyterlab", *session.posargs)
{%- if cookiecutter.project_type == "workshop" %}


@nox.session(venv_location=".venv")
def slides(session: nox.Session) -> None:
    """Make slides of the leader's notebooks, beside them."""
    install(session, "slides")
    leaders = sorted(map(str, Path("notebooks").glob("*_leader.ipynb")))
    session.run("python", "-m", "nbconvert", "--to", "slides", *leaders)
{%- endif %}
{%- if cookiecutter.project_type == "assignment" %}


@nox.session(venv_location=".venv")
def release(session: nox.Session) -> None:
    """Make the students' notebooks of source/ and check them: all, or `-- NAME ...`."""
    install(session, "test", "grading")
    session.run("python", "release.py", *session.posargs)


@nox.session(venv_location=".venv")
def check(session: nox.Session) -> None:
    """Look for solutions, hidden tests, outputs and names under release/."""
    session.run("python", "check_release.py")


@nox.session(venv_location=".venv")
def grade(session: nox.Session) -> None:
    """Grade what lies under submitted/ into grades.csv: all, or `-- NAME ...`."""
    install(session, "test", "grading")
    session.run("python", "grade.py", *session.posargs)
{%- if cookiecutter.grading == "otter" %}


@nox.session(venv_location=".venv")
def grade_docker(session: nox.Session) -> None:
    """The same in Docker, a container for each submission: `-- NAME`."""
    install(session, "test", "grading")
    session.run("python", "grade_docker.py", *session.posargs)
{%- endif %}
{%- endif %}
