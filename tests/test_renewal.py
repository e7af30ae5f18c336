"""A second run over a project: what a person changed is never lost, all else is renewed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from baking import read_tree, run_cookiecutter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from colab_starter import project_folder, renewal
from colab_starter.manifest import NAME, find_gone, fingerprint, read_manifest, write_manifest
from colab_starter.project_folder import BEFORE, MARK, begin, finish, undo
from colab_starter.renewal import renew

Bake = Callable[..., Path]


@pytest.fixture
def again(template, home) -> Callable[..., subprocess.CompletedProcess[str]]:
    """`again(project, accelerator="cpu")` runs `cookiecutter -f` over the project."""

    def run(project: Path, **answers: str) -> subprocess.CompletedProcess[str]:
        result = run_cookiecutter(template, project.parent, home, "-f", **answers)
        assert not (project / MARK).exists() and not (project / BEFORE).exists()
        return result

    return run


def test_the_same_answers_change_nothing(bake: Bake, again) -> None:
    project = bake()
    before = read_tree(project)
    result = again(project)
    assert result.returncode == 0, result.stderr
    assert read_tree(project) == before


def test_other_answers_renew_without_a_word_what_nobody_changed(bake: Bake, again) -> None:
    project = bake()
    result = again(project, accelerator="cpu")
    assert result.returncode == 0, result.stderr
    assert not list(project.rglob("*.kept-*"))
    assert "notebooks" not in result.stdout.replace("which notebook", ""), result.stdout
    assert (
        "accelerator"
        not in json.loads((project / "notebooks" / "mnist_cnn.ipynb").read_text("utf-8"))[
            "metadata"
        ]
    )


@pytest.mark.parametrize(
    "name", ["README.md", "pyproject.toml", "tests/test_notebooks.py", "notebooks/mnist_cnn.ipynb"]
)
def test_an_edited_file_is_left_as_it_is_where_the_template_says_the_same(
    bake: Bake, again, name: str
) -> None:
    project = bake()
    (project / name).write_text("my work", "utf-8")
    before = read_tree(project)
    result = again(project)
    assert f"{name}: " in result.stdout
    assert read_tree(project) == before
    assert f"{name}: " in again(project).stdout, "it is still mine"


@pytest.mark.parametrize("name", ["README.md", "pyproject.toml", "notebooks/mnist_cnn.ipynb"])
def test_an_edited_file_is_kept_beside_a_new_one(bake: Bake, again, name: str) -> None:
    project = bake()
    path = project / name
    for number in (1, 2):
        path.write_text(f"my work {number}", "utf-8")
        answers = {"framework": ("pytorch", "keras")[number % 2], "description": f"No {number}."}
        result = again(project, **answers)
        kept = (project / "kept" / name).with_name(f"{path.stem}.kept-{number}{path.suffix}")
        assert kept.relative_to(project).as_posix() in result.stdout
        assert kept.read_text("utf-8") == f"my work {number}"
        assert path.read_text("utf-8") != f"my work {number}"


def test_what_is_no_longer_made_goes_unless_somebody_changed_it(bake: Bake, again) -> None:
    project = bake(project_type="workshop")
    leader = project / "notebooks" / "mnist_cnn_leader.ipynb"
    participant = project / "notebooks" / "mnist_cnn_participant.ipynb"
    participant.write_text("my work", "utf-8")
    result = again(project)
    assert not leader.exists()
    assert "mnist_cnn_participant.ipynb: " in result.stdout
    assert participant.read_text("utf-8") == "my work"
    assert (project / "notebooks" / "mnist_cnn.ipynb").exists()


def test_a_folder_that_is_left_empty_goes_too(bake: Bake, again) -> None:
    project = bake(project_type="assignment")
    assert again(project).returncode == 0
    assert not (project / "source").exists() and not (project / "release").exists()


def test_a_notebook_that_was_renamed_does_not_come_back(bake: Bake, again) -> None:
    answers = {"project_name": "Weeks", "description": "", "project_type": "assignment"}
    project = bake(lesson="blank, titanic", **answers)
    theirs = project / "source" / "week1" / "week1.ipynb"
    (project / "source" / "blank").rename(theirs.parent)
    (theirs.parent / "blank.ipynb").rename(theirs)
    before = theirs.read_bytes(), (project / "pyproject.toml").read_bytes()
    result = again(project, lesson="kept", **answers)
    assert result.returncode == 0, result.stderr
    assert "blank: " in result.stdout
    assert (theirs.read_bytes(), (project / "pyproject.toml").read_bytes()) == before
    names = {path.stem for path in project.glob("source/*/*.ipynb")}
    assert names == {"titanic", "week1"}
    assert not (project / "release" / "blank").exists()
    again(project, lesson="kept, blank", **answers)
    assert (project / "source" / "blank" / "blank.ipynb").exists(), "asked for by its name"


def test_where_every_notebook_was_renamed_the_rest_is_renewed(bake: Bake, again) -> None:
    answers = {"project_name": "Week", "description": "", "project_type": "assignment"}
    project = bake(lesson="blank", **answers)
    (project / "source" / "blank").rename(project / "source" / "week1")
    old = project / "source" / "week1" / "blank.ipynb"
    old.rename(old.with_name("week1.ipynb"))
    before = read_tree(project)
    result = again(project, lesson="kept", **answers)
    assert result.returncode == 0 and "not made again" in result.stdout, result.stderr
    after = read_tree(project)
    assert before.keys() - after.keys() == {
        f"{place}/blank/blank.ipynb" for place in ("release", "solutions")
    }
    changed = {path for path, content in after.items() if before.get(path) != content}
    assert changed == {".colab-starter/made.json"}, "it is as new"


def test_what_is_published_of_an_edited_notebook_stays(bake: Bake, again) -> None:
    answers = {"project_name": "Week", "description": "", "project_type": "assignment"}
    project = bake(lesson="blank", **answers)
    source = project / "source" / "blank" / "blank.ipynb"
    published = project / "release" / "blank" / "blank.ipynb"
    for path in (source, published):  # as `release` makes the one of the other
        path.write_text(path.read_text("utf-8").replace("Exercise 1", "Exercise one"), "utf-8")
    note = "from grading.assignments import note_made; from pathlib import Path"
    note += "; note_made(Path('release/blank/blank.ipynb'))"
    subprocess.run([sys.executable, "-c", note], cwd=project, check=True)
    before = source.read_bytes(), published.read_bytes()
    result = again(project, lesson="kept", **answers)
    assert result.returncode == 0, result.stderr
    assert (source.read_bytes(), published.read_bytes()) == before
    assert "nox -s release" in result.stdout
    name = published.relative_to(project).as_posix()
    assert fingerprint(before[1]) in read_manifest(project)[name]


def test_after_a_killed_run_nothing_counts_as_deleted(tmp_path: Path) -> None:
    manifest = tmp_path / NAME
    manifest.parent.mkdir()
    manifest.write_bytes(write_manifest({"notebooks/a.ipynb": ["x"]}, unfinished=True))
    assert find_gone(tmp_path, ["notebooks/a.ipynb"]) == set()
    manifest.write_bytes(write_manifest({"notebooks/a.ipynb": ["x"]}))
    assert find_gone(tmp_path, ["notebooks/a.ipynb", "b"]) == {"notebooks/a.ipynb"}


def test_a_file_of_ones_own_with_a_name_of_the_templates_is_kept(bake: Bake, again) -> None:
    project = bake()
    (project / "nbgrader_config.py").write_text("mine", "utf-8")
    again(project, project_type="assignment")
    assert (project / "kept" / "nbgrader_config.kept-1.py").read_text("utf-8") == "mine"


def test_a_project_without_a_manifest_keeps_everything_that_differs(bake: Bake, again) -> None:
    project = bake()
    (project / NAME).unlink()
    (project / "README.md").write_text("mine", "utf-8")
    again(project)
    assert (project / "kept" / "README.kept-1.md").read_text("utf-8") == "mine"
    assert len(list(project.rglob("*.kept-*"))) == 1


def test_a_run_that_fails_leaves_the_project_as_it_was(bake: Bake, template, home) -> None:
    project = bake()
    (project / "README.md").write_text("mine", "utf-8")
    (project / "pyproject.toml").unlink()
    before = read_tree(project)
    section = template / "template" / "mnist_cnn" / "02_start.py"
    text = section.read_text("utf-8")
    try:
        section.write_text("# %% [markdown]\n# [= no_such_answer =]\n", "utf-8")
        result = run_cookiecutter(template, project.parent, home, "-f", accelerator="cpu")
    finally:
        section.write_text(text, "utf-8")
    assert result.returncode == 1
    assert read_tree(project) == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_private_notebook_stays_private(bake: Bake, again) -> None:
    project = bake(project_type="assignment")
    source = project / "source" / "mnist_cnn" / "mnist_cnn.ipynb"
    source.chmod(0o600)
    again(project, project_type="assignment", framework="pytorch")
    assert source.stat().st_mode & 0o777 == 0o600


def test_a_kept_notebook_is_no_part_of_an_assignment(bake: Bake, again) -> None:
    project = bake(project_type="assignment")
    source = project / "source" / "mnist_cnn" / "mnist_cnn.ipynb"
    source.write_text("my exercises", "utf-8")
    again(project, project_type="assignment", framework="pytorch")
    assert [path.name for path in source.parent.iterdir()] == [source.name]
    assert "my exercises" in [
        path.read_text("utf-8") for path in (project / "kept").rglob("*.ipynb")
    ]


FILES = ["README.md", "noxfile.py", "notebooks/a.ipynb", "notebooks/b.ipynb", "release/c.ipynb"]
MADE = st.dictionaries(st.sampled_from(FILES), st.sampled_from(["", "one", "one more", "two"]))
EDITS = st.dictionaries(st.sampled_from(FILES), st.sampled_from(["mine 1", "mine 2", "mine 3"]))


class Killed(BaseException):
    """Stands for the end of the process: nothing of ours cleans up after it."""


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(runs=st.lists(st.tuples(MADE, EDITS, st.integers(0, 40)), min_size=1, max_size=4))
def test_nothing_is_ever_in_neither_place(tmp_path_factory, runs) -> None:
    """Runs over a project, each after a person's edits, each killed at one of its writes."""
    project = tmp_path_factory.mktemp("project") / "p"
    project.mkdir()
    for made, edits, moment in runs:
        for name, text in edits.items():
            (project / name).parent.mkdir(exist_ok=True)
            (project / name).write_text(text, "utf-8")
        mine = {text for text in read_tree(project).values() if text.startswith(b"mine")}
        with pytest.MonkeyPatch.context() as patch:
            simulate(project, made, moment, patch)
        assert mine <= set(read_tree(project).values())
        (project / MARK).unlink(missing_ok=True)


