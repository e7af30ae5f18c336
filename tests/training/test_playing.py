"""What the text invites a student to do with the lesson does no harm."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from playing import INTERRUPT, Session, student

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble

pytestmark = pytest.mark.slow
TRAIN = "with going_on():"
SAVE = "print(write_report())"
EXAM = "def take_exam"
FIRST = "first_model = build(small_network)"
CHOOSE = "def choose_run"
NETWORK = "def small_network"
# Each layer that can be taken out, and the rest still fits together.
LAYERS = {
    "keras": [
        "layers.Rescaling(1 / 255),",
        "layers.Conv2D(32, 3, use_bias=False),",
        "layers.MaxPooling2D(),",
        "layers.BatchNormalization(momentum=0.9),",
        "layers.ReLU(),",
        "layers.Conv2D(64, 3, use_bias=False),",
    ],
    "pytorch": ["nn.ReLU(),", "nn.BatchNorm2d(16),", "nn.MaxPool2d(2),"],
}
SETTINGS = {
    "recipe": "tutorial",
    "batch_size": 32,
    "optimizer": "sgd",
    "learning_rate": 0.003,
    "seed": 5,
}
BOTH = ["keras-cpu", "pytorch-cpu"]


@pytest.fixture(scope="module", params=BOTH)
def played(request, tmp_path_factory) -> Iterator[Session]:
    """A student whose notebook ran once, from the first cell to the last."""
    with student(request.param, tmp_path_factory.mktemp(request.param)) as session:
        session.run_all()
        assert not session.error and len(session.reports()) == 1
        yield session


@pytest.fixture
def session(played: Session) -> Session:
    """The same student, with the lesson's settings and network again."""
    settings, changes = dict(played.settings), dict(played.changes)
    yield played
    played.settings, played.changes = settings, changes
    played.run_where("# @title Settings", NETWORK)


def check_honest(session: Session, said: str) -> None:
    """What the report says is what the saved network does."""
    assert not session.error, said
    report = session.last_report()
    assert report["accuracy"] == pytest.approx(session.evaluate(), abs=1e-6)
    assert report["line"] in said


