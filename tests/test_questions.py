"""A question gives a reason for every answer, and its table is refused where it is not whole."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import COMBINATIONS, made

from colab_starter import lessons
from colab_starter.answers import Answers
from colab_starter.lessons import read_lessons
from colab_starter.questions import Question, make_question
from colab_starter.sections import LessonError, choose_questions, read_cells

CHOICE = """[[questions]]
name = "windows"
ask = "How many answers do 16 windows give at *one* place?"

[[questions.answers]]
answer = "16"
right = true
reason = "RIGHT-REASON"

[[questions.answers]]
answer = "16 x 25, a_b"
misconception = "MIXED-UP"
reason = "WRONG-REASON"
"""
SECOND = CHOICE[CHOICE.rindex("[[questions.answers]]") :]
NUMBER = """[[questions]]
name = "numbers"
ask = "How many numbers?"
otherwise = "OTHER-REASON"

[[questions.answers]]
answer = 400
right = true
reason = "RIGHT-REASON"

[[questions.answers]]
answer = 25
misconception = "MIXED-UP"
reason = "WRONG-REASON"
"""
FIELD = re.compile(r"^my_answer = (?P<value>.+?)  # @param (?P<choices>.+)$", re.MULTILINE)


def answers(name: str = "keras-cpu") -> Answers:
    return COMBINATIONS[name]


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch):
    """`lesson(table, ...)` returns the cells of a lesson that asks these questions."""

    def read(table: str, *names: str, combination: str = "keras-cpu", section: str = ""):
        frame = tmp_path / "frame"
        frame.mkdir(exist_ok=True)
        around = lessons.ROOT / "template" / "frame" / "question.jinja"
        (frame / around.name).write_text(around.read_text("utf-8"))
        folder = tmp_path / "sample"
        folder.mkdir(exist_ok=True)
        (folder / "lesson.toml").write_text('about = "A sample"')
        (folder / "questions.toml").write_text(table)
        cells = "\n".join(f'# %% question="{name}"\n' for name in names)
        (folder / "10_ask.py").write_text(section + cells + "\n# %%\nafter = 1\n")
        monkeypatch.setattr(lessons, "TEMPLATE", tmp_path)
        return read_cells("sample", answers(combination))

    return read


def run(source: str, value: object | None = None) -> tuple[str, dict[str, object]]:
    """Run a form as a person does who puts `value` into its field; return what it says and binds."""
    if value is not None:
        field = FIELD.search(source)
        source = source.replace(f"my_answer = {field['value']}  #", f"my_answer = {value!r}  #")
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()) as said:
        exec(compile(source, "question", "exec"), names)
    return said.getvalue(), {key: one for key, one in names.items() if key != "__builtins__"}


def test_a_question_is_a_text_and_a_folded_field_that_begins_at_choose(lesson) -> None:
    text, form, after = lesson(CHOICE, "windows")
    assert text.cell_type == "markdown" and "*one* place" in text.source
    assert text.source.endswith("- 16 x 25, a\\_b\n- 16")
    assert form.metadata["cellView"] == "form" and form.source.startswith("# @title ")
    field = FIELD.search(form.source)
    assert ast.literal_eval(field["value"]) == "choose"
    assert json.loads(field["choices"]) == ["choose", "16 x 25, a_b", "16"]
    assert after.source == "after = 1"


def test_each_choice_gives_its_reason_and_leaves_no_name(lesson) -> None:
    _, form, _ = lesson(CHOICE, "windows")
    untouched, right, wrong = (run(form.source, one) for one in (None, "16", "16 x 25, a_b"))
    assert "RIGHT-REASON" in right[0] and "MIXED-UP" not in right[0]
    assert "WRONG-REASON" in wrong[0] and "MIXED-UP" in wrong[0]
    assert untouched[0] and "REASON" not in untouched[0]
    assert run(form.source, "mistyped")[0] == untouched[0]
    assert [names for _, names in (untouched, right, wrong)] == [{}, {}, {}]


def test_a_typed_number_is_answered_and_so_is_any_other(lesson) -> None:
    text, form, _ = lesson(NUMBER, "numbers")
    assert "400" not in text.source
    said = {value: run(form.source, value)[0] for value in (400, 400.0, 25, 7, 0)}
    assert "RIGHT-REASON" in said[400] == said[400.0]
    assert "WRONG-REASON" in said[25] and "MIXED-UP" in said[25]
    assert "OTHER-REASON" in said[7]
    assert said[0] and "REASON" not in said[0]
    assert run(form.source)[0] == said[0]


texts = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1).filter(
    lambda text: text.strip() and not set('[]{}\\"') & set(text)
)


@given(texts, texts, texts, texts)
def test_any_text_of_a_table_reaches_the_reader_as_it_stands(one, two, reason, mixed_up) -> None:
    from colab_starter.sections import ask, mark_place, parse

    if one == two or "choose" in (one, two):
        return
    table = {
        "name": "q",
        "ask": "What?",
        "answers": [
            {"answer": one, "right": True, "reason": reason},
            {"answer": two, "misconception": mixed_up, "reason": reason},
        ],
    }
    (cell,) = parse('# %% question="q"\n')
    context = {"questions": {"q": make_question(table)}}
    _, form = ask("q", mark_place(cell, "here"), answers(), context)
    said, _ = run(form.source, two)
    assert "".join(said.split()).endswith("".join(reason.split()))
    assert "".join(mixed_up.split()) in "".join(said.split())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("right = true\n", ""), "'windows': 0 answers have right = true"),
        (('misconception = "MIXED-UP"', "right = true"), "'windows': 2 answers have right = true"),
        (('reason = "WRONG-REASON"\n', ""), "answer '16 x 25, a_b' has no reason"),
        (
            ('misconception = "MIXED-UP"\n', ""),
            "'16 x 25, a_b' is wrong, so it needs misconception",
        ),
        (("right = true", 'right = true\nmisconception = "x"'), "'16' is right, so it has no"),
        (('"16 x 25, a_b"', '"16"'), "answer '16' stands there twice"),
        (('"16 x 25, a_b"', '"[16]"'), "leave out brackets"),
        (('"16 x 25, a_b"', '"choose"'), "stands in the field before anybody answers"),
        (('"16 x 25, a_b"', "25"), "all be texts, or all numbers"),
        (('ask = "How', 'asks = "How'), "asks is unknown"),
        (('name = "windows"\n', ""), "it has no name"),
        (("[[questions]]", "[[question]]"), "each question begins with the line"),
        ((SECOND, ""), "it needs two answers or more"),
        (('"RIGHT-REASON"', '"RIGHT'), "questions.toml"),
        (('reason = "RIGHT-REASON"', "reason = 1"), "reason = 1, which is no text"),
    ],
)
def test_a_table_that_is_not_whole_is_refused_with_its_file(lesson, change, said: str) -> None:
    with pytest.raises(LessonError, match="sample/questions.toml") as refused:
        lesson(CHOICE.replace(*change), "windows")
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('otherwise = "OTHER-REASON"\n', ""), "it needs otherwise"),
        (("answer = 25", "answer = 0"), "0 stands in the field before anybody answers"),
        (("answer = 25", "answer = 400.0"), "answer 400 stands there twice"),
    ],
)
def test_a_table_of_numbers_is_refused_in_the_same_way(lesson, change, said: str) -> None:
    with pytest.raises(LessonError) as refused:
        lesson(NUMBER.replace(*change), "numbers")
    assert said in str(refused.value)


def test_a_question_with_one_name_twice_is_refused(lesson) -> None:
    with pytest.raises(LessonError, match="two questions are called 'windows'"):
        lesson(CHOICE + CHOICE, "windows")


def test_a_section_that_names_no_question_is_told_which_there_are(lesson) -> None:
    with pytest.raises(LessonError, match="10_ask.py, cell 1: .*'other'.* which has windows"):
        lesson(CHOICE, "other")
    with pytest.raises(LessonError, match="must be empty"):
        lesson(CHOICE, section='# %% question="windows"\nx = 1\n\n')


def test_a_table_for_an_answer_counts_only_with_it(lesson, tmp_path: Path) -> None:
    lesson(CHOICE, "windows")
    (tmp_path / "sample" / "questions.pytorch.toml").write_text(NUMBER)
    assert set(choose_questions("sample", answers("keras-cpu"))) == {"windows"}
    assert set(choose_questions("sample", answers("pytorch-cpu"))) == {"windows", "numbers"}


ASKED = {
    source: f"{combination}/{path}"
    for combination in COMBINATIONS
    for path, text in made(combination).items()
    if path.endswith(".ipynb")
    for source in ("".join(cell["source"]) for cell in json.loads(text)["cells"])
    if re.search(r"^my_answer = ", source, re.MULTILINE)
}


@pytest.mark.parametrize("source", ASKED, ids=[str(number) for number in range(len(ASKED))])
def test_every_question_of_the_lessons_answers_what_can_be_chosen(source: str) -> None:
    untouched, names = run(source)
    assert untouched and not names
    field = FIELD.search(source)
    if not field["choices"].startswith("["):
        assert field["choices"] == '{type:"number"}'
        return
    said = [run(source, choice)[0] for choice in json.loads(field["choices"])]
    assert said[0] == untouched
    assert len(set(said)) == len(said), "each answer has its own reason"


def test_no_question_of_a_lesson_is_left_out() -> None:
    for name in read_lessons():
        seen: dict[str, Question] = {}
        for chosen in COMBINATIONS.values():
            seen |= choose_questions(name, chosen)
        for question in seen.values():
            first = json.dumps(question.answers[0].answer, ensure_ascii=False)
            assert [one for one in ASKED if f"        {first}: [" in one], question.name


@pytest.mark.parametrize("name", ["mnist_cnn", "mnist_inside"])
def test_the_place_of_an_answer_does_not_say_whether_it_is_right(name: str) -> None:
    questions = choose_questions(name, answers("keras-cpu")).values()
    right = [[a.right for a in q.answers].index(True) for q in questions if not q.is_number]
    assert len(right) > 3 and max(map(right.count, right)) <= len(right) / 2
