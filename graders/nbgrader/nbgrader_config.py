"""What nbgrader does differently in this course, and why."""

import sys
import tomllib
from pathlib import Path

import nbformat
from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearHiddenTests,
    ClearMarkScheme,
    ClearOutput,
    ClearSolutions,
    NbGraderPreprocessor,
    OverwriteCells,
    OverwriteKernelspec,
)

c = get_config()  # noqa: F821
PROJECT = Path(__file__).resolve().parent
RELEASE = PROJECT / "release"
sys.path.insert(0, str(PROJECT))

from grading.gaps import fill_gaps, is_dropped, stubs_of  # noqa: E402


class OnlyWhatIsGraded:
    """Lets a text speak of marks: nbgrader refuses the words in a text that is no answer."""

    def preprocess_cell(self, cell, resources, cell_index):
        if cell.cell_type == "markdown" and not cell.metadata.get("nbgrader"):
            return cell, resources
        return super().preprocess_cell(cell, resources, cell_index)


class ClearAnswers(OnlyWhatIsGraded, ClearSolutions):
    """Leaves the gaps that the notebook asks for, and no cell that students are not to get."""

    def preprocess(self, nb, resources):
        nb.cells = [cell for cell in nb.cells if not is_dropped(cell)]
        return super().preprocess(nb, resources)

    def _replace_solution_region(self, cell, language):
        filled = fill_gaps(cell.source, stubs_of(cell))
        replaced = super()._replace_solution_region(cell, language)  # refuses half regions
        if replaced and filled is not None:
            cell.source = filled
        return replaced


class ClearTests(OnlyWhatIsGraded, ClearHiddenTests):
    """Takes hidden tests out of tests."""


class ClearScheme(OnlyWhatIsGraded, ClearMarkScheme):
    """Takes the mark scheme out of tasks."""


class RepairSubmission(NbGraderPreprocessor):
    """Gives a submission the graded cells of the released notebook, each exactly once.

    Copied, deleted and relabelled cells come back from Colab. nbgrader refuses a whole
    submission for one of them, or counts a deleted test as failed. What a cell is worth
    and who may edit it is read off the release; OverwriteCells then restores its text.
    """

    def preprocess(self, nb, resources):
        names = resources["nbgrader"]
        path = RELEASE / names["assignment"] / f"{names['notebook']}.ipynb"
        release = nbformat.read(path, as_version=4)
        ours = {name_of(cell): cell for cell in release.cells if name_of(cell)}

        found = {}
        for cell in reversed(nb.cells):
            name, grading = name_of(cell), cell.metadata.pop("nbgrader", None)
            if name in ours and name not in found:
                cell.metadata.nbgrader = ours[name].metadata.nbgrader
                found[name] = cell
            elif grading is not None:
                self.log.warning("%s: a copied or unknown cell is not graded.", names["student"])

        before = 0
        for name, cell in ours.items():
            if name not in found:
                self.log.warning("%s: the cell '%s' was put back.", names["student"], name)
                found[name] = nbformat.from_dict({key: cell[key] for key in cell if key != "id"})
                nb.cells.insert(before, found[name])
            before = nb.cells.index(found[name]) + 1
        return nb, resources


def name_of(cell):
    """Return the name under which nbgrader knows the cell, None for other cells."""
    grading = cell.metadata.get("nbgrader")
    return grading.get("grade_id") if isinstance(grading, dict) else None


# The same steps in the same order, with ours in place of nbgrader's.
ours = {one.__mro__[2]: one for one in (ClearAnswers, ClearTests, ClearScheme)}
steps = GenerateAssignment.preprocessors.default()
c.GenerateAssignment.preprocessors = [ours.get(step, step) for step in steps]

# The order matters: first nothing of what the student ran, then the right cells, then
# their text from the gradebook, hidden tests included.
c.Autograde.sanitize_preprocessors = [
    ClearOutput,
    RepairSubmission,
    OverwriteKernelspec,
    OverwriteCells,
    CheckCellMetadata,
]

# Seconds for one cell. An endless loop is interrupted, and the cells after it still run.
c.Execute.timeout = 120

# What students find where the solution was: code that runs, so that the checks can
# say what is missing.
c.ClearSolutions.code_stub = {"python": "..."}
c.ClearSolutions.text_stub = "_Type your answer here, replacing this text._"

# Beside a notebook that was run lies what it saved: not for students.
settings = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["colab-starter"]
saved = settings["drive_folder"].partition("/")[0]
c.CourseDirectory.ignore = [".ipynb_checkpoints", "__pycache__", saved]

# Students may play with the settings. The grader puts the original ones back.
c.LockCells.lock_readonly_cells = False
