"""What a submission does costs only its own limits: real kernels, with and without bubblewrap."""

from __future__ import annotations

import importlib
import os
import shutil
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import psutil
import pytest
from conftest import ROOT
from nbformat.v4 import new_code_cell, new_notebook

# Executes the notebook of its folder, as an engine does: each cell to its end, error or not.
ENGINE = """
import nbclient, nbformat
node = nbformat.read("student.ipynb", as_version=4)
node.cells.append(nbformat.v4.new_code_cell("print('end')"))
try:
    nbclient.NotebookClient(node, kernel_name="python3", allow_errors=True).execute()
finally:
    nbformat.write(node, "executed.ipynb")
"""


@pytest.fixture(scope="module")
def grading(tmp_path_factory) -> Path:
    """The package `grading` as a project has it."""
    folder = tmp_path_factory.mktemp("project") / "grading"
    shutil.copytree(ROOT / "graders" / "shared", folder)
    return folder


@pytest.fixture(params=["isolated", "bare"])
def sandbox(grading, request, monkeypatch):
    """The module; `isolated` where bubblewrap works, `bare` everywhere."""
    monkeypatch.syspath_prepend(grading.parent)
    for name in [name for name in sys.modules if name.partition(".")[0] == "grading"]:
        monkeypatch.delitem(sys.modules, name)
    module = importlib.import_module("grading.sandbox")
    if request.param == "bare":
        monkeypatch.setattr(module, "why_not_isolated", lambda: "this test wants none")
    elif reason := module.why_not_isolated():
        pytest.skip(reason)
    yield module
    for name in [name for name in sys.modules if name.partition(".")[0] == "grading"]:
        sys.modules.pop(name)


@pytest.fixture
def work(tmp_path) -> Path:
    """The folder of a submission."""
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@pytest.fixture
def execute(sandbox, work) -> Callable[..., tuple]:
    """`execute(cell, ...)` runs cells in a kernel; returns how it ended, and what the cells said."""

    def run(*cells: str, hidden=(), **limits):
        node = new_notebook(cells=[new_code_cell(textwrap.dedent(cell)) for cell in cells])
        nbformat.write(node, work / "student.ipynb")
        chosen = sandbox.Limits(
            **{"seconds": 20, "memory": 1, "processes": 20, "disk": 0.1} | limits
        )
        before = set(psutil.pids())
        ended = sandbox.run([sys.executable, "-c", ENGINE], work, chosen, list(hidden))
        assert not left_running(before, work), ended
        path = work / "executed.ipynb"
        return ended, nbformat.read(path, as_version=4) if path.exists() else None

    return run


