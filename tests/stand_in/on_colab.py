"""Run code on the stand-in."""

import os
import subprocess
import sys

import nbclient
import nbformat

MOUNT = "from google.colab import drive; drive.mount('/content/drive')\n"
MY_DRIVE = "from pathlib import Path; my_drive = Path('/content/drive/MyDrive')\n"


def in_python(colab, code, environment=None):
    """Run code in a Python process; return the finished process.

    Args:
        environment: of an earlier process that this one follows on the same machine.
    """
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=colab.content,
        env=os.environ | (environment or colab.environment()),
        capture_output=True,
        text=True,
    )


def in_kernel(colab, *cells):
    """Run cells in a kernel; return what each printed or raised."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    environment = os.environ | colab.environment()
    nbclient.NotebookClient(
        notebook,
        kernel_name="python3",
        allow_errors=True,
        timeout=120,
        resources={"metadata": {"path": str(colab.content)}},
    ).execute(env=environment)
    return [_said(cell) for cell in notebook.cells]


def _said(cell):
    return "".join(
        f"{output.ename}: {output.evalue}" if output.output_type == "error" else output.text
        for output in cell.outputs
        if output.output_type == "error" or output.get("name") == "stdout"
    ).strip()
