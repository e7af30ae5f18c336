"""Nothing that a person types is run, rendered or read as Markdown, TOML or a path."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import nbformat
import pytest
from baking import read_tree, run_cookiecutter
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from colab_starter.answers import Answers
from colab_starter.assemble import assemble
from colab_starter.escape import escape_markdown, escape_toml

TYPED = [
    "plain",
    'it\'s "quoted"',
    "back\\slash \\n \\",
    "{{ 7*7 }}",
    "{% raw %}",
    "{% endraw %}{# x #}",
    "{{ cookiecutter.__class__ }}",
    '"""',
    "'''",
    "[= author =] #: if x",
    "<b>bold</b> & <script>alert(1)</script>",
    "*stars* _lines_ `code` ~~no~~ $x^2$ #1 [a](b)",
    "1. list",
    "- list",
    "\U0001f600 \U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\u0645\u0642\u062f\u0645\u0629 \u05e2\u05d1\u05e8\u05d9\u05ea",
    "\u6570\u5b57\u8bc6\u522b",
    "x" * 300,
    "$(touch pwned) `touch pwned` ; touch pwned",
]
ONE_LINE = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), max_size=60)


@pytest.mark.parametrize("text", TYPED, ids=lambda text: ascii(text)[:30])
def test_a_project_shows_what_was_typed(bake, text: str) -> None:
    project = bake(project_name=text, description=text, author=text, project_slug="typed")
    title = nbformat.read(project / "notebooks" / "mnist_cnn.ipynb", as_version=4).cells[1].source
    assert shown(title.splitlines()[0]) == text
    readme = (project / "README.md").read_text("utf-8")
    assert shown(readme.splitlines()[0]) == text
    assert shown(re.search(r"^Prepared by (.*)\.$", readme, re.MULTILINE)[1]) == text
    pyproject = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    assert pyproject["project"]["description"] == text
    assert not [name for name in read_tree(project) if "pwned" in name]


@pytest.mark.parametrize(
    "answer",
    [
        {"project_slug": "../up"},
        {"project_slug": "/abs/olute"},
        {"project_slug": "deep/er"},
        {"project_slug": "CON"},
        {"project_slug": ""},
        {"project_slug": "{{ 7*7 }}"},
        {"project_name": ""},
        {"project_name": "two\nlines"},
        {"project_name": "x" * 400},
        {"github_repo": "not a repository"},
        {"drive_folder": "../../etc"},
        {"drive_folder": '"); import os #'},
    ],
    ids=lambda answer: ascii(answer)[:40],
)
def test_a_refusal_is_one_sentence_and_leaves_nothing(
    template: Path, tmp_path: Path, home: dict[str, str], answer: dict[str, str]
) -> None:
    before = set(tmp_path.rglob("*"))
    result = run_cookiecutter(template, tmp_path / "out", home, **answer)
    assert result.returncode == 1
    (sentence,) = (result.stdout + result.stderr).strip().splitlines()
    assert sentence.startswith(next(iter(answer)))
    new = {path for path in set(tmp_path.rglob("*")) - before if "home" not in path.parts}
    assert new == {tmp_path / "out"}
    assert not Path("/abs").exists()


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Digits, part 2", "digits-part-2"),
        ("\u6570\u5b57\u8bc6\u522b", "shu-zi-shi-bie"),
        ("\u041f\u0440\u0438\u0432\u0435\u0442", "privet"),
        ("\U0001f600", "colab-course"),
    ],
)
def test_the_folder_is_named_after_a_title_in_any_script(bake, name: str, slug: str) -> None:
    assert bake(project_name=name).name == slug


@given(ONE_LINE)
def test_markdown_shows_any_text_as_typed(text: str) -> None:
    assert shown("# " + escape_markdown(text)) == " ".join(text.split())
    if text.strip():
        assert shown(escape_markdown(text)) == " ".join(text.split())


@given(ONE_LINE)
def test_toml_holds_any_text_as_typed(text: str) -> None:
    assert tomllib.loads(f'x = "{escape_toml(text)}"')["x"] == text


@given(ONE_LINE.filter(str.strip), ONE_LINE)
def test_code_cells_never_change_with_typed_text(name: str, author: str) -> None:
    typed = read_code(project_name=name, author=author, description=author)
    assert typed == read_code()


@cache  # one notebook takes long enough to be assembled once
def read_code(**text: str) -> list[str]:
    cells = assemble("mnist_cnn", Answers.check({**DEFAULT, **text})).cells
    return [cell.source for cell in cells if cell.cell_type == "code"]


DEFAULT = {
    "lesson": "mnist_cnn",
    "project_name": "Digits",
    "project_slug": "digits",
    "description": "",
    "author": "",
    "github_repo": "a/b",
    "framework": "keras",
    "accelerator": "gpu",
    "project_type": "starter",
    "grading": "nbgrader",
    "drive_folder": "digits",
    "colab_ai": "usual",
}


def shown(markdown: str) -> str:
    """Return the text that a reader of this Markdown sees."""
    tokens = MarkdownIt("commonmark").enable("strikethrough").parse(markdown)
    inline = [token for token in tokens if token.type == "inline"]
    assert [token.type for token in tokens if token.level == 0][0] in (
        "heading_open",
        "paragraph_open",
    ), markdown
    parts = []
    for child in inline[0].children if inline else []:
        assert child.type in ("text", "text_special"), (child.type, markdown)
        parts.append(child.content)
    return " ".join("".join(parts).split())
