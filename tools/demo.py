"""Create the default project in build/, run its lesson on `digits`, and show what came out."""

from __future__ import annotations

import json
import shutil
import time
from pathlib import Path

import nbformat
import papermill
from cookiecutter.main import cookiecutter
from nbconvert import HTMLExporter
from traitlets.config import Config

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build"


def main() -> None:
    """Bake, execute, convert, report."""
    project = BUILD / "mnist-on-colab"
    shutil.rmtree(project, ignore_errors=True)
    BUILD.mkdir(exist_ok=True)
    cookiecutter(str(ROOT), no_input=True, default_config=True, output_dir=str(BUILD))
    executed = project / "notebooks" / "executed.ipynb"
    start = time.perf_counter()
    papermill.execute_notebook(
        project / "notebooks" / "mnist_cnn.ipynb",
        executed,
        parameters={"dataset": "digits"},
        cwd=executed.parent,
    )
    seconds = time.perf_counter() - start
    page = write_html(executed)
    (report,) = (json.loads(path.read_text()) for path in executed.parent.rglob("report.json"))
    print(f"Test accuracy  {report['accuracy']:.2%} after {report['epochs']} epochs")
    print(f"Time           {seconds:.0f} s, of which {report['seconds_per_epoch']:.1f} s an epoch")
    print(f"Notebook       {executed.relative_to(ROOT)}")
    print(f"HTML           {page.relative_to(ROOT)}")


def write_html(notebook: Path) -> Path:
    """Write the notebook as a page beside it, less what needs a server; return its path."""
    options = {
        "TagRemovePreprocessor": {"enabled": True, "remove_all_outputs_tags": ["live"]},
        # A progress bar redraws its line; only the last state belongs on paper.
        "CoalesceStreamsPreprocessor": {"enabled": True},
        "TemplateExporter": {
            "template_name": "page",
            "extra_template_basedirs": [str(notebook.parent.parent)],
        },
    }
    exporter = HTMLExporter(Config(options))
    text, _ = exporter.from_notebook_node(nbformat.read(notebook, as_version=4))
    page = notebook.with_suffix(".html")
    page.write_text(text, encoding="utf-8")
    return page


if __name__ == "__main__":
    main()
