"""What nbgrader does differently in this course, and why."""

import sys
from pathlib import Path

import nbformat
from nbgrader import utils
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
sys.path.append(str(PROJECT))
from grading.alike import find_alike  # noqa: E402
from grading.assignments import left_by_a_run  # noqa: E402
from grading.gaps import fill_gaps, is_dropped, stubs_of  # noqa: E402
from grading.soften import say_instead_of_stopping  # noqa: E402


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


class SoftenChecks(NbGraderPreprocessor):
    """Lets students run the whole notebook: a check prints what is missing.

    For grading, OverwriteCells puts back the check as it stands in source/, which raises.
    """

    def preprocess_cell(self, cell, resources, index):
        is_check = utils.is_grade(cell) and not utils.is_solution(cell)
        if is_check and cell.cell_type == "code":
            cell.source = say_instead_of_stopping(cell.source)
        return cell, resources


class RepairSubmission(NbGraderPreprocessor):
    """Gives a submission the graded cells of the released notebook, each exactly once.

    Copied, deleted and relabelled cells come back from Colab. nbgrader refuses a whole
    submission for one of them, or counts a deleted test as failed. A cell that lost its name is
    known by its text. What a cell is worth and who may edit it is read off the release;
    OverwriteCells then restores its text.
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

        for number, cell in enumerate(release.cells):
            name = name_of(cell)
            if not name or name in found:
                continue
            free = [one for one in nb.cells if not any(one is other for other in found.values())]
            if theirs := find_alike(release.cells, number, free):
                theirs.metadata.nbgrader = cell.metadata.nbgrader
                found[name] = theirs

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


# The same steps in the same order, with ours in place of nbgrader's. Checks are softened after
# they were saved for grading, and before the last checksums.
ours = {one.__mro__[2]: one for one in (ClearAnswers, ClearTests, ClearScheme)}
steps = [ours.get(step, step) for step in GenerateAssignment.preprocessors.default()]
steps.insert(steps.index(ClearTests) + 1, SoftenChecks)
c.GenerateAssignment.preprocessors = steps

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
c.CourseDirectory.ignore = sorted(left_by_a_run(PROJECT))

# Students may play with the settings. The grader puts the original ones back.
c.LockCells.lock_readonly_cells = False
