"""Every course's way of marking exercises comes out as one, and nothing in doubt comes through."""

from __future__ import annotations

import json
import re
from copy import deepcopy

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble, read_lesson_notebook
from colab_starter.dialects import canonicalize
from colab_starter.editions import CODE_STUB, nbgrader_source, otter_source
from colab_starter.leak_gate import MARK
from colab_starter.marks import (
    BEGIN_HIDDEN,
    BEGIN_SOLUTION,
    END_HIDDEN,
    END_SOLUTION,
    marks_of,
)

code, text, raw = new_code_cell, new_markdown_cell, new_raw_cell
SECRET = "secret = 6 * 7"
ANSWER = f"{BEGIN_SOLUTION}\n{SECRET}\n{END_SOLUTION}"
TEXT_GAP = "_a gap_"


def own(cell: NotebookNode) -> dict:
    """Return what the canonical form says of a cell."""
    return cell.metadata.get("colab_starter", {})


def read(*cells: NotebookNode) -> list[NotebookNode]:
    """Return the canonical cells, which make a valid notebook; what went in stays as it was."""
    before = deepcopy(list(cells))
    found, _ = canonicalize(list(cells))
    assert list(cells) == before
    nbformat.validate(new_notebook(cells=found, nbformat_minor=5))
    return found


def parts(cells: list[NotebookNode]) -> list[tuple]:
    """Return exercise, part and points of the cells that take part."""
    found = [own(cell) for cell in cells if own(cell)]
    return [(o["exercise"], o["part"], o.get("points")) for o in found]


def students(cells: list[NotebookNode]) -> list[tuple[str, str]]:
    """Return type and text of each cell that students get."""
    shown = [c for c in cells if not own(c).get("drop") and own(c).get("part") != "hidden"]
    return [(cell.cell_type, students_text(cell)) for cell in shown]


def students_text(cell: NotebookNode) -> str:
    """Return what students get of a cell."""
    if own(cell).get("part") == "check":
        return fill(cell.source, BEGIN_HIDDEN, END_HIDDEN, [])
    if own(cell).get("part") != "answer":
        return cell.source
    if cell.cell_type == "markdown":
        return TEXT_GAP
    regions = cell.source.split("\n").count(BEGIN_SOLUTION) or 99
    stubs = own(cell).get("stub", [CODE_STUB] * regions)
    return fill(cell.source, BEGIN_SOLUTION, END_SOLUTION, stubs)


def fill(source: str, begin: str, end: str, stubs: list[str]) -> str:
    """Return the text with these stubs instead of its regions, and nothing where there is none."""
    lines: list[str] = []
    stubs, inside = [*stubs], False
    for line in source.split("\n"):
        if line.strip() == begin:
            inside, stub = True, stubs.pop(0) if stubs else ""
            indent = line[: line.index(begin)]
            lines += [indent + one for one in stub.split("\n")] if stub else []
        elif line.strip() == end:
            inside = False
        elif not inside:
            lines.append(line)
    return "\n".join(lines)


def nbgrader(cell: NotebookNode, name: str, **keys) -> NotebookNode:
    """Return the cell with nbgrader's metadata."""
    usual = {"schema_version": 3, "grade_id": name, "grade": False, "solution": False}
    cell.metadata["nbgrader"] = {**usual, "locked": False, "task": False, **keys}
    return cell


def question(config: str, *cells: NotebookNode) -> list[NotebookNode]:
    """Return these cells as a question of otter."""
    return [raw(f"# BEGIN QUESTION\n{config}"), *cells, raw("# END QUESTION")]


def block(kind: str, *cells: NotebookNode) -> list[NotebookNode]:
    """Return these cells between the raw cells of a block of otter."""
    return [raw(f"# BEGIN {kind}"), *cells, raw(f"# END {kind}")]


