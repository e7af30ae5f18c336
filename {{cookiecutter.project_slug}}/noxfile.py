"""The tasks of this project, the same on every system: `nox --list` shows them.

Each adds what it needs to the folder `.venv` and runs there.
"""

import json
import os
import re
import sys
from pathlib import Path

import nox

nox.options.default_venv_backend = "none"  # all tasks share one environment: it is large
nox.options.sessions = ["test"]
ENVIRONMENT = Path(".venv").absolute()
BIN = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
# What runs the template, or asks what Colab has now, in an environment of its own that is kept.
KEPT = {"venv_backend": "virtualenv", "reuse_venv": True}
PINS = ["cookiecutter==2.7.1", "jinja2==3.1.6", "jupytext==1.19.6", "nbformat==5.11.1"]
UV = ["uv==0.13.8"]
# nox makes one anew whose Python is gone.
os.environ.setdefault("NOX_ENABLE_STALENESS_CHECK", "1")
EXAMPLE = "template=~/Downloads/colab-starter.zip"
LOCK = Path("colab/lock.txt")
PYTHON = str(BIN / ("python.exe" if os.name == "nt" else "python"))


def run(session: nox.Session, *arguments: str) -> None:
    """Run Python in `.venv`, where the programs of its packages are found first."""
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    session.run(PYTHON, *arguments, env={"PATH": path})


def install(session: nox.Session, *groups: str) -> None:
    """Add groups of pyproject.toml to `.venv`."""
    if not (3, 11) <= sys.version_info < (3, 14) and find_python() != say_python():
        said = f"This is Python {say_python()}, and what this project installs is for 3.11, 3.12 "
        session.error(said + "or 3.13: use one of them, or get what is newer with `nox -s renew`.")
    # A note of what was installed saves the look at each package when nothing is new.
    note = Path(".nox", "installed.json")
    if not Path(PYTHON).exists():
        note.unlink(missing_ok=True)
        session.run(sys.executable, "-m", "virtualenv", "--quiet", str(ENVIRONMENT))
    pins, lock = read_groups(), find_lock(session) if "test" in groups else None
    wanted = {group: pins[group] for group in (*groups, "run")}
    if lock:
        wanted["lock"] = lock.read_text("utf-8").splitlines()
    done = json.loads(note.read_text("utf-8")) if note.exists() else {}
    if {**done, **wanted} != done:
        run(session, "-m", "pip", "install", "--quiet", "pip>=25.1")
        if lock:
            run(session, "-m", "pip", "install", "--group", "test", "--constraint", str(lock))
        # Other tasks may need another version of something that Colab has, as graders do: what
        # is there stays where it can.
        if not lock or groups != ("test",):
            words = [word for group in groups for word in ("--group", group)]
            run(session, "-m", "pip", "install", *words)
        note.parent.mkdir(exist_ok=True)
        note.write_text(json.dumps({**done, **wanted}, indent=1) + "\n", "utf-8")


def find_lock(session: nox.Session) -> Path | None:
    """Return what Colab has, as constraints for pip; say so where this is not Colab's Python."""
    if find_python() == say_python():
        return LOCK
    said = f"{LOCK.as_posix()} is for Python {find_python() or '?'}, and this is {say_python()}: "
    session.warn(said + "the tests get the newest packages instead of Colab's.")
    return None


def say_python() -> str:
    """Return which Python runs the tasks."""
    return "{}.{}".format(*sys.version_info)


def find_python() -> str | None:
    """Return the Python that Colab had, as the lock says."""
    text = LOCK.read_text("utf-8") if LOCK.exists() else ""
    found = re.search(r"^# python: (\d+\.\d+)", text, re.MULTILINE)
    return found[1] if found else None


def read_groups() -> dict[str, list[str]]:
    """Return the packages of each group of pyproject.toml."""
    import tomllib  # an older Python has none, and was refused by now

    return tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["dependency-groups"]


def install_once(session: nox.Session, *pins: str) -> None:
    """Install packages into the environment of this task, unless they are there."""
    note = Path(session.virtualenv.location) / "installed.txt"
    if not note.exists() or note.read_text("utf-8") != " ".join(pins):
        session.install(*pins)
        note.write_text(" ".join(pins), "utf-8")


def bake(session: nox.Session, *lessons: str) -> None:
    """Run the template again on this project, with the answers that it remembers."""
    install_once(session, *PINS)
    course = json.loads(Path(".colab-starter/course.json").read_text("utf-8"))
    given = dict(word.split("=", 1) for word in session.posargs if is_answer(word))
    template = given.pop("template", "") or find_template(session, course)
    if unknown := given.keys() - course["answers"].keys():
        session.error(f"{unknown.pop()} is no question; there are {', '.join(course['answers'])}.")
    answers = {**course["answers"], **given}
    answers |= {"project_slug": Path.cwd().name, "lesson": ", ".join(lessons)}
    options = ["--no-input", "--overwrite-if-exists", "--output-dir", str(Path.cwd().parent)]
    words = [f"{key}={value}" for key, value in answers.items()]
    # Not the program: it names a Python by its path, and the project may have been moved.
    session.run("python", "-m", "cookiecutter", *options, template, *words)


