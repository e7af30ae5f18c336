"""The tasks of this repository, the same on every system: `nox -s demo`, `nox -s test`, ...

Each adds what it needs to `.venv`. The Makefile is a shortcut that gets nox first.
"""

import nox

nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["demo"]


def install(session: nox.Session, group: str) -> None:
    """Add a group of pyproject.toml to `.venv`, and show how far that is."""
    session.install("--group", group, silent=False)


@nox.session(venv_location=".venv")
def demo(session: nox.Session) -> None:
    """Create the default project in build/, run its lesson, show the result."""
    install(session, "demo")
    session.run("python", "-m", "tools.demo")


@nox.session(venv_location=".venv")
def test(session: nox.Session) -> None:
    """Run all tests but those of `soak`; `nox -s test -- tests/test_files.py` runs some."""
    install(session, "test")
    chosen = session.posargs or ["-m", "not soak"]
    session.run("python", "-m", "pytest", "--numprocesses", "2", "--dist", "worksteal", *chosen)


@nox.session(venv_location=".venv")
def soak(session: nox.Session) -> None:
    """Break the notebooks in every known way; takes hours."""
    install(session, "test")
    session.run("python", "-m", "benchmarks.survival")
    workers = ["--numprocesses", "2", "--dist", "worksteal"]
    session.run("python", "-m", "pytest", *workers, "-m", "soak", "tests/course", "tests/training")


@nox.session(venv_location=".venv")
def lint(session: nox.Session) -> None:
    """Check style: this code, the workflows, the sections, and every notebook they make."""
    install(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("python", "-m", "tools.lint_workflows")
    session.run("python", "-m", "tools.lint_notebooks")


@nox.session(venv_location=".venv", name="format")
def format_code(session: nox.Session) -> None:
    """Write this code in the style that `lint` checks."""
    install(session, "lint")
    session.run("ruff", "check", "--fix", ".")
    session.run("ruff", "format", ".")