PLAIN = [
    code("x = 1  # the solution of the equation"),
    code("# Solutions of x^2 = 1\nx = 1"),
    code("net = Linear(3, 4)  # hidden\nseed(0)  # seed"),
    code("# Begin test loop\nfor x in y:\n    pass\n# end test"),
    code("# @title Check if the answer is correct\ncheck()"),
    code('# @title Your answer\nanswer = ""  # @param {type: "string"}'),
    code("# Solution goes here"),
    code("# Write your code here."),
    code("### START CODE HERE ### (1 line)\nx = None\n### END CODE HERE ###"),
    code("x = 1\n# END YOUR CODE"),
    code("%%bash\necho 1"),
    code("x = # TODO"),
    code(""),
    text("## Solution"),
    text("Write between `### BEGIN SOLUTION` and `### END SOLUTION`."),
    text("# Begin with the solution"),
    text("<!-- BEGIN QUESTION -->\nWhy?"),
    text("```\n# x\n```"),
    raw("\\newpage"),
    nbgrader(code("import numpy"), "imports", locked=True),
    code("x = 1", metadata={"tags": ["exercise"], "cellView": "form"}),
]


@pytest.mark.parametrize("cell", PLAIN, ids=lambda cell: ascii(cell.source)[:40])
def test_an_ordinary_cell_comes_out_as_it_went_in(cell: NotebookNode) -> None:
    assert read(cell) == [cell]


WHOLE = [
    (code(f"# to_remove solution\n{SECRET}"), None),
    (code(f"#to_remove_explanation\n{SECRET}"), None),
    (code(f"# to_remove solution\n%%bash\n{SECRET}"), None),
    (text(f"# to_remove explanation\n{SECRET}"), None),
    (code(f"# Solution\n\n{SECRET}"), "# Solution goes here"),
    (code(f"# Solution: multiply\n{SECRET}"), "# Solution goes here"),
    (code(f"# solution\n{SECRET}"), "# Write your code here."),
    (code(f"x = 1\n# solution\n{SECRET}"), "x = 1\n# Write your code here."),
    (code(SECRET, metadata={"tags": ["solution"]}), None),
    (code(f"# solution\n{SECRET}", metadata={"tags": ["Solution"]}), None),
    (code(f"x = 1\n{ANSWER}", metadata={"tags": ["solution"]}), None),
    (code(f"#@title Solution\n{SECRET}", metadata={"tags": ["solution"]}), None),
    (text(SECRET, metadata={"tags": ["solution"]}), None),
    (nbgrader(code(SECRET), "a", solution=True, grade=True, points=2), CODE_STUB),
    (nbgrader(code(f"%%bash\n{SECRET}"), "a", solution=True), f"%%bash\n{CODE_STUB}"),
    (nbgrader(text(SECRET), "a", solution=True, grade=True, points=2), TEXT_GAP),
    (code(ANSWER), CODE_STUB),
    (code(f"def f():\n    ### BEGIN SOLUTION (2 lines)\n{SECRET}\n    ## END SOLUTION"), None),
    (code(f"{SECRET} # SOLUTION"), "secret = ..."),
    (code(f"if x:\n    {SECRET}  # SOLUTION\n    return secret # SOLUTION"), None),
    (code(f"{SECRET} # SOLUTION NO PROMPT\nx"), "x"),
    (code(f'{SECRET} # SOLUTION NO PROMPT\n""" # BEGIN PROMPT\ns = 0\n"""; # END PROMPT'), "s = 0"),
    (code(f"# BEGIN SOLUTION NO PROMPT\n{SECRET}\n# END SOLUTION\nx"), "x"),
    (code(f"### START CODE HERE ###\n{SECRET}\n### END CODE ###"), None),
    (code(f"## YOUR CODE STARTS HERE\n{SECRET}\nf(secret)\n## AND ENDS HERE"), None),
    (code(f"## YOUR CODE STARTS HERE\n{SECRET}\n## AND ENDS HERE"), None),
]
EXPECTED = {
    "def f()": f"def f():\n    {CODE_STUB}",
    "if x:\n ": "if x:\n    secret = ...\n    ...",
    "## YOUR CODE STARTS HERE\nsecret = 6 * 7\nf": "## YOUR CODE STARTS HERE\n...\n## AND ENDS HERE",
    "## YOUR ": f"## YOUR CODE STARTS HERE\nsecret = {CODE_STUB}\n## AND ENDS HERE",
    "### START": f"### START CODE HERE ###\nsecret = {CODE_STUB}\n### END CODE ###",
}


