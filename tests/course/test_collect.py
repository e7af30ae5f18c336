"""Submissions as learning platforms hand them out, and where they lie afterwards."""

from __future__ import annotations

import csv
import importlib
import io
import json
import os
import shutil
import stat
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from colab_starter.answers import every_combination
from colab_starter.project import write_notebooks

EVERY = every_combination()
DAY = (2026, 1, 2, 10, 0, 0)


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Path:
    """A project with two assignments, blank and titanic."""
    folder, other = tmp_path_factory.mktemp("course"), tmp_path_factory.mktemp("other")
    write_notebooks(EVERY["blank-cpu-assignment-nbgrader"], folder)
    write_notebooks(EVERY["titanic-cpu-assignment-nbgrader"], other)
    for kind in ("source", "release"):
        shutil.copytree(other / kind / "titanic", folder / kind / "titanic")
    return folder


@pytest.fixture
def project(course, tmp_path, monkeypatch) -> Path:
    """A copy of the course, in which `grading` can be imported and is run."""
    folder = tmp_path / "project"
    shutil.copytree(course, folder)
    monkeypatch.chdir(folder)
    monkeypatch.syspath_prepend(str(folder))
    loaded = [name for name in sys.modules if name.partition(".")[0] == "grading"]
    for name in loaded:
        monkeypatch.delitem(sys.modules, name)
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == "grading"]:
        del sys.modules[name]


@pytest.fixture
def collect(project, capsys):
    """`collect(path, ...)` returns the exit status and, for each file, whether it has a !."""

    def run(*paths, assignment=None, roster=None) -> SimpleNamespace:
        module = importlib.import_module("grading.collect")
        options = SimpleNamespace(
            paths=[str(path) for path in paths], assignment=assignment, roster=roster
        )
        status = module.main(options)
        printed = capsys.readouterr().out
        table, _, rest = printed.partition("\n\n")
        rows = [(line[0] == "!", line[2:]) for line in table.splitlines()]
        return SimpleNamespace(status=status, rows=rows, missing=rest, printed=printed)

    return run


def notebook(project: Path, name: str = "blank", answer: str = "") -> bytes:
    """Return the released notebook with something typed into its exercises."""
    node = json.loads((project / "release" / name / f"{name}.ipynb").read_text("utf-8"))
    for cell in node["cells"]:
        if cell["metadata"].get("nbgrader", {}).get("solution"):
            cell["source"] = [answer]
    return json.dumps(node).encode()


def pack(path: Path, entries: dict[str, bytes] | list[tuple[str, bytes, tuple]]) -> Path:
    """Write a zip; entries may have a time each."""
    if isinstance(entries, dict):
        entries = [(name, data, DAY) for name, data in entries.items()]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data, time in entries:
            archive.writestr(zipfile.ZipInfo(name, time), data)
    return path


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    """Write files below a folder."""
    for number, (name, data) in enumerate(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (1_700_000_000 + 60 * number,) * 2)
    return folder


def submitted(project: Path, name: str = "blank") -> dict[str, bytes]:
    """Return what lies where the grader looks: student to bytes."""
    paths = (project / "submitted").glob(f"*/{name}/{name}.ipynb")
    return {path.parts[-3]: path.read_bytes() for path in paths}


def record(project: Path, student: str, name: str = "blank") -> dict:
    path = project / "submitted" / student / name / "collected.json"
    return json.loads(path.read_text("utf-8"))


