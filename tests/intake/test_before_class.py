"""The table says what will happen on Colab, and nothing where all is well."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.cells_for_tests import code, notebook, text, write

from colab_starter.check import rules
from colab_starter.check.before_class import check_folder, write_report
from colab_starter.check.finding import BREAKS, NOTE
from colab_starter.check.notebook import Notebook
from colab_starter.check.remote import GITHUB, Remote, find_badges

CHECK = Path(rules.__file__).parent
PYTHON = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
BADGE = "[![Open](https://colab.research.google.com/assets/colab-badge.svg)]({})"
ADDRESS = "https://colab.research.google.com/github/{}"


def found_by(rule: rules.Rule, path: Path, *cells: dict, remote=None, **metadata) -> list:
    node = notebook(*cells, **(metadata or PYTHON))
    name = path.name if path.suffix else "a.ipynb"
    return list(rule(Notebook(path / "a.ipynb", node, name, remote)))


def kinds(found: list) -> list[str]:
    return [one.kind for one in found]


def test_a_notebook_in_order_has_no_findings(tmp_path: Path) -> None:
    (tmp_path / "beside.txt").write_text("x")
    cells = [
        *text("# Title", "Look at [this](https://a.org/x.ipynb). ![A](https://a.org/a.png)"),
        *code("import numpy as np\nimport os", "x = np.ones(3)\nprint(x.sum())"),
        *code("for name in ['a', 'b']:\n    print('c/d', name)", "!pip install -q numpy"),
    ]
    write(tmp_path / "a.ipynb", *cells, **PYTHON)
    report = check_folder(tmp_path)
    assert report.notebooks == {"a.ipynb": []} and not report.breaks


CASES = [
    (rules.packages_are_there, ["import gensim"], [BREAKS]),
    (rules.packages_are_there, ["import nobody_knows"], [BREAKS]),
    (rules.packages_are_there, ["import cudf"], [BREAKS]),
    (rules.packages_are_there, ["!pip install gensim", "import gensim"], []),
    (rules.packages_are_there, ["try:\n    import gensim\nexcept ImportError:\n    pass"], []),
    (
        rules.packages_are_there,
        ["frame_install_missing(\n{'gensim': 'gensim'})", "import gensim"],
        [],
    ),
    (rules.modules_are_in_python, ["import imp"], [BREAKS]),
    (rules.modules_are_in_python, ["import distutils, os"], []),
    (rules.pip_cells_are_in_order, ["!pip install transformers==4.0"], [NOTE]),
    (rules.accelerator_is_asked_for, ["model.cuda()"], [BREAKS]),
    (rules.accelerator_is_asked_for, ["x.to('cuda')", "y.to('cuda')"], [BREAKS]),
    (rules.accelerator_is_asked_for, ["# model.cuda()"], []),
    (rules.accelerator_is_asked_for, ["if torch.cuda.is_available():\n    x.cuda()"], [NOTE]),
    (rules.accelerator_is_asked_for, ["tf.config.list_physical_devices('GPU')"], [NOTE]),
    (rules.uploads_are_announced, ["from google.colab import files\nfiles.upload()"], [NOTE]),
    (rules.secrets_are_announced, ["userdata.get('K')", "getpass.getpass()"], [NOTE]),
    (rules.keys_are_kept, ["k = 'hf_" + "aB3" * 11 + "'"], [BREAKS]),
    (rules.keys_are_kept, ["k = 'hf_" + "x" * 33 + "'"], []),
    (rules.questions_are_announced, ["n = input('?')"], [NOTE]),
    (rules.questions_are_announced, ["input = 3\nprint(input)"], []),
    (rules.paths_are_everywhere, ["open('C:/Users/me/x.csv')"], [BREAKS]),
    (rules.paths_are_everywhere, ["open('/Users/me/x.csv')"], [BREAKS]),
    (rules.paths_are_everywhere, ["!cp /home/me/x.csv ."], [BREAKS]),
    (rules.paths_are_everywhere, ["# open('/home/me/x.csv')"], []),
    (rules.paths_are_everywhere, ["'See https://a.org/home/me'"], []),
    (rules.drives_are_alike, ["open('/content/drive/MyDrive/x.csv')"], [NOTE]),
    (rules.solutions_are_out, ["# BEGIN SOLUTION\nx\n# END SOLUTION"], [NOTE]),
]


@pytest.mark.parametrize(("rule", "sources", "expected"), CASES)
def test_a_rule_speaks_where_it_must(rule, sources, expected, tmp_path: Path) -> None:
    found = found_by(rule, tmp_path, *text("# A"), *code(*sources))
    assert kinds(found) == expected
    assert all(one.cell >= 2 and one.what and one.remedy for one in found)


def test_a_text_speaks_of_marks_or_has_them(tmp_path: Path) -> None:
    for source, expected in (("See `# BEGIN SOLUTION`.", []), ("Text\n### Begin solution", [NOTE])):
        found = found_by(rules.solutions_are_out, tmp_path, *text(source))
        assert kinds(found) == expected


def test_a_gpu_that_is_asked_for_is_there(tmp_path: Path) -> None:
    for metadata in ({"accelerator": "GPU"}, {"colab": {"gpuType": "T4"}}):
        cells = code("x.cuda()\nimport cudf")
        assert not found_by(rules.accelerator_is_asked_for, tmp_path, *cells, **metadata)
        assert not found_by(rules.packages_are_there, tmp_path, *cells, **metadata)


def test_a_tpu_has_other_packages(tmp_path: Path) -> None:
    cells = code("import tensorflow")
    assert found_by(rules.packages_are_there, tmp_path, *cells, accelerator="TPU")
    assert not found_by(rules.packages_are_there, tmp_path, *cells, accelerator="GPU")


def test_a_key_is_not_shown_whole(tmp_path: Path) -> None:
    key = "hf_" + "aB3" * 11
    (finding,) = found_by(rules.keys_are_kept, tmp_path, *code(f"k = '{key}'"))
    assert key not in finding.sentence()


def test_files_are_there_if_a_cell_of_the_frame_fetches_them(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("x")
    (tmp_path / "y.csv").write_text("y")
    lesson = code("open('x.csv')", "open('y.csv')")
    frame = code('frame_fetch_files(["x.csv"])')
    frame[0]["metadata"] = {"colab_starter": {"frame": "07_files.py"}}
    (finding,) = found_by(rules.files_are_fetched, tmp_path, *frame, *lesson)
    assert (finding.kind, finding.cell) == (BREAKS, 3)
    frame[0]["source"] = 'frame_fetch_files(["x.csv", "y.csv"])'
    assert not found_by(rules.files_are_fetched, tmp_path, *frame, *lesson)


def test_pictures_and_links_are_said_once(tmp_path: Path) -> None:
    cells = text("# A", "![A](a.png)", "![B](b.png) [next](week2.ipynb) <a href='w3.ipynb'>x</a>")
    assert [(f.kind, f.cell) for f in found_by(rules.pictures_are_shown, tmp_path, *cells)] == [
        (BREAKS, 2)
    ]
    assert [(f.kind, f.cell) for f in found_by(rules.links_lead_somewhere, tmp_path, *cells)] == [
        (NOTE, 3)
    ]


@pytest.mark.parametrize(
    ("metadata", "expected"),
    [
        (PYTHON, []),
        ({}, []),
        ({"kernelspec": {"name": "venv", "language": "python"}}, [NOTE]),
        ({"kernelspec": {"name": "python2"}}, [BREAKS]),
        ({"language_info": {"name": "python", "version": "2.7.1"}}, [BREAKS]),
        ({"kernelspec": {"name": "ir", "language": "R"}}, []),
        ({"kernelspec": {"name": "julia-1.9", "language": "julia"}}, []),
        ({"kernelspec": {"name": "bash", "language": "bash"}}, [BREAKS]),
    ],
)
def test_the_kernel_must_be_one_of_colabs(tmp_path: Path, metadata: dict, expected: list) -> None:
    node = notebook(*code("library(dplyr) %>% x"), **metadata)
    assert kinds(list(rules.kernel_is_there(Notebook(tmp_path / "a.ipynb", node)))) == expected


def test_python_is_not_looked_for_in_r(tmp_path: Path) -> None:
    kernel = {"name": "ir", "language": "R"}
    write(tmp_path / "a.ipynb", *code("import gensim"), kernelspec=kernel)
    assert check_folder(tmp_path).notebooks == {"a.ipynb": []}


def test_what_a_run_left_is_said(tmp_path: Path) -> None:
    cells = code("1", "2")
    cells[0]["outputs"] = [{"output_type": "stream", "text": "1"}]
    cells[1]["metadata"] = {"executionInfo": {"user": {"displayName": "Ada", "userId": "1"}}}
    assert kinds(found_by(rules.outputs_are_meant, tmp_path, *cells)) == [NOTE]
    (person,) = found_by(rules.persons_are_unknown, tmp_path, *cells)
    assert person.cell == 2 and "Ada" not in person.sentence()
    widgets = {"application/vnd.jupyter.widget-state+json": {"version_major": 2}}
    assert kinds(found_by(rules.widgets_have_a_state, tmp_path, widgets=widgets)) == [BREAKS]


def test_marks_are_the_teachers_own_in_source_and_a_leak_in_release(tmp_path: Path) -> None:
    cells = code("# BEGIN SOLUTION\nx\n# END SOLUTION")
    for folder in ("source", "release", "other"):
        write(tmp_path / folder / "a.ipynb", *cells, **PYTHON)
    report = check_folder(tmp_path)
    assert {name.split("/")[0]: kinds(found) for name, found in report.notebooks.items()} == {
        "source": [],
        "release": [BREAKS],
        "other": [NOTE],
    }


HERE = Remote("me", "course", "main", frozenset({"main", "dev/x"}), Path())
PLACES = [
    ("right", "me/course/blob/main/a.ipynb", []),
    ("in other letters", "Me/Course/blob/main/a.ipynb", []),
    ("another branch that is there", "me/course/blob/dev/x/a.ipynb", []),
    ("another person", "you/course/blob/main/a.ipynb", [BREAKS]),
    ("another repository", "me/old/blob/main/a.ipynb", [BREAKS]),
    ("another path", "me/course/blob/main/old/a.ipynb", [BREAKS]),
    ("a branch that is gone", "me/course/blob/gone/a.ipynb", [BREAKS]),
    ("a branch that was renamed", "me/course/blob/master/a.ipynb", [NOTE]),
]


@pytest.mark.parametrize(("place", "expected"), [pytest.param(*rest, id=i) for i, *rest in PLACES])
@pytest.mark.parametrize("form", [BADGE, '<a target=x href="{}"><img src="y"/></a>'])
def test_a_badge_opens_this_notebook(tmp_path: Path, form: str, place: str, expected: list) -> None:
    remote = Remote("me", "course", "main", HERE.branches, tmp_path)
    cells = text(form.format(ADDRESS.format(place)))
    assert kinds(found_by(rules.badge_opens_this, tmp_path, *cells, remote=remote)) == expected


def test_one_right_badge_is_enough_and_an_index_has_many(tmp_path: Path) -> None:
    remote = Remote("me", "course", "main", HERE.branches, tmp_path)
    wrong, right = (BADGE.format(ADDRESS.format(f"me/course/blob/main/{n}.ipynb")) for n in "ba")
    assert not found_by(rules.badge_opens_this, tmp_path, *text(wrong, right), remote=remote)
    assert not found_by(rules.badge_opens_this, tmp_path, *text(wrong * 4), remote=remote)
    assert not found_by(rules.badge_opens_this, tmp_path, *text(wrong), remote=None)


def test_a_link_in_words_is_no_badge() -> None:
    address = ADDRESS.format("me/course/blob/main/a.ipynb")
    assert not find_badges(f"[next lesson]({address})") and find_badges(BADGE.format(address))


@pytest.mark.parametrize(
    "address",
    [
        "https://github.com/me/course.git",
        "https://github.com/me/course",
        "https://token@github.com/me/course/",
        "git@github.com:me/course.git",
        "ssh://git@github.com/me/course.git",
        "git@github.com-work:me/course.git",
    ],
)
def test_every_address_of_a_remote_is_read(address: str) -> None:
    assert GITHUB.search(address).groups() == ("me", "course")


def test_a_badge_is_compared_with_git(tmp_path: Path) -> None:
    for command in (
        ["init", "-q", "-b", "main"],
        ["remote", "add", "origin", "git@github.com:me/course"],
    ):
        subprocess.run(["git", "-C", str(tmp_path), *command], check=True)
    right = ADDRESS.format("me/course/blob/main/week1/a.ipynb")
    write(tmp_path / "week1" / "a.ipynb", *text(BADGE.format(right)), **PYTHON)
    wrong = right.replace("/me/", "/you/")
    write(tmp_path / "week1" / "b.ipynb", *text(BADGE.format(wrong)), **PYTHON)
    for folder in (tmp_path, tmp_path / "week1"):
        report = check_folder(folder)
        assert [kinds(found) for found in report.notebooks.values()] == [[], [BREAKS]]
        assert not report.remarks


def test_a_project_of_the_template_is_in_order(bake) -> None:
    report = check_folder(bake())
    assert len(report.notebooks) > 1 and not report.breaks


BROKEN = [b"", b"<html>", b"{", b"[]", b"3", b'{"cells": 3}', b'{"worksheets": []}', b"\xff\xfe"]


@pytest.mark.parametrize("content", BROKEN)
def test_what_is_no_notebook_is_said_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.ipynb").write_bytes(content)
    (finding,) = check_folder(tmp_path).notebooks["a.ipynb"]
    assert (finding.kind, finding.cell) == (BREAKS, 0) and finding.what.endswith(".")


@pytest.mark.parametrize("cell", [None, 3, {}, {"cell_type": "code"}, {"source": [3]}, []])
def test_a_broken_cell_does_not_end_the_table(tmp_path: Path, cell: object) -> None:
    node = {"cells": [cell, *code("import gensim")], "metadata": [], "nbformat": 4}
    (tmp_path / "a.ipynb").write_text(json.dumps(node))
    (finding,) = check_folder(tmp_path).notebooks["a.ipynb"]
    assert finding.cell == 2


def test_a_rule_that_fails_does_not_end_the_table(tmp_path: Path) -> None:
    def fails(_):
        raise ValueError

    write(tmp_path / "a.ipynb", **PYTHON)
    (finding,) = check_folder(tmp_path, [fails]).notebooks["a.ipynb"]
    assert finding.kind == NOTE


def test_copies_that_tools_keep_are_left_out(tmp_path: Path) -> None:
    for name in (".ipynb_checkpoints/a.ipynb", ".venv/b.ipynb", "b/c.ipynb", "a.ipynb"):
        write(tmp_path / name, **PYTHON)
    assert list(check_folder(tmp_path).notebooks) == ["a.ipynb", "b/c.ipynb"]


def test_answers_of_the_course_count(tmp_path: Path) -> None:
    write(tmp_path / "a.ipynb", *code("import whose"), **PYTHON)
    assert check_folder(tmp_path).breaks
    (tmp_path / "course.toml").write_text('[packages]\nwhose = ""\n')
    assert not check_folder(tmp_path).breaks
    (tmp_path / "course.toml").write_text("[packages")
    report = check_folder(tmp_path)
    assert report.breaks and any("course.toml" in remark for remark in report.remarks)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The folder as a project has it."""
    shutil.copytree(CHECK, tmp_path / "project" / "check")
    return tmp_path / "project"