@pytest.mark.parametrize(
    ("cell", "seen"), WHOLE, ids=lambda value: ascii(getattr(value, "source", value))[:50]
)
def test_a_solution_is_an_answer_and_students_get_what_the_author_leaves_them(cell, seen) -> None:
    (found,) = read(deepcopy(cell))
    assert own(found)["part"] == "answer" and SECRET in found.source
    assert "nbgrader" not in found.metadata
    seen = next((to for begin, to in EXPECTED.items() if cell.source.startswith(begin)), seen)
    assert [shown for _, shown in students([found])] == ([] if seen is None else [seen])
    assert own(found).get("drop", False) == (seen is None)


REFUSED = [
    code(f"# BEGIN SOLUTION\n{SECRET}"),
    code(f"{SECRET}\n# END SOLUTION"),
    code(f"# BEGIN SOLUTION\n# BEGIN SOLUTION\n{SECRET}\n# END SOLUTION"),
    code(f"# BEGIN SOLUTION\n{SECRET}\n# END HIDDEN TESTS"),
    code(f"{ANSWER}\n{BEGIN_HIDDEN}\nassert secret\n{END_HIDDEN}"),
    code(f"x = 1  # BEGIN SOLUTION\n{SECRET}\n# END SOLUTION"),
    code(f"# begin solution like this\n{SECRET}\n# END SOLUTION"),
    code(f"x = 1\n{SECRET}  # solution"),
    code(f"x = 1\n# to_remove solution\n{SECRET}"),
    code(f"# to_remove solution\n{ANSWER}"),
    code(f"# HIDDEN\n{SECRET}"),
    code(f"# BEGIN TESTS\n{SECRET}"),
    code(f'""" # BEGIN PROMPT\n{SECRET}'),
    code(f"#@title ***Task 1: Solution*** {{ display-mode: 'form' }}\n{SECRET}"),
    code(f"# @title Answer to the code task (first try it)\n{SECRET}"),
    code(f"### START CODE HERE ###\n{SECRET}"),
    code(f"{SECRET}\n### END CODE HERE ###"),
    code("### AUTOTEST secret"),
    text(f"### BEGIN SOLUTION\n{SECRET}\n### END SOLUTION"),
    text(f"```\nBEGIN QUESTION\nname: q1\n```\n{SECRET}"),
    text(f"=== BEGIN MARK SCHEME ===\n{SECRET}\n=== END MARK SCHEME ==="),
    text(SECRET, metadata={"tags": ["hidden-tests"]}),
    raw(f"# BEGIN HIDDEN TESTS\n{SECRET}"),
    raw("# BEGIN SOLUTION"),
    raw("# END QUESTION"),
    nbgrader(code(f"x = 1\n{ANSWER}", metadata={"tags": ["solution"]}), "a", solution=True),
    nbgrader(code(f"// BEGIN SOLUTION\n{SECRET}\n// END SOLUTION"), "a", solution=True),
    nbgrader(code(f"{BEGIN_HIDDEN}\n{SECRET}\n{END_HIDDEN}"), "a", solution=True),
    nbgrader(code(SECRET), "a", solution=True, schema_version=4),
    nbgrader(code(SECRET), "a", solution=True, grade=True, points="many"),
    nbgrader(code(f"a = 1\n{BEGIN_HIDDEN}\n{SECRET}\n{END_HIDDEN}"), "a", grade=True),
    nbgrader(code(SECRET), "a", task=True),
    nbgrader(text(SECRET), "a", grade=True),
    nbgrader(raw(SECRET), "a", solution=True),
    nbgrader(text(f"a\n{ANSWER}\nb\n{ANSWER}"), "a", solution=True, grade=True),
    nbgrader(text(f"=== BEGIN MARK SCHEME ===\n{SECRET}"), "a", task=True, points=1),
    nbgrader(code("### AUTOTEST f(1)"), "a", grade=True),
    code(SECRET, metadata={"colab_starter": {"part": "answer", "exercise": "a"}}),
]


