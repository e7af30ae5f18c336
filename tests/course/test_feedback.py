"""`nox -s feedback` of an example class: a page that each student may open, and a zip of them."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from course.graded_class import change_result, fill
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from colab_starter import leak_gate
from tools.example_class import CLASS, EXERCISES, GOOD, NAME, make_class, run

HANDED_IN = [student for student in CLASS if student.code is not None]
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The project with its class and their pages, made once."""
    project = make_class(tmp_path_factory.mktemp("class"))
    run(project, "offer")
    fill(project, ada=("2", "Well <b>said</b>."))
    write_pages(project)
    return project


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "project")


def write_pages(project: Path) -> str:
    """Run the task and return what it said."""
    result = run(project, "feedback")
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def read(project: Path, student: str) -> str:
    return (project / "feedback" / NAME / f"{student}.html").read_text("utf-8")


def text_of(page: str) -> str:
    return BeautifulSoup(page, "html.parser").get_text()


def change_notebook(project: Path, student: str, change: Callable[[NotebookNode], None]) -> None:
    """Change the graded notebook of a student."""
    path = project / "graded" / NAME / student / f"{NAME}.ipynb"
    node = nbformat.read(path, as_version=4)
    change(node)
    nbformat.write(node, path)


def printed(text: str) -> NotebookNode:
    return new_code_cell("show()", outputs=[new_output("stream", text=text)])


def hidden_lines(project: Path) -> list[str]:
    """The lines of source/ between BEGIN and END of hidden tests, as written."""
    node = nbformat.read(project / "source" / NAME / f"{NAME}.ipynb", as_version=4)
    regions = re.findall(
        r"BEGIN HIDDEN TESTS\n(.*?)# END", "\n".join(c.source for c in node.cells), re.DOTALL
    )
    return [line for region in regions for line in region.splitlines()]


def find_leaks(project: Path, page: str) -> list[str]:
    """What the gate finds of the hidden tests in a page, and in its text."""
    secrets = {leak_gate.squeeze(line): line for line in hidden_lines(project)}
    assert len(secrets) == 3
    return leak_gate.find_secrets([page], secrets) + leak_gate.find_secrets(
        [text_of(page)], secrets
    )


def test_the_graded_notebooks_hold_hidden_tests_and_no_page_does(made: Path) -> None:
    for student in HANDED_IN:
        graded = (made / "graded" / NAME / student.id / f"{NAME}.ipynb").read_text("utf-8")
        assert find_leaks(made, json.loads(json.dumps(graded)).replace("\\", "")), "else no test"
        page = read(made, student.id)
        assert not find_leaks(made, page)
        assert not leak_gate.MARK.search(page)


def test_what_a_hidden_test_called_a_function_with_is_not_told(made: Path) -> None:
    text = text_of(read(made, "grace"))
    assert "called with [ 5 20 30] 10" in text, "students see this check"
    assert "called with [ 5  6  7 50]" not in text and "np.int64(50)" not in text


@pytest.mark.parametrize(
    "disguise",
    [
        lambda line: f"\x1b[31m{line[:20]}\x1b[0m{line[20:]}",
        lambda line: "\n".join(re.findall(r".{1,12}", line)),
        lambda line: f"---> 3 {line.strip()}",
        lambda line: repr({"source": line}),
        lambda line: "\b" * 5 + line + "\r",
    ],
    ids=["coloured", "broken", "traceback", "quoted", "overwritten"],
)
def test_a_hidden_test_that_a_student_printed_is_cut(project: Path, disguise) -> None:
    line = hidden_lines(project)[0]

    def show(node: NotebookNode) -> None:
        pieces = "".join(f"<b>{letter}</b>" for letter in line)
        node.cells.append(printed(f"before\n{disguise(line)}\nafter\n"))
        node.cells.append(
            new_code_cell("x", outputs=[new_output("error", traceback=[disguise(line)])])
        )
        data = {"text/html": pieces, "text/plain": disguise(line)}
        node.cells.append(new_code_cell("y", outputs=[new_output("display_data", data=data)]))

    change_notebook(project, "ada", show)
    write_pages(project)
    page = read(project, "ada")
    assert not find_leaks(project, page)
    assert "count_late" in text_of(page), "the rest of the notebook is there"


def test_what_a_hidden_test_says_is_cut(project: Path) -> None:
    """A student's own cell can run the tests that a grader brought, and print what they say."""
    (said,) = re.findall(r'f"(.+?) *{', "".join(hidden_lines(project)))
    change_notebook(
        project, "ada", lambda node: node.cells.append(printed(f"before\n- {said} 6.\n"))
    )
    write_pages(project)
    page = text_of(read(project, "ada"))
    assert "before" in page and said not in page