def earlier(project: Path, student: str, name: str = "blank") -> list[bytes]:
    folder = project / "submitted" / student / name / "earlier"
    return [path.read_bytes() for path in sorted(folder.glob("*.ipynb"))]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def write_roster(project: Path, *rows: tuple[str, ...], header="student,name,email") -> None:
    with (project / "roster.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header.split(","), *rows])


# What platforms hand out: names of files, without and with what one folder per makes of it.
LAYOUTS = {
    "moodle": {
        "Ada Lovelace_17_assignsubmission_file_/blank.ipynb": "ada_lovelace",
        "José García_18_assignsubmission_file_/Copy of blank.ipynb": "josé_garcía",
    },
    "moodle 4": {
        "Ada Lovelace_17_assignsubmission_file/blank.ipynb": "ada_lovelace",
        "李 小龙_18_assignsubmission_file/deep/folder/x.ipynb": "李_小龙",
    },
    "moodle flat": {
        "Ada Lovelace_17_assignsubmission_file_blank.ipynb": "ada_lovelace",
        "Bob Noyce_18_assignsubmission_file_blank_2_3_x.ipynb": "bob_noyce",
    },
    "canvas": {
        "lovelaceada_12345_67890_blank.ipynb": "lovelaceada",
        "noycebob_LATE_12346_67891_Copy of blank-1.ipynb": "noycebob",
    },
    "blackboard": {
        "week 1_ada1_attempt_2026-01-30-15-00-00_blank.ipynb": "ada1",
        "week 1_bob2_attempt_2026-01-30-16-00-00_blank.ipynb": "bob2",
    },
    "classroom": {
        "Ada Lovelace - blank.ipynb": "ada_lovelace",
        "Bob Noyce - Copy of blank.ipynb": "bob_noyce",
        "Eve Mc-Intosh - my own name.ipynb": "eve_mc-intosh",
    },
    "one folder per": {
        "ada/blank.ipynb": "ada",
        "bob/Kopie von blank (1).ipynb": "bob",
        "Lovelace, Ada/“blank.ipynb”的副本": "ada_lovelace",
    },
    "as here": {"ada/blank/blank.ipynb": "ada", "bob/blank/blank.ipynb": "bob"},
    "flat": {"ada.ipynb": "ada", "blank_bob.ipynb": "bob", "BLANK - Ян.ipynb": "ян"},
    "a zip for each": {"ada.zip/blank.ipynb": "ada", "bob.zip/x/blank.ipynb": "bob"},
}
KINDS = ["folder", "zip", "folder in a zip", "folder in a folder"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_whose_and_what_it_is(project, collect, tmp_path, layout: str, kind: str) -> None:
    files, expected = {}, {}
    for number, (name, student) in enumerate(LAYOUTS[layout].items()):
        data = notebook(project, answer=f"answer {number}")
        expected[student] = data
        outer, inner, rest = name.partition(".zip/")
        if inner:
            packed = pack(tmp_path / "inner.zip", {rest: data}).read_bytes()
            (tmp_path / "inner.zip").unlink()
        around = "" if " in a " not in kind else "Week 1 in May/"
        files[around + (f"{outer}.zip" if inner else name)] = packed if inner else data
    if kind.endswith("zip"):
        where = pack(tmp_path / "submissions.zip", files)
    else:
        where = lay(tmp_path / "downloaded", files)
    found = collect(where)
    assert found.status == 0, found.printed
    assert submitted(project) == expected
    assert len(found.rows) == len(expected)


def test_a_zip_of_drive_comes_in_several_parts(project, collect, tmp_path) -> None:
    for number, name in enumerate(["Ada A", "Bob B"], start=1):
        path = tmp_path / "d" / f"Week 1-20260105T101112Z-1-00{number}.zip"
        path.parent.mkdir(exist_ok=True)
        pack(path, {f"Week 1/{name} - blank.ipynb": notebook(project, answer=name)})
    assert collect(tmp_path / "d").status == 0
    assert set(submitted(project)) == {"ada_a", "bob_b"}


def test_zips_of_moodle_in_one_folder(project, collect, tmp_path) -> None:
    (tmp_path / "d").mkdir()
    for name in ("blank", "titanic"):
        entries = {
            f"{student}_{number}_assignsubmission_file_/x.ipynb": notebook(project, name, student)
            for number, student in enumerate(["Ada A", "Bob B"], start=1)
        }
        pack(tmp_path / "d" / f"CS-{name}.zip", entries)
    assert collect(tmp_path / "d").status == 0
    assert set(submitted(project)) == set(submitted(project, "titanic")) == {"ada_a", "bob_b"}


GRADESCOPE = """
submission_101:
  :submitters:
  - :name: Ada Lovelace
    :sid: s1
    :email: ada@example.edu
  :created_at: !ruby/object:ActiveSupport::TimeWithZone 2026-01-05 10:11:12.5 Z
submission_102:
  :submitters:
  - :name: Bob Noyce
    :sid: s2
    :email: bob@example.edu
  - :name: Eve Moore
    :sid: s3
    :email: eve@example.edu
  :created_at: 2026-01-06 10:11:12.000000000 Z
"""


def test_gradescope_with_a_group(project, collect, tmp_path) -> None:
    write_roster(
        project, ("s1", "", ""), ("s2", "", ""), ("x3", "", "eve@example.edu"), ("s4", "", "")
    )
    files = {
        "submission_metadata.yml": GRADESCOPE.encode(),
        "submission_101/blank.ipynb": notebook(project, answer="1"),
        "submission_102/blank.ipynb": notebook(project, answer="2"),
        # A student's own file says nothing of others.
        "submission_102/submission_metadata.yml": GRADESCOPE.replace("102", "101").encode(),
    }
    entries = {f"assignment_5_export/{name}": data for name, data in files.items()}
    found = collect(pack(tmp_path / "export.zip", entries))
    assert found.status == 0, found.printed
    assert set(submitted(project)) == {"s1", "s2", "x3"}
    assert record(project, "x3")["handed_in"] == "2026-01-06T10:11:12+00:00"
    assert len(found.rows) == 4
    assert found.missing.split()[-1] == "s4"


def test_the_same_student_in_two_spellings_of_unicode(project, collect, tmp_path) -> None:
    composed, apart = (unicodedata.normalize(form, "Zoë Ångström") for form in ("NFC", "NFD"))
    assert composed != apart
    old, new = notebook(project, answer="old"), notebook(project, answer="new")
    first = pack(tmp_path / "1.zip", [(f"{composed} - blank.ipynb", old, DAY)])
    second = pack(
        tmp_path / "2.zip", [(f"{apart.upper()} - blank.ipynb", new, (2026, 2, 1, 0, 0, 0))]
    )
    assert collect(first).status == collect(second).status == 0
    assert submitted(project) == {"zoë_ångström": new}
    assert earlier(project, "zoë_ångström") == [old]


def test_letters_that_windows_takes_for_one(project) -> None:
    module = importlib.import_module("grading.names")
    pairs = [("Strauß", "Strauss"), ("ΣΑΣ", "σασ"), ("ſam", "Sam"), ("Kelvin", "Kelvin")]
    for one, other in pairs:
        if module.tidy(one).lower() != module.tidy(other).lower():
            folders = {module.folder_of(name).upper() for name in (one, other)}
            assert len(folders) == 2, (one, other)


NAMES = st.text(min_size=1, max_size=80).filter(lambda text: text.strip())


@given(st.lists(NAMES, min_size=2, max_size=2))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_folder_is_safe_everywhere_and_belongs_to_one(project, names) -> None:
    module = importlib.import_module("grading.names")
    folders = [module.folder_of(name) for name in names]
    for folder in folders:
        assert (
            folder and len(folder.encode()) <= 255 and folder[-1] not in ". " and folder[0] != "."
        )
        assert not set(folder) & set('<>:"/\\|?*') and folder.isprintable()
        assert module.folder_of(folder) == folder or len(folder) > 8
    same = module.tidy(names[0]).lower() == module.tidy(names[1]).lower()
    assert (folders[0].casefold() == folders[1].casefold()) == same
    assert (folders[0].upper() == folders[1].upper()) == same


@pytest.mark.parametrize(
    "name", ["CON", "nul.txt", "Com1", "..", "a.", "x" * 300, "a/b", "-", "Strauß"]
)
def test_names_that_windows_refuses(project, name: str) -> None:
    module = importlib.import_module("grading.names")
    folder = module.folder_of(name)
    assert folder.partition(".")[0].lower() not in module.DEVICES
    assert folder.strip(". ") == folder and 0 < len(folder) < 60 and "/" not in folder


def test_the_newest_counts_and_nothing_is_lost(project, collect, tmp_path) -> None:
    first, second, third = (notebook(project, answer=text) for text in "abc")
    folder = "Ada_1_assignsubmission_file_/"
    day = pack(
        tmp_path / "1.zip",
        [(folder + "new.ipynb", second, (2026, 1, 3, 0, 0, 0)), (folder + "old.ipynb", first, DAY)],
    )
    found = collect(day)
    assert found.status == 0 and len(found.rows) == 2
    assert submitted(project) == {"ada": second} and earlier(project, "ada") == [first]
    before = tree(project / "submitted")
    assert collect(day).status == 0
    assert tree(project / "submitted") == before, "twice changes nothing"
    again = pack(tmp_path / "2.zip", [(folder + "new.ipynb", third, (2026, 1, 9, 0, 0, 0))])
    collect(again)
    collect(day)
    assert submitted(project) == {"ada": third}
    assert sorted(earlier(project, "ada")) == sorted([first, second])


def test_canvas_numbers_its_files(project, collect, tmp_path) -> None:
    old, new = notebook(project, answer="old"), notebook(project, answer="new")
    entries = {"adaa_LATE_7_901_blank-1.ipynb": new, "adaa_7_900_blank.ipynb": old}
    assert collect(pack(tmp_path / "1.zip", entries)).status == 0
    assert submitted(project) == {"adaa": new} and earlier(project, "adaa") == [old]
    assert record(project, "adaa")["late"] and record(project, "adaa")["handed_in"] == ""


def test_a_clock_that_runs_ahead_wins_nothing(project, collect, tmp_path) -> None:
    ahead, right = notebook(project, answer="ahead"), notebook(project, answer="right")
    own = pack(tmp_path / "own.zip", [("blank.ipynb", ahead, (2099, 1, 1, 0, 0, 0))]).read_bytes()
    folder = "Ada_1_assignsubmission_file_"
    collect(pack(tmp_path / "1.zip", [(f"{folder}/own.zip", own, DAY)]))
    assert submitted(project) == {"ada": ahead}
    later = (2026, 3, 1, 0, 0, 0)
    collect(pack(tmp_path / "2.zip", [(f"{folder}/blank.ipynb", right, later)]))
    assert submitted(project) == {"ada": right}


def test_two_of_the_same_time_need_a_person(project, collect, tmp_path) -> None:
    entries = {f"ada/{n}.ipynb": notebook(project, answer=str(n)) for n in range(2)}
    entries["bob/x.ipynb"] = notebook(project)
    found = collect(pack(tmp_path / "1.zip", entries))
    assert found.status == 1
    assert [person for person, _ in found.rows] == [True, True, False]
    assert len(earlier(project, "ada")) == 1
    before = tree(project / "submitted")
    collect(tmp_path / "1.zip")
    assert tree(project / "submitted") == before


def test_a_teachers_repair_stays_and_is_kept(project, collect, tmp_path) -> None:
    files = {"ada/blank.ipynb": notebook(project, answer="1"), "bob/blank.ipynb": notebook(project)}
    where = lay(tmp_path / "d", files)
    collect(where)
    mine = project / "submitted" / "ada" / "blank" / "blank.ipynb"
    repaired = notebook(project, answer="repaired")
    mine.write_bytes(repaired)
    assert collect(where).status == 0
    assert mine.read_bytes() == repaired
    newer = notebook(project, answer="2")
    (where / "ada" / "blank.ipynb").write_bytes(newer)
    collect(where)
    assert mine.read_bytes() == newer and repaired in earlier(project, "ada")


def test_when_it_was_handed_in_only_if_that_is_true(project, collect, tmp_path) -> None:
    def entry(name: str, minute: int) -> tuple:
        data = notebook(project, answer=name)
        return (
            f"{name}_1{len(name)}_assignsubmission_file_/x.ipynb",
            data,
            (2026, 1, 2, 10, minute, 0),
        )

    # Moodle packs while it sends: times that only grow are of that.
    collect(pack(tmp_path / "1.zip", [entry("Ada", 1), entry("Bobby", 2), entry("Eve", 3)]))
    assert record(project, "ada")["handed_in"] == ""
    collect(pack(tmp_path / "2.zip", [entry("Xa", 8), entry("Ybb", 2), entry("Zccc", 5)]))
    assert record(project, "xa")["handed_in"].startswith("2026-01-02T10:08:00")
    assert record(project, "xa")["handed_in"][-6] in "+-"
    collect(
        pack(tmp_path / "3.zip", {"b_u1_attempt_2026-01-30-15-00-00_x.ipynb": notebook(project)})
    )
    assert record(project, "u1")["handed_in"].startswith("2026-01-30T15:00:00")


OLD_FORMAT = json.dumps({"nbformat": 3, "metadata": {}, "worksheets": [{"cells": []}]}).encode()
WRONG = {
    "blank.py": b"print(1)\n",
    "empty.ipynb": b"",
    "page.ipynb": b"\n<!DOCTYPE html><html>Sign in</html>",
    "cut.ipynb": b'{"cells": [{"cell_ty',
    "deep.ipynb": b"[" * 100_000,
    "old.ipynb": OLD_FORMAT,
    "list.ipynb": b"[1, 2]",
    "cells.ipynb": b'{"cells": [1], "metadata": {}, "nbformat": 4}',
    "none.ipynb": b'{"cells": [], "metadata": {}, "nbformat": 4}',
    "latin.ipynb": '{"cells": "é"}'.encode("latin-1"),
    "scan.pdf": b"%PDF-1.7",
    "text.docx": b"PK\x03\x04",
    "bad.zip": b"PK\x03\x04 no",
    "empty.zip": b"PK\x05\x06" + bytes(18),
    "link.html": b"<html>https://colab.research.google.com/drive/1</html>",
}


@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_file_needs_a_person_and_is_not_graded(project, collect, tmp_path, wrong) -> None:
    good = notebook(project)
    files = {f"ada/{wrong}": WRONG[wrong], "bob/blank.ipynb": good}
    write_roster(project, ("ada", "", ""), ("bob", "", ""), ("eve", "", ""))
    found = collect(lay(tmp_path / "d", files), assignment="blank")
    assert found.status == 1
    assert [person for person, _ in found.rows] == [True, False]
    assert submitted(project) == {"bob": good}
    assert record(project, "ada")["problem"], "handed in, so not missing"
    assert found.missing.split("missing")[-1].split() == ["eve"]
    later = notebook(project, answer="now right")
    collect(lay(tmp_path / "e", {"ada/blank.ipynb": later, "bob/blank.ipynb": good}))
    assert submitted(project) == {"ada": later, "bob": good}


def test_what_lies_beside_a_notebook_needs_nobody(project, collect, tmp_path) -> None:
    extras = {
        "a/.DS_Store": b"",
        "a/plot.png": b"\x89PNG",
        "a/blank.py": b"",
        "__MACOSX/a/._blank.ipynb": b"\0",
        "a/.ipynb_checkpoints/blank-checkpoint.ipynb": notebook(project, answer="old"),
    }
    files = {
        "a/blank.ipynb": notebook(project),
        **extras,
        "b/blank.ipynb": notebook(project, answer="b"),
    }
    found = collect(lay(tmp_path / "d", files))
    assert found.status == 0, found.printed
    assert len(found.rows) == len(files)
    assert set(submitted(project)) == {"a", "b"}


def test_the_content_tells_the_assignment(project, collect, tmp_path) -> None:
    blank, titanic = notebook(project), notebook(project, "titanic")
    toolbox = (project / "notebooks" / "colab_toolbox.ipynb").read_bytes()
    pasted = json.loads(titanic)
    for cell in pasted["cells"]:  # copied cell by cell into a new notebook
        cell["metadata"] = {}
        cell.pop("id", None)
    pasted = json.dumps(pasted).encode()
    translated = json.loads(titanic)  # by a browser; Colab keeps ids in the metadata
    for cell in translated["cells"]:
        cell["metadata"] = {"id": cell.pop("id")}
        cell["source"] = "# ".join(["", *cell["source"]])
    translated = json.dumps(translated).encode()
    renamed = {
        "ada/titanic.ipynb": blank,
        "bob/blank.ipynb": titanic,
        "eve/blank.ipynb": toolbox,
        "dan/Untitled3.ipynb": pasted,
        "fay/blank.ipynb": translated,
    }
    found = collect(lay(tmp_path / "d", renamed))
    assert found.status == 1
    assert [person for person, _ in found.rows] == [False, False, False, True, False]
    assert submitted(project) == {"ada": blank}
    assert submitted(project, "titanic") == {"bob": titanic, "dan": pasted, "fay": translated}


def test_a_notebook_of_two_assignments_needs_a_person(project, collect, tmp_path) -> None:
    both = json.loads(notebook(project))
    both["cells"] += json.loads(notebook(project, "titanic"))["cells"]
    files = {"ada/x.ipynb": json.dumps(both).encode(), "bob/x.ipynb": notebook(project)}
    found = collect(lay(tmp_path / "d", files))
    assert [person for person, _ in found.rows] == [True, False]
    assert set(submitted(project)) == {"bob"}


def test_the_teacher_tells_the_assignment(project, collect, tmp_path) -> None:
    own = json.loads(notebook(project))
    own["cells"] = [
        {"cell_type": "code", "metadata": {}, "source": "def count(): pass", "outputs": []}
    ]
    files = {
        "ada/x.ipynb": notebook(project),
        "bob/x.ipynb": notebook(project, "titanic"),
        "eve/x.ipynb": json.dumps(own).encode(),
    }
    found = collect(lay(tmp_path / "d", files), assignment="blank")
    assert found.status == 1
    assert [person for person, _ in found.rows] == [False, True, True]
    assert set(submitted(project)) == {"ada", "eve"}
    assert submitted(project, "titanic") == {}


def test_an_assignment_that_was_copied(project, collect, tmp_path) -> None:
    for kind in ("source", "release"):
        (project / kind / "again").mkdir()
        shutil.copy(project / kind / "blank/blank.ipynb", project / kind / "again/again.ipynb")
    data = notebook(project)
    files = {"ada/again.ipynb": data, "bob/Copy of blank.ipynb": data, "eve/homework.ipynb": data}
    found = collect(lay(tmp_path / "d", files))
    assert [person for person, _ in found.rows] == [False, False, True]
    assert submitted(project, "again") == {"ada": data} and submitted(project) == {"bob": data}


ROSTERS = {
    "ours": "student,name,email\ns1,Ada Lovelace,ada@x.edu\ns2,José García Müller,jose@x.edu\ns3,Łuk Øst,\n",
    "ours, with semicolons": "\ufeffstudent;name\r\ns1;Ada Lovelace\r\ns2;José García Müller\r\ns3;Łuk Øst\r\n",
    "moodle": "First name,Surname,ID number,Email address\nAda,Lovelace,s1,a@x.edu\n"
    "José,García Müller,s2,b@x.edu\nŁuk,Øst,s3,c@x.edu\n",
    "canvas": 'Student,ID,SIS User ID,SIS Login ID,Section\n"    Points Possible",,,,\n'
    '"Lovelace, Ada",71,9,s1,A\n"García Müller, José",72,8,s2,A\n"Øst, Łuk",73,7,s3,A\n',
}


@pytest.mark.parametrize("kind", ROSTERS)
@pytest.mark.parametrize(
    "file",
    [
        "garcía müller jose - blank.ipynb",
        "Jose Garcia Muller_9_assignsubmission_file_/x.ipynb",
        "JOSE GARCIA MUELLER/blank.ipynb",
        "garcíamüllerjosé_72_500_blank.ipynb",
        "blank_s2.ipynb",
        "blank-García_Müller-José-final.ipynb",
        "S2/anything.ipynb",
    ],
)
def test_a_name_finds_its_student(project, collect, tmp_path, kind, file) -> None:
    (project / "roster.csv").write_text(ROSTERS[kind], encoding="utf-8")
    files = {file: notebook(project, answer="1"), "s1/blank.ipynb": notebook(project, answer="2")}
    found = collect(lay(tmp_path / "d", files))
    assert found.status == 0, found.printed
    assert set(submitted(project)) == {"s1", "s2"}
    assert found.missing.split("missing")[-1].split() == ["s3"]


def test_who_is_not_in_the_roster_is_said_and_kept(project, collect, tmp_path) -> None:
    write_roster(project, ("s1", "Wei Zhang", ""), ("s2", "Zhang Wei", ""), ("wei_li", "Ada B", ""))
    files = {
        "Wei Zhang - blank.ipynb": notebook(project, answer="1"),
        "Mallory - blank.ipynb": notebook(project, answer="2"),
        "Ada B - blank.ipynb": notebook(project, answer="3"),
        "Copy of blank.ipynb": notebook(project, answer="4"),
    }
    found = collect(lay(tmp_path / "d", files))
    assert found.status == 1
    assert [person for person, _ in found.rows] == [False, True, True, True]
    assert set(submitted(project)) == {"wei_zhang", "mallory", "wei_li"}


def test_a_roster_that_comes_late_renames_and_nothing_is_lost(project, collect, tmp_path) -> None:
    """Also what was graded by then: points of a person go along, the rest is graded anew."""
    files = {
        "Ada Lovelace_17_assignsubmission_file_/blank.ipynb": notebook(project, answer="ada"),
        "Bob Noyce_18_assignsubmission_file_/blank.ipynb": notebook(project, answer="bob"),
        "Zoe Nobody_19_assignsubmission_file_/blank.ipynb": notebook(project, answer="zoe"),
    }
    zipped = pack(tmp_path / "1.zip", files)
    assert collect(zipped).status == 0
    by_hand, results = map(importlib.import_module, ("grading.by_hand", "grading.results"))
    waits = results.Exercise("why", "Why", 2, None, "person")
    graded = [results.Result(name, "blank", [waits]) for name in ("ada_lovelace", "bob_noyce")]
    for one in graded:
        results.write_result(one)
    by_hand.offer(graded)
    table = by_hand.read().table
    table.rows[0]["points"] = "1.5"
    table.rows.append({"assignment": "blank", "student": "ada_lovelace", "comment": "Well done."})
    by_hand.write_table(by_hand.BY_HAND, table)

    write_roster(project, ("0042", "Lovelace, Ada", ""), ("s2", "Bob Noyce", ""))
    found = collect(zipped)
    assert found.status == 1, "one is in no roster"
    expected = {"0042": "ada", "s2": "bob", "zoe_nobody": "zoe"}
    assert submitted(project) == {
        student: notebook(project, answer=answer) for student, answer in expected.items()
    }
    assert not list(project.glob("graded/*/*/*"))
    ada, bob = (results.Result(name, "blank", [waits]) for name in ("0042", "s2"))
    for one in (ada, bob):
        results.write_result(one)
    by_hand.offer([ada, bob])
    assert len(by_hand.read().table.rows) == 3, "the same rows"
    given = by_hand.read_all("blank", by_hand.read())
    assert [(one.exercises[0].points, one.comment) for one in given] == [
        (1.5, "Well done."),
        (None, ""),
    ]
    before = tree(project / "submitted")
    assert collect(zipped).status == 1 and tree(project / "submitted") == before


def test_two_folders_of_one_student_need_a_person(project, collect, tmp_path) -> None:
    first = pack(tmp_path / "1.zip", {"Ada L_17_assignsubmission_file_/x.ipynb": notebook(project)})
    collect(first)
    write_roster(project, ("s1", "Ada L", ""))
    (project / "submitted" / "s1").mkdir()
    before = tree(project / "submitted" / "ada_l")
    assert collect(lay(tmp_path / "d", {"s1/blank.ipynb": notebook(project)})).status == 1
    assert tree(project / "submitted" / "ada_l") == before


def test_two_students_of_one_name_are_two(project, collect, tmp_path) -> None:
    one, two = notebook(project, answer="1"), notebook(project, answer="2")
    entries = {"zhangwei_71_500_x.ipynb": one, "zhangwei_72_501_x.ipynb": two}
    first = collect(pack(tmp_path / "1.zip", dict(list(entries.items())[1:])))
    assert first.status == 0 and submitted(project) == {"zhangwei": two}
    both = collect(pack(tmp_path / "2.zip", entries))
    assert both.status == 1
    assert submitted(project) == {"zhangwei": two, "zhangwei-71": one}
    other = {"zhangwei_71_502_x.ipynb": notebook(project, "titanic")}
    collect(pack(tmp_path / "3.zip", other))
    assert set(submitted(project, "titanic")) == {"zhangwei-71"}


def test_a_student_cannot_hand_in_for_another(project, collect, tmp_path) -> None:
    bob, forged = notebook(project, answer="bob"), notebook(project, answer="forged")
    inner = pack(
        tmp_path / "inner.zip",
        [
            ("Bob_2_assignsubmission_file_/blank.ipynb", forged, (2030, 1, 1, 0, 0, 0)),
            ("../../Bob_2_assignsubmission_file_/blank.ipynb", forged, (2030, 1, 1, 0, 0, 0)),
            # Times that do not grow, as if the platform told them.
            ("submission_metadata.yml", GRADESCOPE.encode(), DAY),
        ],
    ).read_bytes()
    (tmp_path / "inner.zip").unlink()
    entries = {
        "Bob_2_assignsubmission_file_/blank.ipynb": bob,
        "Eve_3_assignsubmission_file_/work.zip": inner,
        "Eve_3_assignsubmission_file_/Bob - blank.ipynb": b"",
    }
    found = collect(pack(tmp_path / "1.zip", entries))
    assert len(found.rows) == 5
    assert submitted(project) == {"bob": bob, "eve": forged}
    assert record(project, "eve")["handed_in"] == "", "the time of an own zip is nobody's word"
    shutil.rmtree(project / "submitted")
    again = notebook(project, answer="forged again")
    folder = {"bob/blank.ipynb": bob, "eve/Bob_2_assignsubmission_file_/x.ipynb": again}
    collect(lay(tmp_path / "d", folder))
    assert submitted(project) == {"bob": bob, "eve": again}


def test_folders_of_several_students_are_not_guessed(project, collect, tmp_path) -> None:
    files = {
        f"{week}/{name} - x.ipynb": notebook(project, answer=week + name)
        for week in ("week 1", "week 2")
        for name in ("Ada", "Bob")
    }
    found = collect(lay(tmp_path / "d", files))
    assert found.status == 1 and all(person for person, _ in found.rows)
    assert submitted(project) == {}
    assert collect(tmp_path / "d" / "week 1").status == 0
    assert set(submitted(project)) == {"ada", "bob"}


def test_what_leads_elsewhere_is_refused(project, collect, tmp_path) -> None:
    data = notebook(project)
    link = zipfile.ZipInfo("eve/blank.ipynb", DAY)
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    path = pack(tmp_path / "1.zip", {"ada/blank.ipynb": data})
    with zipfile.ZipFile(path, "a") as archive:
        for name in (
            "../../evil/blank.ipynb",
            "/etc/x/blank.ipynb",
            "C:/x/blank.ipynb",
            "a/..\\b/x.ipynb",
        ):
            archive.writestr(zipfile.ZipInfo(name, DAY), data)
        archive.writestr(link, "/etc/passwd")
    found = collect(path)
    assert [person for person, _ in found.rows] == [False, True, True, True, True, True]
    assert set(submitted(project)) == {"ada"}
    assert not list(tmp_path.rglob("evil*")) and "eve" not in submitted(project)

    where = lay(tmp_path / "d", {"ada/blank.ipynb": data, "bob/blank.ipynb": data})
    (where / "eve").symlink_to(where / "bob", target_is_directory=True)
    (where / "ada" / "link.ipynb").symlink_to(where / "bob" / "blank.ipynb")
    found = collect(where)
    assert [person for person, _ in found.rows] == [False, True, False, True]
    assert set(submitted(project)) == {"ada", "bob"}


def test_bombs_cost_one_line(project, collect, tmp_path, monkeypatch) -> None:
    module = importlib.import_module("grading.incoming")
    monkeypatch.setattr(module, "LARGEST", 2**20)
    monkeypatch.setattr(module, "LARGEST_INNER", 2**21)
    monkeypatch.setattr(module, "MOST_INNER", 20)

    def packed(entries: dict[str, bytes]) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in entries.items():
                archive.writestr(name, data)
        return stream.getvalue()

    nested = packed({"blank.ipynb": notebook(project)})
    for _ in range(4):
        nested = packed({"more.zip": nested})
    entries = {
        "ada/blank.ipynb": notebook(project),
        "large/blank.ipynb": b" " * (2**20 + 1),
        "inner/x.zip": packed({f"{n}.ipynb": b" " * 2**20 for n in range(3)}),
        "many/x.zip": packed({f"{n}.ipynb": b"" for n in range(21)}),
        "nested/x.zip": nested,
    }
    (tmp_path / "1.zip").write_bytes(packed(entries))
    found = collect(tmp_path / "1.zip")
    assert [person for person, _ in found.rows] == [False, True, True, True, True]
    assert set(submitted(project)) == {"ada"}


def test_an_entry_that_lies_about_its_size_or_is_locked(project, collect, tmp_path) -> None:
    data = notebook(project)
    path = pack(tmp_path / "1.zip", {"ada/blank.ipynb": data, "bob/blank.ipynb": data})
    raw = bytearray(path.read_bytes())
    central = raw.rindex(b"PK\x01\x02")
    raw[central + 8] |= 1  # bob's needs a password
    path.write_bytes(raw)
    found = collect(path)
    assert [person for person, _ in found.rows] == [False, True]
    assert set(submitted(project)) == {"ada"}


def test_utf_8_that_is_not_said_to_be(project, collect, tmp_path) -> None:
    path = pack(tmp_path / "1.zip", {"Zoë - blank.ipynb": notebook(project)})
    raw = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        where = raw.index(mark) + at
        raw[where : where + 2] = b"\0\0"
    path.write_bytes(raw)
    assert collect(path).status == 0
    assert set(submitted(project)) == {"zoë"}


def test_a_sentence_for_a_wrong_call(project, collect, tmp_path) -> None:
    (tmp_path / "r.csv").write_text("a,b\n,\n")
    (tmp_path / "twice.csv").write_text("student,name\nS1,Ada\ns1,Bob\n")
    (tmp_path / "d").mkdir()
    calls = [
        ([tmp_path / "nothing.zip"], {}),
        ([tmp_path / "d"], {"assignment": "nothing"}),
        ([tmp_path / "d"], {"roster": tmp_path / "nothing.csv"}),
        ([tmp_path / "d"], {"roster": tmp_path / "r.csv"}),
        ([tmp_path / "d"], {"roster": tmp_path / "twice.csv"}),
        ([project], {}),
        ([project / "submitted" / "ada"], {}),
    ]
    for paths, options in calls:
        with pytest.raises(SystemExit) as stopped:
            collect(*paths, **options)
        assert isinstance(stopped.value.code, str) and "\n" not in stopped.value.code
    assert not (project / "submitted").exists()


def test_nothing_half_written_after_a_kill(project, collect, tmp_path, monkeypatch) -> None:
    old, new = notebook(project, answer="old"), notebook(project, answer="new")
    collect(pack(tmp_path / "1.zip", [("Ada - blank.ipynb", old, DAY)]))
    path = pack(tmp_path / "2.zip", [("Ada - blank.ipynb", new, (2026, 5, 1, 0, 0, 0))])
    module = importlib.import_module("grading.keep")
    replace, calls = Path.replace, []
    for stop in range(1, 6):

        def killed(self, target, stop=stop):
            calls.append(target)
            if len(calls) == stop:
                raise KeyboardInterrupt
            return replace(self, target)

        calls.clear()
        monkeypatch.setattr(module.Path, "replace", killed)
        try:
            collect(path)
        except KeyboardInterrupt:
            pass
        monkeypatch.setattr(module.Path, "replace", replace)
        assert submitted(project)["ada"] in (old, new)
        if submitted(project)["ada"] == new:
            assert earlier(project, "ada") == [old]
    collect(path)
    assert submitted(project) == {"ada": new} and earlier(project, "ada") == [old]
    assert record(project, "ada")["from"].startswith(path.as_posix())


PEOPLE = [
    "Ada Lovelace",
    "ada",
    "李 小龙",
    "Zoë Ångström",
    "Zoe\u0308 A\u030angström",
    "Bob (the) Builder",
]
FORMS = [
    "{who}_1{n}_assignsubmission_file_/{copy}blank.ipynb",
    "{who} - {copy}blank.ipynb",
    "{who}/{copy}blank.ipynb",
    "{who}/{copy}work{n}.ipynb",
    "{who}/blank.py",
    "{copy}blank ({n}).ipynb",
    "{who}.zip",
    "notes{n}.txt",
]
FILES = st.lists(
    st.tuples(
        st.sampled_from(FORMS),
        st.sampled_from(PEOPLE),
        st.sampled_from(["", "Copy of ", "Kopie von "]),
        st.sampled_from(["a", "b", "c", "other", "broken", "empty"]),
        st.integers(1, 9),
    ),
    min_size=1,
    max_size=8,
)


@given(FILES, st.booleans())
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_as_many_lines_as_files_and_nothing_is_lost(
    project, collect, tmp_path, files, zipped
) -> None:
    shutil.rmtree(project / "submitted", ignore_errors=True)
    shutil.rmtree(tmp_path / "d", ignore_errors=True)
    contents = {"broken": b"{", "empty": b"", "other": notebook(project, "titanic")}
    entries: dict[str, tuple[bytes, tuple]] = {}
    for n, (form, who, copy, what, minute) in enumerate(files):
        data = contents.get(what) or (b"" if what == "empty" else notebook(project, answer=what))
        name = form.format(who=who, copy=copy, n=n)
        if name.endswith(".zip"):
            stream = io.BytesIO()
            with zipfile.ZipFile(stream, "w") as archive:
                archive.writestr(zipfile.ZipInfo("blank.ipynb", DAY), data)
            data = stream.getvalue()
        entries[name] = (data, (2026, 1, 2, 10, minute, 0))
    (tmp_path / "d").mkdir()
    if zipped:
        where = pack(tmp_path / "d" / "all.zip", [(k, *v) for k, v in entries.items()])
    else:
        where = lay(tmp_path / "d", {name: data for name, (data, _) in entries.items()})
    handed_out = tree(tmp_path / "d")
    module = importlib.import_module("grading.incoming")
    module.open_path.cache_clear()

    first = collect(where)
    kept = tree(project / "submitted") if (project / "submitted").exists() else {}
    assert len(first.rows) == len(entries), first.printed
    assert first.status == any(person for person, _ in first.rows)
    assert tree(tmp_path / "d") == handed_out, "what was handed out is only read"
    # Whoever has no ! lies there: counted, or aside.
    recognised = {notebook(project, answer=text) for text in "abc"} | {notebook(project, "titanic")}
    for (person, _), name in zip(first.rows, names_in_order(entries, zipped)):
        data = entries[name][0]
        if not person and data in recognised and not name.endswith(".py"):
            assert data in kept.values()
    again = collect(where)
    assert len(again.rows) == len(first.rows)
    assert (tree(project / "submitted") if kept else {}) == kept, "twice changes nothing"


def names_in_order(entries: dict, zipped: bool) -> list[str]:
    """Return the entries as they are listed: a folder's by name."""
    return list(entries) if zipped else sorted(entries, key=lambda name: name.split("/"))


def test_as_a_teacher_calls_it(project, tmp_path) -> None:
    """Also: nothing of a submission is executed, and the console's encoding does not matter."""
    bad = json.loads(notebook(project, answer="open('executed', 'w')"))
    bad["metadata"]["x"] = "\x1b[31m"
    where = lay(
        tmp_path / "d", {"李/blank.ipynb": json.dumps(bad).encode(), "Copy of blank.ipynb": b""}
    )
    result = subprocess.run(
        [sys.executable, "-m", "grading", "collect", str(where)],
        cwd=project,
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 1 and not result.stderr, result.stderr
    assert set(submitted(project)) == {"李"}
    assert not list(project.rglob("executed"))
