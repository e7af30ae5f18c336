"""The lessons of the fault tests, and the kernel that runs them."""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from colab_stand_in import Colab

from colab_starter.answers import every_combination
from colab_starter.project import write_notebooks
from survive import warm_kernel
from survive.scenario import FOLDER, Undisturbed, measure


@pytest.fixture(scope="session", autouse=True)
def kernel_name():
    """Name, in SURVIVE_KERNEL, a kernel that starts at once; the usual one where none can fork."""
    if not hasattr(os, "fork"):
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="warm-"))  # a socket's name must be short
    address = folder / "socket"
    start = [sys.executable, warm_kernel.__file__]
    server = subprocess.Popen([*start, "serve", str(address)])
    spec = folder / "kernels" / "warm" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [*start, "ask", str(address), "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "warm", "language": "python"}))
    while not address.exists():
        assert server.poll() is None
        time.sleep(0.1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        patch.setenv("SURVIVE_KERNEL", "warm")
        yield
    server.kill()
    server.wait()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def lessons(project: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The project with the lesson in each framework."""
    pytorch = tmp_path_factory.mktemp("pytorch")
    answers = dataclasses.replace(every_combination()["pytorch-cpu"], drive_folder=FOLDER)
    write_notebooks(answers, pytorch)
    return {"keras": project, "pytorch": pytorch}


@pytest.fixture(scope="session")
def undisturbed(
    lessons: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Undisturbed]:
    """`undisturbed(framework)` measures that lesson, once."""
    measured: dict[str, Undisturbed] = {}

    def find(framework: str) -> Undisturbed:
        if framework not in measured:
            colab = Colab(tmp_path_factory.mktemp("undisturbed"))
            measured[framework] = measure(lessons[framework], colab)
        return measured[framework]

    return find
