"""Sections become one finished notebook."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest

from colab_starter import ROOT, lessons
from colab_starter.answers import Answers, every_combination
from colab_starter.assemble import assemble
from colab_starter.lessons import list_companions, read_lessons
from colab_starter.project import write_twin
from colab_starter.sections import read_cells, require_safe

COMBINATIONS = every_combination()


def list_notebooks(answers: Answers) -> list[str]:
    return [answers.lesson, *list_companions([answers.lesson])]


def test_a_companion_of_some_lessons_stands_beside_these_only() -> None:
    described = read_lessons().values()
    everywhere = [one.name for one in described if one.companion is True]
    of_some = {one.name: one.companion for one in described if one.companion not in (True, False)}
    choices = {answers.lesson for answers in COMBINATIONS.values()}
    assert of_some and set().union(*of_some.values()) <= choices
    for name in choices:
        beside = [companion for companion, lessons in of_some.items() if name in lessons]
        assert [*list_companions([name])] == [*beside, *everywhere]
        assert all(one in ("", name) for one in list_companions([name]).values())


def first() -> Answers:
    return next(iter(COMBINATIONS.values()))


ALL = [(name, answers) for answers in COMBINATIONS.values() for name in list_notebooks(answers)]


@pytest.mark.parametrize(("name", "answers"), ALL, ids=lambda value: str(value)[:12])
def test_every_combination_is_a_clean_valid_notebook(name: str, answers: Answers) -> None:
    node = assemble(name, answers)
    nbformat.validate(node)
    text = json.dumps(node)
    assert "#: " not in text and "[=" not in text
    for cell in node.cells:
        assert set(cell.metadata) <= {"cellView", "tags", "id", "colab_type", "jupyter"}
        assert not cell.get("outputs") and cell.get("execution_count") is None
        folded = bool(cell.metadata.get("jupyter", {}).get("source_hidden"))
        assert folded == (cell.metadata.get("cellView") == "form"), "folded in every program"
    assert len({cell.id for cell in node.cells}) == len(node.cells)


def test_the_badge_opens_this_notebook_in_colab() -> None:
    badge = assemble("mnist_cnn", first()).cells[0]
    path = "a-school/digits/blob/main/notebooks/mnist_cnn.ipynb"
    assert f"(https://colab.research.google.com/github/{path})" in badge.source
    assert badge.metadata == {"id": "view-in-github", "colab_type": "text"}


@pytest.mark.parametrize("answers", COMBINATIONS.values(), ids=COMBINATIONS)
def test_colab_starts_the_runtime_that_was_asked_for(answers: Answers) -> None:
    metadata = assemble("mnist_cnn", answers).metadata
    expected = {"cpu": (None, None), "gpu": ("GPU", "T4"), "tpu": ("TPU", "V5E1")}
    found = (metadata.get("accelerator"), metadata.colab.get("gpuType"))
    assert found == expected[answers.accelerator]
    assert metadata.colab.provenance == [] and metadata.colab.name == "mnist_cnn.ipynb"
    assert metadata.kernelspec.name == "python3"


@pytest.mark.parametrize(
    ("combination", "answer", "off"),
    [
        ("keras-gpu", "usual", False),
        ("keras-gpu", "off", True),
        ("keras-gpu-assignment-nbgrader", "usual", True),
        ("keras-gpu-assignment-nbgrader", "as students like", False),
    ],
)
def test_colabs_ai_is_off_where_the_teacher_wants_it(combination, answer, off) -> None:
    answers = replace(COMBINATIONS[combination], colab_ai=answer)
    metadata = assemble("mnist_cnn", answers).metadata
    assert metadata.colab.get("generative_ai_disabled", False) == off


def test_the_parameters_cell_is_the_first_code_cell_and_a_form() -> None:
    code = [cell for cell in assemble("mnist_cnn", first()).cells if cell.cell_type == "code"]
    assert code[0].metadata.tags == ["parameters"] and code[0].metadata.cellView == "form"
    names = re.findall(r"^(\w+) = .*# @param", code[0].source, re.MULTILINE)
    assert {
        "epochs",
        "batch_size",
        "learning_rate",
        "optimizer",
        "dataset",
        "use_drive",
        "drive_folder",
        "resume",
        "seed",
    } <= set(names)


def test_a_cell_keeps_its_id_when_another_one_changes() -> None:
    gpu, cpu = (assemble("mnist_cnn", answers) for answers in pick("keras-gpu", "keras-cpu"))
    same = {cell.source for cell in gpu.cells} & {cell.source for cell in cpu.cells}
    ids = [{cell.source: cell.id for cell in node.cells} for node in (gpu, cpu)]
    assert len(same) > 20
    assert all(ids[0][source] == ids[1][source] for source in same)


def pick(*prefixes: str) -> list[Answers]:
    return [next(v for k, v in COMBINATIONS.items() if p in k) for p in prefixes]


def test_the_same_answers_give_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    for seed in ("1", "2"):
        subprocess.run(
            [sys.executable, "-m", "colab_starter", str(tmp_path / seed)],
            cwd=ROOT,
            input=json.dumps(vars(first())),
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        )
    for name in list_notebooks(first()):
        for suffix in (".ipynb", ".py"):
            one, two = (
                (tmp_path / seed / "notebooks" / f"{name}{suffix}").read_bytes() for seed in "12"
            )
            assert one == two
            assert b"\r" not in one and one.endswith(b"\n")


def test_the_twin_is_the_same_notebook_as_a_script() -> None:
    import jupytext

    node = assemble("mnist_cnn", first())
    twin = write_twin(node)
    again = jupytext.reads(twin, fmt="py:percent")
    assert [cell.source for cell in again.cells] == [cell.source for cell in node.cells]
    assert "jupytext_version" not in twin
    compile(twin, "mnist_cnn.py", "exec")


def test_a_cell_and_a_section_are_chosen_by_the_answers(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "sample"
    folder.mkdir()
    (folder / "01_all.py").write_text(
        "# %% [markdown]\n# [= project_name =] {{ x }} {% y %}\n\n"
        "# %% when=\"accelerator == 'cpu'\"\nslow = True\n\n"
        '# %%\n#: if accelerator == "gpu"\nn = 1\n#: else\nn = 2\n#: endif\n'
    )
    (folder / "02_only.cpu.py").write_text("# %%\nonly_cpu = True\n")
    (folder / "03_either.cpu.tpu.keras.py").write_text("# %%\neither = True\n")
    (tmp_path / "sample" / "lesson.toml").write_text('about = "A sample"')
    monkeypatch.setattr(lessons, "TEMPLATE", tmp_path)
    gpu, cpu = (read_cells("sample", answers) for answers in pick("keras-gpu", "keras-cpu"))
    assert [cell.source for cell in gpu] == ["Digits {{ x }} {% y %}", "n = 1"]
    assert [cell.source for cell in cpu][1:] == [
        "slow = True",
        "n = 2",
        "only_cpu = True",
        "either = True",
    ]


def test_a_section_for_an_answer_that_does_not_exist_is_an_error(tmp_path, monkeypatch) -> None:
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "01_x.theano.py").write_text("# %%\n1\n")
    (tmp_path / "sample" / "lesson.toml").write_text('about = "A sample"')
    monkeypatch.setattr(lessons, "TEMPLATE", tmp_path)
    with pytest.raises(ValueError, match="theano"):
        read_cells("sample", first())


@pytest.mark.parametrize("value", ['"', "'", "\\", "\n", "{", "#", ";", "$("])
def test_text_that_could_end_a_string_never_reaches_code(value: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(value))):
        require_safe(value)
