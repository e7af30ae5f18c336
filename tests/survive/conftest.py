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
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from colab_stand_in import Colab

from colab_starter.answers import every_combination
from colab_starter.project import write_notebooks
from survive import warm_kernel
from survive.scenario import DRIVE_FOLDER, Undisturbed, measure

# What a kernel of each lesson has imported before it starts.
IMPORTS = {
    "keras": ["tensorflow"],
    "pytorch": ["torch._dynamo", "torch.utils.tensorboard"],
}


@pytest.fixture(scope="session")
def kernels() -> Iterator[dict[str, str]]:
    """For each framework the name of a kernel that starts at once.

    Where no process can fork it is the usual kernel.
    """
    if not hasattr(os, "fork"):
        yield dict.fromkeys(IMPORTS, "python3")
        return
    folder = Path(tempfile.mkdtemp(prefix="warm-"))  # a socket's name must be short
    servers = [start_server(folder, framework) for framework in IMPORTS]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JUPYTER_PATH", str(folder))
        yield {framework: f"warm-{framework}" for framework in IMPORTS}
    for server in servers:
        server.kill()
        server.wait()
    shutil.rmtree(folder)


def start_server(folder: Path, framework: str) -> subprocess.Popen:
    """Start the process that forks this framework's kernels, and tell Jupyter of it."""
    address = folder / framework
    program = [sys.executable, warm_kernel.__file__]
    server = subprocess.Popen([*program, "serve", str(address), *IMPORTS[framework]])
    spec = folder / "kernels" / f"warm-{framework}" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [*program, "ask", str(address), "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "warm", "language": "python"}))
    while not address.exists():
        assert server.poll() is None
        time.sleep(0.1)
    return server


@pytest.fixture(scope="session")
def lessons(kernels: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A project with the lesson in each framework, whose notebook asks for the warm kernel."""
    projects = {}
    for framework, combination in (("keras", "keras-gpu"), ("pytorch", "pytorch-cpu")):
        projects[framework] = tmp_path_factory.mktemp(framework)
        answers = dataclasses.replace(every_combination()[combination], drive_folder=DRIVE_FOLDER)
        write_notebooks(answers, projects[framework])
        path = projects[framework] / "notebooks" / "mnist_cnn.ipynb"
        node = nbformat.read(path, as_version=4)
        node.metadata.kernelspec.name = kernels[framework]
        nbformat.write(node, path)
    return projects


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
