"""The source format of otter assign: raw cells around questions, prompts, solutions and tests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import yaml
from nbformat import from_dict

from colab_starter.dialects import otter_tests
from colab_starter.dialects.items import Item, has_regions, make_answer, make_whole_answer
from colab_starter.dialects.otter_lines import has_line_marks, to_regions
from colab_starter.marks import BEGIN_SOLUTION, END_SOLUTION

BOUNDARY = re.compile(r"#\s+(BEGIN|END)\s+(QUESTION|PROMPT|SOLUTION|TESTS)\b", re.IGNORECASE)
CONFIG = re.compile(r"#\s+ASSIGNMENT\s+CONFIG\b", re.IGNORECASE)
IGNORED = re.compile(r"(##\s*ignore\s*##|#\s*ignore)\s*", re.IGNORECASE)
FENCE = re.compile(r"```otter\n(.*)\n```", re.DOTALL)
KEPT_TEXT = "otter_include"


@dataclass
class Question:
    """What stands between BEGIN and END of a question."""

    item: Item
    config: dict
    prompts: list[Item] = field(default_factory=list)
    answers: list[Item] = field(default_factory=list)
    tests: list[Item] = field(default_factory=list)


def read(items: list[Item]) -> list[Item]:
    """Return the items without the raw cells that say what the others are."""
    for item in items:
        open_fence(item)
    if not any(is_boundary(item) for item in items):
        return [item for item in items if not is_config(item)]
    refuse_other_grader(items)
    return Reader(items).read()


def open_fence(item: Item) -> None:
    """Make a raw cell of a text cell that is nothing but a block of otter, in place."""
    if item.cell.cell_type == "markdown" and (match := FENCE.fullmatch(item.source.strip())):
        item.cell = from_dict({**item.cell, "cell_type": "raw", "source": match[1]})


def is_boundary(item: Item) -> bool:
    """Return whether the cell begins or ends a block."""
    return item.cell.cell_type == "raw" and bool(BOUNDARY.match(item.source))


def is_config(item: Item) -> bool:
    """Return whether the cell configures the assignment."""
    return item.cell.cell_type == "raw" and bool(CONFIG.match(item.source))


def refuse_other_grader(items: list[Item]) -> None:
    """Raise ValueError if cells are marked for nbgrader too."""
    for item in items:
        grading = item.grading
        if any(grading.get(key) for key in ("grade", "solution", "task")):
            item.refuse(
                "it is marked for nbgrader, other cells for otter: keep the marks of one of them."
            )


class Reader:
    """Walks through the cells and keeps in mind which blocks are open."""

    def __init__(self, items: list[Item]) -> None:
        """Read nothing yet."""
        self.items = items
        self.kept: list[Item] = []
        self.open: list[tuple[str, Item]] = []
        self.question: Question | None = None

    def read(self) -> list[Item]:
        """Return the cells that are no raw cells of otter, with what these said of them."""
        for item in self.items:
            if is_boundary(item):
                self.pass_boundary(item)
            elif not is_config(item):
                self.read_cell(item)
        if self.open:
            self.refuse_partner(self.open[-1][1], "END " + self.open[-1][0])
        return self.kept

    def pass_boundary(self, item: Item) -> None:
        """Open or close a block."""
        verb, kind = (word.upper() for word in BOUNDARY.match(item.source).groups())
        if verb == "END":
            if not self.open or self.open[-1][0] != kind:
                self.refuse_partner(item, "BEGIN " + kind)
            self.open.pop()
            if kind == "QUESTION":
                self.close_question()
        elif len(self.open) != (kind != "QUESTION"):
            item.refuse(f"# BEGIN {kind} stands in the wrong block: see what is open above it.")
        else:
            self.open.append((kind, item))
            if kind == "QUESTION":
                self.question = Question(item, read_config(item))

    def refuse_partner(self, item: Item, partner: str) -> None:
        """Raise ValueError for a block that has no other end."""
        item.refuse(f"this raw cell has no partner: add a raw cell # {partner}.")

    def read_cell(self, item: Item) -> None:
        """Note what the open block says of a cell."""
        if IGNORED.fullmatch(item.source.split("\n")[0]):
            item.refuse("otter leaves cells out that begin with # ignore: delete it, or this line.")
        kind = self.open[-1][0] if self.open else None
        if kind == "PROMPT":
            self.question.prompts.append(item)
        elif kind == "SOLUTION":
            self.read_solution(item)
        elif kind == "TESTS":
            if not item.is_code:
                item.refuse("tests are code: move this text out of the tests.")
            self.question.tests.append(item)
        self.kept.append(item)

    def read_solution(self, item: Item) -> None:
        """Note that the cell is an answer of the open question."""
        question, others = self.question, self.question.answers
        if KEPT_TEXT in item.tags and not item.is_code:
            return
        if item.cell.cell_type == "raw":
            item.refuse("this raw cell stands in a solution: make it a cell of code or Markdown.")
        item.name, item.manual = question.config["name"], bool(question.config.get("manual"))
        # otter gives students one text to write in, and none beside code.
        drop = bool(question.prompts) or (bool(others) and not item.is_code)
        if item.part == "answer":  # its own metadata say more than otter can
            pass
        elif item.is_code and (has_regions(item.source) or has_line_marks(item.source)):
            make_answer(item, *to_regions(item, item.source, otter=True))
        else:
            make_whole_answer(item, item.source, drop=drop)
        others.append(item)

    def close_question(self) -> None:
        """Give points to the question's answers and tests."""
        question, self.question = self.question, None
        if question.prompts and not question.answers:
            question.answers.append(answer_prompt(question))
        if not question.answers and not question.tests:
            question.item.refuse(
                "this question has no solution: add raw cells # BEGIN SOLUTION and # END SOLUTION "
                "around one, or delete the raw cells of the question."
            )
        # A question is one exercise, however many cells its solution has.
        for other in question.answers[1:]:
            other.points = 0
        tests, self.kept = otter_tests.read_tests(question.tests, self.items, self.kept)
        give_points(question, tests)


def give_points(question: Question, tests: list[Item]) -> None:
    """Give the question's points to its tests or else its answer, in place."""
    points = question.config.get("points")
    # Tests alone are further tests of the answer above.
    first = question.answers[0] if question.answers else None
    if tests:
        otter_tests.share_points(question.item, tests, points)
    else:
        otter_tests.check_points(question.item, points)
        first.points = 1 if points is None else points
    for test in tests:
        test.answer = first


def answer_prompt(question: Question) -> Item:
    """Return the last prompt of a question that has no solution: students write there."""
    item = question.prompts[-1]
    item.name, item.manual = question.config["name"], True
    if item.is_code:
        return make_answer(item, f"{BEGIN_SOLUTION}\n{END_SOLUTION}", [item.source])
    return make_answer(item, item.source)


def read_config(item: Item) -> dict:
    """Return what a question's raw cell says."""
    try:
        config = yaml.safe_load(item.source)
    except yaml.YAMLError:
        config = None
    if not isinstance(config, dict) or not config.get("name"):
        item.refuse("below # BEGIN QUESTION write name: and a name, one setting on each line.")
    return {**config, "name": str(config["name"])}
