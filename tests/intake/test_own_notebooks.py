"""A teacher's notebook in its frame: nothing of theirs changes, and a second run changes nothing."""

from __future__ import annotations

import json
import string
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from colab_starter import intake, leak_gate
from colab_starter.answers import Answers, every_combination
from colab_starter.course import Course, find_in_place, read_course
from colab_starter.framing import digest, is_edited, own_cells, section_of
from colab_starter.project import Made, make_files, write_notebooks
from colab_starter.record import RECORD
from colab_starter.sections import LessonError
from colab_starter.sources import KEPT, SourceError

EVERY = every_combination()
STARTER = EVERY["keras-cpu"]
KINDS = {
    "nbgrader": EVERY["keras-cpu-assignment-nbgrader"],
    "otter": EVERY["keras-cpu-assignment-otter"],
    "workshop": EVERY["keras-cpu-workshop"],
}
EXERCISE = [
    new_markdown_cell("# Squares"),
    new_markdown_cell("## Write it"),
    new_code_cell(
        "def square(x):\n    ### BEGIN SOLUTION\n    return x ** 2  # secret\n    ### END SOLUTION"
    ),
    new_code_cell(
        "assert square(3) == 9\n### BEGIN HIDDEN TESTS\nassert square(-5) == 25\n### END HIDDEN TESTS"
    ),
]


def take(cells: list[NotebookNode], name: str = "week1", **metadata: object) -> intake.Taken:
    """The notebook with these cells, as it is taken in."""
    node = new_notebook(cells=cells, metadata=metadata)
    return intake.read(f"{name}.ipynb", nbformat.writes(node).encode())


def make(*taken: intake.Taken, answers: Answers = STARTER) -> Made:
    """What is made of a course of these notebooks."""
    return make_files(answers, Course({one.name: one for one in taken}))


def read_made(made: Made, path: str = "notebooks/week1.ipynb") -> NotebookNode:
    """A notebook that was made."""
    return nbformat.reads(made.files[path], as_version=4)


def again(made: Made, *names: str, answers: Answers = STARTER) -> Made:
    """What a second run makes, of the notebooks that the first one left in the project."""
    lessons = {}
    for name in names:
        (path,) = [one for one in made.sources if one.endswith(f"/{name}.ipynb")]
        lessons[name] = intake.read(f"{name}.ipynb", made.files[path].encode(), in_place=True)
    return make_files(answers, Course(lessons))


# Everything that means something to somebody: Jinja, this template, magics, LaTeX, gaps, R.
ODD = [
    "{{",
    "}}",
    "{%",
    "[=",
    "=]",
    "#: if x",
    "%%time\n",
    "!ls",
    "$\\alpha$",
    "x = # TODO",
    "%>%",
    "\r\n",
]
TEXT = st.lists(st.sampled_from([*ODD, "\n", " ", "# ", "word", "é", "\t", "'''"]), max_size=8).map(
    "".join
)
METADATA = st.dictionaries(
    st.sampled_from(["tags", "title", "points", "part", "exercise", "cellView", "jupyter", "mine"]),
    st.sampled_from([["a"], "form", 1, {"source_hidden": False}]),
    max_size=3,
).map(
    lambda found: (
        {key: one for key, one in found.items() if key != "tags" or one == ["a"]}
        | ({"jupyter": {"source_hidden": False}} if "jupyter" in found else {})
    )
)
CELL = st.one_of(
    st.builds(lambda text, meta: new_code_cell(text, metadata=meta), TEXT, METADATA),
    st.builds(lambda text, meta: new_markdown_cell(text, metadata=meta), TEXT, METADATA),
    st.builds(lambda text, meta: new_raw_cell(text, metadata=meta), TEXT, METADATA),
    st.builds(
        lambda text: new_markdown_cell(
            f"{text}![](attachment:a.png)", attachments={"a.png": {"image/png": "QUJD"}}
        ),
        TEXT,
    ),
)
ESSENCE = ("id", "cell_type", "source", "metadata", "attachments")


def essence(cells: list[NotebookNode]) -> list[dict]:
    return [{key: cell[key] for key in ESSENCE if key in cell} for cell in cells]


@settings(max_examples=25)
@given(st.lists(CELL, min_size=1, max_size=6))
def test_every_cell_comes_out_as_it_went_in_and_a_second_run_changes_nothing(cells) -> None:
    cells = [*cells, new_code_cell("end = 1")]
    made = make(take(cells))
    found = own_cells(read_made(made).cells)
    assert essence(found) == essence(
        nbformat.reads(nbformat.writes(new_notebook(cells=cells)), 4).cells
    )
    assert again(made, "week1").files == made.files


