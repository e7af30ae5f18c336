"""`nox -s marks` of an example class, and the table of what a person gives."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from course.graded_class import change_result, fill, read_csv, write

from tools.example_class import CLASS, EXERCISES, NAME, make_class, run

LATE, WHY = (f"{NAME}: {title}" for title in EXERCISES.values())


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """The project with its class, made once: its notebooks are executed."""
    return make_class(tmp_path_factory.mktemp("class"))


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(made, tmp_path / "project")


def marks(project: Path) -> dict[str, dict[str, str]]:
    """Run the task and return the rows of marks.csv."""
    result = run(project, "marks")
    assert result.returncode == 0, result.stdout + result.stderr
    return read_csv(project / "marks" / "marks.csv")


def answer_again(project: Path, student: str, text: str) -> None:
    """Change the written answer of a student, as a resubmission does."""
    path = project / "graded" / NAME / student / f"{NAME}.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    (cell,) = (
        cell
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("grade_id") == "why"
    )
    cell["source"] = text
    path.write_text(json.dumps(notebook), "utf-8")


def test_every_student_has_a_row_and_every_sum_is_right(project: Path) -> None:
    run(project, "offer")
    fill(project, ada=("2", ""), ben=("0,5", ""), chiara=("0", ""))
    rows = marks(project)
    assert list(rows) == [student.id for student in CLASS]
    graded = [row for row in rows.values() if row[LATE]]
    assert len(graded) == 7
    for row in graded:
        points = [float(row[column] or 0) for column in (LATE, WHY)]
        assert float(row[f"{NAME}: so far"]) == sum(points)
        assert row[f"{NAME}: mark"] == (row[f"{NAME}: so far"] if row[WHY] else "")
    assert [rows[one][f"{NAME}: mark"] for one in ("ada", "ben", "chiara")] == ["5", "1.5", "0"]
    states = {one: rows[one][f"{NAME}: state"] for one in ("ada", "emma", "farid", "zoe")}
    assert states == {"ada": "done", "emma": "missing", "farid": "waiting", "zoe": "problem"}


def test_nobody_gets_a_zero_for_nothing_handed_in_or_not_graded(project: Path) -> None:
    (project / "graded" / NAME / "ben" / "result.json").unlink()
    rows = marks(project)
    assert rows["ben"][f"{NAME}: state"] == "not graded"
    for student in ("emma", "zoe", "ben"):
        empty = (LATE, WHY, f"{NAME}: so far", f"{NAME}: mark")
        assert not any(rows[student][column] for column in empty)
    assert "exit()" in rows["zoe"][f"{NAME}: remark"]
    assert "edited" in rows["hiro"][f"{NAME}: remark"]


def test_a_roster_that_came_late_is_said(project: Path) -> None:
    folder = project / "submitted" / "ada"
    assert not re.search("in submitted/", run(project, "marks").stdout, re.I)
    folder.rename(folder.with_name("anybody"))
    record = folder.with_name("anybody") / NAME / "collected.json"
    record.write_text(json.dumps({"name": CLASS[0].name}), "utf-8")
    assert re.search("in submitted/, anybody is ada", run(project, "marks").stdout, re.I)


def test_who_is_not_in_the_roster_is_there_too_and_without_one_everybody_is(project: Path) -> None:
    roster = project / "roster.csv"
    kept = [line for line in roster.read_text("utf-8").splitlines() if not line.startswith("ada")]
    roster.write_text("\n".join(kept), "utf-8")
    assert list(marks(project))[-1] == "ada"
    roster.unlink()
    assert {*marks(project)} == {one.id for one in CLASS} - {"emma"}


def test_without_a_roster_a_name_is_as_the_platform_told_it(project: Path) -> None:
    (project / "roster.csv").unlink()
    note = project / "submitted" / "ben" / NAME / "collected.json"
    note.write_text(json.dumps({**json.loads(note.read_text("utf-8")), "name": "Ben M."}), "utf-8")
    rows = marks(project)
    assert (rows["ben"]["name"], rows["ada"]["name"]) == ("Ben M.", "")


def test_after_a_rename_the_old_name_is_said(project: Path) -> None:
    (project / "source" / NAME / f"{NAME}.ipynb").rename(project / "source" / NAME / "week1.ipynb")
    (project / "source" / NAME).rename(project / "source" / "week1")
    result = run(project, "marks")
    assert result.returncode == 1 and f"there is work of {NAME}:" in result.stdout


def test_an_average_is_said_as_it_is(project: Path) -> None:
    run(project, "offer")
    fill(project, ada=("1.75", ""), ben=("0.5", ""))
    known = [float(mark) for row in marks(project).values() if (mark := row[f"{NAME}: mark"])]
    mean = sum(known) / len(known)
    assert f"on average {round(mean, 2):g} of 5 points" in run(project, "marks").stdout
    assert mean != round(mean, 1), "else no test"


def test_exercises_below_one_heading_are_named(project: Path) -> None:
    program = (
        "from grading.headings import find_shared; from grading.results import Exercise\n"
        "late, early = (Exercise(name, 'Late', 3, 0, 'program') for name in ('late', 'early'))\n"
        "why = Exercise('why', 'Late', 2, None, 'person')\n"
        "print(find_shared([late, why]), find_shared([late, why, early]))"
    )
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert result.stdout.strip() == "{} {'Late': ['late', 'early']}", result.stderr


def test_late_is_said_and_not_counted(project: Path) -> None:
    rows = marks(project)
    late = {student: row[f"{NAME}: late"] for student, row in rows.items() if row[f"{NAME}: late"]}
    assert late == {"farid": "1 day 9 hours"}
    assert rows["farid"][LATE] == "3"
    settings = project / "pyproject.toml"
    settings.write_text(settings.read_text("utf-8").replace("2026-11-16T23:59:00+01:00", '"soon"'))
    result = run(project, "marks")
    assert result.returncode == 1 and "Traceback" not in result.stderr
    assert "pyproject.toml" in result.stderr


def test_no_cell_is_a_formula_and_excel_reads_the_accents(project: Path) -> None:
    run(project, "offer")
    marks(project)
    for path in ("marks/marks.csv", f"marks/{NAME}.csv", "by_hand.csv"):
        content = (project / path).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf")
        cells = [
            cell for row in csv.reader(content.decode("utf-8-sig").splitlines()) for cell in row
        ]
        assert not [cell for cell in cells if re.match(r"[=+@\-\t\r]", cell)]
        assert any("=" in cell for cell in cells), "mallory's is there"


def test_the_page_needs_nothing_of_the_web_and_runs_nothing(project: Path) -> None:
    change_result(project, "zoe", lambda result: result.update(problem="<script>alert(1)</script>"))
    marks(project)
    soup = BeautifulSoup((project / "marks" / "marks.html").read_text("utf-8"), "html.parser")
    assert not soup(["script", "link", "img", "iframe"])
    assert "<script>" in soup.get_text()
    assert "default-src 'none'" in soup.find("meta", attrs={"http-equiv": True})["content"]
    rows = [[cell.get_text(" ", strip=True) for cell in row(["th", "td"])] for row in soup("tr")]
    assert [row[0].split()[-1] for row in rows[1:]] == [student.id for student in CLASS]
    assert rows[4][1:4] == ["", "", ""] and rows[4][4] == "missing"


def test_the_picture_counts_everybody_once_in_each_exercise(project: Path) -> None:
    marks(project)
    picture = ElementTree.parse(project / "marks" / f"{NAME}.svg")
    titles = [node.text for node in picture.iter("{http://www.w3.org/2000/svg}title")]
    for exercise in EXERCISES.values():
        pieces = [title for title in titles if title.startswith(f"{exercise}: ")]
        numbers = {re.search(r": ([a-z ]+), (\d+) of 9$", piece).groups() for piece in pieces}
        assert sum(int(number) for _, number in numbers) == 9
        assert {("problem", "1"), ("missing", "1")} <= numbers


def test_two_assignments_have_their_own_files_and_one_table(project: Path) -> None:
    for folder in ("source", "release"):
        shutil.copytree(project / folder / NAME, project / folder / "week2")
        notebook = project / folder / "week2" / f"{NAME}.ipynb"
        notebook.rename(notebook.with_name("week2.ipynb"))
    path = project / "graded" / "week2" / "ada" / "result.json"
    path.parent.mkdir(parents=True)
    result = json.loads((project / "graded" / NAME / "ada" / "result.json").read_text("utf-8"))
    path.write_text(json.dumps({**result, "assignment": "week2"}), "utf-8")
    rows = marks(project)
    assert rows["ada"]["week2: so far"] == "3"
    assert rows["ben"]["week2: state"] == "missing"
    run(project, "marks", "week2")
    assert f"{NAME}: mark" in read_csv(project / "marks" / "marks.csv")["ada"]
    assert f"{NAME}: mark" not in read_csv(project / "marks" / "week2.csv")["ada"]


def test_the_same_class_gives_the_same_files(project: Path) -> None:
    def contents() -> dict[str, bytes]:
        marks(project)
        return {path.name: path.read_bytes() for path in (project / "marks").iterdir()}

    assert contents() == contents()


def test_an_answer_is_offered_once_with_its_text(project: Path) -> None:
    run(project, "offer")
    first = (project / "by_hand.csv").read_bytes()
    rows = read_csv(project / "by_hand.csv")
    waiting = [one.id for one in CLASS if one.code is not None and not one.problem]
    assert list(rows) == waiting
    assert rows["ben"]["answer"] == "Because it is only one number."
    run(project, "offer")
    assert (project / "by_hand.csv").read_bytes() == first


def test_both_graders_offer_the_same(project: Path, tmp_path: Path) -> None:
    """Otter's notebooks have no names of cells: the answer is found below its heading."""
    other = make_class(tmp_path / "otter", "otter")
    for one in (project, other):
        run(one, "offer")
    ours, theirs = (read_csv(one / "by_hand.csv") for one in (project, other))
    assert ours == theirs


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_points_are_read_as_a_spreadsheet_saves_them(
    project: Path, encoding: str, delimiter: str
) -> None:
    run(project, "offer")
    rows = read_csv(project / "by_hand.csv")
    rows["ada"] |= {"points": "1,5", "comment": "Schön, à peu près"}
    write(project, dict(reversed(rows.items())), delimiter, encoding)
    row = marks(project)["ada"]
    assert (row[WHY], row[f"{NAME}: mark"]) == ("1.5", "4.5")
    assert "Schön, à peu près" in (project / "marks" / "marks.html").read_text("utf-8")


