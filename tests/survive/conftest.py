"""The project that the fault tests run."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from baking import run_cookiecutter


@pytest.fixture(scope="session")
def project(template, tmp_path_factory) -> Path:
    output = tmp_path_factory.mktemp("project")
    env = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    result = run_cookiecutter(template, output, env, "--default-config")
    assert result.returncode == 0, result.stderr
    return output / "mnist-on-colab"