@pytest.mark.parametrize("cell", REFUSED, ids=lambda cell: ascii(cell.source)[:50])
def test_what_is_in_doubt_is_refused_with_the_number_of_its_cell(cell: NotebookNode) -> None:
    with pytest.raises(ValueError) as refusal:
        canonicalize([text("# A title"), code("x = 1"), deepcopy(cell)])
    sentence = str(refusal.value)
    assert re.match(r"cell 3: .+\.$", sentence) and "\n" not in sentence, sentence


CHECKED = block("TESTS", code("assert secret"))


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        (question("name: q1", *block("SOLUTION", nbgrader(code(SECRET), "a", solution=True))), 3),
        (question("points: 1", *block("SOLUTION", code(SECRET))), 1),
        (question("name: [", *block("SOLUTION", code(SECRET))), 1),
        (question("name: q1", code(SECRET)), 1),
        (question("name: q1", raw("# BEGIN SOLUTION"), code(SECRET)), 4),
        (question("name: q1", *question("name: q2", code(SECRET))), 2),
        (question("name: q1", code("x"))[:2], 1),
        (block("SOLUTION", code(SECRET)), 1),
        (question("name: q1", *block("SOLUTION", *block("PROMPT", code(SECRET)))), 3),
        (question("name: q1", *block("SOLUTION", code(SECRET)), *block("TESTS", text("x"))), 6),
        (question("name: q1", *block("SOLUTION", code(SECRET)), *block("TESTS", code("x"))), 6),
        (question("name: q1", *block("SOLUTION", code(SECRET)), *block("TESTS", code("x ="))), 6),
        (question("name: q1", *block("TESTS", code("assert x"))), 3),
        (question("name: q1\npoints: x", *block("SOLUTION", code(SECRET)), *CHECKED), 1),
        (question("name: q1\npoints: x", *block("SOLUTION", code(SECRET))), 1),
        (question("name: q1", *block("SOLUTION", raw(SECRET))), 3),
        (question("name: q1\npoints: [x]", *block("SOLUTION", code(SECRET)), *CHECKED), 6),
        (question("name: q1", *block("SOLUTION", code("# ignore\nx"))), 3),
        (
            question(
                "name: q1",
                *block("SOLUTION", code(SECRET)),
                *block(
                    "TESTS", code('""" # BEGIN TEST CONFIG\na: [\n""" # END TEST CONFIG\nx == 1')
                ),
            ),
            6,
        ),
        (
            question(
                "name: q1\npoints: [1]",
                *block("SOLUTION", code(SECRET)),
                *block("TESTS", code("assert x"), code("assert y")),
            ),
            1,
        ),
    ],
)
def test_a_question_of_otter_in_doubt_is_refused(cells: list[NotebookNode], number: int) -> None:
    with pytest.raises(ValueError, match=f"^cell {number}: .*[^\n]$"):
        canonicalize(cells)


