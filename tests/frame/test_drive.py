"""The cells that keep work on Drive, alone, on the stand-in for Colab."""

from __future__ import annotations

import dataclasses

import pytest
from colab_stand_in import Colab
from stand_in.on_colab import in_kernel

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble

pytestmark = pytest.mark.slow
FOLDER = "courses/mnist"
ANSWERS = dataclasses.replace(every_combination()["keras-gpu"], drive_folder=FOLDER)


def drive_cells() -> list[str]:
    """Return the code of the settings and of the cells that connect Drive."""
    marks = ("# @title Settings", "def save_to_drive", "def frame_copy_all", "def frame_connect")
    cells = assemble("mnist_cnn", ANSWERS).cells
    found = [c.source for c in cells if c.cell_type == "code" and any(m in c.source for m in marks)]
    assert len(found) == len(marks)
    return found


def put(colab: Colab, name: str, text: str) -> None:
    """Put a file on Drive, as an earlier session left it."""
    path = colab.my_drive / FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_two_notebooks_in_one_folder_leave_each_others_work_alone(tmp_path) -> None:
    colab = Colab(tmp_path)
    put(colab, "mnist_cnn/runs/mine/report.json", "{}")
    put(colab, "week2/runs/other/report.json", "{}")
    in_kernel(colab, *drive_cells())
    local = [p.relative_to(colab.content).as_posix() for p in colab.content.rglob("report.json")]
    assert local == [f"{FOLDER}/mnist_cnn/runs/mine/report.json"]


def test_the_student_reads_the_whole_name_of_the_folder(tmp_path) -> None:
    said = "\n".join(in_kernel(Colab(tmp_path), *drive_cells()))
    assert f"MyDrive/{FOLDER}/mnist_cnn" in said


@pytest.mark.parametrize("operation", [3, 4])
def test_what_was_not_brought_back_is_not_written_over(tmp_path, operation: int) -> None:
    """Drive is lost while an earlier session's work comes back: from then on nothing is copied."""
    colab = Colab(tmp_path)
    put(colab, "mnist_cnn/runs/mine/curve", "of an earlier session")
    put(colab, "mnist_cnn/runs/mine/report.json", "{}")
    breaking = Colab(tmp_path, drive={"lost": operation})
    *_, said, first, again = in_kernel(
        breaking,
        *drive_cells(),
        "print(save_to_drive.folder, save_to_drive.problem)",
        "(work_folder / 'runs' / 'mine').mkdir(parents=True, exist_ok=True)\n"
        "_ = (work_folder / 'runs' / 'mine' / 'curve').write_text('new')\n"
        "save_to_drive()",
        "print('done')",
    )
    assert said.startswith("None ") and "None" not in said.removeprefix("None ")
    assert first == "" and again == "done"
    curve = colab.my_drive / FOLDER / "mnist_cnn/runs/mine/curve"
    assert curve.read_text() == "of an earlier session"


@pytest.mark.parametrize(("mount", "given_back"), [("accept", True), ("refuse", False)])
def test_the_machine_is_kept_while_work_is_not_on_drive(tmp_path, mount, given_back) -> None:
    colab = Colab(tmp_path, mount=mount)
    code = [c.source for c in assemble("mnist_cnn", ANSWERS).cells if c.cell_type == "code"]
    (give_back,) = (source for source in code if "def frame_disconnect" in source)
    in_kernel(
        colab,
        *drive_cells(),
        "_ = (work_folder / 'result').write_text('mine')",
        give_back.replace("give_back = False", "give_back = True"),
    )
    names = [call["name"] for call in colab.calls()]
    assert ("runtime.unassign" in names) == given_back
    assert (colab.my_drive / FOLDER / "mnist_cnn" / "result").exists() == given_back
