"""The answers to the questions of `cookiecutter.json`: the one place where they are checked.

Only the standard library is imported here, because cookiecutter's own interpreter
runs this before anything else is known to be installed.
"""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
QUESTIONS: dict[str, str | list[str]] = {
    key: value
    for key, value in json.loads((ROOT / "cookiecutter.json").read_text("utf-8")).items()
    if not key.startswith("_")
}

# Choices that are good, but not together; with what to answer instead.
IMPOSSIBLE = {
    ("pytorch", "tpu"): "PyTorch does not train on Colab's TPU in this lesson: choose "
    "accelerator gpu, or framework keras, which uses the TPU through JAX.",
}

LONGEST_TEXT = 300
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


@dataclass(frozen=True)
class Answers:
    """Answers that passed every check; the fields are the questions of `cookiecutter.json`."""

    project_name: str
    project_slug: str
    description: str
    author: str
    github_repo: str
    framework: str
    accelerator: str
    project_type: str
    grading: str
    drive_folder: str

    @classmethod
    def check(cls, raw: Mapping[str, object]) -> Answers:
        """Take cookiecutter's context (other keys are ignored) and return the checked answers.

        Raises AnswerError with one sentence that says what to type instead.
        """
        missing = [field.name for field in fields(cls) if field.name not in raw]
        if missing:
            raise AnswerError(
                f"There is no answer for {', '.join(missing)}: run cookiecutter again."
            )
        answers = cls(**{field.name: str(raw[field.name]) for field in fields(cls)})
        for key, value in vars(answers).items():
            check_choice(key, value)
            check_text(key, value)
        if not answers.project_name.strip():
            raise AnswerError("project_name is empty: type the title that students will read.")
        if (answers.framework, answers.accelerator) in IMPOSSIBLE:
            raise AnswerError(IMPOSSIBLE[answers.framework, answers.accelerator])
        check_slug(answers.project_slug)
        check_github_repo(answers.github_repo)
        check_drive_folder(answers.drive_folder)
        return answers


def check_choice(key: str, value: str) -> None:
    """Raise AnswerError unless `value` is one of the choices of the question `key`."""
    choices = QUESTIONS[key]
    if isinstance(choices, list) and value not in choices:
        raise AnswerError(f"{key} is {value!a}: choose one of {', '.join(choices)}.")


def check_text(key: str, value: str) -> None:
    """Raise AnswerError unless `value` is one line of printable text."""
    if len(value) > LONGEST_TEXT:
        raise AnswerError(
            f"{key} has {len(value)} characters: use at most {LONGEST_TEXT}, details fit in the README."
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


def every_combination() -> dict[str, Answers]:
    """Return answers for every possible combination of the choices.

    They are named like `keras-gpu` and `keras-gpu-assignment-otter`. Only an assignment is graded, so the other project types come with one grader only.
    """
    text = {
        "project_name": "Digits",
        "project_slug": "digits",
        "description": "Read handwritten digits.",
        "author": "A teacher",
        "github_repo": "a-school/digits",
        "drive_folder": "digits",
    }
    choices = {key: value for key, value in QUESTIONS.items() if isinstance(value, list)}
    combinations = (dict(zip(choices, chosen)) for chosen in itertools.product(*choices.values()))
    return {
        name_combination(**chosen): Answers.check({**text, **chosen})
        for chosen in combinations
        if (chosen["framework"], chosen["accelerator"]) not in IMPOSSIBLE
        and (chosen["project_type"] == "assignment" or chosen["grading"] == choices["grading"][0])
    }


def name_combination(framework: str, accelerator: str, project_type: str, grading: str) -> str:
    """Return the choices that matter, joined; a starter goes without saying."""
    purpose = {"starter": [], "assignment": [project_type, grading]}.get(
        project_type, [project_type]
    )
    return "-".join([framework, accelerator, *purpose])