def left_running(before: set[int], work: Path) -> list[str]:
    """Return the new processes that work in the folder or know of it."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid not in before and process.status() != psutil.STATUS_ZOMBIE:
                if process.environ().get("HOME", "").startswith(str(work)):
                    found.append(repr(process))
        except psutil.Error:
            continue
    return found


def said(node: nbformat.NotebookNode, number: int) -> str:
    """Return what a cell printed, and the name of its error."""
    outputs = node.cells[number].outputs
    return "".join(one.get("text") or one.get("ename", "") for one in outputs)


def test_an_honest_notebook_runs_to_its_end(execute, work):
    cell = "import os, tempfile\nprint(1 + 1)\ntempfile.mkstemp()\nopen('made.txt', 'w').write('x')"
    ended, node = execute(cell, "1 / 0", "print('after')")
    assert (ended.status, ended.problem) == (0, "")
    assert [said(node, number).strip() for number in range(4)] == [
        "2",
        "ZeroDivisionError",
        "after",
        "end",
    ]
    assert {path.name for path in work.iterdir()} == {"student.ipynb", "executed.ipynb", "made.txt"}


FAULTS = {
    "endless loop": ("while True: pass", {"seconds": 4}, "4 seconds"),
    "memory": (
        "import time\nhoard = []\nwhile True:\n    hoard.append(b'x' * 10_000_000); time.sleep(0.002)",
        {"memory": 0.5},
        "0.5 GB of memory",
    ),
    "processes": (
        """
        import subprocess, sys, time
        many = [subprocess.Popen(["sleep", "60"], start_new_session=True) for _ in range(40)]
        time.sleep(15)
        """,
        {"processes": 15},
        "15 processes",
    ),
    "full disk": (
        """
        import time
        for number in range(100):
            open(f"{number}", "wb").write(b"x" * 5_000_000)
            time.sleep(0.05)
        """,
        {"disk": 0.1},
        "wrote more than 0.1 GB",
    ),
    "deleted files that are still open": (
        """
        import os, time
        kept = []
        for number in range(100):
            kept.append(open("kept", "wb", buffering=0))
            kept[-1].write(b"x" * 5_000_000)
            os.remove("kept")
            time.sleep(0.05)
        """,
        {"disk": 0.1},
        "wrote more than 0.1 GB",
    ),
    "exit": ("import os\nos._exit(0)", {}, "kernel"),
    "killed": ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", {}, "kernel"),
    "printing for ever": ("while True: print('x' * 1000)", {"seconds": 6}, "Stopped"),
    "printing past the kernel": (
        "import os\nwhile True: os.write(2, b'x' * 60_000)",
        {"seconds": 4},
        "4 seconds",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_only_its_own_limit(execute, fault):
    cell, limits, word = FAULTS[fault]
    if psutil.WINDOWS and fault in ("killed", "deleted files that are still open"):
        pytest.skip("Windows has no such thing")
    start = time.monotonic()
    ended, _ = execute(cell, **limits)
    assert word in ended.problem, ended
    assert time.monotonic() - start < limits.get("seconds", 15) + 10
    assert len(ended.log) <= 100_000
    assert psutil.Process().memory_info().rss < 2e9


def test_a_folder_deleted(sandbox, execute, work):
    ended, node = execute("import os, shutil\nshutil.rmtree(os.getcwd(), True)", "open('new', 'w')")
    if sandbox.why_not_isolated():
        assert "folder" in ended.problem and node is None
    else:  # the folder itself stays, so the notebook goes on
        assert ended.problem == "" and said(node, 2).strip() == "end"
        assert {path.name for path in work.iterdir()} == {"new", "executed.ipynb"}


def test_nothing_stays_that_tried_to_get_away(execute, tmp_path):
    """A daemon of its own session, whose parent has ended, with and without its environment."""
    cell = """
        import subprocess, sys
        daemon = "import os, time\\nif os.fork() == 0:\\n    os.setsid()\\n    if os.fork() == 0: time.sleep(600)"
        subprocess.run([sys.executable, "-c", daemon, "left-{0}"])
        subprocess.run([sys.executable, "-c", daemon, "left-{0}"], env=dict())
        """
    if os.name == "nt":
        pytest.skip("Windows knows no such daemons")
    name = f"{os.getpid()}-{time.time_ns()}"
    ended, node = execute(cell.replace("{0}", name))
    assert said(node, 0) == "" and ended.problem == ""
    lines = [process.info["cmdline"] for process in psutil.process_iter(["cmdline"])]
    assert not [line for line in lines if line and f"left-{name}" in line]


def test_what_it_leaves_misleads_nobody(execute, work):
    cell = """
        import os
        os.symlink("/etc/passwd", "result.json")
        os.symlink("/", "root")
        os.mkdir("closed")
        open("closed/inside", "w").write("x")
        os.chmod("closed", 0)
        os.mkfifo("pipe")
        """
    if os.name == "nt":
        pytest.skip("Windows has neither")
    ended, node = execute(cell)
    assert ended.problem == "" and said(node, 0) == ""
    left = {path.relative_to(work).as_posix() for path in work.rglob("*")}
    assert left == {"student.ipynb", "executed.ipynb", "closed", "closed/inside"}
    assert (work / "closed" / "inside").read_text() == "x"
    assert Path("/etc/passwd").exists()


def test_the_teachers_environment_stays_with_the_teacher(execute, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_TOKEN", "secret-of-the-teacher")
    _, node = execute("import os\nprint(dict(os.environ))\nprint(os.path.expanduser('~'))")
    assert "secret-of-the-teacher" not in said(node, 0)
    assert said(node, 0).splitlines()[1].startswith(str(tmp_path))


def test_a_lost_grader_leaves_nothing(sandbox, grading, work):
    """Killed without a word, the grader cannot end what it started."""
    script = f"""
import sys
sys.path.insert(0, {str(grading.parent)!r})
from grading import sandbox
if {sandbox.why_not_isolated()!r}:
    sandbox.why_not_isolated = lambda: "none"
