"""What cookiecutter loads before it asks: safe answers, and the way back to this folder.

Named in `_extensions` of `cookiecutter.json`; cookiecutter imports it from the
template's root, wherever that is (a folder, a clone, an unpacked zip).
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Mapping
from difflib import SequenceMatcher
from pathlib import Path

import click
import cookiecutter
from cookiecutter.exceptions import FailedHookException
from jinja2 import Environment
from jinja2.ext import Extension

if sys.version_info < (3, 11):  # noqa: UP036, before anything is imported that needs it
    raise FailedHookException(
        "cookiecutter runs on Python {}.{} here, but the template needs 3.11 or newer.".format(
            *sys.version_info
        )
    )

from colab_starter import ROOT
from colab_starter.answers import QUESTIONS, AnswerError, Answers  # noqa: E402
from colab_starter.lessons import list_choices, suggest  # noqa: E402
from colab_starter.record import has_own_notebooks, read_record  # noqa: E402
from colab_starter.sources import STARTED_IN, split  # noqa: E402

OLDEST = (2, 7)
PROJECT_FOLDER = "{{cookiecutter.project_slug}}"


class TemplateExtension(Extension):
    """Adds what the hooks and the project's files use, and keeps answers from being rendered.

    Globals: `template_root`, the absolute path of the template.
    Filters: `ascii`, which writes a text as a Python string, `suggest`, which knows a lesson's
    title and description, and `checked_folder`.
    """

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        require_version(cookiecutter.__version__)
        if command := click.get_current_context(silent=True):
            require_questions(command.params)
        os.environ.setdefault(STARTED_IN, os.getcwd())  # its hooks run elsewhere
        environment.globals["template_root"] = str(ROOT)
        environment.filters.update(ascii=ascii, checked_folder=checked_folder, suggest=suggest)
        hooks = [path.read_text("utf-8") for path in sorted((ROOT / "hooks").glob("*.py"))]
        defaults = [value for value in QUESTIONS.values() if isinstance(value, str)]
        self.own_templates = {*hooks, *defaults}

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Let Jinja render what this repository wrote, and nothing that a person typed.

        cookiecutter renders answers given on the command line, by a replay or by
        `cruft update` as if they were defaults; `{{ 7*7 }}` would become 49. Files have a
        name here, answers have none.
        """
        if name is not None or source in self.own_templates:
            return source
        if source == PROJECT_FOLDER:
            return "{{ cookiecutter | checked_folder }}"
        return source.replace("{", '{{ "{" }}')


def require_version(version: str) -> None:
    """Raise FailedHookException, with one sentence, for a cookiecutter before OLDEST.

    An older one does not show this extension what a person typed, and would render it.
    """
    if tuple(map(int, re.findall(r"\d+", version)[:2])) < OLDEST:
        raise FailedHookException(
            f"This is cookiecutter {version}, but the template needs {OLDEST[0]}.{OLDEST[1]} or "
            "newer: python -m pip install --upgrade cookiecutter"
        )


def require_questions(typed: Mapping[str, object]) -> None:
    """Raise FailedHookException, with one sentence, for an answer to a question that is none.

    `typed` are the options and words of cookiecutter's command line. It leaves such an answer out
    without a word. So may be what the renewal of a project names, which remembers it of an older
    template.
    """
    given = typed.get("extra_context")
    if not isinstance(given, Mapping):
        return
    project = Path(str(typed.get("output_dir") or "."), str(given.get("project_slug", "")))
    remembered = read_record(project).get("answers", {})
    for name in given:
        if name not in QUESTIONS and name not in remembered and not name.startswith("_"):
            raise FailedHookException(
                f"{name!a} is no question of the template: did you mean {find_nearest(name)}? "
                f"There are {', '.join(QUESTIONS)}."
            )


def find_nearest(name: str) -> str:
    """Return the question that is most like a name, as a whole or in one of its words."""

    def likeness(question: str) -> float:
        words = (question, *question.split("_"))
        return max(SequenceMatcher(None, name.lower(), word).ratio() for word in words)

    return max(QUESTIONS, key=likeness)


def find_problem(answers: Mapping[str, object], project: Path) -> str:
    """Return why notebooks of a teacher's cannot be taken, in a sentence, or nothing."""
    from colab_starter import launch  # loads what only they need

    return launch.find_problem(answers, project)


def checked_folder(answers: Mapping[str, object]) -> str:
    """Return the new project's folder name, once all answers are known to be good.

    This runs right before cookiecutter creates the folder, hence before its
    `pre_gen_project` hook; a refusal here leaves nothing behind and prints one sentence.
    Raises FailedHookException, which cookiecutter shows without a traceback.
    """
    try:
        checked = Answers.check(answers)
        if "_output_dir" in answers:  # cruft does not say
            require_writable(Path(str(answers["_output_dir"])))
    except (AnswerError, OSError) as error:
        raise FailedHookException(str(error)) from error
    project = Path(str(answers.get("_output_dir", "."))) / checked.project_slug
    is_known = set(split(checked.lesson)) <= set(list_choices())
    if not is_known or has_own_notebooks(project):
        if problem := find_problem(answers, project):
            raise FailedHookException(problem)
    return checked.project_slug


def require_writable(folder: Path) -> None:
    """Raise OSError with one sentence if no new folder can be made in `folder`."""
    while not folder.exists():  # cookiecutter makes missing parents
        folder = folder.parent
    try:
        tempfile.TemporaryDirectory(dir=folder).cleanup()
    except OSError as error:
        raise OSError(f"Cannot write into {ascii(str(folder))}: {error.strerror}.") from error