def test_a_test_of_nbgrader_belongs_to_the_answer_above_that_no_person_grades() -> None:
    cells = read(
        text("# Homework\n## Part *one*"),
        nbgrader(code(f"def f():\n    {ANSWER}"), "first part", solution=True),
        nbgrader(text(SECRET), "why", solution=True, grade=True, points=3),
        nbgrader(code("assert f()"), "t1", grade=True, points="2", locked=True),
        nbgrader(
            code(f"assert 1\n### begin hidden tests\n{SECRET}\n### end hidden tests"),
            "t2",
            grade=True,
            points=0.5,
        ),
        nbgrader(code(f"# Yours\n{BEGIN_HIDDEN}\n{SECRET}\n{END_HIDDEN}"), "t3", grade=True),
        nbgrader(code(ANSWER), "unchecked", solution=True),
    )
    assert parts(cells) == [
        ("first-part", "answer", None),
        ("why", "answer", 3),
        ("first-part", "check", 2),
        ("first-part", "check", 0.5),
        ("first-part", "hidden", 1),
        ("unchecked", "answer", 1),
    ]
    assert {own(cell)["title"] for cell in cells[1:]} == {"Part one"}
    assert SECRET not in str(students(cells))


def test_a_task_of_nbgrader_is_a_text_and_an_answer() -> None:
    task = "Do it.\n\n=== BEGIN MARK SCHEME ===\nOne for trying.\n=== END MARK SCHEME ===\nNow."
    cells = read(
        nbgrader(text(task), "a", task=True, points=4),
        nbgrader(text("Do that."), "b", task=True, points=1),
        nbgrader(text(f"Why?\n{ANSWER}"), "c", solution=True, grade=True, points=2),
    )
    shown = [("markdown", s) for s in ("Do it.", TEXT_GAP, "Now.", "Do that.", TEXT_GAP)]
    assert students(cells) == [*shown, ("markdown", "Why?"), ("markdown", TEXT_GAP)]
    assert parts(cells) == [("a", "answer", 4), ("b", "answer", 1), ("c", "answer", 2)]
    assert [c.source for c in cells if own(c)] == ["One for trying.", "", SECRET]


def test_a_notebook_of_otter_comes_out_without_its_raw_cells() -> None:
    config = '""" # BEGIN TEST CONFIG\npoints: 3\nhidden: true\n""" # END TEST CONFIG\n'
    cells = read(
        raw("# ASSIGNMENT CONFIG\ngenerate: true"),
        text("```otter\n# BEGIN QUESTION\nname: q 1\npoints: 4\n```"),
        text("**Question 1**"),
        *block("SOLUTION", code(f"{SECRET} # SOLUTION\n# BEGIN IGNORE\ny\n# END IGNORE\nx # SEED")),
        *block("TESTS", code("secret == 42"), code(f"{config}{SECRET}\nassert secret")),
        raw("# END QUESTION"),
        *question(
            "name: q2\nmanual: true\npoints: 2",
            *block("PROMPT", text("Here.")),
            *block("SOLUTION", text(SECRET)),
        ),
        *question("name: q3\nmanual: true", *block("PROMPT", code("y = 0"))),
        *question(
            "name: q4\npoints: {each: 2}",
            *block("SOLUTION", code(SECRET), text(SECRET), text("Keep", metadata={"tags": KEPT})),
            *block("TESTS", code("# HIDDEN\ndef test(env):\n    assert env")),
        ),
        *question("name: q5\npoints: [0, 1]", *block("TESTS", code("assert 1"), code("assert 2"))),
    )
    assert parts(cells) == [
        ("q-1", "answer", None),
        ("q-1", "check", 1),
        ("q-1", "hidden", 3),
        ("q2", "answer", 2),
        ("q3", "answer", 1),
        ("q4", "answer", None),
        ("q4-2", "answer", 0),
        ("q4", "hidden", 2),
        ("q4", "check", 0),
        ("q4", "check", 1),
    ]
    assert students(cells) == [
        ("markdown", "**Question 1**"),
        ("code", "secret = ..."),
        ("code", "assert secret == 42"),
        ("markdown", "Here."),
        ("code", "y = 0"),
        ("code", CODE_STUB),
        ("markdown", "Keep"),
        ("code", "assert 1"),
        ("code", "assert 2"),
    ]
    assert "test(globals())" in next(c.source for c in cells if "def test(" in c.source)