from pathlib import Path
command = [sys.executable, "-c", "import subprocess; subprocess.run(['sleep', '300'])"]
sandbox.run(command, Path({str(work)!r}), sandbox.Limits(60, 1, 20, 0.1), [])
"""
    grader = subprocess.Popen([sys.executable, "-c", script])
    until = time.monotonic() + 20
    while time.monotonic() < until:
        below = psutil.Process(grader.pid).children(recursive=True)
        if any(process.name() == "sleep" for process in below):
            break
        time.sleep(0.1)
    else:
        pytest.fail("it did not start")
    grader.kill()
    grader.wait()
    _, alive = psutil.wait_procs(below, timeout=10)
    assert not [one for one in alive if one.status() != psutil.STATUS_ZOMBIE]


def test_submissions_at_once_do_not_end_each_other(sandbox, tmp_path):
    ends = {}

    def start(name, code, **limits):
        folder = tmp_path / name
        folder.mkdir()
        ends[name] = sandbox.run(
            [sys.executable, "-c", code], folder, sandbox.Limits(**{"seconds": 20} | limits), []
        )

    threads = [
        threading.Thread(target=start, args=("slow", "import time; time.sleep(5)")),
        threading.Thread(target=start, args=("loop", "while True: pass"), kwargs={"seconds": 1}),
        threading.Thread(target=start, args=("bad", "raise SystemExit('no reason')")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ends["slow"].problem == ""
    assert "1 second" in ends["loop"].problem
    assert "no reason" in ends["bad"].problem and ends["bad"].status == 1


# Isolation


@pytest.fixture
def isolated(sandbox):
    if sandbox.why_not_isolated():
        pytest.skip("for bubblewrap only")


def test_there_is_no_network_but_the_kernels_own(isolated, execute):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        cell = f"import socket\nsocket.create_connection(('{{}}', {port}), 3)"
        ended, node = execute(cell.format("127.0.0.1"), cell.format("1.1.1.1"))
    assert ended.problem == ""
    assert said(node, 0) == "ConnectionRefusedError"
    assert said(node, 1) == "OSError"


def test_nothing_else_can_be_read_or_written(isolated, execute, grading):
    project = grading.parent
    (project / "source").mkdir(exist_ok=True)
    (project / "source" / "solution.py").write_text("secret")
    places = [project / "source" / "solution.py", Path.home() / ".bashrc", ROOT / "pyproject.toml"]
    cells = [f"open({str(path)!r}).read()" for path in places]
    writes = [f"open({str(folder / 'x')!r}, 'w')" for folder in (project, grading, Path("/"))]
    writes += ["open('/proc/sys/vm/swappiness', 'a')", "open('/dev/y', 'w')"]
    ended, node = execute(*cells, *writes, "import os\nprint(len(os.listdir('/proc')) < 100)")
    assert ended.problem == ""
    assert [said(node, number) for number in range(len(cells))] == ["FileNotFoundError"] * len(
        cells
    )
    refused = [said(node, len(cells) + number) for number in range(len(writes))]
    assert set(refused[1:]) <= {"OSError", "PermissionError"}
    assert not (project / "x").exists()  # a part of /tmp, of which it has its own
    pids = "import os\nprint([pid for pid in os.listdir('/proc') if pid.isdigit()])"
    ended, node = execute(pids)
    assert str(os.getpid()) not in eval(said(node, 0))


def test_what_is_hidden_is_hidden_in_what_is_shown(isolated, sandbox, work, tmp_path):
    for name in ("lesson/data.csv", "lesson/hidden/tests.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    shown = tmp_path / "lesson"
    code = f"import os; print(sorted(os.listdir({str(shown)!r})), os.listdir({str(shown / 'hidden')!r}))"
    ended = sandbox.run(
        [sys.executable, "-c", code], work, sandbox.Limits(20), [shown / "hidden"], [shown]
    )
    assert ended.log.strip() == "['data.csv', 'hidden'] []"


def test_what_there_is_is_said(sandbox, monkeypatch):
    reason = sandbox.why_not_isolated()
    assert (reason in sandbox.describe_isolation()) if reason else sandbox.describe_isolation()
    assert sandbox.describe_isolation().endswith(".")


def test_a_bubblewrap_that_is_not_permitted_is_none(grading, tmp_path, monkeypatch):
    if not sys.platform.startswith("linux"):
        pytest.skip("Linux only")
    monkeypatch.syspath_prepend(grading.parent)
    sys.modules.pop("grading.sandbox", None)
    module = importlib.import_module("grading.sandbox")
    (tmp_path / "bwrap").write_text("#!/bin/sh\necho No permission >&2\nexit 1\n")
    (tmp_path / "bwrap").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert "No permission" in module.describe_isolation()
