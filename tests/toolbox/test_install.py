"""Installing for real, from the package registries, and failing clearly."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import venv
from pathlib import Path

import psutil
import pytest

from tests.toolbox.toolbox_cells import read_tricks, run_tricks

apt = pytest.mark.skipif(
    not shutil.which("apt-get") or os.geteuid() != 0, reason="needs apt-get and root, as Colab has"
)


@pytest.fixture
def names() -> dict:
    return run_tricks(install=True)


@pytest.mark.trick("Get the tools ready")
def test_the_failure_in_the_notebook_is_explained(names, capsys):
    run_tricks(install=True)
    out = capsys.readouterr().out
    assert out.count("'clown' is not a git command") == 2  # from git, and in the error
    assert re.search(r"git clown \S+/Hello-World\n\D*\b1\b\D*'clown' is not a git command", out)


@pytest.mark.trick("Get the tools ready")
def test_failing_command_stops_and_says_what_it_said(names):
    with pytest.raises(RuntimeError, match=r"SystemExit\(5\)\n\D*\b5\b\D*\nno such file\n$"):
        names["run"](sys.executable, "-c", "print('no such file'); raise SystemExit(5)")


@pytest.mark.trick("Get the tools ready")
def test_command_cannot_wait_for_an_answer(names):
    with pytest.raises(RuntimeError, match="EOFError"):
        names["run"](sys.executable, "-c", "input('Continue? ')")


def test_stopping_the_cell_stops_the_program(names):
    started = []

    def stop(line: str, **_: object) -> None:
        started.append(int(line))
        raise KeyboardInterrupt

    names["print"] = stop
    program = "import os, time; print(os.getpid(), flush=True); time.sleep(600)"
    with pytest.raises(KeyboardInterrupt):
        names["run"](sys.executable, "-c", program)
    process = psutil.Process(started[0]) if psutil.pid_exists(started[0]) else None
    assert process is None or process.wait(10) is not None or not process.is_running()


def test_bytes_that_are_no_text_are_shown_as_such(names, capsys):
    names["run"](sys.executable, "-c", r"import sys; sys.stdout.buffer.write(b'caf\xe9\n')")
    assert capsys.readouterr().out.startswith("caf")


@pytest.mark.trick("Get the tools ready")
def test_what_is_there_is_not_installed(names, monkeypatch):
    monkeypatch.setitem(names, "run", None)
    names["pip_install"]("numpy")
    names["pip_install"]("opencv-python-headless", "cv2")
    assert names["apt_install"]("whatever", "/usr/bin/whatever")


@pytest.mark.trick("Get the tools ready")
def test_install_switched_off(names, monkeypatch, capsys):
    """Package and setting are named, and nothing is run."""
    names["install"] = False
    monkeypatch.setitem(names, "run", None)
    with pytest.raises(RuntimeError, match=r"(?=.*six-is-not-here)(?=.*\binstall\b)"):
        names["pip_install"]("six-is-not-here")
    capsys.readouterr()
    assert not names["apt_install"]("no-such-program", None)
    assert {"no-such-program", "install"} <= {*re.findall(r"[\w-]+", capsys.readouterr().out)}


@pytest.mark.network
@pytest.mark.trick("Get the tools ready")
def test_unknown_python_package(names):
    with pytest.raises(RuntimeError, match=r"-starter\n\D*\b1\b(?s:.*)No matching distribution"):
        names["pip_install"]("no-such-package-for-colab-starter")


@apt
@pytest.mark.network
@pytest.mark.trick("Get the tools ready")
def test_unknown_system_package(names):
    with pytest.raises(RuntimeError, match=r"-starter\n\D*\b100\b(?s:.*)Unable to locate package"):
        names["apt_install"]("no-such-package-for-colab-starter", None)


@pytest.mark.network
@pytest.mark.slow
def test_missing_package_is_installed_and_imported(tmp_path: Path):
    """In an environment of its own: pip runs there, and the import works without a restart."""
    venv.create(tmp_path / "new", with_pip=True)
    python = tmp_path / "new" / ("Scripts" if os.name == "nt" else "bin") / "python"
    program = "install = True\n" + "\n".join(
        cell.source
        for cell in read_tricks()["Get the tools ready"]
        if "def run(" in cell.source or "def pip_install" in cell.source
    )
    program += (
        "\npip_install('python-slugify', 'slugify')\nimport slugify\nprint(slugify.slugify('A b'))"
    )
    done = subprocess.run([python, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said, *printed = done.stdout.splitlines()
    assert "python-slugify" in said.split()
    assert printed == ["a-b"]


@apt
@pytest.mark.network
@pytest.mark.slow
@pytest.mark.trick("Draw a graph with Graphviz")
def test_graphviz_is_installed_and_draws(settings):
    settings["install"] = True
    names = run_tricks("Draw a graph with Graphviz", **settings)
    for drawing in ("graph.png", "network.png"):
        picture = (names["work_folder"] / drawing).read_bytes()
        assert picture[:8] == b"\x89PNG\r\n\x1a\n"


@apt
@pytest.mark.network
@pytest.mark.slow
@pytest.mark.trick("Install Java")
def test_java_is_installed_and_answers(settings, capsys):
    """Asked for even where another Java stands, so that apt installs it for real."""
    settings["install"] = True
    names = run_tricks(**settings)
    assert names["apt_install"]("default-jre-headless", None)
    run_tricks("Install Java", **settings)
    assert "openjdk version" in capsys.readouterr().out


@apt
@pytest.mark.network
@pytest.mark.slow
def test_libarchive_is_installed(settings):
    names = run_tricks(**settings)
    names["install"] = True
    assert names["apt_install"]("libarchive-dev", None)


@pytest.mark.network
@pytest.mark.slow
@pytest.mark.trick("Run a retired library: MXNet")
@pytest.mark.skipif(
    not shutil.which("python3.11") and sys.version_info[:2] != (3, 11),
    reason="needs a Python 3.11 that uv finds",
)
def test_mxnet_runs_in_isolation(settings, capsys):
    settings["install"] = True
    run_tricks("Run a retired library: MXNet", **settings, run_mxnet=True)
    assert "1.9.1 [[1. 1.]" in capsys.readouterr().out
    assert importlib.util.find_spec("mxnet") is None
