"""What a person should look at is named, and honest work is not."""

from __future__ import annotations

import builtins
import importlib.util
import re

import nbformat
import pytest
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from colab_starter.answers import every_combination
from colab_starter.project import write_notebooks

spec = importlib.util.spec_from_file_location(
    "suspicious", ROOT / "graders" / "shared" / "suspicious.py"
)
suspicious = importlib.util.module_from_spec(spec)
spec.loader.exec_module(suspicious)

CHECK = "assert np.allclose(mean([1, 2]), 1.5), 'not yet'\nshow(mean)\nprint('right')"
NBGRADER = {"grade": True, "solution": False, "grade_id": "mean-check", "locked": True}


def release() -> nbformat.NotebookNode:
    return new_notebook(
        cells=[
            new_markdown_cell("# Means. Write a function, and a class `Account` with `__eq__`."),
            new_code_cell("import numpy as np\n\ndef show(one):\n    print(one)"),
            new_code_cell("def mean(numbers):\n    ..."),
            new_code_cell(CHECK, metadata={"nbgrader": NBGRADER}),
        ]
    )


def test_a_check_as_it_was_released_before_is_nobodys_change() -> None:
    old = release()
    old.cells[3].source = CHECK.replace("1.5", "1.4")
    changed = suspicious.find(old, release())
    assert len(changed) == 1 and "was changed" in changed[0]
    assert not suspicious.find(old, release(), {suspicious.take_digest(old.cells[3])})


def find(*cells: str) -> list[str]:
    """Return what is said of the released notebook with these answers in place of its own."""
    node = release()
    node.cells[2:3] = [new_code_cell(cell) for cell in cells]
    return suspicious.find(node, release())


