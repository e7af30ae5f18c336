"""The lesson's prose: short sentences, colours that everybody can tell, a result soon."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble
from colab_starter.lessons import TEMPLATE
from colab_starter.minutes import MINUTES_A_QUESTION, WORDS_A_MINUTE, tell_minutes

LESSON = "mnist_cnn"
MOST_WORDS = 22
COMBINATIONS = {
    name: answers
    for name, answers in every_combination().items()
    if answers.lesson == LESSON and answers.project_type == "starter"
}


def read_prose() -> dict[str, str]:
    """Return the text of each cell of the lesson's sections, and of its questions."""
    prose = {}
    for path in sorted((TEMPLATE / LESSON).glob("*.py")):
        for number, cell in enumerate(path.read_text("utf-8").split("# %%")):
            if cell.startswith(" [markdown]"):
                lines = [line.removeprefix("#").strip() for line in cell.splitlines()[1:]]
                kept = [line for line in lines if not line.startswith("#:")]
                prose[f"{path.name}/{number}"] = "\n".join(kept)
            for title in re.findall(r"# @(?:title|markdown) (.*)", cell):
                prose[f"{path.name}/{number}/{title}"] = title
    for path in (TEMPLATE / LESSON).glob("questions*.toml"):
        for question in tomllib.loads(path.read_text("utf-8"))["questions"]:
            texts = [question["ask"], question.get("otherwise", "")]
            texts += [answer["reason"] for answer in question["answers"]]
            texts += [answer.get("misconception", "") for answer in question["answers"]]
            for number, text in enumerate(texts):
                prose[f"{question['name']}/{number}"] = text
    return prose


PROSE = read_prose()


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; an item of a list and a heading end one."""
    text = re.sub(r"`[^`]*`", "code", text)
    parts = re.split(r"\n\s*\n|\n(?=- |#|\|)", text)
    return [
        s for part in parts for s in re.split(r"(?<=[.?:;])[*\")]*\s+", part.replace("\n", " "))
    ]


@pytest.mark.parametrize("name", PROSE)
def test_a_sentence_has_few_words(name: str) -> None:
    for sentence in sentences(PROSE[name]):
        count = len(re.findall(r"\w[\w'-]*", sentence))
        assert count <= MOST_WORDS, f"{count} words: {sentence}"


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb, as WCAG 2 defines it."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear))


def contrast(one: str, other: str) -> float:
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


def test_what_is_drawn_can_be_told_from_what_is_behind_it() -> None:
    code = "\n".join(c.source for c in assemble(LESSON, COMBINATIONS["keras-cpu"]).cells)
    lines = re.findall(r'"(#[0-9a-f]{6})"\)', code)
    grounds = re.findall(r'ListedColormap\(\["(#\w+)", "(#\w+)"\]\)', code)
    assert len(lines) == 3 and len(grounds) == 1
    assert all(contrast(colour, "#ffffff") >= 4.5 for colour in lines)
    assert all(contrast("#000000", ground) >= 4.5 for ground in grounds[0])
    styles = re.findall(r'"([^\s#]+)", "#[0-9a-f]{6}"', code)
    assert len(set(styles)) == len(lines), "colour never alone: marker and line differ too"
    assert 'cmap="' not in code, "no other colours"


def words(cells) -> int:
    return sum(len(cell.source.split()) for cell in cells if cell.cell_type == "markdown")


@pytest.mark.parametrize("name", COMBINATIONS)
def test_a_result_comes_soon(name: str) -> None:
    cells = assemble(LESSON, COMBINATIONS[name]).cells
    code = [cell.source if cell.cell_type == "code" else "" for cell in cells]
    picture = next(number for number, source in enumerate(code, 1) if "\nshow(" in source)
    marks = ("first_model.fit(", "first_model, torch_optimizer, train_images")
    trained = next(k for k, source in enumerate(code, 1) if any(m in source for m in marks))
    assert picture <= 8 and trained <= 16
    assert words(cells[: picture - 1]) <= 250
    later = ("frame_connect", "nvidia-smi", "%tensorboard", "with going_on()")
    for mark in later:
        assert next(k for k, source in enumerate(code, 1) if mark in source) > trained


@pytest.mark.parametrize("name", COMBINATIONS)
def test_the_minutes_are_counted(name: str) -> None:
    cells = assemble(LESSON, COMBINATIONS[name]).cells
    first, whole = (int(n) for n in re.findall(r"(\d+) minutes", cells[2].source))
    assert first <= 5 < whole
    assert words(cells) / WORDS_A_MINUTE <= whole + 1


def test_more_words_and_questions_take_more_minutes() -> None:
    from nbformat.v4 import new_code_cell, new_markdown_cell

    def cell(section: str, text: str, make=new_markdown_cell):
        place = f"template/sample/{section}.py, cell 1"
        return make(text, metadata={"colab_starter": {"place": place}})

    text = "\x02\x03 and \x0220_b\x03"
    cells = [cell("10_a", text), cell("20_b", "word " * 10 * WORDS_A_MINUTE)]
    assert tell_minutes(cells, {})[0].source == "11 and 1"
    assert tell_minutes(cells, {"20_b": 120, "10_a": 60})[0].source == "14 and 2"
    asks = 'my_answer = 0  # @param {type:"number"}'
    questions = [cell("30_c", asks, new_code_cell)] * round(2 / MINUTES_A_QUESTION)
    assert tell_minutes([*cells, *questions], {})[0].source == "13 and 1"
    with pytest.raises(ValueError, match="20_c"):
        tell_minutes([cell("10_a", "\x0220_c\x03")], {})


def test_the_glossary_has_twenty_entries_and_the_words_are_in_the_text() -> None:
    text = Path(TEMPLATE / LESSON / "91_next.py").read_text("utf-8")
    entries = re.findall(r"^# - (\*.*?): ", text, re.MULTILINE)
    assert len(entries) == 20
    others = " ".join(part for name, part in PROSE.items() if "91_next" not in name)
    for word in (
        "training",
        "validation",
        "test",
        "overfitting",
        "weights",
        "filter",
        "learning rate",
    ):
        assert word in others
