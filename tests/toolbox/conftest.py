"""What the tests of the toolbox share: a web server and a Git repository, both local."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.toolbox.file_server import FileServer, running
from tests.toolbox.real_data import flowers_zip, titanic_csv
from tests.toolbox.toolbox_cells import ran


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test works in a folder of its own and draws no windows."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "agg")


@pytest.fixture(autouse=True)
def _marked_tricks_are_run(request: pytest.FixtureRequest):
    """A test that names a trick in its mark has run it: the README's table cannot lie."""
    ran.clear()
    yield
    named = {title for mark in request.node.iter_markers("trick") for title in mark.args}
    assert named <= ran


@pytest.fixture
def web():
    """A server that has a table at /titanic.csv and an archive at /flowers.zip."""
    with running(
        FileServer({"/titanic.csv": titanic_csv(), "/flowers.zip": flowers_zip()})
    ) as server:
        yield server


def git(*arguments: str | Path, folder: Path) -> None:
    """Run git with an author of its own, whatever is configured on this machine."""
    author = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    subprocess.run(["git", *author, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def commit(tmp_path: Path):
    """A function that commits a file and pushes it to `origin.git`; returns its address."""
    source = tmp_path / "source"
    bare = tmp_path / "origin.git"
    source.mkdir()
    git("init", "--quiet", "--bare", "--initial-branch=main", bare, folder=tmp_path)
    git("init", "--quiet", "--initial-branch=main", folder=source)

    def commit_file(name: str, text: str) -> str:
        (source / name).write_text(text)
        git("add", ".", folder=source)
        git("commit", "--quiet", "-m", name, folder=source)
        git("push", "--quiet", bare, "main", folder=source)
        return bare.as_uri()

    return commit_file


@pytest.fixture
def settings(web: FileServer, commit) -> dict[str, object]:
    """Settings with which the whole toolbox runs on this machine alone."""
    return {
        "install": False,
        "table_url": web.url("/titanic.csv"),
        "titanic_url": web.url("/titanic.csv"),
        "archive_url": web.url("/flowers.zip"),
        "repository": commit("README.md", "first"),
    }