def test_the_frame_stands_below_the_title_and_above_the_rest() -> None:
    cells = read_made(make(take([new_markdown_cell("# Title"), new_code_cell("x = 1")]))).cells
    sections = [section_of(cell) for cell in cells]
    own = [i for i, section in enumerate(sections) if section is None]
    assert own[0] == 1 and sections[0] == "badge", "the badge, then their title"
    assert all(sections[i] < "50" for i in range(2, own[1]))
    assert all(section > "50" for section in sections[own[1] + 1 :])
    assert [s for s in sections[1:] if s] == sorted(s for s in sections[1:] if s)


def test_what_a_teacher_did_to_the_frame_counts() -> None:
    made = make(take([new_markdown_cell("# Title"), new_code_cell("x = 1")]))
    node = read_made(made)
    frame = {section_of(cell): cell for cell in node.cells}
    gone, edited, moved = "06_machine", "95_help", "02_start"
    node.cells = [cell for cell in node.cells if section_of(cell) != gone]
    frame[edited].source += "\n\nOur own help."
    node.cells.insert(3, new_markdown_cell("Between the cells of the frame"))
    start = [cell for cell in node.cells if section_of(cell) == moved]
    node.cells = [cell for cell in node.cells if section_of(cell) != moved] + start
    node.cells[5].source = node.cells[5].source  # unchanged
    made.files["notebooks/week1.ipynb"] = nbformat.writes(node)
    second = again(made, "week1")
    after = read_made(second).cells
    assert [cell.source for cell in after[1:]] == [cell.source for cell in node.cells[1:]]
    assert sum(edited in sentence for sentence in second.said) == 1
    assert any(map(is_edited, filter(section_of, after)))


def test_a_new_section_of_the_frame_comes_and_an_old_one_goes() -> None:
    made = make(take([new_markdown_cell("# Title"), new_code_cell("x = 1")]))
    node = read_made(made)
    node.metadata.colab_starter.frame = ["01_old", *node.metadata.colab_starter.frame]
    node.metadata.colab_starter.frame.remove("06_machine")  # an older template had none
    node.cells = [cell for cell in node.cells if section_of(cell) != "06_machine"]
    old = NotebookNode(
        node.cells[2], id="old", source="old", metadata=NotebookNode(node.cells[2].metadata)
    )
    old.metadata["colab_starter"] = {"frame": "01_old", "made": digest(old)}
    node.cells.insert(2, old)
    older = Made({**made.files, "notebooks/week1.ipynb": nbformat.writes(node)}, made.sources)
    assert read_made(again(older, "week1")).cells == read_made(made).cells


@pytest.mark.parametrize("kind", KINDS)
def test_exercises_become_editions_and_a_second_run_changes_nothing(kind: str) -> None:
    answers = KINDS[kind]
    made = make(take(EXERCISE), answers=answers)
    roles = {path for path in made.files if "week1" in path and path.endswith(".ipynb")}
    source = "source/week1/week1.ipynb"
    assert made.sources == {source}
    solved = made.files.get("solutions/week1/week1.ipynb")
    assert solved is None or ("secret" in solved and "square(-5)" not in solved)
    for path in roles - {source, "notebooks/week1_leader.ipynb", "solutions/week1/week1.ipynb"}:
        cells = read_made(made, path).cells
        seen = [c for c in cells if "catch-up" not in c.metadata.get("tags", [])]
        text = "\n".join(cell.source for cell in seen)
        assert "secret" not in text and "square(-5)" not in text, path
        assert "square(3) == 9" in text
    assert "secret" in made.files[source] and "square(-5)" in made.files[source]
    assert "square(-5)" not in made.files.get("notebooks/week1_leader.ipynb", "")
    assert len(roles) == 3
    assert again(made, "week1", answers=answers).files == made.files


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("then", KINDS)
def test_a_project_may_change_its_kind(first: str, then: str) -> None:
    made = again(make(take(EXERCISE), answers=KINDS[first]), "week1", answers=KINDS[then])
    direct = make(take(EXERCISE), answers=KINDS[then])
    for path in direct.files:
        if path.endswith("week1.ipynb") and path.startswith("release/"):
            sources = [cell.source for cell in read_made(made, path).cells]
            assert sources == [cell.source for cell in read_made(direct, path).cells]
    assert "square(-5)" in made.files["source/week1/week1.ipynb"]


def test_a_starter_with_solutions_is_refused() -> None:
    with pytest.raises(LessonError, match=r"^week1\.ipynb "):
        make(take(EXERCISE))


