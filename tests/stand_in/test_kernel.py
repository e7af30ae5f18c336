"""A kernel of the stand-in is Colab to a notebook; any other kernel is not."""

import os
import unittest.mock

import nbclient
import nbformat
import pytest
from colab_stand_in import Colab

from tests.stand_in.on_colab import MOUNT, in_kernel, in_python

DETECT = """
from IPython import get_ipython
print("google.colab" in str(get_ipython()))
"""


def test_a_notebook_believes_that_it_is_on_colab(tmp_path):
    assert in_kernel(Colab(tmp_path), DETECT) == ["True"]


def test_without_the_environment_it_is_not_on_colab(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(DETECT)])
    environment = {**os.environ, "IPYTHONDIR": str(tmp_path)}
    nbclient.NotebookClient(notebook, kernel_name="python3").execute(env=environment)
    assert notebook.cells[0].outputs[-1].text == "False\n"


def test_a_script_is_not_on_colab(tmp_path):
    assert in_python(Colab(tmp_path), DETECT).stdout == "False\n"


def test_the_mount_outlives_the_kernel(tmp_path):
    colab = Colab(tmp_path)
    save = "open('/content/drive/MyDrive/note', 'w').write('kept')"
    assert in_kernel(colab, MOUNT, save)[0] == "Mounted at /content/drive"
    read = "print(open('/content/drive/MyDrive/note').read())"
    again, note = in_kernel(colab, MOUNT, read)
    assert again.startswith("Drive already mounted at /content/drive; to attempt")
    assert note == "kept"


def test_papermill_runs_on_the_stand_in(tmp_path):
    papermill = pytest.importorskip("papermill")
    cells = [nbformat.v4.new_code_cell(cell) for cell in (DETECT, MOUNT)]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "in.ipynb")
    colab = Colab(tmp_path / "colab", mount="refuse")
    with (
        unittest.mock.patch.dict(os.environ, colab.environment()),
        pytest.raises(papermill.PapermillExecutionError) as failure,
    ):
        papermill.execute_notebook(
            str(tmp_path / "in.ipynb"),
            str(tmp_path / "out.ipynb"),
            kernel_name="python3",
            cwd=str(colab.content),
            progress_bar=False,
        )
    assert failure.value.evalue == "Error: credential propagation was unsuccessful"
    assert nbformat.read(tmp_path / "out.ipynb", 4).cells[1].outputs[0].text == "True\n"


@pytest.mark.parametrize("wrong", [{"mount": "refused"}, {"drive": {"filled": 1}}, {"flush": "no"}])
def test_an_unknown_fault_is_refused(wrong, tmp_path):
    with pytest.raises(ValueError, match="no such fault"):
        Colab(tmp_path, **wrong)


def test_the_stand_in_says_how_to_start_it(tmp_path):
    colab = Colab(tmp_path)
    environment = colab.environment() | {"COLAB_STAND_IN": ""}
    done = in_python(colab, "import google.colab", environment)
    assert "Colab(folder).environment()" in done.stderr