def list_warnings(cells: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    return [one for cell in cells for one in cell.outputs if one.get("name") == "stderr"]


def take_out(session: Session, layer: str) -> None:
    lines = [line for cell in session.cells for line in cell.source.splitlines(keepends=True)]
    session.changes[next(line for line in lines if line.strip().startswith(layer))] = ""


def check_new_run(session: Session, before: dict[str, dict]) -> None:
    after = session.reports()
    assert len(after) == len(before) + 1, "a run of its own"
    assert {name: after[name] for name in before} == before, "and the others as they were"


@pytest.mark.parametrize("layer", [0, *(pytest.param(k, marks=pytest.mark.soak) for k in range(6))])
def test_a_network_without_a_layer_is_a_new_run(session: Session, layer: int) -> None:
    layers = LAYERS[session.framework]
    if layer >= len(layers):
        pytest.skip("this framework has fewer")
    take_out(session, layers[layer])
    before = session.reports()
    said = session.run_where(NETWORK, TRAIN, SAVE)
    check_honest(session, said)
    assert session.sentence(CHOOSE) in said
    check_new_run(session, before)
    again = session.run_where(TRAIN, SAVE)
    assert session.sentence(CHOOSE) not in again and "finished after epoch 2" in again


def test_back_to_the_old_network_is_the_old_run(session: Session) -> None:
    before = session.reports()
    said = session.run_where(NETWORK, TRAIN, SAVE)
    assert "finished after epoch 2" in said and session.sentence(CHOOSE) not in said
    check_honest(session, said)
    assert session.reports().keys() == before.keys()


@pytest.mark.parametrize(
    "name",
    [n if n == "optimizer" else pytest.param(n, marks=pytest.mark.soak) for n in SETTINGS],
)
def test_another_setting_is_another_run(session: Session, name: str) -> None:
    before = session.reports()
    session.settings |= {name: SETTINGS[name]}
    said = session.run_where("# @title Settings", TRAIN, SAVE)
    check_honest(session, said)
    check_new_run(session, before)
    assert session.sentence(CHOOSE) not in said
    report = session.last_report()
    for setting in ("optimizer", "batch_size", "seed"):
        assert f"{report[setting]}" in report["line"]
    assert f"step {report['learning_rate']:g}" in report["line"]
    if name == "optimizer":
        assert report["learning_rate"] != 0.01, "the step of another optimizer"
    elif name != "recipe":
        assert report[name] == SETTINGS[name]


def test_more_epochs_are_trained_without_a_gpu(session: Session) -> None:
    done = session.last_report()["epochs"]
    session.settings["epochs"] = 5
    said = session.run_where("# @title Settings", TRAIN, SAVE)
    check_honest(session, said)
    assert f"after epoch {done}." in said
    assert session.last_report()["epochs"] == 5


def test_a_report_is_of_what_was_trained(session: Session) -> None:
    """Other settings, not trained with, change no report; nor do pictures that nobody loaded."""
    before = session.reports()
    session.settings |= {"seed": 7, "optimizer": "sgd", "batch_size": 32, "dataset": "mnist"}
    session.run_where("# @title Settings", "def make_plan", "def tell", EXAM, SAVE)
    assert not session.error
    assert session.reports() == before
    session.settings |= {"seed": 1, "optimizer": "adam", "batch_size": 64}
    said = session.run_where("# @title Settings", TRAIN, SAVE)
    check_honest(session, said)
    assert session.reports().keys() == before.keys(), "the digits that were loaded"


def test_without_a_whole_epoch_every_cell_says_so(session: Session) -> None:
    session.settings["seed"] = 90
    before = len(session.client.nb.cells)
    session.run_where("# @title Settings", "def make_plan")
    session.execute("with going_on():\n    pass")
    assert session.execute("print(len(history))").strip() == "0"
    marks = [EXAM, "curves_shown = {", "def write_report", SAVE, "def read_reports"]
    said = session.run_where(*marks)
    assert not session.error, said
    assert not list_warnings(session.client.nb.cells[before:])


WRONG = {
    "epochs": ["three", -3, 1.5],
    "batch_size": [0, 12.5],
    "seed": [-1, 10**9],
    "learning_rate": [-1, "fast"],
    "optimizer": ["Adam"],
    "recipe": ["slow"],
    "dataset": ["mnits"],
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_setting_is_one_sentence_that_names_it(session: Session, name: str) -> None:
    for value in WRONG[name]:
        session.settings[name] = value
        session.run_where("# @title Settings", TRAIN)
        assert session.error == "ValueError"
        (error,) = [one for one in session.outputs if one.output_type == "error"]
        assert name in error.evalue


def test_cells_run_again_after_the_training_spoil_nothing(session: Session) -> None:
    marks = ["tenth = len", "first_model = build", "first_accuracy", "def tutorial_network"]
    marks += [
        "def say_how_it_learns",
        "def make_plan",
        "def tell",
        "def choose_run",
        "validation = [epoch",
    ]
    session.run_where(NETWORK, *marks)
    assert not session.error
    check_honest(session, session.run_where(TRAIN, EXAM, SAVE))
    session.run_where(NETWORK, *marks)
    check_honest(session, session.run_where(EXAM, SAVE))
    assert session.last_report()["accuracy"] > 0.3, "not an untrained network"
    saved = {path: path.read_bytes() for path in session.folder.rglob("runs/*/*.*")}
    session.execute("model = build(small_network)")
    session.run_where(SAVE)
    assert session.error == "RuntimeError"
    assert {path: path.read_bytes() for path in session.folder.rglob("runs/*/*.*")} == saved
    check_honest(session, session.run_where(TRAIN, SAVE))


@pytest.mark.parametrize("epochs", [1, *(pytest.param(k, marks=pytest.mark.soak) for k in (0, 2))])
def test_an_interrupt_is_one_sentence_and_the_training_goes_on(
    session: Session, epochs: int
) -> None:
    # Another step: a run of its own for each case.
    session.settings |= {"epochs": 3, "learning_rate": 0.002 + epochs / 1000, "batch_size": 16}
    session.run_where("# @title Settings")
    session.execute("begun_now = False")
    session.execute(INTERRUPT.format(epochs=epochs))
    session.changes["with going_on():"] = "with going_on():\n    begun_now = True"
    said = session.run_where(TRAIN)
    assert session.error == "KeyboardInterrupt"
    assert [o.output_type for o in session.outputs if o.output_type == "error"] == []
    # The line before may be cut short: an interrupt can come before its end is printed.
    assert said.rstrip().endswith(session.sentence("def say_stopped"))
    before = int(session.execute("print(len(history))"))
    assert before == epochs, "history and network are those of the last checkpoint"
    del session.changes["with going_on():"]
    said = session.run_where(TRAIN, SAVE)
    check_honest(session, said)
    assert session.last_report()["epochs"] == 3
    assert epochs == 0 or f"after epoch {epochs}." in said


def test_an_interrupt_of_the_first_training_is_one_sentence(session: Session) -> None:
    session.execute("begun_now = False")
    session.execute(INTERRUPT.format(epochs=0))
    session.changes[FIRST] = f"{FIRST}\nbegun_now = True"
    said = session.run_where(FIRST)
    assert session.error == "KeyboardInterrupt"
    assert [o.output_type for o in session.outputs if o.output_type == "error"] == []
    assert said.rstrip().endswith(session.sentence("def say_stopped"))
    session.run_where("first_accuracy")
    assert not session.error


@pytest.mark.soak
@pytest.mark.parametrize("combination", BOTH)
def test_six_times_run_all_prints_no_warning(combination: str, tmp_path: Path) -> None:
    with student(combination, tmp_path) as session:
        for seed in range(6):
            session.settings["seed"] = seed
            said = session.run_all()
            assert not session.error, said
    assert not list_warnings(session.client.nb.cells)
    assert len(session.reports()) == 6


def test_what_is_loaded_in_pytorch_comes_to_the_machine_that_is_there() -> None:
    node = assemble("mnist_cnn", every_combination()["pytorch-gpu"])
    loads = [
        call
        for cell in node.cells
        if cell.cell_type == "code" and "%" not in cell.source.split("\n")[0][:1]
        for call in ast.walk(ast.parse(cell.source))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "torch.load"
    ]
    assert len(loads) >= 2
    assert all("map_location" in [k.arg for k in call.keywords] for call in loads)


@pytest.mark.parametrize("combination", BOTH)
def test_no_name_is_used_for_two_things(combination: str) -> None:
    """A setting is never overwritten below its cell, no function by a value, no import by another."""
    cells = list(assemble("mnist_cnn", every_combination()[combination]).cells)
    code = [c for c in cells if c.cell_type == "code" and not c.source.startswith("%")]
    functions, values, settings = set(), set(), set()
    imports: dict[str, str] = {}
    for cell in code:
        tree = ast.parse(cell.source)
        assigned = {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        top = {
            n.id
            for s in tree.body
            if isinstance(s, ast.Assign)
            for n in ast.walk(s)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        }
        if "parameters" in cell.metadata.get("tags", []):
            settings = assigned
        else:
            assert not settings & top
        values |= top
        for node in ast.walk(tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                origin = getattr(node, "module", "")
                for one in node.names:
                    name = (one.asname or one.name).split(".")[0]
                    assert imports.setdefault(name, origin) == origin, name
        functions |= {s.name for s in tree.body if isinstance(s, ast.FunctionDef)}
    assert not functions & values and not imports.keys() & (functions | values)
