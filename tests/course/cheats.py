"""Notebooks that students hand in who want points without an answer."""

from __future__ import annotations

from collections.abc import Callable

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

NAME = "means"
POINTS = 4
ANSWERS = {"mean": "sum(numbers) / len(numbers)", "spread": "max(numbers) - min(numbers)"}
CHECKS = {
    "mean": ("np.allclose(mean([1, 2]), 1.5)", "np.allclose(mean([3, 4, 8]), 5)"),
    "spread": ("abs(spread([1, 4]) - 3) < 1e-9", "spread([7, 2, 5]) == 5"),
}


def make_lesson() -> NotebookNode:
    """Return the teacher's notebook: two functions, a visible and a hidden test of each."""
    cells = [new_markdown_cell("# Means"), new_code_cell("import numpy as np")]
    for name, (visible, hidden) in CHECKS.items():
        kinds = {
            name: f"### BEGIN SOLUTION\n    return {ANSWERS[name]}\n    ### END SOLUTION",
            f"{name}-check": f"assert {visible}, 'Not yet: {name}'",
            f"{name}-hidden": f"### BEGIN HIDDEN TESTS\nassert {hidden}\n### END HIDDEN TESTS",
        }
        cells.append(new_markdown_cell(f"## The {name}"))
        for grade_id, source in kinds.items():
            is_check = grade_id != name
            source = source if is_check else f"def {name}(numbers):\n    {source}"
            nbgrader = {"schema_version": 3, "grade_id": grade_id, "cell_type": "code"}
            nbgrader |= {"grade": is_check, "locked": is_check, "solution": not is_check}
            nbgrader |= {"task": False} | ({"points": 1} if is_check else {})
            cells.append(new_code_cell(source, metadata={"nbgrader": nbgrader}))
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    return new_notebook(cells=cells)


def answer(released: NotebookNode, **bodies: str) -> NotebookNode:
    """Return the released notebook with these lines as the bodies of its functions."""
    node = nbformat.from_dict(released)
    for cell in node.cells:
        for name, body in bodies.items():
            if cell.source.startswith(f"def {name}("):
                cell.source = f"def {name}(numbers):\n    {body}"
    return node


def is_check(cell: NotebookNode) -> bool:
    """Return whether a released cell is a check."""
    return cell.cell_type == "code" and "assert " in cell.source


def edit_checks(node: NotebookNode) -> NotebookNode:
    """Let the checks say that all is right, and be worth more."""
    for cell in filter(is_check, node.cells):
        cell.source = "assert True"
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.points = 100
    return node


def delete_checks(node: NotebookNode) -> NotebookNode:
    """Delete the checks, hidden ones too."""
    graded = [cell for cell in node.cells if cell.metadata.get("nbgrader", {}).get("grade")]
    node.cells = [cell for cell in node.cells if not is_check(cell) and cell not in graded]
    return node


def copy_checks(node: NotebookNode) -> NotebookNode:
    """Add a cell that passes under the name of each check."""
    for cell in filter(is_check, list(node.cells)):
        copy = nbformat.from_dict({**cell, "source": "assert True"})
        node.cells.append(copy)
    return node


def forge_tests(node: NotebookNode) -> NotebookNode:
    """Write tests of one's own where otter keeps them in a notebook."""
    case = {"code": ">>> True\nTrue", "hidden": False, "locked": False, "points": 100}
    test = {"name": "mean", "points": 100, "suites": [{"cases": [case], "type": "doctest"}]}
    node.metadata["otter"] = {"OK_FORMAT": True, "tests": {"mean": test, "spread": test}}
    return node


def unlock_cells(node: NotebookNode) -> NotebookNode:
    """Say of a check that it is an answer, and of an answer that it is nothing."""
    for cell in node.cells:
        if grading := cell.metadata.get("nbgrader"):
            grading["grade"], grading["solution"] = False, True
    return node


# Each changes the released notebook.
EDITS: dict[str, Callable[[NotebookNode], NotebookNode]] = {
    "checks edited": edit_checks,
    "checks deleted": delete_checks,
    "checks copied": copy_checks,
    "tests forged": forge_tests,
    "cells unlocked": unlock_cells,
}

