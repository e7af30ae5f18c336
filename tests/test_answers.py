"""Answers: good ones pass, bad ones are refused in one sentence."""

from __future__ import annotations

from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colab_starter.answers import (
    CHECKS,
    NOT_COMBINED,
    QUESTIONS,
    AnswerError,
    Answers,
    adapt,
    every_combination,
)

GOOD = {
    "lesson": "mnist_cnn",
    "project_name": "Digits",
    "project_slug": "digits",
    "description": "",
    "author": "",
    "github_repo": "a-school/digits",
    "drive_folder": "courses/digits",
    **{key: choices[0] for key, choices in QUESTIONS.items() if isinstance(choices, list)},
}
BAD = [
    ("project_name", ""),
    ("project_name", "   "),
    ("project_name", "two\nlines"),
    ("project_name", "bell\a"),
    ("project_name", "lone \udc80 surrogate"),
    ("project_name", "x" * 301),
    ("description", "separator\u2028"),
    ("author", "x" * 301),
    ("project_slug", ""),
    ("project_slug", "../up"),
    ("project_slug", "/abs"),
    ("project_slug", "a/b"),
    ("project_slug", "a\\b"),
    ("project_slug", "CON"),
    ("project_slug", "com1"),
    ("project_slug", "-x"),
    ("project_slug", "x."),
    ("project_slug", "\u6570\u5b57"),
    ("project_slug", "x" * 61),
    ("github_repo", ""),
    ("github_repo", "no-slash"),
    ("github_repo", "a/b/c"),
    ("github_repo", "-a/b"),
    ("github_repo", "a--b/c"),
    ("github_repo", "a/.."),
    ("github_repo", "https://github.com/a/b"),
    ("github_repo", "a" * 40 + "/b"),
    ("drive_folder", ""),
    ("drive_folder", "../up"),
    ("drive_folder", "/abs"),
    ("drive_folder", "a//b"),
    ("drive_folder", 'a"b'),
    ("drive_folder", "a\\b"),
    ("drive_folder", "nul"),
    ("drive_folder", "a "),
    ("framework", "theano"),
    ("lesson", ""),
    ("lesson", "colab_toolbox"),
    ("lesson", "../mnist_cnn"),
    ("accelerator", "GPU"),
    ("colab_ai", "on"),
]


@pytest.mark.parametrize(("key", "value"), BAD, ids=lambda value: ascii(value)[:30])
def test_a_bad_answer_is_refused_in_one_sentence(key: str, value: str) -> None:
    with pytest.raises(AnswerError) as error:
        Answers.check({**GOOD, key: value})
    message = str(error.value)
    assert message.startswith(key) and message.endswith(".") and "\n" not in message
    assert message.isascii()  # every console can show it


def test_a_missing_answer_is_named() -> None:
    with pytest.raises(AnswerError, match="project_slug, author"):
        Answers.check({k: v for k, v in GOOD.items() if k not in ("project_slug", "author")})


@pytest.mark.parametrize("slug", ["class", "2026-course", "A_b-c", "x"])
def test_a_folder_name_need_not_be_a_python_name(slug: str) -> None:
    assert Answers.check({**GOOD, "project_slug": slug}).project_slug == slug


@pytest.mark.parametrize("folder", ["digits", "courses/2026 spring/mnist", "\u8bfe\u7a0b", "v1.0"])
def test_a_drive_folder_may_be_nested_and_in_any_script(folder: str) -> None:
    assert Answers.check({**GOOD, "drive_folder": folder}).drive_folder == folder


@given(key=st.sampled_from(sorted(GOOD)), value=st.text(max_size=400))
def test_any_text_is_kept_as_typed_or_refused(key: str, value: str) -> None:
    try:
        answers = Answers.check({**GOOD, key: value})
    except AnswerError as error:
        assert "\n" not in str(error)
    else:
        assert getattr(answers, key) == value


def test_combinations_cover_every_choice() -> None:
    seen = {value for answers in every_combination().values() for value in vars(answers).values()}
    for key, choices in QUESTIONS.items():
        if isinstance(choices, list) and key not in NOT_COMBINED:
            assert seen.issuperset(choices)


def test_a_lesson_without_frameworks_says_that_the_answer_is_unused() -> None:
    answers, said = adapt(
        Answers.check({**GOOD, "lesson": "blank", "framework": "pytorch"}), "blank"
    )
    assert answers.lesson == "blank" and any("framework" in sentence for sentence in said)
    assert adapt(Answers.check(GOOD), GOOD["lesson"]) == (Answers.check(GOOD), [])


def test_every_question_is_checked_and_every_check_has_a_question() -> None:
    assert [field.name for field in fields(Answers)] == list(QUESTIONS)
    assert CHECKS.keys() <= QUESTIONS.keys()
