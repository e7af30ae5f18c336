"""The answers to the questions of `cookiecutter.json`: the one place where they are checked.

Only the standard library is imported here, because cookiecutter's own interpreter
runs this before anything else is known to be installed.
"""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import make_dataclass, replace

from colab_starter import ROOT
from colab_starter.lessons import list_choices, read_lessons
from colab_starter.sources import (
    KEPT,
    SourceError,
    find_path,
    find_raw,
    is_address,
    list_files,
    looks_like_a_path,
    split,
)

QUESTIONS: dict[str, str | list[str]] = {
    key: value
    for key, value in json.loads((ROOT / "cookiecutter.json").read_text("utf-8")).items()
    if not key.startswith("_")
}

# What changes one word of a notebook's metadata, and makes no project of its own.
NOT_COMBINED = {"colab_ai"}
LONGEST_TEXT = 300
LONGEST_PATHS = 4000
LONGEST_NAME = 60

# Device names that Windows reserves in every folder, with any suffix.
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
SLUG = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?")
# GitHub: an owner has up to 39 letters, digits and single inner hyphens.
GITHUB_REPO = re.compile(r"(?=[^/]{1,39}/)[A-Za-z0-9]+(-[A-Za-z0-9]+)*/[\w.-]{1,100}", re.ASCII)
FOLDER = re.compile(r"\w([\w .-]*[\w-])?")


class AnswerError(ValueError):
    """An answer that cannot be used; the message is one sentence for the person who typed it."""


class Answers(make_dataclass("Fields", [(key, str) for key in QUESTIONS], frozen=True)):
    """Answers that passed every check; the fields are the questions of `cookiecutter.json`."""

    @classmethod
    def check(cls, raw: Mapping[str, object]) -> Answers:
        """Take cookiecutter's context (other keys are ignored) and return the checked answers.

        Raises AnswerError with one sentence that says what to type instead.
        """
        missing = [key for key in QUESTIONS if key not in raw]
        if missing:
            raise AnswerError(
                f"There is no answer for {', '.join(missing)}: run cookiecutter again."
            )
        answers = cls(**{key: str(raw[key]) for key in QUESTIONS})
        for key, value in vars(answers).items():
            check_choice(key, value)
            check_text(key, value)
            CHECKS.get(key, lambda _: None)(value)
        check_together(answers)
        return answers


def adapt(answers: Answers, name: str) -> tuple[Answers, list[str]]:
    """Return the answers that count for a lesson, and a sentence for each other one."""
    lesson = read_lessons()[name]
    said = []
    for question, offered in (
        ("framework", lesson.frameworks),
        ("accelerator", lesson.accelerators),
    ):
        given = getattr(answers, question)
        if offered and given not in offered:
            answers = replace(answers, **{question: offered[0]})
            said.append(
                f"The lesson {lesson.name} is for {question} {offered[0]}: {given} is not used."
            )
    if not lesson.frameworks and answers.framework != QUESTIONS["framework"][0]:
        said.append(f"The lesson {lesson.name} uses no framework: that answer changes nothing.")
    return answers, said


def check_together(answers: Answers) -> None:
    """Raise AnswerError for answers that are good, but not together in this lesson."""
    for name in filter(list_choices().__contains__, split(answers.lesson)):
        for refused in read_lessons()[name].refused:
            choices = {key: value for key, value in refused.items() if key != "because"}
            if all(getattr(answers, key) == value for key, value in choices.items()):
                raise AnswerError(refused["because"])


def check_choice(key: str, value: str) -> None:
    """Raise AnswerError unless `value` is one of the choices of the question `key`."""
    choices = QUESTIONS[key]
    if isinstance(choices, list) and value not in choices:
        raise AnswerError(f"{key} is {value!a}: choose one of {', '.join(choices)}.")


def check_text(key: str, value: str) -> None:
    """Raise AnswerError unless `value` is one line of printable text."""
    longest = LONGEST_PATHS if key == "lesson" else LONGEST_TEXT
    if len(value) > longest:
        raise AnswerError(
            f"{key} has {len(value)} characters: use at most {longest}, details fit in the README."
        )
    # Cc: control characters and line breaks, Cs: bytes that no encoding explains,
    # Zl and Zp: line breaks of Unicode.
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in value):
        raise AnswerError(
            f"{key} contains a line break or a control character: type one line of text."
        )


def check_slug(value: str) -> None:
    """Raise AnswerError unless `value` can name a new folder on every operating system."""
    if not SLUG.fullmatch(value) or len(value) > LONGEST_NAME:
        raise AnswerError(
            f"project_slug is {shorten(value)}: use 1 to {LONGEST_NAME} letters a-z, digits, - and _, "
            "beginning and ending with a letter or digit, such as mnist-on-colab."
        )
    refuse_reserved("project_slug", value)


