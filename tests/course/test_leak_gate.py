"""`make check` of a generated project finds whatever is planted under release/."""

from __future__ import annotations

import functools
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from colab_starter import leak_gate
from colab_starter.answers import every_combination
from colab_starter.project import write_notebooks

COURSES = {name: a for name, a in every_combination().items() if a.project_type == "assignment"}
FEWEST = {"mnist_cnn": 40, "titanic": 20, "blank": 4}


@functools.cache
def project(name: str) -> Path:
    """The project of this combination, written once for each process."""
    folder = Path(tempfile.mkdtemp(prefix="leak-gate-"))
    write_notebooks(COURSES[name], folder)
    return folder


@functools.cache
def secrets(name: str) -> list[str]:
    """The lines that only the teacher may see."""
    sources = sorted((project(name) / "source").rglob("*.ipynb"))
    return sorted(
        leak_gate.read_secrets(json.loads(p.read_text("utf-8")) for p in sources).values()
    )


def leaks_after(name: str, change) -> list[str]:
    """What the gate finds after `change(notebook, folder)` of a copy of release/."""
    with tempfile.TemporaryDirectory() as place:
        release = Path(place) / "release"
        shutil.copytree(project(name) / "release", release)
        path = release / COURSES[name].lesson / f"{COURSES[name].lesson}.ipynb"
        node = nbformat.read(path, as_version=4)
        change(node, path.parent)
        nbformat.write(node, path)
        return leak_gate.find_leaks(project(name) / "source", release)


@pytest.mark.parametrize("name", COURSES)
def test_what_the_template_releases_is_clean(name: str) -> None:
    command = [sys.executable, "-m", "grading.leak_gate"]
    result = subprocess.run(command, cwd=project(name), capture_output=True, text=True)
    assert result.returncode == 0, result.stdout + result.stderr
    # solutions, hidden tests, and the written answer
    assert len(secrets(name)) >= FEWEST[COURSES[name].lesson]


@pytest.mark.parametrize(
    "name",  # an accelerator changes no exercise
    [pytest.param(one, marks=[] if "-cpu" in one else pytest.mark.soak) for one in COURSES],
)
def test_every_secret_line_is_found(name: str) -> None:
    for line in secrets(name):
        found = leaks_after(name, lambda node, _: node.cells.append(new_code_cell(line)))  # noqa: B023
        assert found, line


@settings(max_examples=60)
@given(data=st.data())
def test_a_planted_line_is_found_wherever_it_stands(data) -> None:
    name = data.draw(st.sampled_from(sorted(COURSES)))
    line = data.draw(st.sampled_from(secrets(name)))
    before, after = data.draw(
        st.sampled_from([("", ""), ("# ", "  # old"), ("\t", ""), ("x; ", "")])
    )
    planted = before + line + after
    where = data.draw(st.sampled_from(["code", "text", "metadata", "output", "file", "key"]))
    number = data.draw(st.integers(0, 10))

    def plant(node: nbformat.NotebookNode, folder: Path) -> None:
        if where == "code":
            node.cells.insert(number, new_code_cell(f"a = 1\n{planted}\nb = 2"))
        elif where == "text":
            node.cells.insert(number, new_markdown_cell(f"Note to self: {planted}"))
        elif where == "metadata":
            node.cells[number].metadata["draft"] = {"old": [planted]}
        elif where == "key":
            node.metadata[planted] = True
        elif where == "output":
            output = new_output("stream", text=planted)
            node.cells.append(new_code_cell("1", outputs=[output]))
        else:
            (folder / "notes.txt").write_text(planted, encoding="utf-8")

    assert leaks_after(name, plant)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("executionInfo", {"user": {"displayName": "Ada"}}),
        ("photo", "https://lh3.googleusercontent.com/a/ada"),
        ("author", "ada@school.example"),
    ],
)
@pytest.mark.parametrize("name", ["keras-gpu-assignment-nbgrader", "keras-gpu-assignment-otter"])
def test_a_person_is_found(name: str, key: str, value: object) -> None:
    assert leaks_after(name, lambda node, _: node.cells[3].metadata.update({key: value}))


def test_the_address_of_a_repository_is_no_person() -> None:
    name = "keras-gpu-assignment-nbgrader"
    cell = new_code_cell("run('git', 'clone', 'git@github.com:a-school/digits.git')")
    assert not leaks_after(name, lambda node, _: node.cells.append(cell))