def test_nothing_that_a_teacher_typed_is_lost(project: Path) -> None:
    run(project, "offer")
    rows = read_csv(project / "by_hand.csv")
    rows["ben"] |= {"points": "1", "comment": "Why?\nSay more."}
    rows = {key: {"mine": f"note {key}", **row} for key, row in reversed(rows.items())}
    write(project, rows, ";")
    change_result(project, "zoe", lambda result: result.update(problem="", exercises=[new_why()]))
    run(project, "offer")
    after = read_csv(project / "by_hand.csv", ";")
    assert list(after) == [*rows, "zoe"], "the order stays, and the delimiter"
    assert all({**after[key]}.items() >= rows[key].items() for key in rows)


def new_why() -> dict:
    return {"name": "why", "title": EXERCISES["why"], "maximum": 2, "points": None, "by": "person"}


def test_nobody_is_marked_for_another_answer(project: Path) -> None:
    run(project, "offer")
    fill(project, ada=("2", "Well said."))
    assert marks(project)["ada"][WHY] == "2"
    answer_again(project, "ada", "A quite different text.")
    assert marks(project)["ada"][WHY] == "", "even before the row says so"
    run(project, "offer")
    rows = read_csv(project / "by_hand.csv")
    assert (rows["ada"]["points"], rows["ada"]["comment"]) == ("2", "Well said.")
    assert rows["ada"]["note"] and rows["ada"]["answer"] == "A quite different text."
    assert marks(project)["ada"][f"{NAME}: state"] == "waiting"
    run(project, "offer")
    assert read_csv(project / "by_hand.csv")["ada"]["note"], "until the teacher empties it"
    rows["ada"]["note"] = ""
    write(project, rows)
    assert marks(project)["ada"][WHY] == "2"


