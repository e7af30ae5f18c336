"""Which notebooks the project's tests skip, and that a teacher's word counts."""

from __future__ import annotations

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell as code
from own_project import NAME, answers_for, make, take

from colab_starter.course import Course
from colab_starter.intake import read
from colab_starter.project import Made, make_files

STARTER = f"notebooks/{NAME}.ipynb"
SECRET = "from google.colab import userdata\n\nkey = userdata.get('KEY')"
SKIPPED = {
    "a secret": (SECRET, "userdata.get"),
    "its whole name": ("import google.colab as g\ng.userdata.get('KEY')", None),
    "a secret by its whole name": (
        "import google.colab.userdata\ngoogle.colab.userdata.get('KEY')",
        "userdata.get",
    ),
    "a password": ("import getpass\nkey = getpass.getpass()", "getpass.getpass"),
    "an answer": ("name = input('Who?')", "input"),
    "a file": ("from google.colab import files\nfiles.upload()", "files.upload"),
    "a GPU": ("model.cuda()", "GPU"),
    "a GPU if there is one": ("x = 'cuda' if torch.cuda.is_available() else 'cpu'", None),
    "a Drive": ("from google.colab import drive\ndrive.mount('/content/drive')", "drive.mount"),
    "a Drive on Colab only": ("if on_colab:\n    drive.mount('/content/drive')", None),
    "nothing": ("x = 1", None),
    "a word in a text": ("print('userdata.get(1) and input()')", None),
}


def own(made: Made) -> dict:
    """What the notebook that was made says of itself."""
    return read_made(made).metadata["colab_starter"]


def read_made(made: Made) -> NotebookNode:
    return nbformat.reads(made.files[STARTER], as_version=4)


def edit(made: Made, **changes: object) -> Made:
    """What a second run makes, once a teacher changed cells or metadata in the project."""
    node = read_made(made)
    for key, value in changes.items():
        if key == "cells":
            node.cells = [c for c in node.cells if c.source != SECRET] + value
        else:
            node.metadata["colab_starter"][key] = value
    return again(nbformat.writes(node))


def again(text: str) -> Made:
    taken = read(f"{NAME}.ipynb", text.encode(), in_place=True)
    return make_files(answers_for("starter"), Course({NAME: taken}))


@pytest.mark.parametrize(("source", "named"), SKIPPED.values(), ids=SKIPPED)
def test_what_a_test_cannot_have_is_the_reason_to_skip(source: str, named: str | None) -> None:
    made = make(take(code(source)), "starter")
    reason = own(made)["test"].get("skip")
    assert (named in reason) if named else reason is None
    assert own(made).get("suggested") == reason
    assert edit(made).files == made.files


def test_a_reason_goes_with_its_cell_and_changes_with_it() -> None:
    made = make(take(code(SECRET)), "starter")
    assert "skip" not in own(edit(made, cells=[]))["test"]
    assert "suggested" not in own(edit(made, cells=[]))
    later = edit(made, cells=[code("input()")])
    assert own(later)["test"]["skip"] == own(later)["suggested"] != own(made)["suggested"]


@pytest.mark.parametrize("test", [{"skip": "an hour"}, {"skip": ""}, {"minutes": 30}, {}])
def test_what_a_teacher_wrote_stays(test: dict) -> None:
    """Also when it says nothing: whoever deletes the reason wants to have the test."""
    made = edit(make(take(code(SECRET)), "starter"), test=test)
    assert own(made)["test"] == test
    assert own(edit(made, cells=[]))["test"] == test


def test_an_hour_is_a_teachers_word() -> None:
    metadata = {"colab_starter": {"test": {"skip": "an hour", "minutes": 90}}}
    made = make(take(code("train()"), metadata=metadata), "starter")
    assert own(made)["test"] == {"skip": "an hour", "minutes": 90}
    assert "suggested" not in own(made)