KEPT = ["otter_include"]


@pytest.mark.parametrize(
    ("test", "shown", "check"),
    [
        ("x == 1", None, "assert x == 1"),
        ("x = 1; isinstance(x, int) and not y", None, "x = 1; assert isinstance(x, int) and not y"),
        (
            '"""Why."""\nnp.isclose(\n    x, 1\n)',
            None,
            '"""Why."""\nassert np.isclose(\n    x, 1\n)',
        ),
        ("x", "'α'", "assert repr((x)) == \"'α'\""),
        ("'α'; f(x)", "True", "'α'; assert f(x)"),
        ("seed(1)\nx == 1", None, "seed(1)\nassert x == 1"),
        ("check_it(x)", None, "check_it(x)"),
    ],
)
def test_a_value_that_otter_compares_is_asserted(test: str, shown: str | None, check: str) -> None:
    cell = code(test)
    if shown:
        cell.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": shown})]
    found = read(*question("name: q", *block("SOLUTION", code(SECRET)), *block("TESTS", cell)))
    assert found[1].source == check and not found[1].outputs


def test_exercises_without_a_name_get_one_and_no_name_twice() -> None:
    cells = read(
        code(ANSWER),
        nbgrader(code(ANSWER), "a-check", solution=True),
        nbgrader(code(ANSWER), "a", solution=True),
        nbgrader(code(ANSWER), "a", solution=True),
        nbgrader(code(ANSWER), "ä !", solution=True),
        text("## A title #"),
        code(f"### GRADED FUNCTION: work\n### START CODE HERE\n{SECRET}\n### END CODE HERE"),
        code(f"{BEGIN_HIDDEN}\n{SECRET}\n{END_HIDDEN}"),
        code(f"assert 1\n{BEGIN_HIDDEN}\n{SECRET}\n{END_HIDDEN}"),
        code(SECRET, metadata={"tags": ["hidden-tests"]}),
    )
    names = [name for name, part, _ in parts(cells) if part == "answer"]
    assert names == ["exercise-1", "a-check-answer", "a", "a-2", "exercise-5", "work"]
    assert parts(cells)[5:] == [
        ("work", "answer", None),
        ("work", "hidden", 1),
        ("work", "check", 1),
        ("work", "hidden", 1),
    ]
    titles = [own(cell)["title"] for cell in cells if own(cell)]
    assert titles == [f"Exercise {i}" for i in range(1, 6)] + ["A title"] * 4


GAPS = "### START CODE HERE ###\n{}\n### END CODE HERE ###"


def test_gaps_are_left_alone_but_not_beside_a_solution() -> None:
    half = code(GAPS.format("best = None\nfor x in y:\n    best = x"))
    gap, none = (
        code(GAPS.format("for i in range(None):\n    x = None")),
        code(GAPS.format("# None")),
    )
    assert read(gap, none) == [gap, none]
    assert own(read(half)[0])
    full = code(GAPS.format(SECRET))
    mixed = code(GAPS.format("x = None\ny = 1"))
    assert read(mixed) == [mixed]
    assert [bool(own(cell)) for cell in read(mixed, gap, full)] == [True, False, True]


def test_what_may_be_a_solution_is_offered() -> None:
    cells = [
        text("# Solution of task 7"),
        text("# Exercises\n## Exercise 1\nDo it.\n### Solution"),
        code("x = 6 * 7"),
        text("### Solutions"),
        text("## Exact solution of the equation"),
        code("y = 1"),
        text("Exercise\n\n<details><summary>Click for the answer</summary>42</details>"),
        code("z = 1", metadata={"tags": ["answer"]}),
        code("# Solution with numpy\nx = 1"),
        text("## Solution"),
        code("", metadata={"tags": ["solution"]}),
    ]
    found, offers = canonicalize(cells)
    assert [int(re.match(r"cell (\d+) ", offer)[1]) for offer in offers] == [2, 7, 8, 9]
    assert found[:9] == cells[:9]