def test_what_a_student_handed_in_is_not_cut(project: Path) -> None:
    """Who wrote, by chance, what the teacher wrote, learns nothing from it."""
    line = hidden_lines(project)[1].strip()
    for folder in ("graded/{0}/ada", "submitted/ada/{0}"):
        path = project / folder.format(NAME) / f"{NAME}.ipynb"
        node = nbformat.read(path, as_version=4)
        node.cells.append(new_code_cell(line))
        nbformat.write(node, path)
    write_pages(project)
    assert line in text_of(read(project, "ada"))


def test_a_page_needs_nothing_of_the_web_and_runs_nothing(made: Path) -> None:
    for student in HANDED_IN:
        soup = BeautifulSoup(read(made, student.id), "html.parser")
        assert not soup(["script", "iframe", "link", "object", "embed", "base", "form"])
        (policy,) = soup("meta", attrs={"http-equiv": "Content-Security-Policy"})
        assert policy["content"].startswith("default-src 'none'; img-src data:;")
        for tag in soup(True):
            assert not [name for name in tag.attrs if name.startswith("on")]
            assert "url(" not in tag.get("style", "")
            assert str(tag.get("src", "data:image/")).startswith("data:image/")
            assert not str(tag.get("href", "")).lower().startswith(("javascript", "data"))
        assert not re.search(
            r"@import|url\((?!['\"]?data:)", "".join(s.text for s in soup("style"))
        )
    text = text_of(read(made, "mallory"))
    assert "slanted" in text and "[of the web]" in text and "[of the teacher]" in text
    assert "alert('html')" not in text.replace("<script>alert('html')</script>", "")


def test_pictures_are_in_the_page_but_only_those_of_the_release(project: Path) -> None:
    release = project / "release" / NAME
    for folder in (release, project / "source"):
        (folder / "plot.png").write_bytes(b"picture")

    def show(node: NotebookNode) -> None:
        node.cells.append(new_markdown_cell("![a](plot.png) ![b](../../source/plot.png)"))
        says = {"image/png": {"alt": "a curve"}}
        outputs = [new_output("display_data", data={"image/png": PIXEL}, metadata=says)]
        node.cells.append(new_code_cell("plot()", outputs=outputs))
        node.cells.append(new_markdown_cell("![lost](attachment:lost.png) still here"))

    change_notebook(project, "ada", show)
    write_pages(project)
    soup = BeautifulSoup(read(project, "ada"), "html.parser")
    assert sorted(image["src"].partition(",")[2] for image in soup("img")) == [
        "cGljdHVyZQ==",
        PIXEL,
    ]
    assert "a curve" in [image["alt"] for image in soup("img")]
    assert "[b]" in soup.get_text() and "still here" in soup.get_text()


def test_the_top_says_points_hints_comments_and_what_waits(made: Path) -> None:
    def rows(student: str) -> list[list[str]]:
        soup = BeautifulSoup(read(made, student), "html.parser")
        return [
            [cell.get_text(" ", strip=True) for cell in row(["th", "td"])]
            for row in soup.header("tr")[1:]
        ]

    first, second, total = rows("ada")
    assert first[:2] == [EXERCISES["late"], "3 of 3"]
    assert second[1] == "2 of 2" and "Well <b>said</b>." in second[2]
    assert total[1] == "5 of 5"
    first, second, total = rows("chiara")
    result = json.loads((made / "graded" / NAME / "chiara" / "result.json").read_text("utf-8"))
    assert first[1:] == ["0 of 3", result["exercises"][0]["hint"]] and first[2]
    assert second[1] == "– of 2", "not 0"
    assert total[1] == "0 of 5" and total[2].startswith("2 ")


def test_exercises_are_open_and_linked_and_what_was_handed_out_is_folded(made: Path) -> None:
    soup = BeautifulSoup(read(made, "ada"), "html.parser")
    for link in soup.header("a"):
        target = soup.find(id=link["href"].removeprefix("#"))
        assert target.find(["h2"]).get_text().startswith(link.get_text())
        assert not target.find_parent("details")
    answer = next(p for p in soup("p") if p.get_text() == GOOD)
    assert not answer.find_parent("details")
    drive = next(h for h in soup("h2") if h.get_text().startswith("Keep your work on Drive"))
    assert drive.find_parent("details")