def test_a_mark_in_doubt_is_refused_with_the_cell() -> None:
    with pytest.raises(LessonError, match=r"^week1\.ipynb, cell 2 .*: "):
        make(take([new_markdown_cell("# T"), new_code_cell("### BEGIN SOLUTION\nx = 1")]))


def test_a_kernel_of_another_language_stays_and_gets_no_python() -> None:
    metadata = {"kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}
    made = make(take([new_markdown_cell("# R"), new_code_cell("x %>% y")], **metadata))
    node = read_made(made)
    assert node.metadata.kernelspec.name == "ir"
    assert [section_of(cell) for cell in node.cells] == ["badge", None, None]
    assert "skip" in node.metadata.colab_starter.test
    assert "notebooks/week1.py" not in made.files


def test_the_runtime_that_a_notebook_asks_for_stays() -> None:
    cells = [new_code_cell("x = 1")]
    metadata = {"accelerator": "GPU", "colab": {"gpuType": "A100", "machine_shape": "hm"}}
    colab = read_made(make(take(cells, **metadata))).metadata
    assert (colab.accelerator, colab.colab.gpuType, colab.colab.machine_shape) == (
        "GPU",
        "A100",
        "hm",
    )
    node = read_made(make(take(cells, kernelspec={"name": "venv", "display_name": "my venv"})))
    assert node.metadata.kernelspec.name == "python3" and "accelerator" not in node.metadata


def test_neighbours_are_linked_and_titles_are_shown_as_text() -> None:
    titles = ["One", "<script>alert(1)</script> [x](y)", "Three"]
    weeks = [
        take([new_markdown_cell(f"# {title}"), new_code_cell("x = 1")], f"w{number}")
        for number, title in enumerate(titles)
    ]
    made = make(*weeks)
    links = {}
    for number in range(3):
        cells = read_made(made, f"notebooks/w{number}.ipynb").cells
        links[number] = "".join(c.source for c in cells if section_of(c) == "97_next")
    assert "w1.ipynb" in links[0] and "w0.ipynb" in links[1] and "w2.ipynb" in links[1]
    assert "w1.ipynb" in links[2] and "w0.ipynb" not in links[2]
    assert "<script>" not in "".join(links.values())
    assert "<script>" not in made.files["README.md"]


def test_the_project_remembers_answers_and_no_path(tmp_path: Path) -> None:
    (tmp_path / "teach").mkdir()
    mine = tmp_path / "teach" / "week1.ipynb"
    mine.write_text(nbformat.writes(new_notebook(cells=[new_code_cell("x = 1")])))
    project = tmp_path / "project"
    project.mkdir()
    answers = replace(STARTER, lesson=f"titanic, {mine}")
    write_notebooks(answers, project, "gh:org/colab-starter")
    text = (project / RECORD).read_text("utf-8")
    assert str(tmp_path) not in text and json.loads(text)["lessons"] == {
        "titanic": False,
        "week1": True,
    }
    before = {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}
    mine.unlink()
    assert write_notebooks(replace(answers, lesson=KEPT), project) == []
    assert before == {path: path.read_bytes() for path in project.rglob("*") if path.is_file()}


def test_an_edit_in_the_project_is_the_source(tmp_path: Path) -> None:
    mine = tmp_path / "week1.ipynb"
    mine.write_text(nbformat.writes(new_notebook(cells=[new_code_cell("x = 1")])))
    project = tmp_path / "project"
    project.mkdir()
    write_notebooks(replace(STARTER, lesson=str(mine)), project)
    path = find_in_place("week1", project)
    node = nbformat.read(path, as_version=4)
    node.cells.insert(len(node.cells) - 3, new_code_cell("import numpy", id="new-cell"))
    nbformat.write(node, path)
    said = write_notebooks(replace(STARTER, lesson=str(mine)), project)
    assert [sentence for sentence in said if "week1" in sentence], "theirs outside is not taken"
    node = nbformat.read(path, as_version=4)
    assert any(cell.get("id") == "new-cell" for cell in node.cells)
    install = next(
        cell for cell in node.cells if section_of(cell) == "05_install" and cell.cell_type == "code"
    )
    assert '"numpy"' in install.source
    assert "numpy" in path.with_suffix(".py").read_text("utf-8")
    assert not (project / "kept").exists()
    path.unlink()
    said = write_notebooks(replace(STARTER, lesson=f"{KEPT}, titanic"), project)
    assert any("week1" in sentence for sentence in said)
    assert not path.with_suffix(".py").exists()


def test_nothing_to_keep_and_two_of_one_name_are_refused(tmp_path: Path) -> None:
    text = nbformat.writes(new_notebook(cells=[new_code_cell("x = 1")]))
    for name in ("a b.ipynb", "a_b.ipynb", "mnist_cnn.ipynb"):
        (tmp_path / name).write_text(text)
    for lesson in (
        KEPT,
        f"{tmp_path}/a b.ipynb, {tmp_path}/a_b.ipynb",
        f"{tmp_path}/mnist_cnn.ipynb",
    ):
        with pytest.raises(SourceError):
            read_course(replace(STARTER, lesson=lesson), tmp_path / "project")


def test_files_beside_it_come_with_their_fingerprints(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a 'b'.csv").write_bytes(b"a,b\n")
    (tmp_path / "helper.py").write_text("def f():\n    return 1\n")
    cells = [new_code_cell("import helper\nopen(\"data/a 'b'.csv\")")]
    mine = tmp_path / "week1.ipynb"
    mine.write_text(nbformat.writes(new_notebook(cells=cells)))
    (taken,) = intake.take(str(mine))
    made = make(taken)
    assert made.files["notebooks/data/a 'b'.csv"] == b"a,b\n"
    assert "notebooks/helper.py" in made.files
    cell = next(
        c for c in read_made(made).cells if section_of(c) == "07_files" and c.cell_type == "code"
    )
    compile(cell.source, "07_files", "exec")
    course = make(taken, answers=KINDS["nbgrader"])
    assert "notebooks/helper.py" in course.files, "without exercises it is a starter in any project"


def write_with_helper(folder: Path, helper: str) -> Path:
    """A notebook with an exercise, and a module beside it that it imports."""
    (folder / "helper.py").write_text(helper)
    mine = folder / "week1.ipynb"
    cells = [*EXERCISE, new_code_cell("import helper")]
    mine.write_text(nbformat.writes(new_notebook(cells=cells)))
    return mine


SOLVED = "def g(x):\n    return x ** 2  # secret\n"
GIVEN = "# colab-starter: publish"


def test_a_solution_in_a_file_beside_it_is_refused_and_the_way_out_is_named(tmp_path: Path) -> None:
    mine = write_with_helper(tmp_path, SOLVED)
    with pytest.raises(LessonError, match=f"helper.py.*{GIVEN}"):
        make(*intake.take(str(mine)), answers=KINDS["nbgrader"])


@pytest.mark.parametrize("line", [GIVEN, f"// {GIVEN[2:]}", f"  #{GIVEN[2:]}  ", GIVEN[2:]])
def test_a_file_that_a_teacher_gives_to_students_is_published(tmp_path: Path, line: str) -> None:
    mine = write_with_helper(tmp_path, f"{SOLVED}{line}\n")
    project = tmp_path / "project"
    project.mkdir()
    write_notebooks(replace(KINDS["nbgrader"], lesson=str(mine)), project)
    assert "secret" in (project / "release" / "week1" / "helper.py").read_text()
    assert "secret" not in (project / "release" / "week1" / "week1.ipynb").read_text("utf-8")
    assert not leak_gate.find_leaks(project / "source", project / "release")


@pytest.mark.parametrize("line", [f"{GIVEN} it", "x = 'colab-starter: publish'", "# publish"])
def test_other_words_give_nothing_to_students(tmp_path: Path, line: str) -> None:
    mine = write_with_helper(tmp_path, f"{SOLVED}{line}\n")
    with pytest.raises(LessonError, match="helper.py"):
        make(*intake.take(str(mine)), answers=KINDS["nbgrader"])


@settings(max_examples=25)
@given(st.text(string.printable, max_size=40))
def test_no_file_makes_it_stumble(text: str) -> None:
    for file in ("a.ipynb", "a.py", "a.md"):
        try:
            make(intake.read(file, text.encode()))
        except (SourceError, LessonError) as error:
            assert "\n" not in str(error)


@pytest.mark.parametrize("kind", ["nbgrader", "otter"])
def test_an_exercise_added_in_another_way_is_written_for_the_grader_too(kind: str) -> None:
    """The grader itself would not understand it, and give students the solution."""
    answers = KINDS[kind]
    made = make(take(EXERCISE), answers=answers)
    node = read_made(made, "source/week1/week1.ipynb")
    node.cells.insert(len(node.cells) - 3, new_code_cell("# Solution\nhidden_value = 6 * 7 + 0"))
    path = "source/week1/week1.ipynb"
    later = again(
        Made({**made.files, path: nbformat.writes(node)}, made.sources), "week1", answers=answers
    )
    (cell,) = [c for c in read_made(later, path).cells if "hidden_value" in c.source]
    assert "BEGIN SOLUTION" in cell.source
    assert "hidden_value" not in later.files["release/week1/week1.ipynb"]