@pytest.mark.parametrize("points", ["3", "-1", "two", "nan", "1/2", "inf"])
def test_what_cannot_be_points_is_a_sentence_with_the_row(project: Path, points: str) -> None:
    run(project, "offer")
    fill(project, ben=(points, ""))
    result = run(project, "marks")
    assert result.returncode == 1 and "Traceback" not in result.stderr
    assert "by_hand.csv, row 3" in result.stderr and points in result.stderr
    assert not (project / "marks").exists()


def test_a_row_that_counts_for_nobody_or_twice_is_said(project: Path) -> None:
    run(project, "offer")
    rows = read_csv(project / "by_hand.csv")
    rows["typed"] = dict.fromkeys(rows["ada"], "")
    rows["typed"] |= {"assignment": NAME, "student": "bne", "exercise": "why", "points": "2"}
    write(project, rows)
    result = run(project, "marks")
    assert result.returncode == 0 and "row 9" in result.stdout and "bne" in result.stdout
    rows["typed"]["student"] = "ben"
    write(project, rows)
    result = run(project, "marks")
    assert result.returncode == 1 and "rows" not in result.stdout
    assert "row 9" in result.stderr and "row 3" in result.stderr


def test_a_program_s_points_stay_a_program_s_but_take_a_comment(project: Path) -> None:
    columns = "assignment,student,exercise,points,comment\n"
    path = project / "by_hand.csv"
    path.write_text(f"{columns}{NAME},ada,late,,Nice\n{NAME},ada,,,Good work\n", "utf-8")
    assert marks(project)["ada"][LATE] == "3"
    page = (project / "marks" / "marks.html").read_text("utf-8")
    assert "Nice" in page and "Good work" in page
    path.write_text(f"{columns}{NAME},ada,late,0,\n", "utf-8")
    result = run(project, "marks")
    assert result.returncode == 1 and "by_hand.csv, row 2" in result.stderr