def simulate(project: Path, made: dict[str, str], moment: int, patch) -> None:
    """Do what cookiecutter and the hooks do, and end at the write of that number."""
    around = {name: text for name, text in made.items() if "/" not in name}
    inner = {name: text for name, text in made.items() if "/" in name}
    for module in (project_folder, renewal):
        patch.setattr(module, "list_around", lambda: sorted(around))
    left = [moment]

    def count(real):
        def call(*arguments, **options):
            left[0] -= 1
            if left[0] == 0:
                raise Killed
            return real(*arguments, **options)

        return call

    for name in ("replace", "fsync", "link"):
        patch.setattr(os, name, count(getattr(os, name)))
    patch.setattr("shutil.copy2", count(__import__("shutil").copy2))
    try:
        assert begin(project) == 0
        for name, text in around.items():
            count(Path.write_text)(project / name, text, "utf-8")
        renew(project, inner)
        finish(project)
    except Killed:
        pass


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="POSIX only")
@given(moment=st.floats(0, 0.9))
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
def test_a_killed_second_run_loses_nothing(template, tmp_path_factory, home, moment) -> None:
    output = tmp_path_factory.mktemp("out")
    assert run_cookiecutter(template, output, home).returncode == 0
    (project,) = output.iterdir()
    edited = ["README.md", "notebooks/mnist_cnn.ipynb"]
    for name in edited:
        (project / name).write_text(f"mine: {name}", "utf-8")
    command = ["cookiecutter", "--no-input", "-f", "--output-dir", str(output), str(template)]
    killed = subprocess.Popen([*command, "accelerator=cpu"], env=home, start_new_session=True)
    time.sleep(moment)
    os.killpg(killed.pid, signal.SIGKILL)
    killed.wait()
    contents = read_tree(project).values()
    assert all(f"mine: {name}".encode() in contents for name in edited)
    (project / MARK).unlink(missing_ok=True)
    again = run_cookiecutter(template, output, home, "-f", accelerator="cpu")
    assert again.returncode == 0, again.stderr
    contents = read_tree(project).values()
    assert all(f"mine: {name}".encode() in contents for name in edited)
    assert not (project / BEFORE).exists() and not list(project.rglob("*.part"))


def test_a_manifest_cannot_reach_outside(tmp_path: Path) -> None:
    project = tmp_path / "project"
    (project / ".colab-starter").mkdir(parents=True)
    (tmp_path / "precious").write_text("")
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    names = {name: [empty] for name in ("../precious", str(tmp_path / "precious"), "a\\..\\b")}
    (project / NAME).write_text(json.dumps({"files": names}))
    assert read_manifest(project) == {}
    renew(project, {})
    assert (tmp_path / "precious").exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"files": 3}', '{"files": {"a": 1}}'])
def test_a_broken_manifest_counts_as_none(tmp_path: Path, text: str) -> None:
    (tmp_path / ".colab-starter").mkdir()
    (tmp_path / NAME).write_text(text)
    assert read_manifest(tmp_path) == {}


def test_undo_is_for_projects_that_were_there(tmp_path: Path) -> None:
    assert begin(tmp_path) == 0
    assert not undo(tmp_path)
    assert (tmp_path / MARK).exists(), "what a failed first run leaves does not look finished"
