"""What a notebook imports is found in every kind of cell, and nothing is guessed."""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from intake.cells_for_tests import code, text

from colab_starter.check import imports, tables
from colab_starter.check.pip_cells import read_pip

CHECK = Path(imports.__file__).parent
FOUND = [
    ("plain", "import numpy as np, pandas\nfrom PIL import Image", {"numpy", "pandas", "PIL"}),
    ("inside a function", "def f():\n    import torch.nn as nn", {"torch"}),
    ("a line of the shell", "!pip install x\nimport torch\nx = !ls\nnumpy?", {"torch"}),
    ("a continued line", "!pip install a \\\n  import b\nimport torch", {"torch"}),
    ("a timed statement", "%time import torch", {"torch"}),
    ("a cell magic", "%%time\nimport torch", {"torch"}),
    ("a cell magic below a title", "#@title Train\n\n%%capture out\nimport torch", {"torch"}),
    ("another language", "%%bash\nimport torch", set()),
    ("written by a cell", "%%writefile a.py\nimport torch", set()),
    ("a gap", "import torch\nx = # TODO", {"torch"}),
    ("a gap in a name", "from torch import nn\ndef None():\n    import numpy", {"torch", "numpy"}),
    ("a gap in brackets", "import torch\n<YOUR CODE>", {"torch"}),
    ("Python 2", "import torch\nprint 'import numpy'", {"torch"}),
    ("prose in a gap", "x = # TODO\n'''\nimport the data first\n'''", set()),
    (
        "by its name",
        "import importlib\nimportlib.import_module('torch.nn')",
        {"importlib", "torch"},
    ),
    ("its own folder", "from . import a\nfrom .b import c", set()),
    ("shared by packages", "from google import genai\nimport google.cloud.storage as s", None),
    ("Colab's own", "from google.colab import drive\nimport google.colab", set()),
    ("an operator at a line's start", "x = (7\n%y)\nimport torch", {"torch"}),
]


@pytest.mark.parametrize(("source", "names"), [pytest.param(*rest, id=i) for i, *rest in FOUND])
def test_an_import_is_found(source: str, names: set[str] | None) -> None:
    expected = {"google.genai", "google.cloud.storage"} if names is None else names
    assert set(imports.find_imports(code(source))) == expected


def test_cells_are_numbered_among_all_cells() -> None:
    cells = [*text("# A"), *code("import torch", "x = 1", "import torch")]
    assert imports.find_imports(cells) == {"torch": [2, 4]}


def test_source_may_be_a_list_of_lines() -> None:
    cells = [{"cell_type": "code", "source": ["import torch\n", "import numpy"]}]
    assert set(imports.find_imports(cells)) == {"torch", "numpy"}


@pytest.mark.parametrize("error", ["ImportError", "(ModuleNotFoundError, OSError)", ""])
def test_what_is_only_tried_is_optional(error: str) -> None:
    cells = code(f"try:\n    import a\nexcept {error}:\n    import b", "import c")
    assert set(imports.find_imports(cells)) == {"c"}
    assert set(imports.find_optional(cells)) == {"a", "b"}


def test_a_try_for_something_else_is_no_choice() -> None:
    cells = code("try:\n    import a\nexcept KeyError:\n    pass")
    assert set(imports.find_imports(cells)) == {"a"}


def origins(*sources: str, **more) -> dict[str, str]:
    cells = code(*sources)
    written = imports.find_written(imports.read_code(cells))
    found = imports.classify(
        imports.find_imports(cells), written=written, pip=read_pip(cells), **more
    )
    return {one.name: one.origin for one in found}


@pytest.mark.parametrize(
    ("source", "name", "origin"),
    [
        ("import os", "os", "standard"),
        ("import distutils", "distutils", "standard"),
        ("import sklearn", "sklearn", "colab"),
        ("import gensim", "gensim", "known"),
        ("import nobody_knows", "nobody_knows", "unknown"),
        ("!pip install -q nobody-knows\nimport nobody_knows", "nobody_knows", "installed"),
        ("!pip install faiss-gpu\nimport faiss", "faiss", "installed"),
        ("# !pip install some\nimport some", "some", "unknown"),
        ("!git clone https://github.com/a/some.git\nimport some", "some", "installed"),
        ("!pip install git+https://github.com/a/some@v1\nimport some", "some", "installed"),
        ("!pip install -r requirements.txt\nimport some", "some", "installed"),
        ("!wget https://a.org/some.py\nimport some", "some", "written"),
        ("!protoc person.proto --python_out=.\nimport person_pb2", "person_pb2", "written"),
        ("with open('some.py', 'wb') as f: pass\nimport some", "some", "written"),
    ],
)
def test_an_origin_is_told(source: str, name: str, origin: str) -> None:
    assert origins(source)[name] == origin