# A cheat, and a word that must be in what is said of it.
CHEATS = {
    "abs = lambda x: 0": "abs",
    "def print(*words): pass": "print",
    "def isinstance(one, kind):\n    return True": "isinstance",
    "class AssertionError(Exception): pass": "AssertionError",
    "def f():\n    global len\n    len = f": "len",
    "__builtins__.abs = f": "__builtins__",
    "import builtins\nbuiltins.len = f": "builtins",
    "from builtins import abs": "builtins",
    "np.allclose = lambda *words, **more: True": "np.allclose",
    "n = np\nn.allclose = mean": "n.allclose",
    "np.testing.assert_allclose = mean": "assert_allclose",
    "setattr(np, 'allclose', mean)": "np",
    "np.allclose.__code__ = mean.__code__": "__code__",
    "np.__dict__['allclose'] = mean": "__dict__",
    "class np:\n    allclose = lambda *words: True": "np",
    "def show(one): pass": "show",
    "import fake as np": "np",
    "from unittest import mock": "mock",
    "import unittest.mock": "mock",
    "import sys\nsys.exit()": "sys.exit",
    "import sys as s\ns.exit(0)": "sys.exit",
    "from sys import exit\nexit()": "sys.exit",
    "import os\nos._exit(0)": "os._exit",
    "exit()": "exit",
    "quit()": "quit",
    "raise SystemExit": "SystemExit",
    "import sys\nsys.modules['numpy'] = 1": "sys.modules",
    "import nbgrader.api": "nbgrader",
    "from otter import Notebook": "otter",
    "from IPython.core.history import HistoryAccessor": "IPython.core.history",
    "get_ipython().events.register('post_run_cell', print)": "events",
    "ip = get_ipython()\nip.set_custom_exc((Exception,), print)": "set_custom_exc",
    "get_ipython().showtraceback = print": "showtraceback",
    "get_ipython().run_cell('1')": "run_cell",
    "from IPython import get_ipython as shell\ns = shell()\ns.user_ns": "user_ns",
    "import sys\nsys.settrace(print)": "settrace",
    "import sys\nsys.setprofile(print)": "setprofile",
    "import sys\nsys.excepthook = print": "excepthook",
    "import gc\ngc.get_objects()": "gc",
    "import inspect\ninspect.stack()": "inspect",
    "import sys\nsys._getframe(1)": "_getframe",
    "try:\n    1 / 0\nexcept Exception as e:\n    e.__traceback__.tb_frame.f_back": "f_back",
    "print(In[-1])": "In",
    "print(_ih)": "_ih",
    "print(_i3)": "_i3",
    "%history": "history",
    "class Same:\n    def __eq__(self, other):\n        return True": "__eq__",
    "class Zero(float):\n    def __abs__(self): return 0\n    __sub__ = __abs__": "__abs__",
    "class Same:\n    __eq__ = lambda self, other: True": "__eq__",
    "type('Same', (), {'__eq__': lambda a, b: True})": "type()",
    "import os\nos.environ['PATH'] = '.'": "environ",
    "%env PATH=.": "environ",
    "import subprocess": "subprocess",
    "from subprocess import run": "subprocess",
    "import os\nos.system('cat tests')": "os.system",
    "from os import system": "os.system",
    "import os\nos.fork()": "os.fork",
    "import os\nos.execv('x', [])": "os.execv",
    "!cat ../tests/q1.py": "cat",
    "x = !find / -name tests": "find",
    "!pip install x; cat /etc/passwd": "passwd",
    "%%bash\ncat tests": "bash",
    "%%capture\nimport subprocess": "subprocess",
    "%%writefile numpy.py\n": "numpy.py",
    "import multiprocessing": "multiprocessing",
    "import threading": "threading",
    "import ctypes": "ctypes",
    "import signal": "signal",
    "import atexit": "atexit",
    "open('/proc/self/maps')": "/proc",
    "open('../other/answer.ipynb').read()": "..",
    "from pathlib import Path\nPath('..')": "..",
    "from pathlib import Path\n(Path.cwd() / '..').iterdir()": "..",
    "import os\nos.listdir('/')": "'/'",
    "import os\nname = 'x'\nopen(f'/home/{name}/x', 'w')": "/home",
    "open('gradebook.db', 'rb')": "gradebook",
    "import sqlite3": "sqlite3",
    "import urllib.request": "urllib",
    "from urllib.request import urlopen": "urllib",
    "import requests": "requests",
    "import socket": "socket",
    "exec('x = 1')": "exec",
    "eval('1')": "eval",
    "list(map(eval, ['1']))": "eval",
    "compile('1', '', 'eval')": "compile",
    "__import__('os')": "__import__",
    "import importlib\nimportlib.import_module('os')": "importlib",
    "import base64": "base64",
    f"x = {'QUJD' * 80!r}": "nobody can read",
    "getattr(__import__('os'), 'sys' + 'tem')": "__import__",
    "import os\ngetattr(os, 'sys' + 'tem')('ls')": "getattr",
    "globals()['np'] = 1": "globals()",
    "globals().update(np=1)": "globals()",
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_cheat_is_named(cheat):
    said = find("def mean(numbers):\n    return 1.5", cheat)
    assert said, cheat
    assert all(re.match(r"cell 4: \S", sentence) for sentence in said), said
    assert any(CHEATS[cheat] in sentence for sentence in said), said


HONEST = [
    "def mean(numbers):\n    return sum(numbers) / len(numbers)",
    "sum = 0\nfor number in [1, 2]:\n    sum += number",
    "list = [1, 2]\nmax, min = 1, 2\ninput = np.zeros(3)\nid = np.mean(list)",
    "def mean(list, max=None, eval=True):\n    return eval",
    "model.eval()\nmodel.compile(optimizer='adam')\nre.compile('x')",
    "import numpy as np\nfrom pathlib import Path\nimport os\nos.makedirs('made', exist_ok=True)",
    "import torch\ntorch.backends.cudnn.benchmark = True\nimport pandas as pd",
    "import pandas as pd\npd.options.display.max_rows = 10\nnp.random.seed(1)",
    "import os\nos.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'",
    "import sys\non_colab = 'google.colab' in sys.modules\nprint(sys.version)",
    "from IPython.display import display, HTML\ndisplay(HTML('<a href=\"/x/../y\">x</a>'))",
    "from IPython import get_ipython\nprint('google.colab' in str(get_ipython()))",
    "%matplotlib inline\n%load_ext autoreload\n%time mean([1])\n!pip install -q seaborn\n!ls\n!nvidia-smi",
    "%%time\nmean([1, 2])",
    "open('/content/data.csv')\nopen('data/x.csv')\nopen('/tmp/x', 'w')\n'a/b'.split('/')",
    "class Account:\n    def __eq__(self, other):\n        return True",
    "class Money:\n    def __eq__(self, other):\n        return self.cents == other.cents",
    "class Data:\n    def __len__(self):\n        return len(self.rows)\n    def __getitem__(self, i): ...",
    "from matplotlib import pyplot as plt\nplt.rcParams['figure.figsize'] = 3, 3\nplt.show()",
    "for _i in range(3):\n    print(_i)\n_ = 3",
    "help(mean)\nassert mean([1]) == 1\ntype(mean)",
    "this is no Python",
    "",
    "x = '''" + "A sentence that goes on. " * 50 + "'''",
]


def test_only_builtins_can_be_asked():
    assert set(suspicious.ASKED) <= set(dir(builtins))


@pytest.mark.parametrize("honest", HONEST)
def test_honest_work_is_not(honest):
    assert find(honest) == []


def test_a_check_that_was_changed_deleted_or_copied():
    def said(change) -> list[str]:
        node = release()
        change(node.cells)
        return suspicious.find(node, release())

    def change(cells):
        cells[3].source = "pass"

    def delete(cells):
        del cells[3]

    def copy(cells):
        cells.append(new_code_cell(CHECK))

    def retype(cells):
        cells[3] = new_markdown_cell(CHECK, metadata=cells[3].metadata)

    for what, word in ((change, "changed"), (delete, "missing"), (copy, "once"), (retype, "code")):
        (sentence,) = said(what)
        assert re.match(r"cell \d: ", sentence) and word in sentence
    assert said(lambda cells: None) == []

    def copy_given(cells):  # is no check
        cells.append(new_code_cell(cells[1].source))

    assert said(copy_given) == []


def test_what_the_lesson_does_itself_is_no_matter_unless_folded():
    open_cell = new_code_cell("import subprocess\nsubprocess.run(['ls'])")
    folded = new_code_cell("import requests", metadata={"jupyter": {"source_hidden": True}})
    lesson = new_notebook(cells=[open_cell, folded])
    node = new_notebook(cells=[*lesson.cells, new_code_cell("import subprocess\nimport requests")])
    (sentence,) = suspicious.find(node, lesson)
    assert "requests" in sentence


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "-" * 100_000 + "1",
        "x" + ".y" * 20_000,
        "z = x" + ".y" * 2_000,
        "(" * 5000,
        "\0",
        "x = 1\n" * 50_000,
        "'''",
        "%%",
        "!",
        "? ?",
        "!ls\n" * 3000,
        "x?\n" * 3000,
    ],
    ids=range(12),
)
def test_nothing_that_is_written_stops_it(text):
    assert isinstance(find(text), list)


@pytest.mark.parametrize("name", [name for name in every_combination() if "assignment" in name])
def test_the_lessons_own_solutions_are_honest(name, tmp_path):
    write_notebooks(every_combination()[name], tmp_path)
    checked = 0
    for path in tmp_path.glob("source/*/*.ipynb"):
        teacher = nbformat.read(path, as_version=4)
        released = nbformat.read(tmp_path / "release" / path.parent.name / path.name, as_version=4)
        said = suspicious.find(teacher, released)
        # Hidden tests are no part of the release, so they look changed; nothing else may.
        assert [sentence for sentence in said if "the check" not in sentence] == []
        assert suspicious.find(released, released) == []
        checked += 1
    assert checked
