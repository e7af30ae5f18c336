"""What shares a kernel with the stand-in goes on working."""

import shutil
import sys
from pathlib import Path

import pytest
from colab_stand_in import Colab

from tests.stand_in.on_colab import in_kernel, in_python

TENSORBOARD = "%load_ext tensorboard\n%tensorboard --logdir logs --port 0"
STOP = """
import os, signal
from tensorboard import manager
servers = manager.get_all()
for server in servers:
    os.kill(server.pid, signal.SIGTERM)
print(len(servers))
"""


def test_tensorboard(tmp_path, monkeypatch):
    pytest.importorskip("tensorboard")
    # TensorBoard keeps a list of its servers in the temporary folder.
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    program = shutil.which("tensorboard", path=Path(sys.executable).parent)
    monkeypatch.setenv("TENSORBOARD_BINARY", program)
    started, stopped = in_kernel(Colab(tmp_path), TENSORBOARD, STOP)
    assert "ERROR" not in started
    assert stopped == "1"


@pytest.mark.parametrize("module", ["google.auth", "google.protobuf.message"])
def test_other_modules_of_the_google_namespace(module, tmp_path):
    pytest.importorskip(module)
    code = f"import google.colab, {module}; print({module}.__file__ is not None)"
    assert in_kernel(Colab(tmp_path), code) == ["True"]


def test_an_image_is_shown(tmp_path):
    pytest.importorskip("PIL")
    code = """
import IPython.display, numpy as np
shown = []
IPython.display.display = shown.append
from google.colab.patches import cv2_imshow
blue = np.zeros((2, 2, 3)); blue[:, :, 0] = 300
for image in (blue, np.zeros((2, 2)), np.zeros((2, 2, 1)), np.zeros((2, 2, 4))):
    cv2_imshow(image)
print([image.mode for image in shown], shown[0].getpixel((0, 0)))
"""
    done = in_python(Colab(tmp_path), code)
    assert done.stdout == "['RGB', 'L', 'L', 'RGBA'] (0, 0, 255)\n", done.stderr
