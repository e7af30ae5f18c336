"""Teacher's and students', leader's and participants' notebooks of one lesson."""

from __future__ import annotations

import html
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from bs4 import BeautifulSoup
from course.submissions import hint_of, praise_of
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_output

from colab_starter import editions, marks
from colab_starter.answers import every_combination
from colab_starter.marks import marks_of, part_of
from colab_starter.project import write_notebooks
from colab_starter.sections import read_cells

PIXEL = "iVBORw0KGgo="  # how a picture begins
EVERY = every_combination()
COMBINATIONS = {name: a for name, a in EVERY.items() if a.lesson == "mnist_cnn"}
BEGIN, END = marks.BEGIN_SOLUTION, marks.END_SOLUTION
LINES = st.lists(st.sampled_from(["a = 1", "    b = 2", "", "# text"]), max_size=4)


@given(st.lists(st.tuples(LINES, LINES), max_size=3), LINES)
def test_a_region_is_replaced_and_nothing_else(pairs, rest) -> None:
    source, expected = [], []
    for outside, inside in pairs:
        source += [*outside, f"    {BEGIN}", *inside, f"    {END}"]
        expected += [*outside, "    ..."]
    found = editions.replace_regions("\n".join(source + rest), BEGIN, END, ["..."])
    assert found == "\n".join(expected + rest)


@pytest.mark.parametrize("source", [BEGIN, END, f"{BEGIN}\n{BEGIN}\n{END}", f"{END}\n{BEGIN}"])
def test_marks_that_do_not_come_in_pairs_are_an_error(source: str) -> None:
    with pytest.raises(ValueError):
        editions.replace_regions(source, BEGIN, END)


def sources(name: str, part: str) -> list[str]:
    """Return the cells of this combination's lesson that play this part, as its author wrote them."""
    cells = read_cells(EVERY[name].lesson, EVERY[name])
    return [cell.source for cell in cells if part_of(cell) == part]


def of_slide_type(node: nbformat.NotebookNode, kind: str) -> list[str]:
    """Return the cells that a talk uses in this way."""
    return [c.source for c in node.cells if c.metadata.slideshow.slide_type == kind]


def files(name: str, folder: Path) -> dict[str, nbformat.NotebookNode]:
    """Write the project of this combination; return its notebooks of the lesson by path."""
    write_notebooks(EVERY[name], folder)
    return {
        path.relative_to(folder).as_posix(): nbformat.read(path, as_version=4)
        for path in sorted(folder.rglob(f"{EVERY[name].lesson}*.ipynb"))
    }


@pytest.mark.parametrize("name", EVERY)
def test_every_combination_has_its_notebooks_valid_and_clean(name: str, tmp_path: Path) -> None:
    project_type, lesson = EVERY[name].project_type, EVERY[name].lesson
    notebooks = files(name, tmp_path)
    released = f"release/{lesson}/{lesson}.ipynb"
    assert (
        list(notebooks)
        == {
            "starter": [f"notebooks/{lesson}.ipynb"],
            "assignment": [
                released,
                f"solutions/{lesson}/{lesson}.ipynb",
                f"source/{lesson}/{lesson}.ipynb",
            ],
            "workshop": [f"notebooks/{lesson}_{who}.ipynb" for who in ("leader", "participant")],
        }[project_type]
    )
    for path, node in notebooks.items():
        nbformat.validate(node)
        text = json.dumps(node.cells)
        assert not re.search(r'"(exercise|part|points_|minutes|locked_|when)": ', text)
        assert not any(cell.get("outputs") for cell in node.cells)
        if not path.startswith("source/"):
            assert "BEGIN " not in text and "END SOLUTION" not in text
        opened = released if path.startswith("source/") else path
        assert f"/blob/main/{opened})" in node.cells[0].source


def test_points_are_what_the_statements_say(tmp_path: Path) -> None:
    node = files("keras-cpu-assignment-nbgrader", tmp_path)["release/mnist_cnn/mnist_cnn.ipynb"]
    stated = [int(n) for c in node.cells for n in re.findall(r"^\*(\d+) ", c.source, re.M)]
    given_points = [
        c.metadata.nbgrader.points for c in node.cells if "points" in c.metadata.get("nbgrader", {})
    ]
    assert sum(stated) == sum(given_points) == 24 and len(stated) == 6


@pytest.mark.parametrize(
    "name", [n for n, a in COMBINATIONS.items() if a.project_type == "workshop"]
)
def test_participants_can_catch_up_at_every_section(name: str, tmp_path: Path) -> None:
    leader, participant = files(name, tmp_path).values()
    started, behind, sections = False, 0, 0
    for cell, following in zip(participant.cells, participant.cells[1:]):
        started = started or cell.cell_type == "code"
        if started and cell.source.startswith("## ") and behind < 6:
            assert "catch-up" in following.metadata.get("tags", []), cell.source
            behind += following.source.count("    def ")
            sections += 1
    assert behind == 6  # every gap is filled in one of them
    ways = [cell for cell in participant.cells if "catch-up" in cell.metadata.get("tags", [])]
    assert len(ways) == sections > 6  # and none stands where there is nothing to catch up with
    answers = [c for c in read_cells("mnist_cnn", EVERY[name]) if part_of(c) == "answer"]
    titles = [f"# @title {marks_of(c)['title']}\n" for c in answers if c.cell_type == "code"]
    folded = [c.source for c in leader.cells if c.metadata.get("cellView") == "form"]
    assert all(any(source.startswith(title) for source in folded) for title in titles)
    notes, said = sources(name, "notes"), of_slide_type(leader, "notes")
    assert notes and all(told.endswith(note) for note, told in zip(notes, said, strict=True))
    assert not any(note in cell.source for note in notes for cell in participant.cells)
    assert not of_slide_type(participant, "notes")
    kinds = {cell.metadata.get("slideshow", {}).get("slide_type") for cell in leader.cells}
    assert kinds >= {"slide", "subslide", "notes", "skip"}
    shown = [c for c in leader.cells if c.metadata.slideshow.slide_type != "skip"]
    assert shown[0].source.startswith("# ")  # a talk begins with its title


