"""The cells that need Colab, a person or a browser, in a kernel on Colab's stand-in."""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path

import nbclient
import pytest
from colab_stand_in import Colab
from nbformat.v4 import new_code_cell, new_notebook

from tests.toolbox.drive_server import DriveServer
from tests.toolbox.file_server import running
from tests.toolbox.toolbox_cells import (
    FOLDER,
    SHARED,
    find_files,
    ran,
    read_files,
    read_tricks,
    set_parameters,
)

pytestmark = pytest.mark.slow

# A last cell: what the notebook knows of Drive.
STATE = """import json
print(json.dumps([save_to_drive.folder and str(save_to_drive.folder),
                  save_to_drive.problem and str(save_to_drive.problem)]))"""


def run_on_colab(
    colab: Colab, *titles: str, first: str = "", last: str = "", **settings: object
) -> str:
    """Run what tricks share, and the tricks, in a kernel on Colab; return what they print.

    `first` and `last` are a cell before and after them. Raises
    nbclient.exceptions.CellExecutionError when a cell stops.
    """
    tricks = read_tricks()
    ran.update(SHARED, titles)
    cells = [cell for title in (*SHARED, *titles) for cell in tricks[title]]
    cells = set_parameters(cells, {"install": False, **settings})
    notebook = new_notebook(cells=[new_code_cell(first), *cells, new_code_cell(last)])
    resources = {"metadata": {"path": str(colab.content)}}
    client = nbclient.NotebookClient(notebook, kernel_name="python3", resources=resources)
    client.execute(env={**os.environ, **colab.environment()})
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.get("text", "") for output in outputs)


def called(colab: Colab) -> list[str]:
    return [call["name"] for call in colab.calls()]


def state_of_drive(said: str) -> tuple[str | None, str | None]:
    """Return the folder on Drive and the problem with it, as the cell STATE printed them."""
    return tuple(json.loads(said.splitlines()[-1]))


def test_all_tricks_with_drive(tmp_path, settings):
    """Run all, with nobody there to choose, sign in or give a secret."""
    colab = Colab(tmp_path / "colab", uploads=None, secrets=None)
    titles = [title for title in find_files() if title not in SHARED]
    said = run_on_colab(colab, *titles, last=STATE, **{**settings, "use_drive": True})
    assert state_of_drive(said) == (f"/content/drive/MyDrive/{FOLDER}", None)
    assert "titanic.csv" in read_files(colab.my_drive / FOLDER)
    assert (colab.content / "toolbox" / "pictures").is_dir()
    # Both ways between the computer and the machine name the setting that they wait for.
    assert [f"{FOLDER}/result.txt" in line for line in said.splitlines() if "ask_me" in line] == [
        False,
        True,
    ]
    assert {"files.download", "auth.authenticate_user", "runtime.unassign"}.isdisjoint(
        called(colab)
    )


@pytest.mark.trick("Keep your work on Drive")
def test_results_are_on_drive_and_come_back_on_the_next_machine(tmp_path, settings):
    """Only what is to keep: the clone, the pictures and the copy of a project stay here."""
    settings["use_drive"] = True
    colab = Colab(tmp_path / "colab", uploads={"marks.csv": b"1,2"})
    bring, project = "Bring a file from your computer", "Copy a project from Drive and run it"
    take, share = "Take a file to your computer", "Save and share your notebook"
    run_on_colab(colab, bring, "Download a table", project, take, share, **settings, ask_me=True)
    kept = read_files(colab.my_drive)
    made = ["marks.csv", "titanic.csv", "result.txt", "project/main.py", "project/result.txt"]
    made += ["example.ipynb", "to_share/example.ipynb", "to_share/example.py"]
    assert kept.keys() == {f"{FOLDER}/{name}" for name in made}
    assert read_files(colab.content / FOLDER) == read_files(colab.my_drive / FOLDER)
    colab.lose_machine()
    run_on_colab(colab, **settings)
    assert read_files(colab.content / FOLDER) == read_files(colab.my_drive / FOLDER)
    assert read_files(colab.my_drive) == kept


def test_nothing_reaches_drive_that_is_switched_off(tmp_path):
    colab = Colab(tmp_path)
    said = run_on_colab(colab, "Take a file to your computer", last=STATE)
    assert state_of_drive(said) == (None, None)
    assert read_files(colab.my_drive) == {}
    assert colab.operations() == []


@pytest.mark.parametrize("fault", ["refuse", "no browser", "not empty", "unsupported"])
def test_without_drive_the_tricks_go_on(tmp_path, fault):
    colab = Colab(tmp_path, mount=fault)
    titles = ("Take a file to your computer", "Know what survives")
    said = run_on_colab(colab, *titles, use_drive=True, last=f"print(bool(kept))\n{STATE}")
    folder, problem = state_of_drive(said)
    assert folder is None
    assert problem and problem in said.rpartition("\n[")[0]
    assert said.splitlines()[-2] == "False"
    assert (colab.content / FOLDER / "result.txt").exists()


