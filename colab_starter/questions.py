"""Questions with a reason for every answer: `questions.toml` of a lesson, as data.

A section asks one where its header says `question="its name"`; `template/frame/question.jinja`
has the words around it.

    [[questions]]
    name = "windows"
    ask = "How many answers does a layer of 16 windows give at one place?"

    [[questions.answers]]
    answer = "16"
    right = true
    reason = "Each window gives one answer."

    [[questions.answers]]
    answer = "25"
    misconception = "every pixel of a window is an answer"
    reason = "A window of 5 x 5 pixels has 25 numbers, but sums them up to one."

Answers that are texts make a list to choose from, in an order that their words decide: in a
table the right one is mostly written first, and a student soon finds that out. Answers that are
numbers make a field to type into, and `otherwise` is the reason for every number that is not
listed. A file `questions.keras.toml` counts only if `keras` is an answer.
"""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from colab_starter.escape import OwnText

FILES = "questions*.toml"
# What stands in the field before anybody has answered.
UNTOUCHED = (0, "choose")
# Colab ends a list of choices at the first of these, or shows none.
NOT_IN_CHOICES = set('[]{}\\\n"')


class QuestionError(ValueError):
    """A question that cannot be asked; the message names it and says what to write."""


@dataclass(frozen=True)
class Answer:
    """One answer to a question, as the table has it."""

    answer: str | float
    reason: str
    right: bool = False
    misconception: str = ""
    """What somebody believes who chooses this; only a wrong answer has one."""


@dataclass(frozen=True)
class Question:
    """A question and every answer to it that the table knows, in the order of the list."""

    name: str
    ask: str
    answers: tuple[Answer, ...]
    otherwise: str = ""
    """The reason for a number that is not among the answers."""

    @property
    def is_number(self) -> bool:
        """Whether a number is typed; else an answer is chosen."""
        return not isinstance(self.answers[0].answer, str)

    @property
    def choices(self) -> list[str | float]:
        """What can be chosen, in order."""
        return [answer.answer for answer in self.answers]


def read_questions(paths: Iterable[Path]) -> dict[str, Question]:
    """Return the questions of these files by name; raises QuestionError, naming the file."""
    questions: dict[str, Question] = {}
    for path in paths:
        try:
            for raw in read_table(path.read_text("utf-8")):
                question = make_question(raw)
                if question.name in questions:
                    raise QuestionError(f"two questions are called {question.name!a}.")
                questions[question.name] = question
        except ValueError as error:
            raise QuestionError(f"{path.parent.name}/{path.name}: {error}") from error
    return questions


def read_table(text: str) -> list[Mapping[str, object]]:
    """Return the questions of a TOML text as they stand there; raises ValueError."""
    table = tomllib.loads(text)
    questions = table.pop("questions", [])
    if table or not isinstance(questions, list):
        raise QuestionError("each question begins with the line [[questions]], nothing else does.")
    return questions


def make_question(raw: Mapping[str, object]) -> Question:
    """Return the question that a table describes; raises QuestionError for what is missing."""
    name = raw.get("name") or "without a name"
    answers = raw.get("answers")
    try:
        if not isinstance(answers, list) or len(answers) < 2:
            raise QuestionError("it needs two answers or more, each below [[questions.answers]].")
        made = [make(Answer, one, ("reason", "misconception")) for one in answers]
        made.sort(key=lambda answer: zlib.crc32(f"{name}: {answer.answer}".encode()))
        question = make(Question, {**raw, "answers": tuple(made)}, ("name", "ask", "otherwise"))
        for check in CHECKS:
            check(question)
        for answer in question.answers:
            check_answer(answer)
    except QuestionError as error:
        raise QuestionError(f"question {name!a}: {error}") from error
    return question


def make(kind: type, raw: Mapping[str, object], texts: tuple[str, ...]):
    """Return a Question or an Answer; raises QuestionError for a missing or unknown key."""
    known = kind.__dataclass_fields__
    if unknown := sorted(raw.keys() - known.keys()):
        raise QuestionError(f"{unknown[0]} is unknown: use {', '.join(known)}.")
    needed = [key for key in ("name", "ask", "answer", "reason") if key in known]
    where = f"answer {raw['answer']!a}" if "answer" in raw else "it"
    for key in needed:
        if raw.get(key) in (None, ""):
            raise QuestionError(f"{where} has no {key}.")
    for key in texts:
        if not isinstance(raw.get(key, ""), str):
            raise QuestionError(f"{where} has {key} = {raw[key]!a}, which is no text.")
    # Markdown in `ask` is meant as such.
    return kind(**raw | ({"ask": OwnText(raw["ask"])} if "ask" in raw else {}))


def check_one_right(question: Question) -> None:
    """Raise QuestionError unless exactly one answer is right."""
    right = [answer.answer for answer in question.answers if answer.right is True]
    if len(right) != 1:
        raise QuestionError(f"{len(right)} answers have right = true, but one must.")


def check_different(question: Question) -> None:
    """Raise QuestionError for an answer that stands there twice."""
    choices = question.choices
    if twice := [answer for answer in choices if choices.count(answer) > 1]:
        raise QuestionError(f"answer {twice[0]!a} stands there twice.")


def check_one_kind(question: Question) -> None:
    """Raise QuestionError unless all answers are texts, or all are numbers with `otherwise`."""
    kinds = {type(answer.answer) for answer in question.answers}
    if kinds != {str} and not kinds <= {int, float}:
        raise QuestionError("its answers must all be texts, or all numbers.")
    if question.is_number and not question.otherwise:
        raise QuestionError("its answers are numbers, so it needs otherwise, for any other number.")
    if not question.is_number and question.otherwise:
        raise QuestionError("otherwise is for answers that are numbers.")


CHECKS: tuple[Callable[[Question], None], ...] = (
    check_one_right,
    check_different,
    check_one_kind,
)


def check_answer(answer: Answer) -> None:
    """Raise QuestionError unless a wrong answer, and only that, has a misconception."""
    if answer.right and answer.misconception:
        raise QuestionError(f"answer {answer.answer!a} is right, so it has no misconception.")
    if not answer.right and not answer.misconception:
        raise QuestionError(
            f"answer {answer.answer!a} is wrong, so it needs misconception = "
            '"what somebody believes who chooses it".'
        )
    if isinstance(answer.answer, str) and NOT_IN_CHOICES & set(answer.answer):
        raise QuestionError(
            f"answer {answer.answer!a}: leave out brackets, quotes and backslashes."
        )
    if answer.answer in UNTOUCHED:
        raise QuestionError(f"{answer.answer} stands in the field before anybody answers.")
