"""Grades one submission in the current folder: notebook.ipynb to executed.ipynb, results.json.

python -P execute.py SECONDS, which one cell may take
"""

import sys
from pathlib import Path

# For addresses in a JSON schema, which no notebook has, jsonschema would build a grammar: that
# is half of what a small submission takes.
sys.modules["rfc3987_syntax"] = None

import nbformat  # noqa: E402
import otter.run  # noqa: E402
from nbconvert import preprocessors  # noqa: E402
from otter.execute import preprocessor  # noqa: E402
from traitlets import Bool, Callable, Integer  # noqa: E402

# A test is a doctest that expects nothing to be printed. What a student's function prints is no
# reason to take its points.
ALLOW_PRINTS = """import doctest

def allow_prints(self, want, got, options, compare=doctest.OutputChecker.check_output):
    return not want or compare(self, want, got, options)

doctest.OutputChecker.check_output = allow_prints"""
TEST = "from otter.execute import Checker\nChecker.check_if_not_already_checked({path!r})"


# In the metadata of a cell that is no student's: one that tests, and one that tests need.
OURS, TESTS, NEEDED = "grader", "tests", "needed"


class OneCellEach(preprocessor.GradingPreprocessor):
    """Gives each test a cell of its own: one that does not end costs no other its points."""

    def preprocess(self, nb, resources=None):
        for cell in nb.cells:
            cell.metadata.pop(OURS, None)
        theirs = [*nb.cells]
        nb, resources = super().preprocess(nb, resources)
        for cell in nb.cells:
            if not any(cell is one for one in theirs):
                cell.metadata.setdefault(OURS, TESTS)
        return nb, resources

    def add_init_and_export_cells(self, nb):
        tests = [nbformat.v4.new_code_cell(TEST.format(path=one)) for one in self.tests_glob]
        self.tests_glob = []
        nb.cells = [nbformat.v4.new_code_cell(ALLOW_PRINTS), *nb.cells, *tests]
        super().add_init_and_export_cells(nb)
        for cell in (*nb.cells[:2], nb.cells[-1]):
            cell.metadata[OURS] = NEEDED


def is_needed(cell):
    """Return whether no mark is right without this cell."""
    return cell.metadata.get(OURS) == NEEDED


def main(seconds):
    """Run otter; a cell that takes too long is interrupted, and those below it still run.

    Cells that tests need have as long as the submission.
    """

    class Execute(preprocessors.ExecutePreprocessor):
        timeout_func = Callable(lambda cell: None if is_needed(cell) else seconds)
        interrupt_on_timeout = Bool(True)
        iopub_timeout = Integer(60)  # of a machine that is busy

    # otter has no settings for these.
    preprocessors.ExecutePreprocessor = Execute
    preprocessor.GradingPreprocessor = OneCellEach
    results = otter.run.main(
        "notebook.ipynb", autograder="autograder.zip", output_dir=".", no_logo=True
    )
    if results.catastrophic_error:
        raise results.catastrophic_error
    Path("executed.ipynb").write_text(nbformat.writes(results.notebook), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]))
