"""The assignments of this course: each is a folder below source/, with a notebook of its name."""

import hashlib
import json
from pathlib import Path


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


def note_made(path):
    """Note that this file was made, not written by a person: a new run of the template may renew it.

    `.colab-starter/made.json` holds the fingerprints of what was made.
    """
    manifest = Path(".colab-starter", "made.json")
    if manifest.exists():
        made = json.loads(manifest.read_text("utf-8"))
        known = made["files"].setdefault(path.as_posix(), [])
        fingerprint = hashlib.sha256(path.read_bytes()).hexdigest()
        made["files"][path.as_posix()] = sorted({*known, fingerprint})
        text = json.dumps(made, indent=1, sort_keys=True) + "\n"
        manifest.write_text(text, encoding="utf-8", newline="\n")


def list_students():
    """Return the folders below submitted/, one for each student."""
    return sorted(path for path in Path("submitted").glob("*") if path.is_dir())
