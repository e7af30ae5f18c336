"""The tasks of this repository, the same on every system: `nox -s demo`, `nox -s test`, ...

Each has an environment of its own below `.nox`. The Makefile is a shortcut that gets nox first.
"""

import os
import sys
from pathlib import Path

import nox

sys.path.insert(0, str(Path(__file__).parent))

from colab_starter.answers import QUESTIONS  # noqa: E402
from colab_starter.lessons import list_pins, read_lessons  # noqa: E402

# Where Python may keep nothing that it compiled, importing TensorFlow takes twice as long.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = ["demo"]
SOAKED = ["tests/course", "tests/image", "tests/inside", "tests/training", "tests/test_lesson.py"]


def install(session: nox.Session, group: str, *pins: str) -> None:
    """Install a group of pyproject.toml and these packages, and show how far that is."""
    session.install("--group", group, *pins, silent=False)


@nox.session
def demo(session: nox.Session) -> None:
    """Create the default project in build/, run its lesson, show the result."""
    default = {key: one if isinstance(one, str) else one[0] for key, one in QUESTIONS.items()}
    install(session, "demo", *list_pins([default["lesson"]], default))
    session.run("python", "-m", "tools.demo")


@nox.session
def test(session: nox.Session) -> None:
    """Run all tests but those of `soak`; `nox -s test -- tests/test_files.py` runs some."""
    install(session, "test", *list_pins(list(read_lessons()), {}))
    chosen = session.posargs or ["-m", "not soak"]
    # Three on two cores: some tests wait.
    session.run("python", "-m", "pytest", "--numprocesses", "3", "--dist", "worksteal", *chosen)


@nox.session
def colab_check(session: nox.Session) -> None:
    """Run the lessons with what Colab has now; renew `colab/` if they do."""
    install(session, "generate", "uv==0.13.8")
    session.run("python", "-m", "tools.colab_check", *session.posargs)


@nox.session
def soak(session: nox.Session) -> None:
    """Break the notebooks in every known way; takes hours."""
    install(session, "test", *list_pins(list(read_lessons()), {}))
    session.run("python", "-m", "benchmarks.survival")
    workers = ["--numprocesses", "2", "--dist", "worksteal"]
    session.run("python", "-m", "pytest", *workers, "-m", "soak", *SOAKED)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style: this code, the workflows, the sections, and every notebook they make."""
    install(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("python", "-m", "tools.lint_workflows")
    session.run("python", "-m", "tools.lint_facts")
    session.run("python", "-m", "tools.lint_notebooks")


@nox.session(name="format")
def format_code(session: nox.Session) -> None:
    """Write this code in the style that `lint` checks."""
    install(session, "lint")
    session.run("ruff", "check", "--fix", ".")
    session.run("ruff", "format", ".")
