"""The whole toolbox, top to bottom, as papermill and plain Python run it."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import papermill
import pytest

from colab_starter.assemble import assemble
from tests.executed import printed
from tests.toolbox.toolbox_cells import (
    ANSWERS,
    FOLDER,
    TOOLBOX,
    as_parameters,
    set_parameters,
    write_program,
)


@pytest.mark.slow
def test_papermill_runs_it_twice(settings, web, tmp_path):
    """Run again in the same folder: nothing is downloaded or cloned a second time."""
    source = tmp_path / "colab_toolbox.ipynb"
    nbformat.write(assemble(TOOLBOX, ANSWERS), source)
    for _ in range(2):
        done = papermill.execute_notebook(
            source,
            tmp_path / "out.ipynb",
            as_parameters(settings),
            cwd=tmp_path,
            progress_bar=False,
        )
        code = [cell for cell in done.cells if cell.cell_type == "code"]
        assert [cell for cell in code if cell.execution_count is None] == []
        assert sorted(path for path, _ in web.requests) == ["/flowers.zip", "/titanic.csv"]
    folder = (tmp_path / FOLDER).resolve()
    # What is not done here names the setting that it waits for, or the place of the files.
    assert "run_mxnet" in printed(done, "if run_mxnet:")
    assert printed(done, "browser.upload(").endswith(f"{folder}\n")
    assert printed(done, "browser.download(").endswith(f"{folder / 'result.txt'}\n")
    assert "large_file" in printed(done, "auth.authenticate_user()")
    assert "secret_name" in printed(done, "userdata.get(")
    assert (folder / "result.txt").is_file()


@pytest.mark.slow
def test_plain_python_runs_it(settings, tmp_path):
    cells = set_parameters(assemble(TOOLBOX, ANSWERS).cells, settings)
    program = tmp_path / "colab_toolbox.py"
    program.write_text(write_program(cells), "utf-8")
    done = subprocess.run([sys.executable, program], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    made = {"titanic.csv", "result.txt", "project", "to_share", "example.ipynb"}
    assert made <= {path.name for path in (tmp_path / FOLDER).iterdir()}