@pytest.mark.parametrize("spelling", ["### BEGIN SOLUTION", "#begin solution", "# Begin  Solution"])
def test_marks_that_do_not_come_in_pairs_are_found_in_the_source(spelling: str) -> None:
    name = "keras-gpu-assignment-nbgrader"
    with tempfile.TemporaryDirectory() as place:
        copy = shutil.copytree(project(name), Path(place, "course"))
        path = copy / "source" / "mnist_cnn" / "mnist_cnn.ipynb"
        node = nbformat.read(path, as_version=4)
        node.cells.append(new_code_cell(f"{spelling}\nx = 1"))
        nbformat.write(node, path)
        (finding,) = leak_gate.find_leaks(copy / "source", copy / "release")
    assert finding.startswith(f"source/mnist_cnn/mnist_cnn.ipynb: cell {len(node.cells)}: ")


def test_what_stands_under_notebooks_is_looked_at_too(tmp_path) -> None:
    name = "keras-gpu-assignment-nbgrader"
    copy = shutil.copytree(project(name), tmp_path / "course")
    (copy / "notebooks" / "notes.md").write_text(secrets(name)[0], "utf-8")
    command = [sys.executable, "-m", "grading.leak_gate"]
    result = subprocess.run(command, cwd=copy, capture_output=True, text=True)
    assert result.returncode == 1 and "notebooks/notes.md: " in result.stdout


@pytest.mark.parametrize("mark", ["# BEGIN SOLUTION", "# END HIDDEN TESTS", "# BEGIN TESTS"])
def test_a_mark_is_found(mark: str) -> None:
    name = "keras-cpu-assignment-nbgrader"
    assert leaks_after(name, lambda node, _: node.cells.append(new_code_cell(mark)))


def test_outputs_and_counts_are_found_and_a_missing_notebook_too(tmp_path) -> None:
    name = "keras-cpu-assignment-otter"
    output = new_output("stream", text="ok")
    ran = new_code_cell("1", execution_count=3)
    showed = new_code_cell("1", outputs=[output])
    for cell in (ran, showed):
        assert leaks_after(name, lambda node, _: node.cells.append(cell))  # noqa: B023
    assert leak_gate.find_leaks(project(name) / "source", tmp_path)


SPOKEN_OF = [
    "Write it between `### BEGIN SOLUTION` and `### END SOLUTION`.",
    "Only then comes ### BEGIN HIDDEN TESTS and what follows it.",
    "- `# END SOLUTION` ends it\n- nbgrader looks for # Begin solutions everywhere",
]
MEANT = [
    "### BEGIN SOLUTION",
    "> `# end solution`",
    "**# BEGIN HIDDEN TESTS**",
    "# BEGIN SOLUTION (do not remove)",
    "Text\n\n<!-- # END SOLUTION -->",
]
ANSWER = {"nbgrader": {"solution": True}}


def find_marks_in(cell) -> list[str]:
    node = nbformat.v4.new_notebook(cells=[cell])
    return leak_gate.find_in_notebook(node, {})


@pytest.mark.parametrize("source", SPOKEN_OF)
def test_a_text_may_speak_of_marks(source: str) -> None:
    assert not find_marks_in(new_markdown_cell(source))
    node = nbformat.v4.new_notebook(cells=[new_markdown_cell(f"{source}\nand_this = shown")])
    assert not leak_gate.read_secrets([node])
    assert not [*leak_gate.find_unpaired(node)]


@pytest.mark.parametrize("source", SPOKEN_OF)
def test_code_and_a_text_that_is_an_answer_may_not(source: str) -> None:
    """nbgrader would look for the words anywhere in them."""
    assert find_marks_in(new_code_cell(f"# {source}"))
    assert find_marks_in(new_markdown_cell(source, metadata=ANSWER))


@pytest.mark.parametrize("source", MEANT)
def test_a_line_of_a_text_that_is_a_mark_is_found(source: str) -> None:
    assert find_marks_in(new_markdown_cell(source))
    assert [*leak_gate.find_unpaired(nbformat.v4.new_notebook(cells=[new_markdown_cell(source)]))]


LETTERS = st.text("ab1(=", max_size=12)


@given(st.lists(LETTERS.filter(bool), unique=True, max_size=12), st.lists(LETTERS, max_size=4))
def test_no_line_is_missed_for_being_searched_fast(lines: list[str], texts: list[str]) -> None:
    texts += [f"{texts[0]}{lines[0]}"] if lines and texts else []
    found = leak_gate.find_lines(texts, leak_gate.index_lines(lines))
    assert found == [line for line in lines if any(line in text for text in texts)]


def test_a_secret_that_is_added_later_is_found_too() -> None:
    secrets = leak_gate.Secrets({"rate=0.5": "rate = 0.5"})
    assert not leak_gate.find_secrets(["momentum = 0.9"], secrets)
    secrets |= {"momentum=0.9": "momentum = 0.9"}
    assert leak_gate.find_secrets(["momentum = 0.9"], secrets)
