"""Files are written whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from baking import read_tree

from colab_starter import files
from colab_starter.files import write_files


def test_nothing_changes_when_one_file_cannot_be_written(tmp_path, monkeypatch) -> None:
    (tmp_path / "a").write_text("old a")
    before = read_tree(tmp_path)
    real = os.fsync
    calls = iter([real])

    def full_disk(descriptor: int) -> None:
        next(calls, fail)(descriptor)

    def fail(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_files({tmp_path / "a": "new a", tmp_path / "b": "new b"})
    assert read_tree(tmp_path) == before


def test_an_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_files({path: "text\n"})
    before = path.stat().st_mtime_ns
    assert write_files({path: "text\n"}) == []
    assert path.stat().st_mtime_ns == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("delay", [0.0, 0.01, 0.03, 0.1])
def test_a_killed_writer_leaves_the_old_file_or_the_new_one(tmp_path, delay: float) -> None:
    path = tmp_path / "a.ipynb"
    old, new = "old" * 1_000_000, "new" * 1_000_000
    path.write_text(old)
    code = (
        "import sys; from pathlib import Path; from colab_starter.files import write_files\n"
        "print('ready', flush=True)\n"
        "while True:\n"
        "    for word in ('new', 'old'):\n"
        "        write_files({Path(sys.argv[1]): word * 1_000_000})\n"
        "        [copy.unlink() for copy in Path(sys.argv[1]).parent.glob('*.kept-*')]\n"
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