def test_a_comment_is_a_mark_where_others_are() -> None:
    prose, alone = code("# Solution with numpy\nx = 1"), code(f"# Solution\n{SECRET}")
    assert read(prose) == [prose]
    assert [own(cell)["part"] for cell in read(prose, alone)] == ["answer", "answer"]


EVERY = every_combination()
LESSONS = {
    name: answers for name, answers in EVERY.items() if "-assignment-" in name and "gpu" not in name
}


def described(cells: list[NotebookNode], meta) -> list[tuple]:
    """Return exercise, part, points and the secret lines of all cells that take part, sorted."""
    return sorted(
        (meta(c)["exercise"], meta(c)["part"], str(meta(c).get("points")), secret_lines(c, meta(c)))
        for c in cells
        if meta(c).get("part") in ("answer", "check", "hidden")
    )


def secret_lines(cell: NotebookNode, meta: dict) -> str:
    """Return what students do not get of an answer, or what a check does, without comments."""
    begin, inside, lines = {BEGIN_SOLUTION, BEGIN_HIDDEN}, cell.cell_type == "markdown", []
    for line in cell.source.split("\n"):
        if line.strip() in begin | {END_SOLUTION, END_HIDDEN}:
            inside = line.strip() in begin
        elif inside or meta["part"] == "check":
            lines.append(line)
    return "\n".join(x for x in lines if meta["part"] != "hidden" or not x.startswith("#"))


@pytest.mark.parametrize("name", LESSONS)
@pytest.mark.parametrize("edition", [nbgrader_source, otter_source])
def test_a_source_that_this_program_wrote_says_the_same_again(name: str, edition) -> None:
    answers = LESSONS[name]
    lesson = read_lesson_notebook(answers.lesson, answers)
    written = assemble(answers.lesson, answers, edition, "source/{name}.ipynb")
    expected = described(lesson.cells, marks_of)
    assert described(read(*written.cells), own) == expected
    assert bool(expected) == any("BEGIN SOLUTION" in c.source for c in written.cells)


@pytest.mark.parametrize("edition", [None, nbgrader_source, otter_source])
def test_canonical_cells_stay_what_they_are_on_the_way_through_a_source(edition) -> None:
    cells = read(
        text("# Title"),
        code(f"{SECRET} # SOLUTION"),
        code("assert secret"),
        code(f"# to_remove solution\n{SECRET}"),
        nbgrader(code(f"def f():\n    {ANSWER}"), "f", solution=True),
        nbgrader(code("assert f()"), "t", grade=True, points=2),
    )
    if edition:
        for cell in cells:
            cell.metadata.update(own(cell))
    written = edition(new_notebook(cells=cells)).cells if edition else cells
    again = read(*written)
    assert sorted(map(str, parts(again))) == sorted(map(str, parts(cells)))
    assert students(again) == students(cells)


LINES = st.lists(st.sampled_from(["a = 1", "    b = 2", "", "# text", "print(a)"]), max_size=3)
SECRETS = st.integers(1, 99).map(lambda number: f"secret_{number} = {number}")


def marked(draw_lines: list[str], secret: str, kind: int) -> NotebookNode:
    """Return a cell that one of the dialects marks."""
    above = "\n".join([*draw_lines, ""])
    return [
        lambda: code(f"{above}### BEGIN SOLUTION\n{secret}\n## END SOLUTION"),
        lambda: code(f"{above}{secret} # SOLUTION"),
        lambda: code(f"# Solution\n{above}{secret}"),
        lambda: code(f"{above}# solution\n{secret}"),
        lambda: code(f"# to_remove solution\n{above}{secret}"),
        lambda: code(f"{above}{secret}", metadata={"tags": ["solution"]}),
        lambda: code(f"{above}### START CODE HERE ###\n{secret}\n### END CODE HERE ###"),
        lambda: nbgrader(code(f"{above}{secret}"), "a", solution=True),
        lambda: nbgrader(text(f"{above}{secret}"), "a", solution=True, grade=True),
        lambda: text(f"{above}{secret}", metadata={"tags": ["solution"]}),
    ][kind]()