def test_a_progress_bar_leaves_its_last_line(made: Path) -> None:
    page = read(made, "ada")
    assert "\b" not in page and "\r" not in page
    outputs = BeautifulSoup(page, "html.parser").select(".jp-OutputArea-output")
    (bar,) = (one.get_text().strip() for one in outputs if "50" in one.get_text())
    assert bar == "trained 50 steps"


def test_a_kernel_that_prints_for_ever_does_not_make_an_endless_page(project: Path) -> None:
    change_notebook(project, "ada", lambda node: node.cells.append(printed("more\n" * 500_000)))
    change_notebook(project, "ben", lambda node: node.cells.append(printed("x" * 5_000_000)))
    write_pages(project)
    assert len(read(project, "ada")) < 100_000 and len(read(project, "ben")) < 120_000


def test_a_problem_has_a_page_too_and_nobody_reads_of_another(made: Path) -> None:
    text = text_of(read(made, "zoe"))
    assert "exit()" in text and "hand it in again" in text
    assert "another student" in text
    for student in HANDED_IN:
        names = {one.name for one in CLASS} - {student.name}
        assert not [name for name in names if name in text_of(read(made, student.id))]
    assert "edited" not in text_of(read(made, "hiro")), "what to look at is for the teacher"


@pytest.mark.parametrize(
    "content", ["not json", "[]", '{"cells": 7}', None], ids=["text", "list", "odd", "gone"]
)
def test_a_notebook_that_cannot_be_shown_costs_nobody_a_page(project: Path, content) -> None:
    path = project / "graded" / NAME / "ada" / f"{NAME}.ipynb"
    path.unlink() if content is None else path.write_text(content, "utf-8")
    shutil.rmtree(project / "feedback")
    write_pages(project)
    assert len(list((project / "feedback" / NAME).iterdir())) == len(HANDED_IN)
    assert "2 of 2" in text_of(read(project, "ada")) or "– of 2" in text_of(read(project, "ada"))


def test_the_zip_has_the_names_by_which_the_platform_knows_the_students(made: Path) -> None:
    with zipfile.ZipFile(made / "feedback" / f"{NAME}.zip") as archive:
        names = archive.namelist()
        assert archive.read(names[0]).decode() == read(made, "ada")
    assert names[0] == f"Ada Lovelace_4711_assignsubmission_file_/{NAME}.html"
    assert f"rossichiara_815_2342_{NAME}.html" in names
    assert f"ben/{NAME}.html" in names
    assert len(names) == len(HANDED_IN)


@pytest.mark.parametrize(
    ("origin", "place"),
    [
        ("week1.zip/Ada B_12_assignsubmission_file/x.ipynb", "Ada B_12_assignsubmission_file/"),
        ("Ada B_12_assignsubmission_file_x_y.ipynb", "Ada B_12_assignsubmission_file_/"),
        ("adab_LATE_12_345_Copy of x.ipynb", "adab_LATE_12_345_"),
        ("Copy of x.ipynb", "ada/"),
        ("ada_1_2/x.ipynb", "ada/"),
    ],
)
def test_each_platform_s_names_are_known(project: Path, origin: str, place: str) -> None:
    record = project / "submitted" / "ada" / NAME / "collected.json"
    record.write_text(json.dumps({"from": origin}), "utf-8")
    write_pages(project)
    with zipfile.ZipFile(project / "feedback" / f"{NAME}.zip") as archive:
        assert f"{place}{NAME}.html" in archive.namelist()


def test_the_same_class_gives_the_same_bytes(project: Path) -> None:
    files = [path for path in (project / "feedback").rglob("*") if path.is_file()]
    before = {path: path.read_bytes() for path in files}
    write_pages(project)
    assert {path: path.read_bytes() for path in files} == before


def test_a_teacher_hears_what_to_look_at_and_what_waits(project: Path) -> None:
    said = write_pages(project)
    assert "hiro" in said and "by_hand.csv" in said
    for student in HANDED_IN:
        change_result(project, student.id, lambda result: result.update(look=[], exercises=[]))
    assert "by_hand.csv" not in write_pages(project)


def test_otter_s_notebooks_have_pages_too(tmp_path: Path) -> None:
    project = make_class(tmp_path / "otter", "otter")
    write_pages(project)
    for student in HANDED_IN:
        page = read(project, student.id)
        assert not leak_gate.MARK.search(page)
        assert "count_late" in text_of(page)


def test_without_anything_graded_there_is_a_sentence(project: Path) -> None:
    shutil.rmtree(project / "graded")
    result = run(project, "feedback")
    assert result.returncode == 1 and "nox -s grade" in result.stdout