def test_a_file_beside_hides_every_package() -> None:
    assert origins("import utils, test", local={"utils", "test"}) == {
        "utils": "local",
        "test": "local",
    }


def test_a_cell_may_write_the_module() -> None:
    assert origins("%%writefile lib/mnist.py\nx = 1", "import mnist") == {"mnist": "written"}


def test_the_plan_names_packages_and_asks_for_the_rest() -> None:
    cells = code("import os, sklearn, cv2, gensim, mine\nfrom PIL import Image", "import whose")
    plan, sentences = imports.plan_install(cells, {"mine"})
    assert plan == {
        "sklearn": "scikit-learn",
        "cv2": "opencv-python-headless",
        "gensim": "gensim",
        "PIL": "pillow",
    }
    (sentence,) = sentences
    assert all(word in sentence for word in ("whose", "cell 2", "course.toml", "[packages]"))


@pytest.mark.parametrize(("answer", "plan"), [("who-se", {"whose": "who-se"}), ("", {})])
def test_an_answer_ends_the_question(answer: str, plan: dict[str, str]) -> None:
    assert imports.plan_install(code("import whose"), own={"whose": answer}) == (plan, [])


def test_what_the_notebook_installs_itself_is_not_installed_twice() -> None:
    assert imports.plan_install(code("%pip install gensim", "import gensim")) == ({}, [])


def test_colabs_list_says_where_it_comes_from() -> None:
    header = tables.read_header()
    assert len(header["commit"]) == 40 and set(header) == {"commit", "date", "python"}
    assert tables.on_colab("torch") and tables.on_colab("sklearn", "tpu")
    assert tables.on_colab("tensorflow") and not tables.on_colab("tensorflow", "tpu")
    assert tables.on_colab("cudf", "gpu") and not tables.on_colab("cudf")


def test_the_table_agrees_with_what_is_installed_here() -> None:
    """A package that brings other modules than the table says would be asked for in vain."""
    provided = importlib.metadata.packages_distributions()
    wrong = {
        name: (known, provided[name])
        for name in provided
        if name in tables.read_packages()["names"]
        and (known := tables.find_package(name))
        and tables.normal(known) not in map(tables.normal, provided[name])
    }
    assert not wrong


@pytest.mark.parametrize("version", ["3.11", "3.12", "3.13"])
def test_every_python_says_the_same(tmp_path: Path, version: str) -> None:
    """In 3.12 an f-string may hold its own quotes; the names found must not depend on it."""
    python = shutil.which(f"python{version}")
    if not python or subprocess.run([python, "--version"], capture_output=True).returncode:
        pytest.skip(f"needs Python {version}")
    shutil.copytree(CHECK, tmp_path / "check")
    cells = code('print(f"{d["a"]}")\nimport torch, imp\ntype X = int\nfrom sklearn import svm')
    program = f"from check.imports import plan_install; print(plan_install({cells!r}))"
    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    said = subprocess.run([python, "-c", program], cwd=tmp_path, env=env, capture_output=True)
    expected = ({"sklearn": "scikit-learn", "torch": "torch"}, [])
    assert said.stdout.decode().strip() == str(expected), said.stderr


def test_nothing_of_the_folder_needs_more_than_python() -> None:
    for path in CHECK.glob("*.py"):
        names = imports.find_imports(code(path.read_text("utf-8")))
        assert set(names) <= sys.stdlib_module_names, path.name


LINES = st.sampled_from(
    ["import a", "x = # TODO", "%%time", "!pip install b>=1", "'''", "(", "  from c import d", "\\"]
)


@settings(max_examples=150)
@given(st.lists(st.one_of(LINES, st.text(max_size=30)), max_size=8))
def test_no_text_is_too_strange(lines: list[str]) -> None:
    cells = code("\n".join(lines))
    found = imports.find_imports(cells) | imports.find_optional(cells)
    assert all(numbers == [1] for numbers in found.values())
    imports.plan_install(cells)