@given(st.lists(st.tuples(LINES, SECRETS, st.integers(-len(PLAIN), 9)), max_size=6))
def test_students_never_get_a_solution_and_get_all_the_rest(drawn) -> None:
    cells = [PLAIN[kind] if kind < 0 else marked(lines, s, kind) for lines, s, kind in drawn]
    cells = [NotebookNode({**cell, "id": f"cell-{i}"}) for i, cell in enumerate(cells)]
    found = read(*cells)
    everything = json.dumps(students(found))
    for (_, secret, kind), cell, canonical in zip(drawn, cells, found, strict=True):
        if kind < 0:
            assert canonical == cell
        else:
            assert secret not in everything and secret in canonical.source
    assert not any(MARK.search(s) and not s.startswith("Write between") for _, s in students(found))
    names = [name for name, part, _ in parts(found) if part == "answer"]
    assert len(names) == len(set(names))
    assert read(*found) == found


@given(st.lists(st.sampled_from(PLAIN), max_size=4), st.integers(0, 4), st.sampled_from(REFUSED))
def test_one_cell_in_doubt_is_enough_wherever_it_stands(cells, place, doubtful) -> None:
    with pytest.raises(ValueError, match=r"^cell \d+: "):
        canonicalize([*cells[:place], deepcopy(doubtful), *cells[place:]])


FRAGMENTS = [
    "### BEGIN SOLUTION",
    "    # begin solutions",
    "# BEGIN SOLUTION NO PROMPT",
    "## END SOLUTION ##",
    "# BEGIN HIDDEN TESTS",
    "# END HIDDEN TESTS",
    "    x = 5  # SOLUTION",
    "f(x) # SOLUTION NO PROMPT",
    '""" # BEGIN PROMPT',
    '"""; # END PROMPT',
    "# to_remove solution",
    "# Solution",
    "# solution",
    "### START CODE HERE ###",
    "### END CODE HERE ###",
    "x = None",
    "x = 1",
    "assert x",
    "%%bash",
    "",
    "# Title",
    "=== BEGIN MARK SCHEME ===",
    "=== END MARK SCHEME ===",
    "# BEGIN QUESTION\nname: q1",
    "# END QUESTION",
    "# BEGIN TESTS",
    "# END TESTS",
    "# END SOLUTION",
]
GRADING = st.sampled_from(
    [None] * 4 + [{"solution": True}, {"grade": True}, {"grade": True, "solution": True}, "x"]
)
CELLS = st.builds(
    lambda make, lines, tag, grading: make(
        "\n".join(lines),
        metadata={"tags": tag} | ({"nbgrader": grading} if grading else {}),
    ),
    st.sampled_from([code, code, code, text, raw]),
    st.lists(st.sampled_from(FRAGMENTS), max_size=4),
    st.sampled_from([[], [], [], ["solution"], ["hidden"]]),
    GRADING,
)


@given(st.lists(CELLS, max_size=4))
def test_any_mixture_of_marks_is_understood_or_refused(cells: list[NotebookNode]) -> None:
    cells = [NotebookNode({**cell, "id": f"cell-{i}"}) for i, cell in enumerate(cells)]
    try:
        found = read(*cells)
    except ValueError as refusal:
        assert re.match(r"cell \d+: .+\.$", str(refusal)) and "\n" not in str(refusal)
        return
    assert not any(MARK.search(shown) for _, shown in students(found))
    for cell in found:
        if "stub" in own(cell):
            assert len(own(cell)["stub"]) == cell.source.count(BEGIN_SOLUTION)
    assert read(*found) == found
