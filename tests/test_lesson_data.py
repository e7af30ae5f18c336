"""The download of the lesson's data against a server that breaks it on purpose."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest

from colab_starter.answers import every_combination
from colab_starter.assemble import assemble

CELLS = assemble("mnist_cnn", every_combination()["keras-gpu"]).cells
DOWNLOAD = next(cell.source for cell in CELLS if "def load_mnist" in cell.source)
pytestmark = pytest.mark.slow


def make_archive() -> bytes:
    """A small file with the arrays of the real one."""
    numbers = np.random.default_rng(0)
    file = io.BytesIO()
    np.savez(
        file,
        x_train=numbers.integers(0, 255, (60, 28, 28), dtype="uint8"),
        y_train=np.arange(60, dtype="uint8") % 10,
        x_test=numbers.integers(0, 255, (10, 28, 28), dtype="uint8"),
        y_test=np.arange(10, dtype="uint8"),
    )
    return file.getvalue()


ARCHIVE = make_archive()


class Handler(BaseHTTPRequestHandler):
    """Each path breaks in its own way."""

    def do_GET(self) -> None:
        if self.path == "/error":
            self.send_error(500)
            return
        body = {"/cut": ARCHIVE[:-999], "/other": ARCHIVE[::-1]}.get(self.path, ARCHIVE)
        self.send_response(200)
        self.send_header("Content-Length", str(len(ARCHIVE)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def load(cache: Path, *urls: str) -> subprocess.CompletedProcess[str]:
    """Run the section's own code in a new process, with these sources and this cache."""
    code = (
        f"import keras\n{DOWNLOAD}\n"
        f"mnist_urls = {list(urls)!r}\n"
        f"mnist_sha256 = {hashlib.sha256(ARCHIVE).hexdigest()!r}\n"
        "print('loaded', [array.shape for array in load_mnist()])\n"
    )
    env = {**os.environ, "KERAS_HOME": str(cache), "TF_CPP_MIN_LOG_LEVEL": "2"}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)


@pytest.mark.parametrize("first", ["/error", "/cut", "/other", "refused"])
def test_the_second_source_is_used_when_the_first_is_broken(server, tmp_path, first) -> None:
    broken = "http://127.0.0.1:9/mnist.npz" if first == "refused" else server + first
    result = load(tmp_path, broken, server + "/good")
    assert "loaded [(60, 28, 28), (60,), (10, 28, 28), (10,)]" in result.stdout, result.stderr
    # Keras names each source too, before it tries it.
    said = [line for line in result.stdout.splitlines() if "Downloading data from" not in line]
    assert [line for line in said if broken in line]
    assert not [line for line in said if f"{server}/good" in line]


def test_half_a_file_of_an_earlier_run_is_fetched_again(server, tmp_path) -> None:
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets" / "mnist.npz").write_bytes(ARCHIVE[:1000])
    result = load(tmp_path, server + "/good")
    assert "loaded " in result.stdout, result.stderr


def test_without_any_source_one_sentence_says_which_setting_to_change(server, tmp_path) -> None:
    result = load(tmp_path, server + "/error", server + "/other")
    assert result.returncode != 0 and "loaded" not in result.stdout
    sentence = result.stderr.strip().splitlines()[-1]
    assert sentence.startswith("RuntimeError: ") and 'dataset = "digits"' in sentence
