"""Grade the submissions of one assignment with `otter grade`, each in a Docker container.

python grade_docker.py NAME

The marks are in final_grades.csv.
"""

import shutil
import subprocess
import sys

from grading import release
from grading.assignments import built_of, choose, list_students, notebook_of


def main(names):
    """Grade one assignment; return the exit status."""
    chosen = choose(names)
    if len(chosen) != 1:
        raise SystemExit(f"Which one? nox -s grade_docker -- {' or '.join(chosen)}")
    (name,) = chosen
    build = built_of(name)
    if not release.is_current(name) and (status := release.release_all([name])):
        return status
    (autograder,) = (build / "otter" / "autograder").glob("*.zip")
    # otter grade names each row after the file, hence a copy that is called like the student.
    submitted = build / "submitted"
    shutil.rmtree(submitted, ignore_errors=True)
    submitted.mkdir()
    for student in list_students():
        notebook = notebook_of(student, name)
        if notebook.exists():
            shutil.copyfile(notebook, submitted / f"{student.name}.ipynb")
        else:
            print(f"There is no {notebook.as_posix()}: not graded")
    command = [sys.executable, "-m", "otter", "grade", "-n", name, "-a", autograder]
    return subprocess.run([*command, "--timeout", "900", submitted]).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
