"""The cells that need Colab, a person or a browser, in a kernel on Colab's stand-in."""

from __future__ import annotations

import os
from pathlib import Path

import nbclient
import pytest
from colab_stand_in import Colab
from nbformat.v4 import new_code_cell, new_notebook

from tests.toolbox.drive_server import DriveServer
from tests.toolbox.file_server import running
from tests.toolbox.toolbox_cells import SHARED, ran, read_tricks, set_parameters

pytestmark = pytest.mark.slow

WORK = Path("toolbox/mnist-on-colab")


def run_on_colab(colab: Colab, *titles: str, first: str = "", **settings: object) -> str:
    """Run the settings, the tools and the tricks in a kernel on Colab; return what they print."""
    tricks = read_tricks()
    ran.update(titles)
    cells = [cell for title in (*SHARED, *titles) for cell in tricks[title]]
    cells = set_parameters(cells, {"install": False, **settings})
    notebook = new_notebook(cells=[new_code_cell(first), *cells])
    resources = {"metadata": {"path": str(colab.content)}}
    client = nbclient.NotebookClient(notebook, kernel_name="python3", resources=resources)
    client.execute(env={**os.environ, **colab.environment()})
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return "".join(output.get("text", "") for output in outputs)


def called(colab: Colab) -> list[str]:
    return [call["name"] for call in colab.calls()]


def test_all_tricks_with_drive(tmp_path, settings):
    """Run all, with nobody there to choose, sign in or give a secret."""
    colab = Colab(tmp_path / "colab", uploads=None, secrets=None)
    titles = [title for title in read_tricks() if title not in ("", *SHARED)]
    said = run_on_colab(colab, *titles, **{**settings, "use_drive": True})
    assert (colab.my_drive / "mnist-on-colab" / "titanic.csv").exists()
    assert (colab.content / "toolbox" / "pictures").is_dir()
    assert "work_folder is on Drive" in said
    assert "then run this cell to choose a file" in said
    assert "then run this cell to download" in said
    assert "tick give_back" in said
    assert {"files.download", "auth.authenticate_user", "runtime.unassign"}.isdisjoint(
        called(colab)
    )


@pytest.mark.parametrize("fault", ["refuse", "no browser", "not empty", "unsupported"])
def test_without_drive_the_tricks_go_on(tmp_path, fault):
    colab = Colab(tmp_path, mount=fault)
    said = run_on_colab(colab, "Know what survives", use_drive=True)
    assert "Drive is not connected" in said
    assert "work_folder is on this machine only" in said


@pytest.mark.trick("Bring a file from your computer")
def test_upload_from_the_computer(tmp_path):
    colab = Colab(tmp_path, uploads={"marks.csv": b"1,2"})
    said = run_on_colab(colab, "Bring a file from your computer", ask_me=True)
    assert "Arrived:" in said
    assert (colab.content / WORK / "marks.csv").read_bytes() == b"1,2"


@pytest.mark.trick("Take a file to your computer")
def test_download_to_the_computer(tmp_path):
    colab = Colab(tmp_path)
    run_on_colab(colab, "Take a file to your computer", ask_me=True)
    (call,) = colab.calls()
    assert call["name"] == "files.download"
    assert call["path"].endswith("result.txt")


@pytest.mark.parametrize(
    ("secrets", "said"),
    [
        ({"KEY": "12345"}, "KEY is read. It has 5 characters."),
        ({}, "KEY is not read: SecretNotFoundError"),
        ({"KEY": None}, "KEY is not read: NotebookAccessError"),
        (None, "KEY is not read: TimeoutException"),
    ],
)
@pytest.mark.trick("Use a password or key without showing it")
def test_secret(tmp_path, secrets, said):
    output = run_on_colab(
        Colab(tmp_path, secrets=secrets),
        "Use a password or key without showing it",
        secret_name="KEY",
    )
    assert said in output
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
            "from tests.toolbox.test_large_file import connect\n"
            f"discovery.build = lambda name, version: connect({server.root_url!r})"
        )
        options = {"large_file": "model.keras", "piece_mb": 1, "first": first}
        assert "the same as here" in run_on_colab(colab, "Send a large file to Drive", **options)
        assert "is on Drive already" in run_on_colab(colab, "Send a large file to Drive", **options)
        (file_id,) = server.files
        assert server.path_of(file_id).read_bytes() == content


@pytest.mark.parametrize("fault", ["refuse", "fail"])
def test_large_file_without_signing_in(tmp_path, fault):
    colab = Colab(tmp_path, auth=fault)
    assert "Not signed in" in run_on_colab(
        colab, "Send a large file to Drive", large_file="model.keras"
    )


@pytest.mark.trick("Restart, or give the machine back")
def test_machine_is_given_back_when_a_person_ticks_the_box(tmp_path):
    colab = Colab(tmp_path)
    ticked = (
        "from IPython import get_ipython\n"
        "tick = lambda lines: [line.replace('give_back = False', 'give_back = True')"
        " for line in lines]\n"
        "get_ipython().input_transformers_cleanup.append(tick)"
    )
    run_on_colab(colab, "Restart, or give the machine back", first=ticked, use_drive=True)
    assert called(colab)[-1] == "runtime.unassign"
