"""What the notebooks say of Colab is known, dated, and where the table says."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from conftest import ROOT

from tools.lint_facts import HALF_A_YEAR, TEXTS, flatten, main, read_facts

FACTS = read_facts()
NEWEST = max(fact.checked for fact in FACTS)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """What the linter reads, to be changed."""
    for folder in (*TEXTS, "tools"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def test_every_fact_stands_where_the_table_says() -> None:
    assert main(NEWEST) == 0
    assert all(fact.used and fact.how for fact in FACTS)


def test_time_alone_turns_nothing_red(capsys) -> None:
    oldest = min(fact.checked for fact in FACTS)
    assert main(oldest + HALF_A_YEAR) == 0
    assert capsys.readouterr().out == ""
    assert main(NEWEST + HALF_A_YEAR + timedelta(1)) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(FACTS) and all(line.startswith("Old: ") for line in said)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.text)
def test_a_fact_that_is_gone_is_named(copy: Path, capsys, fact) -> None:
    path = copy / fact.used[0]
    text = path.read_text("utf-8")
    text = flatten(text) if fact.text in flatten(text) else text
    path.write_text(text.replace(fact.text, "another"), "utf-8")
    assert main(NEWEST, copy) == 1
    assert f"{fact.used[0]} no longer says {fact.text!r}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("frame/90_give_back.py", '\nprint("Tools > Command palette")\n'),
        ("frame/95_help.py", '# | "A new message" | Do this. |\n'),
        ("project/readme/40_run.md", "\nRuntime > Another\nmenu\n"),
    ],
)
def test_a_menu_or_message_that_is_new_is_named(copy: Path, capsys, file: str, text: str) -> None:
    with (copy / "template" / file).open("a", encoding="utf-8") as opened:
        opened.write(text)
    assert main(NEWEST, copy) == 1
    assert "write it into the table" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("file", "text", "fact"),
    [
        ("template/mnist_cnn/50_watch.py", "# about 12 hours", "about 12 hours"),
        ("template/mnist_cnn/50_watch.py", "# about\n# 12 hours", "about 12 hours"),
        ("template/titanic/questions.toml", '"No space left on device"', "No space left on device"),
        ("template/project/readme/42_add.md", "Runtime >\nRun all", "Runtime > Run all"),
        ("colab_starter/launch.py", '"Transport endpoint "\n    f"is not connected"', "Transport"),
        ("{{cookiecutter.project_slug}}/noxfile.py", "# *Run anyway*", "Run anyway"),
    ],
)
def test_a_place_that_the_table_does_not_have_is_named(copy, capsys, file, text, fact) -> None:
    with (copy / file).open("a", encoding="utf-8") as opened:
        opened.write(f"\n{text}\n")
    assert main(NEWEST, copy) == 1
    (said,) = capsys.readouterr().out.splitlines()
    assert said.startswith(f"{file} says '{fact}") and said.endswith("add this place to the table.")


@pytest.mark.parametrize("file", ["colab_starter/check/more.txt", "colab_starter/check/more.json"])
def test_lists_and_results_may_say_what_they_like(copy, file) -> None:
    (copy / file).write_text("Transport endpoint is not connected\n", "utf-8")
    assert main(NEWEST, copy) == 0


def test_ordinary_words_are_looked_for_in_their_places_alone(copy) -> None:
    ordinary = [fact for fact in FACTS if not fact.everywhere]
    assert ordinary
    with (copy / "colab_starter" / "launch.py").open("a", encoding="utf-8") as opened:
        opened.writelines(f"# {fact.text} something\n" for fact in ordinary)
    assert main(NEWEST, copy) == 0