# Each is a cell at the top of the notebook, which stays without an answer. {project} is the
# teacher's folder.
CELLS: dict[str, str] = {
    "assert means nothing": "import builtins\nbuiltins.AssertionError = SystemError",
    "abs is nought": "abs = lambda number: 0",
    "print is silent": "def print(*words, **more):\n    pass",
    "allclose is patched": "np.allclose = lambda *words, **more: True",
    "allclose is patched deep down": (
        "import numpy\nnumpy._core.numeric.allclose = numpy.allclose = lambda *a, **b: True"
    ),
    "numpy is replaced": (
        "import sys, types\nfake = types.ModuleType('numpy')\n"
        "fake.allclose = lambda *a, **b: True\nsys.modules['numpy'] = fake\nimport numpy as np"
    ),
    "nbgrader is patched": (
        "import nbgrader.utils\n"
        "nbgrader.utils.determine_grade = lambda cell, log=None: (1, 1)\n"
        "from nbgrader.preprocessors import Execute\nExecute.preprocess = lambda self, nb, r: (nb, r)"
    ),
    "otter is patched": (
        "import otter.test_files.abstract_test as t\n"
        "t.TestFile.score = property(lambda self: 1.0)\n"
        "import otter.execute\notter.execute.Checker.check_if_not_already_checked = lambda *a: None"
    ),
    "doctest is patched": (
        "import doctest\n"
        "doctest.DocTestRunner.run = lambda self, *a, **b: doctest.TestResults(0, 1)"
    ),
    "the kernel skips checks": (
        "def skip(lines):\n    return ['pass'] if any('assert' in line for line in lines) else lines\n"
        "get_ipython().input_transformers_cleanup.append(skip)"
    ),
    "the syntax tree loses asserts": (
        "import ast\nclass Skip(ast.NodeTransformer):\n    def visit_Assert(self, node):\n"
        "        return ast.Pass()\nget_ipython().ast_transformers.append(Skip())"
    ),
    "errors are swallowed": (
        "get_ipython().set_custom_exc((Exception,), lambda *words, **more: None)"
    ),
    "errors are not shown": "get_ipython().showtraceback = lambda *words, **more: None",
    "history is read": "print(In)\nprint(list(get_ipython().history_manager.get_tail(99)))",
    "memory is read": (
        "import gc\nprint([one for one in gc.get_objects() if isinstance(one, str)\n"
        "       and 'HIDDEN' in one])"
    ),
    "the caller is read": (
        "import sys\ndef mean(numbers):\n    frame = sys._getframe(1)\n"
        "    frame.f_globals['np'].allclose = lambda *a, **b: True\n    return 0"
    ),
    "the disk is read": (
        "from pathlib import Path\nimport zipfile\n"
        "for path in [*Path('.').rglob('*.zip'), *Path('.').rglob('*.ipynb')]:\n"
        "    print(path, path.read_bytes()[:99])\n"
        "    path.write_text('mine')"
    ),
    "the result is written": (
        "from pathlib import Path\nimport json\nfull = [{'name': n, 'score': 2, 'max_score': 2,\n"
        "  'possible': 2, 'status': 'passed'} for n in ('mean', 'spread')]\n"
        "Path('results.json').write_text(json.dumps({'tests': full}))\n"
        "Path('executed.ipynb').write_text('full mark')"
    ),
    "a program outlives the kernel": (
        "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', '''\nimport time, json\n"
        "for _ in range(200):\n    time.sleep(0.1)\n"
        '    open("results.json", "w").write(json.dumps({"tests": []}))\n\'\'\'])'
    ),
    "another student is written to": (
        "from pathlib import Path\nfor folder in ('graded', 'submitted', 'build', 'source'):\n"
        "    for path in Path(r'{project}', folder).rglob('*'):\n"
        "        try:\n            path.write_text('mine')\n        except OSError:\n            pass\n"
        "        print(path)"
    ),
    "the network is asked": (
        "import urllib.request\ntry:\n"
        "    print(urllib.request.urlopen('http://192.0.2.1/answers', timeout=2).read())\n"
        "except OSError as error:\n    print(error)"
    ),
    "a thread waits": (
        "import threading, time\ndef patch():\n    while True:\n"
        "        np.allclose = lambda *a, **b: True\n        time.sleep(0.01)\n"
        "threading.Thread(target=patch, daemon=True).start()"
    ),
    "the way is hidden": (
        "eval(compile(bytes.fromhex('696d706f7274206e756d70790a6e756d70792e616c6c636c6f73653d6c616d'\n"
        "'6264612a612c2a2a623a54727565').decode(), 'x', 'exec'))"
    ),
    "the kernel is left": "import os\nos._exit(0)",
}

# Each is the body of both functions.
BODIES: dict[str, str] = {
    "an object equals everything": (
        "class Same(float):\n        __eq__ = lambda self, other: True\n"
        "        __sub__ = __abs__ = lambda self, *other: 0.0\n        __array__ = None\n"
        "    return Same()"
    ),
    "Python is left": "import sys\n    sys.exit(0)",
    "the kernel is left below": "import os\n    os._exit(0)",
    "a keyboard interrupt": "raise KeyboardInterrupt",
}


def list_cheats(released: NotebookNode, project: str) -> dict[str, NotebookNode]:
    """Return what is handed in: the name of a cheat to its notebook, which earns nothing."""
    notebooks = {name: edit(nbformat.from_dict(released)) for name, edit in EDITS.items()}
    for name, cell in CELLS.items():
        node = nbformat.from_dict(released)
        first = next(n for n, one in enumerate(node.cells) if one.source == "import numpy as np")
        node.cells.insert(first + 1, new_code_cell(cell.replace("{project}", project)))
        notebooks[name] = node
    for name, body in BODIES.items():
        notebooks[name] = answer(released, mean=body, spread=body)
    return notebooks
