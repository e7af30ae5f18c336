"""Files are written whole or not at all."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from baking import read_tree

from colab_starter import files
from colab_starter.files import Change, write_files


def to(content: str) -> Change:
    """A change of a file that gets the rights that its name has already."""
    return Change(content.encode(), Path("no such file"))


def fail_at(number: int, real, error: OSError):
    """Return a function that does what `real` does, but raises `error` when called so often."""
    calls = itertools.count(1)

    def call(*arguments, **options):
        if next(calls) == number:
            raise error
        return real(*arguments, **options)

    return call


FULL = OSError(28, "No space left on device")
IN_USE = PermissionError(13, "The process cannot access the file")


@pytest.mark.parametrize(
    ("function", "number", "error"),
    [("fsync", 2, FULL), ("replace", 1, IN_USE), ("replace", 2, IN_USE), ("replace", 3, IN_USE)],
)
def test_nothing_changes_when_one_file_cannot_be_written(
    tmp_path, monkeypatch, function, number, error
) -> None:
    for name in ("a", "b", "gone"):
        (tmp_path / name).write_text(f"old {name}")
    before = read_tree(tmp_path)
    monkeypatch.setattr(files.os, function, fail_at(number, getattr(os, function), error))
    changes = {tmp_path / name: to(f"new {name}") for name in ("a", "new", "b")}
    with pytest.raises(OSError, match=error.strerror):
        write_files({tmp_path / "gone": Change(None, tmp_path), **changes})
    assert read_tree(tmp_path) == before


def test_all_changes_are_made(tmp_path) -> None:
    (tmp_path / "gone").write_text("old")
    write_files({tmp_path / "gone": Change(None, tmp_path), tmp_path / "x" / "new": to("new")})
    assert read_tree(tmp_path) == {"x/new": b"new"}


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_files({path: to("text\n")})
    before = path.stat().st_mtime_ns
    write_files({path: to("text\n")})
    assert path.stat().st_mtime_ns == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640])
def test_a_private_file_stays_private(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "solution"
    path.write_text("old")
    path.chmod(mode)
    write_files({path: Change(b"new", path)})
    assert path.read_text() == "new" and path.stat().st_mode & 0o777 == mode


@pytest.mark.skipif(os.name == "nt", reason="Windows has no umask")
def test_a_new_file_is_as_private_as_others_of_this_user(tmp_path: Path) -> None:
    umask = os.umask(0o077)
    try:
        write_files({tmp_path / "solution": to("new")})
    finally:
        os.umask(umask)
    assert (tmp_path / "solution").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("delay", [0.0, 0.01, 0.03, 0.1])
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path, delay: float) -> None:
    path = tmp_path / "a.ipynb"
    old, new = "old" * 1_000_000, "new" * 1_000_000
    path.write_text(old)
    code = (
        "import sys; from pathlib import Path\n"
        "from colab_starter.files import Change, write_files\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    for word in ('new', 'old'):\n"
        "        path = Path(sys.argv[1])\n"
        "        write_files({path: Change(word.encode() * 1_000_000, path)})\n"
    )
    root = Path(__file__).parent.parent
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(path)], cwd=root, stdout=subprocess.PIPE
    )
    writer.stdout.readline()
    time.sleep(delay)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    assert path.read_text() in (old, new)
