"""The assignments of this course: each is a folder below source/, with a notebook of its name."""

import hashlib
import json
import tomllib
from pathlib import Path

MANIFEST = Path(".colab-starter", "made.json")
DIGEST = "fingerprint.txt"


def choose(names):
    """Return the assignments of these names, all if there are none.

    Exits with one sentence if there is no assignment of that name.
    """
    known = sorted(path.parent.name for path in Path("source").glob("*/*.ipynb"))
    known = [name for name in dict.fromkeys(known) if notebook_of("source", name).exists()]
    for name in names:
        if name not in known:
            raise SystemExit(
                f"There is no assignment {name}: {notebook_of('source', name)} is missing. "
                f"Assignments: {', '.join(known) or 'none'}."
            )
    return names or known


def notebook_of(folder, name):
    """Return where the notebook of an assignment lies below a folder."""
    return Path(folder, name, f"{name}.ipynb")


def built_of(name):
    """Return the folder with what grading an assignment needs."""
    return Path("build", name)


def read_fingerprint(name):
    """Return the fingerprint of what was released, nothing if there is no release."""
    path = built_of(name) / DIGEST
    return path.read_text("utf-8").strip() if path.exists() else ""


def find_handed_in(name, student):
    """Return the file that a student handed in, or what `collect` noted of it; None if nothing."""
    path = notebook_of(Path("submitted", student), name)
    note = path.with_name("collected.json")
    return next((one for one in (path, note) if one.exists()), None)


def take_prints(name, student):
    """Return the fingerprints of what a student handed in, empty for nothing, and of the tests."""
    path = find_handed_in(name, student)
    return {"submission": take_digest(path) if path else "", "tests": read_fingerprint(name)}


def left_by_a_run(project=Path()):
    """Return the names of folders that a run leaves beside a notebook; they are not for students."""
    own = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["tool"]["colab-starter"]
    return {own["drive_folder"].partition("/")[0], "__pycache__", ".ipynb_checkpoints"}


def note_made(path):
    """Note that this file was made, not written by a person: a new run of the template may renew it.

    `.colab-starter/made.json` holds the fingerprints of what was made. What the template does not
    make, such as the release of an assignment that a teacher renamed, it must not renew.
    """
    made = json.loads(MANIFEST.read_text("utf-8")) if MANIFEST.exists() else {"files": {}}
    if path.as_posix() in made["files"]:
        known = made["files"][path.as_posix()]
        made["files"][path.as_posix()] = sorted({*known, take_digest(path)})
        text = json.dumps(made, indent=1, sort_keys=True) + "\n"
        MANIFEST.write_text(text, encoding="utf-8", newline="\n")


def was_made(path):
    """Return whether this file was made, and is as it was made."""
    made = json.loads(MANIFEST.read_text("utf-8"))["files"] if MANIFEST.exists() else {}
    return take_digest(path) in made.get(path.as_posix(), [])


def take_digest(path):
    """Return the fingerprint of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def list_students():
    """Return the folders below submitted/, one for each student."""
    return sorted(path for path in Path("submitted").glob("*") if path.is_dir())
