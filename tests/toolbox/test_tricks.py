"""Each trick alone, after the settings and the tools, on real things."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import re
import shutil
import sys
from itertools import pairwise

import numpy as np
import pytest
from nbformat import read as read_notebook

from colab_starter.assemble import assemble
from tests.toolbox.toolbox_cells import (
    ANSWERS,
    SHARED,
    TOOLBOX,
    find_fields,
    find_files,
    read_files,
    read_tricks,
    run_tricks,
)

TITLES = [title for title in find_files() if title not in SHARED]


@pytest.mark.parametrize("title", TITLES)
def test_every_trick_runs_alone_and_keeps_on_drive_what_it_made(title, settings, tmp_path):
    """Twice: what changed and has the size that it had is on Drive too."""
    for _ in range(2):
        names = run_tricks(title, drive=tmp_path / "drive", **settings)
        assert read_files(tmp_path / "drive") == read_files(names["work_folder"])
        assert names["save_to_drive"].problem is None


@pytest.mark.trick("Choose your settings")
def test_every_kind_of_field_can_be_set(settings, tmp_path):
    names = run_tricks(
        "Read a table with pandas",
        "Predict from a table with XGBoost",
        "Work on a picture with OpenCV",
        "Calculate with NumPy",
        **settings,
        classes=["3rd"],
        tree_depth=2,
        learning_rate=0.05,
        picture="grey",
        first_lesson="2030-02-28",
        drive_folder="another",
    )
    assert set(names["chosen"]["passengerClass"]) == {"3rd"}
    assert names["model"].get_params()["max_depth"] == 2
    assert names["model"].get_params()["learning_rate"] == 0.05
    assert names["result"] is names["grey"]
    assert str(names["lessons"][1]) == "2030-03-07"
    assert names["work_folder"].relative_to(tmp_path).as_posix() == f"another/{TOOLBOX}"


@pytest.mark.parametrize("title", find_files())
def test_a_trick_asks_for_little_and_right_above_itself(title):
    """At most three fields, in folded cells that only ask, each before a cell that uses it."""
    cells = [cell for cell in read_tricks()[title] if cell.cell_type == "code"]
    fields = find_fields(cells)
    assert len(fields) <= 3
    for cell, following in pairwise(cells):
        if title not in SHARED and (asked := find_fields([cell])):
            assert cell.metadata.get("cellView") == "form"
            assert cell.source.endswith("\nglobals().update(given)")
            assert asked & {*re.findall(r"\w+", following.source)}


def test_no_trick_needs_a_field_of_another():
    """So each may be used after the shared ones alone, and they show three fields in all."""
    tricks = read_tricks()
    shared = find_fields(cell for title in SHARED for cell in tricks[title])
    assert len(shared) <= 3
    every = find_fields(sum(tricks.values(), []))
    for title in TITLES:
        code = "\n".join(cell.source for cell in tricks[title] if cell.cell_type == "code")
        used = every.intersection(re.findall(r"\w+", code))
        assert used <= shared | find_fields(tricks[title]), title


def test_a_field_that_no_form_shows_is_refused():
    with pytest.raises(ValueError, match="tree_dept"):
        run_tricks("Predict from a table with XGBoost", tree_dept=2)


def test_forms_show_every_kind_of_field():
    form = "\n".join(cell.source for cells in read_tricks().values() for cell in cells)
    kinds = ["string", "number", "integer", "boolean", "date", "raw", "slider"]
    assert [kind for kind in kinds if f'{{type:"{kind}"' not in form] == []
    for kind in [
        "# @title",
        "# @markdown",
        '# @param ["edges", ',
        "{allow-input: true}",
        "placeholder:",
    ]:
        assert kind in form


def find_version(package: str) -> str | None:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


@pytest.mark.trick("See what machine you have")
def test_machine_table(settings, capsys):
    names = run_tricks("See what machine you have", **settings)
    machine = names["machine"]
    assert machine["Python"] == ".".join(map(str, sys.version_info[:3]))
    assert machine["numpy"] == np.__version__
    for name in ("pandas", "scikit-learn", "keras", "torch"):
        assert bool(re.match(r"\d", machine[name])) == (find_version(name) is not None)
    assert machine["tensorflow"] in (find_version("tensorflow"), find_version("tensorflow-cpu"))
    sizes = [re.findall(r"[\d.]+", value) for value in map(str, machine.values()) if " GB" in value]
    assert [f"{names['memory'].total / 1e9:.1f}", f"{names['disk'].total / 1e9:.0f}"] == [
        total for _, total in sizes
    ]
    assert all(0 <= float(free) <= float(total) for free, total in sizes)
    assert names["accelerator"] in machine.values()
    assert (names["accelerator"] == "none") == (shutil.which("nvidia-smi") is None)


@pytest.mark.trick("Use TensorFlow, Keras and PyTorch")
def test_says_which_framework_is_there(settings, capsys):
    run_tricks("Use TensorFlow, Keras and PyTorch", **settings)
    lines = capsys.readouterr().out.splitlines()[-5:]
    missing = {line.split()[0]: f"%pip install {line.split()[0]}" in line for line in lines}
    assert missing == {
        name: importlib.util.find_spec(name) is None
        for name in ("tensorflow", "keras", "torch", "torchvision", "jax")
    }


@pytest.mark.trick("Work on a picture with OpenCV")
def test_reads_an_image(settings):
    names = run_tricks("Work on a picture with OpenCV", **settings)
    assert names["image"].shape == (427, 640, 3)
    assert 0.01 < (names["edges"] > 0).mean() < 0.5


@pytest.mark.trick("Predict from a table with XGBoost")
def test_fits_the_titanic_table(settings):
    names = run_tricks("Predict from a table with XGBoost", **settings)
    assert names["accuracy"] > 1 - names["test_answers"].mean()
    assert len(names["titanic"]) == 2201


@pytest.mark.trick("Open a .7z archive")
def test_7z_is_packed_and_read(settings):
    names = run_tricks("Open a .7z archive", **settings)
    assert names["content"] == names["text"]
    assert (names["local_folder"] / "notes.7z").read_bytes()[:6] == b"7z\xbc\xaf\x27\x1c"


@pytest.mark.trick("Copy a project from Drive and run it")
def test_project_is_copied_and_run(settings, capsys):
    names = run_tricks("Copy a project from Drive and run it", **settings)
    assert re.search(r" project_copy$", capsys.readouterr().out, re.MULTILINE)
    assert (names["project"] / "result.txt").read_text() == "42"


@pytest.mark.trick("Copy a project from Drive and run it")
def test_failing_program_stops_the_cell(settings):
    names = run_tricks("Copy a project from Drive and run it", **settings)
    (names["copy"] / "main.py").write_text("print('so far')\nraise SystemExit(3)\n")
    with pytest.raises(RuntimeError, match=r"main\.py\n\D*\b3\b\D*\nso far\n$"):
        names["run"](sys.executable, "main.py", folder=names["copy"])


@pytest.mark.trick("Ask what a function does")
def test_help_is_printed(settings, capsys):
    run_tricks("Ask what a function does", **settings)
    assert "Help on built-in function sorted" in capsys.readouterr().out


@pytest.mark.trick("Calculate with NumPy")
def test_numpy(settings):
    names = run_tricks("Calculate with NumPy", **settings)
    assert names["table"].sum(axis=0).tolist() == [12, 15, 18, 21]
    assert np.diff(names["lessons"]).astype(int).tolist() == [7] * 5


@pytest.mark.trick("Get a project from GitHub")
def test_clones_then_updates(settings, commit):
    title = "Get a project from GitHub"
    clone = run_tricks(title, **settings)["clone"]
    assert (clone / "README.md").read_text() == "first"
    assert (clone / ".git" / "shallow").exists()
    commit("README.md", "second")
    commit("new.txt", "new")
    run_tricks(title, **settings)
    assert (clone / "README.md").read_text() == "second"
    assert (clone / "new.txt").exists()


@pytest.mark.trick("Get a project from GitHub")
def test_own_changes_are_not_overwritten(settings, commit):
    title = "Get a project from GitHub"
    clone = run_tricks(title, **settings)["clone"]
    (clone / "README.md").write_text("mine")
    commit("README.md", "second")
    with pytest.raises(RuntimeError, match="would be overwritten by merge"):
        run_tricks(title, **settings)
    assert (clone / "README.md").read_text() == "mine"


@pytest.mark.trick("Get a project from GitHub")
def test_repository_that_is_not_there(settings, tmp_path):
    settings["repository"] = (tmp_path / "nothing.git").as_uri()
    with pytest.raises(RuntimeError, match=r"git clone .*nothing\n\D*\b128\b"):
        run_tricks("Get a project from GitHub", **settings)
    assert not (tmp_path / "toolbox" / "nothing").exists()


@pytest.mark.trick("Open a notebook from GitHub")
def test_badge(settings):
    names = run_tricks("Open a notebook from GitHub", **settings)
    assert names["badge"] == assemble(TOOLBOX, ANSWERS).cells[0].source
    assert "/my-school/mnist-on-colab/blob/main/notebooks/" in names["badge"]


@pytest.mark.trick("Bring a file from your computer")
def test_upload_off_colab_says_where_to_copy(settings, capsys):
    names = run_tricks("Bring a file from your computer", **settings, ask_me=True)
    assert capsys.readouterr().out.endswith(f" {names['work_folder']}\n")


@pytest.mark.trick("Take a file to your computer")
def test_download_off_colab_says_where_the_file_is(settings, capsys):
    names = run_tricks("Take a file to your computer", **settings, ask_me=True)
    assert names["result_file"].is_file()
    assert capsys.readouterr().out.endswith(f" {names['result_file']}\n")


@pytest.mark.trick("Save and share your notebook")
def test_notebook_becomes_program_and_loses_its_outputs(settings):
    shared = run_tricks("Save and share your notebook", **settings)["shared"]
    (cell,) = read_notebook(shared / "example.ipynb", as_version=4).cells
    assert (cell.outputs, cell.execution_count) == ([], None)
    assert "print(6 * 7)" in (shared / "example.py").read_text()


@pytest.mark.trick("Know what survives")
def test_says_whether_work_is_kept(settings, tmp_path):
    assert not run_tricks("Know what survives", **settings)["kept"]
    assert run_tricks("Know what survives", **settings, drive=tmp_path / "drive")["kept"]
    (tmp_path / "full").write_bytes(b"no folder can be made here")
    (tmp_path / "mnist-on-colab" / TOOLBOX / "mine.txt").write_text("mine")
    names = run_tricks("Know what survives", **settings, drive=tmp_path / "full")
    assert not names["kept"]
    assert isinstance(names["save_to_drive"].problem, OSError)


@pytest.mark.trick("Use a password or key without showing it")
def test_secret_off_colab_comes_from_the_environment(settings, capsys, monkeypatch):
    title = "Use a password or key without showing it"
    assert "secret" not in run_tricks(title, **settings)
    assert "secret_name" in capsys.readouterr().out
    assert run_tricks(title, **settings, secret_name="TOOLBOX_KEY")["secret"] == ""
    not_set = capsys.readouterr().out.splitlines()[-1]
    monkeypatch.setenv("TOOLBOX_KEY", "very secret")
    assert run_tricks(title, **settings, secret_name="TOOLBOX_KEY")["secret"] == "very secret"
    out = capsys.readouterr().out
    is_set = out.splitlines()[-1]
    assert "TOOLBOX_KEY" in not_set and "TOOLBOX_KEY" in is_set and is_set != not_set
    assert "very secret" not in out


@pytest.mark.trick("Clear the screen")
def test_clear_screen(settings, capsys):
    run_tricks("Clear the screen", **settings)
    assert re.findall(r"\d+", capsys.readouterr().out.splitlines()[-1]) == ["3", "3"]


@pytest.mark.trick("Restart the session", "Give the machine back", "Choose your settings")
def test_no_cell_ends_the_session_by_itself(settings):
    run_tricks("Restart the session", "Give the machine back", **settings)
    give_back = "\n".join(cell.source for cell in read_tricks()["Give the machine back"])
    assert "give_back = False  # @param" in give_back
    code = "\n".join(
        cell.source
        for cells in read_tricks().values()
        for cell in cells
        if cell.cell_type == "code"
    )
    assert code.count("unassign()") == 1
    assert "os.kill" not in code and "!kill" not in code
    settings_form = "\n".join(cell.source for cell in read_tricks()["Choose your settings"])
    assert "give_back" not in settings_form


@pytest.mark.trick("Run a retired library: MXNet")
def test_mxnet_is_off_by_default_and_says_how(settings, capsys):
    names = run_tricks("Run a retired library: MXNet", **settings)
    assert "run_mxnet" in capsys.readouterr().out
    assert "uv" not in names


@pytest.mark.trick("If it worked last month")
def test_machines_are_compared_when_a_person_asks(settings, capsys):
    names = run_tricks("If it worked last month", **settings)
    assert "Runtime version" not in capsys.readouterr().out
    assert not {"frame_compare", "compare"} & names.keys()