def test_the_running_order_is_that_of_the_leaders_notebook(tmp_path: Path) -> None:
    leader, _ = files("keras-gpu-workshop", tmp_path).values()
    readme = (tmp_path / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| (\d+) \| (.+) \|$", readme, re.M)
    notes = of_slide_type(leader, "notes")
    minutes = [int(n) for note in notes for n in re.findall(r"^\*\*[^*\d]*(\d+)[^*]*\*\*", note)]
    assert minutes and [int(length) for _, length, _ in rows] == minutes
    assert [int(start) for start, _, _ in rows] == [sum(minutes[:i]) for i in range(len(minutes))]
    headings = [h for c in leader.cells for h in re.findall(r"^## (.+)$", c.source, re.M)]
    assert [h for _, _, names in rows for h in names.split("; ")][1:] == headings


def test_the_leaders_notebook_becomes_slides(tmp_path: Path) -> None:
    files("keras-gpu-workshop", tmp_path)
    command = [sys.executable, "-m", "nbconvert", "--to", "slides"]
    path = tmp_path / "notebooks" / "mnist_cnn_leader.ipynb"
    subprocess.run([*command, str(path)], check=True, capture_output=True)
    page = path.with_name("mnist_cnn_leader.slides.html").read_text("utf-8")
    assert page.count("<section") > 20 and page.count('class="notes"') >= 8


def test_a_web_page_folds_what_colab_folds(tmp_path: Path) -> None:
    files("keras-gpu", tmp_path)
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--template", "page"]
    path = tmp_path / "notebooks" / "mnist_cnn.ipynb"
    node = nbformat.read(path, as_version=4)
    words = 'A 7, read as "1" & wrong.'
    shown = new_output("display_data", {"image/png": PIXEL}, metadata={"image/png": {"alt": words}})
    node.cells[-1].outputs = [shown]
    nbformat.write(node, path)
    command += ["--TemplateExporter.extra_template_basedirs=.", str(path)]
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path)
    page = path.with_suffix(".html").read_text("utf-8")
    cells = nbformat.read(path, as_version=4).cells
    folded = [cell for cell in cells if cell.metadata.get("cellView") == "form"]
    titles = re.findall(r"<summary[^>]*>(.+)</summary>", page)
    assert titles == [html.escape(c.source.split("\n")[0][9:], quote=False) for c in folded]
    pictures = BeautifulSoup(page, "html.parser").select("img[src^='data:image/png']")
    assert [picture["alt"] for picture in pictures] == [words]


FILES = {
    "starter": [],  # tests/training/ runs them
    "assignment": ["source/mnist_cnn/mnist_cnn.ipynb", "release/mnist_cnn/mnist_cnn.ipynb"],
    "workshop": ["notebooks/mnist_cnn_leader.ipynb", "notebooks/mnist_cnn_participant.ipynb"],
}
# What runs of every kind; the students' edition is executed when test_grading.py releases it,
# and `make soak` takes every combination.
SAMPLE = [
    ("pytorch-cpu-workshop", "notebooks/mnist_cnn_leader.ipynb"),
    ("keras-tpu-assignment-otter", "source/mnist_cnn/mnist_cnn.ipynb"),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "file"),
    [
        pytest.param(name, file, marks=[] if (name, file) in SAMPLE else pytest.mark.soak)
        for name, answers in COMBINATIONS.items()
        for file in FILES[answers.project_type]
    ],
)
def test_it_runs_from_top_to_bottom(name: str, file: str, tmp_path: Path) -> None:
    files(name, tmp_path)
    node = papermill.execute_notebook(
        tmp_path / file,
        tmp_path / "executed.ipynb",
        parameters={"dataset": "digits", "epochs": 1},
        cwd=tmp_path,
        progress_bar=False,
    )
    printed = "".join(o.get("text", "") for c in node.cells for o in c.get("outputs", []))
    checks = sources(name, "check")
    hints, praise = list(map(hint_of, checks)), list(map(praise_of, checks))
    is_open = "participant" in file or "release" in file
    expected = hints if is_open else praise
    assert [line for line in printed.splitlines() if line in {*hints, *praise}] == expected
    assert len(set(expected)) == 6
    check_my_network(tmp_path, printed, is_open)


def check_my_network(folder: Path, printed: str, is_open: bool) -> None:
    """Assert that what students wrote stands beside the lesson's network, or is said to be open.

    All that they wrote works on it: the best epoch, the exam and the confusions.
    """
    table = printed.rpartition("\nvalidation   test ")[2]
    recipes = ["fast"] if is_open else ["fast", "my_network"]
    assert sorted(re.findall(r"^ *[\d.]+% +[\d.]+% +1 +(\w+)", table, re.M)) == recipes
    reports = [json.loads(path.read_text("utf-8")) for path in folder.rglob("my_report.json")]
    assert [report["recipe"] for report in reports] == recipes[1:]
    # One sentence where it would have been trained, three where it would have been looked at.
    assert len(re.findall(r"^Exercise \d is open: ", printed, re.M)) == (4 if is_open else 0)
    assert len(re.findall("^So my_network ", printed, re.M)) == is_open
    for report in reports:
        assert report["val_accuracy"] > 0.5
        assert f" {report['accuracy']:.2%} " in printed