def is_answer(word: str) -> bool:
    """Return whether a word is an answer, such as `author=Ada`, not a path."""
    return word.partition("=")[0].isidentifier() and "=" in word


def find_template(session: nox.Session, course: dict) -> str:
    """Return the address of the template; a folder or a zip of somebody's is not remembered."""
    cruft = Path(".cruft.json")
    if cruft.exists():
        return json.loads(cruft.read_text("utf-8"))["template"]
    if not course["template"]:
        words = " ".join(["nox", "-s", session.name, "--", *session.posargs, EXAMPLE])
        session.error(f"Where is the template? Say it with template=FOLDER: {words}")
    return course["template"]


@nox.session
def test(session: nox.Session) -> None:
    """Run every notebook from top to bottom, and look at what came out."""
    install(session, "test")
    run(session, "-m", "pytest", *session.posargs)


@nox.session
def check(session: nox.Session) -> None:
    """Say, before class, what will happen when a notebook is opened on Colab."""
{%- if cookiecutter.project_type == "assignment" %}
    session.run(sys.executable, "-m", "grading.leak_gate")
{%- endif %}
    session.run(sys.executable, "-m", "check", *session.posargs)


@nox.session(**KEPT)
def colab_check(session: nox.Session) -> None:
    """Say whether the notebooks still run with what Colab has now, and what to do if not."""
    install_once(session, *UV)
    session.run("python", "-m", "check.image", *session.posargs)


@nox.session(**KEPT)
def newest(session: nox.Session) -> None:
    """Run every notebook with the newest of everything, as on a new laptop."""
    session.install("--upgrade", "pip>=25.1")
    session.install("--upgrade", "--group", "test")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(**KEPT)
def add(session: nox.Session) -> None:
    """Add a notebook: `-- PATH`, a folder of notebooks, or an https address."""
    lessons = [word for word in session.posargs if not is_answer(word)]
    if not lessons:
        session.error("Name the notebook: nox -s add -- ~/teaching/week2.ipynb")
    bake(session, "kept", *lessons)


@nox.session(**KEPT)
def renew(session: nox.Session) -> None:
    """Renew everything around your cells; `-- author="Ada"` changes an answer."""
    if unknown := [word for word in session.posargs if not is_answer(word)]:
        session.error(f"{unknown[0]} is no answer; to add a notebook: nox -s add -- {unknown[0]}")
    bake(session, "kept")


@nox.session
def lab(session: nox.Session) -> None:
    """Open the notebooks in JupyterLab."""
    install(session, "test", "lab"{% if cookiecutter.project_type == "assignment" %}, "grading"{% endif %})
    run(session, "-m", "jupyterlab", *session.posargs)


@nox.session
def pages(session: nox.Session) -> None:
    """Make a web page of each notebook in pages/, folded as on Colab: all, or `-- PATH ...`."""
    install(session, "pages")
    students = [*Path("notebooks").glob("*.ipynb"), *Path("release").glob("*/*.ipynb")]
    notebooks = session.posargs or sorted(map(str, students))
    page = ["--template", "page", "--TemplateExporter.extra_template_basedirs=."]
    run(session, "-m", "nbconvert", "--to", "html", *page, "--output-dir", "pages", *notebooks)
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
    install(session, "pages")
    leaders = sorted(map(str, Path("notebooks").glob("*_leader.ipynb")))
    run(session, "-m", "nbconvert", "--to", "slides", *leaders)
{%- endif %}
{%- if cookiecutter.project_type == "assignment" %}


def run_grading(session: nox.Session) -> None:
    """Run the task of the same name in grading/; `-- --help` says what it reads and writes."""
    install(session, "test", "grading")
    run(session, "-m", "grading", session.name, *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Make the students' notebooks of source/ and try them: all, or `-- NAME ...`."""
    run_grading(session)


@nox.session
def collect(session: nox.Session) -> None:
    """Take what a learning platform hands out into submitted/: `-- PATH ...`."""
    run_grading(session)


@nox.session
def grade(session: nox.Session) -> None:
    """Grade what is new or changed in submitted/: all, or `-- NAME ...`."""
    if any(word.startswith("--scheduler") for word in session.posargs):
        install(session, "cluster")
    run_grading(session)


@nox.session
def worker(session: nox.Session) -> None:
    """Grade on this computer for `grade -- --scheduler ADDRESS`: `-- ADDRESS`."""
    install(session, "test", "grading", "cluster")
    # One submission for each processor; each runs in processes of its own, which may be ended.
    options = ["--nworkers", str(os.cpu_count() or 1), "--nthreads", "1", "--no-dashboard"]
    run(session, "-m", "distributed.cli.dask_worker", *options, *session.posargs)


@nox.session
def marks(session: nox.Session) -> None:
    """Make the table of marks, and a picture of the class: all, or `-- NAME ...`."""
    run_grading(session)


@nox.session
def feedback(session: nox.Session) -> None:
    """Make a page for each student, and a zip of them: all, or `-- NAME ...`."""
    run_grading(session)
{%- if cookiecutter.grading == "otter" %}


@nox.session
def grade_docker(session: nox.Session) -> None:
    """The same in Docker, a container for each submission: `-- NAME`."""
    install(session, "test", "grading")
    run(session, "-m", "grading.grade_docker", *session.posargs)
{%- endif %}
{%- endif %}
