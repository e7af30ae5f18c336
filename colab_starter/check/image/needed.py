"""What the notebooks of a project import, as packages: only these are compared."""

from __future__ import annotations

from pathlib import Path

from ..before_class import Report, read_own
from ..notebook import NotANotebook, Notebook, read_notebook
from ..tables import find_package, normal

# The notebooks that a person edits, and that the tests run.
PLACES = ("notebooks/*.ipynb", "source/*/*.ipynb")
ORIGINS = {"colab", "known", "own"}
# They come with the kernel. Colab's is too old for a grader, so no lock holds it.
OF_THE_KERNEL = {"ipython", "ipykernel"}


def list_notebooks(project: Path) -> list[Path]:
    """Return the notebooks that the project's tests run, in order."""
    return [path for place in PLACES for path in sorted(project.glob(place))]


def find_needed(project: Path) -> dict[str, list[str]]:
    """Return each package that a notebook imports or installs, with the notebooks' names."""
    own = read_own(project, Report())
    needed: dict[str, list[str]] = {}
    for path in list_notebooks(project):
        name = path.relative_to(project).as_posix()
        try:
            notebook = Notebook(path, read_notebook(path), name, None, own)
        except NotANotebook:
            continue  # `nox -s check` says why
        if not notebook.python:
            continue
        found = {one.package for one in notebook.imports if one.origin in ORIGINS}
        found |= {find_package(module) or module for module in notebook.installed}
        packages = {normal(one.split("==")[0]) for one in found if one} - OF_THE_KERNEL
        for package in sorted(packages):
            needed.setdefault(package, []).append(name)
    return dict(sorted(needed.items()))