def check_github_repo(value: str) -> None:
    """Raise AnswerError unless `value` is `owner/name` as GitHub spells it."""
    if not GITHUB_REPO.fullmatch(value) or value.endswith(("/.", "/..")):
        raise AnswerError(
            f"github_repo is {shorten(value)}: type the owner and the repository as in the address "
            "on GitHub, such as my-school/mnist-on-colab."
        )


def check_drive_folder(value: str) -> None:
    """Raise AnswerError unless `value` is a folder, or folders joined by /, inside MyDrive."""
    for part in value.split("/"):
        if not FOLDER.fullmatch(part) or len(part) > LONGEST_NAME:
            raise AnswerError(
                f"drive_folder is {shorten(value)}: use letters, digits, spaces, - and _, with / between "
                "folders, such as courses/mnist."
            )
        refuse_reserved("drive_folder", part)


def refuse_reserved(key: str, name: str) -> None:
    """Raise AnswerError if Windows keeps `name` for a device."""
    if RESERVED.fullmatch(name):
        raise AnswerError(
            f"{key} is {name!a}, a name that Windows keeps for itself: choose another."
        )


def shorten(value: str) -> str:
    """Return `value` quoted in ASCII, cut to a length that fits into a sentence."""
    return ascii(value if len(value) <= 50 else value[:47] + "...")


def check_title(value: str) -> None:
    """Raise AnswerError if there is no title."""
    if not value.strip():
        raise AnswerError("project_name is empty: type the title that students will read.")


def check_lesson(value: str) -> None:
    """Raise AnswerError unless `value` names lessons of the template, or places of notebooks."""
    if not split(value):
        raise AnswerError(f"lesson is empty: choose one of {', '.join(list_choices())}.")
    for item in split(value):
        try:
            if item in (*list_choices(), KEPT):
                continue
            if is_address(item):
                find_raw(item)
            elif looks_like_a_path(item) or find_path(item):
                list_files(item)
            else:
                raise AnswerError(
                    f"lesson is {shorten(item)}: choose one of {', '.join(list_choices())}, or "
                    "give the path of a notebook."
                )
        except SourceError as error:
            raise AnswerError(f"lesson: {error}") from error


# What a question needs beyond one line of text, or one of its choices.
CHECKS: dict[str, Callable[[str], None]] = {
    "lesson": check_lesson,
    "project_name": check_title,
    "project_slug": check_slug,
    "github_repo": check_github_repo,
    "drive_folder": check_drive_folder,
}

SAMPLE = {
    "project_name": "Digits",
    "project_slug": "digits",
    "description": "Read handwritten digits.",
    "author": "A teacher",
    "github_repo": "a-school/digits",
    "drive_folder": "digits",
}


def every_combination() -> dict[str, Answers]:
    """Return answers for every lesson and every combination of the choices that it offers.

    They are named like `keras-gpu` and `blank-gpu-assignment-otter`: what goes without saying
    (the default lesson, the type starter) is left out. Only an assignment is graded, so the
    other project types come with one grader only.
    """
    return {name_combination(answers): answers for answers in list_combinations()}


def list_combinations() -> Iterator[Answers]:
    """Yield answers for every combination that makes a project of its own."""
    choices = {key: value for key, value in QUESTIONS.items() if isinstance(value, list)}
    choices |= {key: choices[key][:1] for key in NOT_COMBINED}
    for lesson in sorted(list_choices(), key=lambda name: name != QUESTIONS["lesson"]):
        for chosen in itertools.product(*choices.values()):
            answers = Answers(**SAMPLE, lesson=lesson, **dict(zip(choices, chosen)))
            graded = answers.project_type == "assignment"
            if not graded and answers.grading != choices["grading"][0]:
                continue
            if not read_lessons()[lesson].frameworks:
                if answers.framework != choices["framework"][0]:
                    continue
            if adapt(answers, lesson)[0] != answers:
                continue
            try:
                check_together(answers)
            except AnswerError:
                continue
            yield answers


def name_combination(answers: Answers) -> str:
    """Return the choices that matter, joined; the default lesson and a starter go unsaid."""
    lesson = read_lessons()[answers.lesson]
    words = [] if lesson.name == QUESTIONS["lesson"] else [lesson.name]
    words += [answers.framework] if lesson.frameworks else []
    words += [answers.accelerator]
    words += [] if answers.project_type == "starter" else [answers.project_type]
    return "-".join(words + ([answers.grading] if answers.project_type == "assignment" else []))