def run(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "check", *arguments],
        cwd=project,
        env={**os.environ, **environment},
        capture_output=True,
    )


def test_it_runs_where_it_was_copied_to(copied: Path) -> None:
    write(copied / "notebooks" / "a.ipynb", *code("x = 1"), **PYTHON)
    assert run(copied).returncode == 0
    write(copied / "notebooks" / "b.ipynb", *code("import gensim"), **PYTHON)
    said = run(copied, "notebooks")
    lines = said.stdout.decode().splitlines()
    assert said.returncode == 1 and not said.stderr
    assert max(map(len, lines)) <= 100 and any(line.startswith("b.ipynb") for line in lines)


def test_it_says_what_it_cannot_do(copied: Path) -> None:
    assert run(copied, "nowhere").returncode == 2
    assert run(copied, "a", "b").returncode == 2
    assert run(copied, "--help").returncode == 0


def test_a_console_without_the_letters_is_no_reason_to_fail(copied: Path) -> None:
    write(copied / "notebooks" / "ä → 日.ipynb", *code("open('日.csv')"), **PYTHON)
    said = run(copied, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert said.returncode == 0 and said.stdout and not said.stderr


def test_lines_fit_the_screen(tmp_path: Path) -> None:
    cells = [*code("import gensim, nobody_knows", "open('C:/" + "x/" * 90 + "')")]
    write(tmp_path / "a.ipynb", *cells, **PYTHON)
    lines = write_report(check_folder(tmp_path)).splitlines()
    assert all(len(line) <= 100 or "x/x/x/" in line for line in lines)


def test_a_large_notebook_takes_no_time(tmp_path: Path) -> None:
    body = (
        "import numpy as np\nx = np.ones(3)\nfor i in range(3):\n    print(x[i], 'a b', f'{i}')\n"
    )
    strange = text("[" * 20_000, "![" * 20_000, "<a" * 20_000)
    cells = [*code(*[body * 5] * 250), *strange]
    cells[0]["outputs"] = ["x" * 1_000_000]
    path = write(tmp_path / "a.ipynb", *cells)
    start = time.process_time()
    check_folder(path)
    assert path.stat().st_size > 1_000_000 and time.process_time() - start < 3


PIECES = st.sampled_from(
    [
        "import a",
        "open('x.csv')",
        "%%bash",
        "!pip install b<2",
        "x.cuda()",
        "![a](b.png)",
        "'''",
        "(",
    ]
    + [
        "[n](w.ipynb)",
        "# BEGIN SOLUTION",
        "'C:/x'",
        BADGE.format(ADDRESS.format("a/b/blob/c/d.ipynb")),
    ]
)
SOURCES = st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=5).map("\n".join)
KINDS = st.sampled_from(["code", "markdown", "raw", None])
METADATA = st.sampled_from(
    ["kernelspec", "language_info", "name", "widgets", "colab", "executionInfo", "user", "x"]
)
JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(METADATA, inner, max_size=3),
    max_leaves=6,
)
CELLS = st.fixed_dictionaries(
    {"cell_type": KINDS, "source": st.one_of(SOURCES, JUNK), "metadata": JUNK, "outputs": JUNK}
)


@settings(max_examples=150)
@given(st.lists(CELLS, max_size=3), st.dictionaries(METADATA, JUNK, max_size=3))
def test_every_finding_names_a_cell_that_is_there(cells: list[dict], metadata: dict) -> None:
    node = {"cells": cells, "metadata": metadata, "nbformat": 4}
    looked_at = Notebook(Path("nowhere") / "a.ipynb", node, "a.ipynb", HERE)
    for rule in rules.RULES:
        for finding in rule(looked_at):
            assert 0 <= finding.cell <= len(cells) and finding.kind in (BREAKS, NOTE)


def test_in_a_project_only_what_students_open_is_looked_at(tmp_path: Path) -> None:
    for folder in ("source/a", "graded/a", "release/a", "notebooks"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.ipynb").write_text('{"nbformat": 4, "cells": [], "metadata": {}}')
    assert len(check_folder(tmp_path).notebooks) == 4
    (tmp_path / ".colab-starter").mkdir()
    assert list(check_folder(tmp_path).notebooks) == ["notebooks/a.ipynb", "release/a/a.ipynb"]