def test_an_id_that_a_spreadsheet_made_a_number_is_still_known(project: Path) -> None:
    run(project, "offer")
    rows = read_csv(project / "by_hand.csv")
    rows["ada"] |= {"points": "2", "student": "42"}
    write(project, rows)
    assert marks(project)["ada"][WHY] == "2"


def test_a_table_without_its_columns_is_a_sentence(project: Path) -> None:
    (project / "by_hand.csv").write_text("who,points\nada,2\n", "utf-8")
    result = run(project, "marks")
    assert result.returncode == 1 and "Traceback" not in result.stderr
    assert "assignment" in result.stderr


def test_nothing_handed_in_is_a_sentence(project: Path) -> None:
    for folder in ("graded", "submitted"):
        shutil.rmtree(project / folder)
    result = run(project, "marks")
    assert result.returncode == 1 and "nox -s collect" in result.stdout


def test_a_newer_submission_has_no_old_mark(project: Path) -> None:
    """Nor has one that other tests have graded; its page is not made either."""
    run(project, "feedback")
    page = project / "feedback" / NAME / "ada.html"
    assert page.exists()
    path = project / "submitted" / "ada" / NAME / f"{NAME}.ipynb"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    change_result(project, "ada", lambda one: one.update(fingerprint={"submission": digest}))
    assert marks(project)["ada"][f"{NAME}: state"] != "not graded"
    path.write_bytes(path.read_bytes() + b"\n")
    row = marks(project)["ada"]
    assert row[f"{NAME}: state"] == "not graded"
    assert not any(row[column] for column in (LATE, WHY, f"{NAME}: so far", f"{NAME}: mark"))
    run(project, "feedback")
    assert not page.exists(), "with the old mark"
