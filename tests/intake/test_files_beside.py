"""The files that a notebook names are found, and only those that may be taken are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.cells_for_tests import code, text

from colab_starter.check import disk, files_beside
from colab_starter.check.files_beside import find_files, local_names
from colab_starter.check.finding import BREAKS, NOTE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a teacher has it, below another one."""
    folder = tmp_path / "course"
    for name in (
        *("data/x.csv", "data/y.csv", "data/.secret", "data/deep/z.txt", "notes.txt", "Upper.csv"),
        *("images/a b.png", "images/c.png", "helper.py", "deep_helper.py", "tools/__init__.py"),
        *("tools/plot.py", "src/inner.py", "week2.ipynb", "LICENSE", "train.zip", ".env"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("import deep_helper" if name == "helper.py" else "x")
    (tmp_path / "outside.csv").write_text("x")
    return folder


TAKEN = [
    ("a literal", "pd.read_csv('data/x.csv')", ["data/x.csv"]),
    ("with a dot", "open('./notes.txt')", ["notes.txt"]),
    ("a detour", "open('data/../notes.txt')", ["notes.txt"]),
    ("an assignment", "name = 'notes.txt'", ["notes.txt"]),
    ("joined names", "os.path.join('data', 'x.csv')", ["data/x.csv"]),
    ("a path", "Path('data') / 'x.csv'", ["data/x.csv"]),
    ("a constant", "DATA = 'data'\nopen(DATA + '/x.csv')", ["data/x.csv"]),
    ("a constant in an f-string", "DATA = 'data'\nopen(f'{DATA}/x.csv')", ["data/x.csv"]),
    ("a pattern", "glob.glob('data/*.csv')", ["data/x.csv", "data/y.csv"]),
    ("a folder", "os.listdir('data')", ["data/deep/z.txt", "data/x.csv", "data/y.csv"]),
    ("below a folder", "f('data/deep')", ["data/deep/z.txt"]),
    ("the value at that time", "D = 'a'\nD = 'data'\nopen(D + '/x.csv')", ["data/x.csv"]),
    ("what a library downloads", "FashionMNIST(root='data', download=True)", []),
    ("a folder for results", "train(output_dir='data')", []),
    ("a folder that is read", "train(data_dir='data/deep')", ["data/deep/z.txt"]),
    ("what a program makes", "!python helper.py --output notes.txt", ["helper.py"]),
    ("the notebook itself", "!jupyter nbconvert week2.ipynb", []),
    ("a gap", "pd.read_csv('data/x.csv')\nx = # TODO", ["data/x.csv"]),
    ("no Python at all", "df = read('data/x.csv', <YOUR CODE>", ["data/x.csv"]),
    ("the shell", "!python helper.py && unzip train.zip", ["helper.py", "train.zip"]),
    ("run", "%run helper.py", ["helper.py"]),
    ("another notebook that is run", "%run week2.ipynb", ["week2.ipynb"]),
    ("a module, and what it imports", "import helper", ["deep_helper.py", "helper.py"]),
    ("a package", "from tools import plot", ["tools/__init__.py", "tools/plot.py"]),
    ("a module of a folder", "sys.path.append('src')\nimport inner", ["src/inner.py"]),
    ("written later", "open('notes.txt')\nopen('notes.txt', 'w')", []),
    ("a file without an ending that is read", "open('LICENSE')", ["LICENSE"]),
    ("a word", "print('data', 'LICENSE')", []),
    ("a column", "df['data']; df['notes.txt']", []),
    ("a key", "{'notes.txt': 1}", []),
    ("a docstring", "def f():\n    'notes.txt'", []),
    ("another notebook in a text", "print('week2.ipynb')", []),
    ("an address", "open('https://a.org/notes.txt')", []),
    ("what it writes", "df.to_csv('notes.txt')", []),
    ("what a cell writes", "%%writefile notes.txt\nx", []),
    ("what it downloads", "urlretrieve('https://a.org/b', 'notes.txt')", []),
    ("a list that it downloads", "for n in ['notes.txt']:\n    urlretrieve(base + n, n)", []),
    ("what it fetches by the shell", "!wget https://a.org/notes.txt\nopen('notes.txt')", []),
    ("its own folder", "os.listdir('.')", []),
    ("the folder above", "sys.path.append('..')", []),
    ("looking into a folder", "!ls data", []),
]


@pytest.mark.parametrize(("source", "files"), [pytest.param(*rest, id=i) for i, *rest in TAKEN])
def test_a_file_is_taken(folder: Path, source: str, files: list[str]) -> None:
    assert find_files(code(source), folder).files == files


@pytest.mark.parametrize(
    "source",
    [
        "![A](images/c.png)",
        '![A](images/c.png "title")',
        "![A](./images/c.png?raw=true)",
        "<img width=3 src='images/c.png'>",
        '<IMG SRC="images/c.png"/>',
        "![A][one]\n\n[one]: images/c.png",
        "[![A](images/c.png)](https://a.org)",
    ],
)
def test_a_picture_is_taken(folder: Path, source: str) -> None:
    assert find_files(text(source), folder).files == ["images/c.png"]


@pytest.mark.parametrize("source", ["![A](images/a%20b.png)", "![A](<images/a b.png>)"])
def test_a_picture_may_have_a_space(folder: Path, source: str) -> None:
    assert find_files(text(source), folder).files == ["images/a b.png"]


@pytest.mark.parametrize(
    "source",
    [
        "![A](https://a.org/images/c.png)",
        "![A](data:image/png;base64,xx)",
        "![A](attachment:c.png)",
    ],
)
def test_a_picture_from_elsewhere_is_none_of_ours(folder: Path, source: str) -> None:
    found = find_files(text(source), folder)
    assert not found.files and not found.sentences


REFUSED = [
    ("outside", "pd.read_csv('../outside.csv')", BREAKS),
    ("hidden", "open('.env')", BREAKS),
    ("spelled otherwise", "open('upper.csv')", BREAKS),
    ("backslashes", r"open('data\\x.csv')", BREAKS),
    ("missing", "pd.read_csv('nothing.csv')", NOTE),
    ("made at run time", "pd.read_csv(f'{name}.csv')", NOTE),
]


@pytest.mark.parametrize(("source", "kind"), [pytest.param(*rest, id=i) for i, *rest in REFUSED])
def test_what_is_not_taken_is_said(folder: Path, source: str, kind: str) -> None:
    found = find_files(code("x = 1", source), folder)
    assert not found.files
    assert [(one.kind, one.cell) for one in found.findings] == [(kind, 2)]


def test_names_made_at_run_time_are_said_once(folder: Path) -> None:
    cells = code("open(f'{a}.csv')", "open(f'{b}.csv'); open(a + '.txt')")
    (finding,) = find_files(cells, folder).findings
    assert finding.cell == 1 and "2" in finding.what


def test_where_files_come_from_elsewhere_nothing_is_suspected(folder: Path) -> None:
    for source in ("!git clone https://a.org/b", "files.upload()", "drive.mount('/content/drive')"):
        assert not find_files(
            code(source, "open('nothing.csv')", "open(f'{a}.csv')"), folder
        ).findings


def test_a_link_must_not_lead_out(folder: Path, tmp_path: Path) -> None:
    for name, target in (("link.csv", tmp_path / "outside.csv"), ("loop", folder)):
        try:
            (folder / name).symlink_to(target)
        except OSError:
            pytest.skip("needs the right to make links")
    (folder / "inner.csv").symlink_to(folder / "notes.txt")
    found = find_files(code("open('link.csv'); open('inner.csv')", "f('./loop')"), folder)
    assert "inner.csv" in found.files and "link.csv" not in found.files
    assert not [path for path in found.files if path.startswith("loop/loop")]
    assert any("link.csv" in sentence for sentence in found.sentences)


def test_a_folder_that_links_out_is_not_taken(folder: Path, tmp_path: Path) -> None:
    try:
        (folder / "linked").symlink_to(tmp_path, target_is_directory=True)
    except OSError:
        pytest.skip("needs the right to make links")
    found = find_files(code("os.listdir('linked'); open('linked/outside.csv')"), folder)
    assert not found.files and found.findings


def test_large_files_are_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_beside, "LARGEST", 10)
    (folder / "data" / "x.csv").write_text("x" * 11)
    found = find_files(code("os.listdir('data')"), folder)
    assert found.files == ["data/deep/z.txt", "data/y.csv"] and len(found.findings) == 1


def test_all_together_may_be_too_large(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_beside, "LARGEST_SUM", 2)
    found = find_files(code("os.listdir('data')"), folder)
    assert len(found.files) == 2 and len(found.findings) == 1


def test_a_folder_of_too_many_files_is_left_out(folder: Path, monkeypatch) -> None:
    monkeypatch.setattr(files_beside, "MOST_FILES", 2)
    found = find_files(code("os.listdir('data')"), folder)
    assert not found.files and len(found.findings) == 1


def test_a_cell_of_the_frame_names_nothing(folder: Path) -> None:
    cells = code("open('notes.txt')")
    cells[0]["metadata"] = {"colab_starter": {"frame": "04_drive"}}
    assert not find_files(cells, folder).files


def test_local_names_are_files_and_folders_with_python(folder: Path) -> None:
    assert local_names(folder) == {"helper", "deep_helper", "tools", "src"}
    assert "inner" in local_names(folder, code("import sys\nsys.path.insert(0, 'src')"))


def test_a_folder_that_cannot_be_read_is_empty(tmp_path: Path) -> None:
    assert disk.Disk(tmp_path / "nothing").look_up("a.csv").kind == "missing"


PIECES = st.sampled_from(["../", "./", "data", "/", "*", "x.csv", "\\", "a b", "..", "\x00", "ä"])


@settings(max_examples=200)
@given(st.one_of(st.lists(PIECES, max_size=6).map("".join), st.text(max_size=20)))
def test_no_name_leads_out(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    folder = tmp_path_factory.getbasetemp() / "names"
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "data" / "x.csv").write_text("x")
    found = find_files([*code(f"open({name!r})"), *text(f"![a]({name})")], folder)
    for path in found.files:
        assert ".." not in path.split("/") and not os.path.isabs(path)
        assert (folder / path).is_file()
    assert all(one.cell in (0, 1, 2) for one in found.findings)