@pytest.mark.trick("Bring a file from your computer")
def test_upload_from_the_computer(tmp_path):
    colab = Colab(tmp_path, uploads={"marks.csv": b"1,2"})
    said = run_on_colab(colab, "Bring a file from your computer", ask_me=True)
    # Colab names the place, and then the cell does.
    assert said.count(f"/content/{FOLDER}/marks.csv") == 2
    assert (colab.content / FOLDER / "marks.csv").read_bytes() == b"1,2"


@pytest.mark.trick("Take a file to your computer")
def test_download_to_the_computer(tmp_path):
    colab = Colab(tmp_path)
    run_on_colab(colab, "Take a file to your computer", ask_me=True)
    (call,) = colab.calls()
    assert call["name"] == "files.download"
    assert call["path"].endswith("result.txt")


@pytest.mark.parametrize(
    ("secrets", "length", "said"),
    [
        ({"KEY": "12345"}, 5, "5"),
        ({}, None, "SecretNotFoundError"),
        ({"KEY": None}, None, "NotebookAccessError"),
        (None, None, "TimeoutException"),
    ],
)
@pytest.mark.trick("Use a password or key without showing it")
def test_secret(tmp_path, secrets, length, said):
    output = run_on_colab(
        Colab(tmp_path, secrets=secrets),
        "Use a password or key without showing it",
        secret_name="KEY",
        last="print(len(secret) if 'secret' in globals() else None)",
    )
    *_, line, last = output.splitlines()
    assert last == str(length)
    assert {"KEY", said} <= {*re.findall(r"\w+", line)}
    assert "12345" not in output


@pytest.mark.trick("Send a large file to Drive")
def test_large_file_after_signing_in(tmp_path):
    """Google's client, told where this Drive is; the rest as a learner runs it."""
    (tmp_path / "drive").mkdir()
    colab = Colab(tmp_path / "colab")
    colab.content.mkdir(parents=True)
    content = bytes(range(256)) * 20_000
    (colab.content / "model.keras").write_bytes(content)
    with running(DriveServer(tmp_path / "drive", {1: 503, 3: 404})) as server:
        first = (
            f"import sys; sys.path.append({str(Path(__file__).parents[2])!r})\n"
            "from googleapiclient import discovery\n"
            "from tests.toolbox import test_large_file\n"
            f"discovery.build = lambda *_: test_large_file.connect({server.root_url!r})"
        )
        options = {"large_file": "model.keras", "piece_mb": 1, "first": first}
        md5 = hashlib.md5(content).hexdigest()
        assert md5 in run_on_colab(colab, "Send a large file to Drive", **options)
        sent = [entry for entry in server.log if entry[0] == "PUT"]
        again = run_on_colab(colab, "Send a large file to Drive", **options)
        assert "model.keras" in again.splitlines()[-1] and md5 not in again
        assert [entry for entry in server.log if entry[0] == "PUT"] == sent
        (file_id,) = server.files
        assert server.path_of(file_id).read_bytes() == content


@pytest.mark.parametrize(
    ("fault", "colab_says"),
    [
        ("refuse", "credential propagation was unsuccessful"),
        ("fail", "Failed to fetch user credentials"),
    ],
)
def test_large_file_without_signing_in(tmp_path, fault, colab_says):
    """Nothing is sent, and no cell stops: there is no such file, which sending would notice."""
    colab = Colab(tmp_path, auth=fault)
    said = run_on_colab(colab, "Send a large file to Drive", large_file="model.keras")
    assert colab_says in said
    assert called(colab) == ["auth.authenticate_user"]


@pytest.mark.trick("Restart the session")
def test_a_restart_keeps_the_files_and_loses_the_variables(tmp_path):
    colab = Colab(tmp_path)
    run_on_colab(colab, "Take a file to your computer", "Restart the session")
    said = run_on_colab(
        colab,
        "Restart the session",
        first="print('result_file' in globals())",
        last="print((work_folder / 'result.txt').exists())",
    )
    assert (said.splitlines()[0], said.splitlines()[-1]) == ("False", "True")


@pytest.mark.trick("Give the machine back")
def test_machine_is_given_back_when_a_person_ticks_the_box(tmp_path):
    """Google gets every file first, also those that wait on the machine."""
    colab = Colab(tmp_path, delayed=99)
    ticked = (
        "from IPython import get_ipython\n"
        "tick = lambda lines: [line.replace('give_back = False', 'give_back = True')"
        " for line in lines]\n"
        "get_ipython().input_transformers_cleanup.append(tick)"
    )
    run_on_colab(
        colab,
        "Take a file to your computer",
        "Give the machine back",
        first=ticked,
        use_drive=True,
    )
    assert called(colab)[-1] == "runtime.unassign"
    colab.lose_machine()
    assert "result.txt" in read_files(colab.my_drive / FOLDER)
