"""The hook finds nbformat and jupytext, wherever cookiecutter lives."""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from pathlib import Path

import pytest
from baking import read_tree, run_cookiecutter

from colab_starter.launch import read_pins

NO_LIBRARY = "import nbformat"


@pytest.fixture(scope="module")
def lonely(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment that holds cookiecutter and nothing that it does not need."""
    folder = tmp_path_factory.mktemp("lonely") / "venv"
    venv.create(folder, with_pip=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", "cookiecutter==2.7.1"]
    subprocess.run(install, check=True)
    assert subprocess.run([str(python), "-c", NO_LIBRARY], capture_output=True).returncode == 1
    return python.parent


@pytest.fixture
def only(tmp_path: Path, home: dict[str, str], lonely: Path):
    """An environment whose PATH holds the lonely cookiecutter, git and the programs named."""

    def make(*programs: str) -> dict[str, str]:
        folder = tmp_path / "programs"
        folder.mkdir()
        for program in ("git", *programs):
            path = shutil.which(program, path=home["PATH"])
            (folder / Path(path).name).symlink_to(path)
        return {**home, "PATH": os.pathsep.join([str(lonely), str(folder)])}

    return make


@pytest.fixture
def expected(bake) -> dict[str, bytes]:
    """The project as the first link of the chain makes it."""
    return read_tree(bake())


pytestmark = [
    pytest.mark.network,
    pytest.mark.skipif(os.name == "nt", reason="PATH is narrowed with symbolic links"),
]


def test_in_process_when_the_libraries_are_importable(bake) -> None:
    assert (bake() / "notebooks" / "mnist_cnn.ipynb").exists()


def test_through_uv_when_it_is_on_the_path(template, tmp_path, only, expected) -> None:
    env = only("uv")
    result = run_cookiecutter(template, tmp_path / "uv", env)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "with uv" in result.stdout
    assert not (Path(env["HOME"]) / "colab-starter").exists()
    assert read_tree(tmp_path / "uv" / "mnist-on-colab") == expected


def test_through_a_cached_venv_without_uv(template, tmp_path, only, expected) -> None:
    env = only()
    first = run_cookiecutter(template, tmp_path / "first", env)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "once, into" in first.stdout
    second = run_cookiecutter(template, tmp_path / "second", env)
    assert second.returncode == 0, second.stdout + second.stderr
    assert "once, into" not in second.stdout
    for folder in ("first", "second"):
        assert read_tree(tmp_path / folder / "mnist-on-colab") == expected


def test_two_first_runs_at_once_and_a_killed_install(template, tmp_path, only) -> None:
    env = only()
    cache = Path(env["HOME"]) / "colab-starter"
    (cache / "part-killed" / "bin").mkdir(parents=True)
    command = ["cookiecutter", "--no-input", str(template), "--output-dir"]
    runs = [subprocess.Popen([*command, str(tmp_path / name)], env=env) for name in ("one", "two")]
    assert [run.wait() for run in runs] == [0, 0]
    for name in ("one", "two"):
        assert (tmp_path / name / "mnist-on-colab" / "notebooks" / "mnist_cnn.ipynb").exists()
    assert len([path for path in cache.iterdir() if not path.name.startswith("part-")]) == 1


def test_the_exact_command_when_nothing_works(template, tmp_path, only) -> None:
    env = {**only(), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    result = run_cookiecutter(template, tmp_path / "out", env)
    assert result.returncode == 1
    assert f"-m pip install {' '.join(read_pins().values())}" in result.stderr
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize(
    ("before", "mistake", "missing"),
    [
        ("    for step", "    raise RuntimeError('a mistake of ours')", False),
        ("def finish(", "from colab_starter.files import a_mistake", False),
        ("def finish(", "import a_library_that_is_missing", True),
    ],
)
def test_only_a_missing_library_moves_on(template, tmp_path, only, before, mistake, missing):
    """A failure is shown as what it is; the next interpreter would only fail again."""
    broken = Path(shutil.copytree(template, tmp_path / "broken"))
    module = broken / "colab_starter" / "assemble.py"
    text = module.read_text("utf-8")
    assert text.count(before) == 1
    module.write_text(text.replace(before, f"{mistake}\n{before}"), encoding="utf-8")
    result = run_cookiecutter(broken, tmp_path / "out", only("uv"))
    assert result.returncode == 1
    assert ("could not be installed here" in result.stderr) == missing
    assert ("Traceback" in result.stderr) == ("mistake" in result.stderr) == (not missing)
    assert list((tmp_path / "out").iterdir()) == []


def test_an_older_cookiecutter_is_refused_in_one_sentence(template, tmp_path, home) -> None:
    old = tmp_path / "old"
    venv.create(old, with_pip=True)
    bin_folder = old / ("Scripts" if os.name == "nt" else "bin")
    install = [str(bin_folder / "python"), "-m", "pip", "install", "--quiet", "cookiecutter==2.6.0"]
    subprocess.run(install, check=True)
    env = {**home, "PATH": os.pathsep.join([str(bin_folder), home["PATH"]])}
    result = run_cookiecutter(template, tmp_path / "out", env, author="{{ 7*7 }}")
    assert result.returncode == 1
    (sentence,) = (result.stdout + result.stderr).strip().splitlines()
    assert "2.6.0" in sentence
    assert list((tmp_path / "out").iterdir()) == []


def is_python(path: str) -> bool:
    """Whether this starts a Python, and is not a program that stands in for one."""
    return subprocess.run([path, "-c", ""], capture_output=True).returncode == 0


def test_an_older_python_is_refused_in_one_sentence(template, tmp_path, home) -> None:
    found = ["python3.10", *map(str, Path.home().glob(".pyenv/versions/3.10.*/bin/python3"))]
    runs = [path for path in found if shutil.which(path) and is_python(path)]
    older = next(iter(runs), None)
    if older is None:
        pytest.skip("needs Python 3.10")
    subprocess.run([older, "-m", "venv", tmp_path / "old"], check=True)
    bin_folder = tmp_path / "old" / "bin"
    install = [bin_folder / "python", "-m", "pip", "install", "--quiet", "cookiecutter==2.7.1"]
    subprocess.run(install, check=True)
    env = {**home, "PATH": os.pathsep.join([str(bin_folder), home["PATH"]])}
    result = run_cookiecutter(template, tmp_path / "out", env)
    assert result.returncode == 1
    (sentence,) = (result.stdout + result.stderr).strip().splitlines()
    assert "3.10" in sentence and "3.11" in sentence


def test_pins_agree_with_the_repository() -> None:
    pyproject = (Path(__file__).parent.parent / "pyproject.toml").read_text("utf-8")
    assert all(f'"{pin}"' in pyproject for pin in read_pins().values())
