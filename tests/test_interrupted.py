"""A generation that fails, is interrupted or meets another one leaves nothing that looks finished."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from baking import read_tree, run_cookiecutter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

resource = pytest.importorskip("resource", reason="POSIX only")

MARK = "NOT-FINISHED.txt"


def start(template: Path, output: Path, env: dict[str, str], *options: str) -> subprocess.Popen:
    """Start cookiecutter in a process group of its own, as a shell does."""
    output.mkdir(exist_ok=True)
    command = ["cookiecutter", "--no-input", "--output-dir", str(output), *options, str(template)]
    return subprocess.Popen(
        command,
        env=env,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell lets what runs in its background ignore Ctrl-C, and so would all below it.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def looks_finished(project: Path) -> bool:
    return project.exists() and not (project / MARK).exists() and any(project.iterdir())


@given(moment=st.floats(0, 1))
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
def test_a_killed_generation_does_not_look_finished(template, tmp_path_factory, home, moment):
    output = tmp_path_factory.mktemp("out")
    run = start(template, output, home)
    time.sleep(moment)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate()
    project = output / "mnist-on-colab"
    if looks_finished(project):
        assert (project / "notebooks" / "mnist_cnn.ipynb").exists()
    leftovers = list(project.rglob("*.part"))
    assert not leftovers or (project / MARK).exists()


@pytest.mark.parametrize("delays", [(0.15, 0.1, 0.05, 0.0, 0.0)])
def test_ctrl_c_while_the_notebooks_are_made_is_one_sentence(
    template, tmp_path, home, delays
) -> None:
    """The signal comes so long after cookiecutter's last file; a run may be done by then."""
    for number, delay in enumerate(delays):
        run = start(template, tmp_path / str(number), home)
        project = tmp_path / str(number) / "mnist-on-colab"
        while run.poll() is None and not (project / "tests" / "test_notebooks.py").exists():
            time.sleep(0.001)
        time.sleep(delay)
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGINT)
        _, errors = run.communicate()
        if run.returncode != 0:
            break
    assert run.returncode != 0, "not one of the signals came in time"
    assert not looks_finished(project)
    assert "Aborted!" in errors or "Interrupted: " in errors


def test_two_runs_at_once_make_one_whole_project(template, tmp_path, home) -> None:
    runs = [start(template, tmp_path / "out", home) for _ in range(2)]
    errors = [run.communicate()[1] for run in runs]
    if 0 not in [run.returncode for run in runs]:
        # Both made the folder in the same instant, and cookiecutter took it away.
        assert not looks_finished(tmp_path / "out" / "mnist-on-colab"), errors
        assert run_cookiecutter(template, tmp_path / "out", home, "-f").returncode == 0
    (project,) = (tmp_path / "out").iterdir()
    assert looks_finished(project)
    expected = run_cookiecutter(template, tmp_path / "expected", home)
    assert expected.returncode == 0
    assert read_tree(project) == read_tree(tmp_path / "expected" / project.name)


@pytest.mark.parametrize("what", ["the folder", "what is in it"])
def test_a_folder_that_another_run_took_away_is_one_sentence(
    template, tmp_path, home, what
) -> None:
    hook = (template / "hooks" / "post_gen_project.py").read_text("utf-8")
    took = "import shutil\nfrom pathlib import Path\nshutil.rmtree(Path.cwd())\n"
    if what == "what is in it":
        took = "from pathlib import Path\nPath('NOT-FINISHED.txt').unlink()\n"
    copy = tmp_path / "template"
    shutil.copytree(template, copy)
    (copy / "hooks" / "post_gen_project.py").write_text(took + hook, "utf-8")
    result = run_cookiecutter(copy, tmp_path / "out", home)
    assert result.returncode == 1
    assert result.stderr.startswith("The project's folder was removed")
    assert not (tmp_path / "out" / "mnist-on-colab").exists()


@pytest.mark.parametrize("place", ["a file", "proc"])
def test_a_folder_that_takes_no_files_is_refused_in_one_sentence(
    template, tmp_path, home, place
) -> None:
    if place == "proc" and not Path("/proc/self").exists():
        pytest.skip("no /proc here")
    (tmp_path / "file").write_text("")
    output = tmp_path / "file" / "out" if place == "a file" else Path("/proc/self/out")
    command = ["cookiecutter", "--no-input", "--output-dir", str(output), str(template)]
    result = subprocess.run(command, env=home, capture_output=True, text=True)
    assert result.returncode == 1
    (sentence,) = (result.stdout + result.stderr).strip().splitlines()
    assert sentence.startswith("Cannot write into ")


@pytest.mark.parametrize("limit", [16_000, 5_000])
def test_a_disk_that_fills_up_leaves_nothing_that_looks_finished(
    template, tmp_path, home, limit
) -> None:
    """A limit on a file's size stands for the full disk: the write fails half-way.

    The larger one lets cookiecutter write its files and stops the hook's notebooks, the
    smaller one stops cookiecutter, which leaves what it has.
    """
    result = subprocess.run(
        ["cookiecutter", "--no-input", "--output-dir", str(tmp_path / "out"), str(template)],
        env=home,
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert result.returncode != 0
    assert "too large" in result.stdout + result.stderr
    assert not looks_finished(tmp_path / "out" / "mnist-on-colab")
    if limit == 16_000:
        assert "The notebooks could not be written: " in result.stderr
        assert not list((tmp_path / "out").iterdir())
