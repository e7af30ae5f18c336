"""Where submissions lie: submitted/STUDENT/NAME/NAME.ipynb, and what came before in earlier/.

collected.json beside a notebook says where it came from. Nothing is overwritten that is not
in earlier/ by then, and every file is there whole or not at all.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from grading.assignments import notebook_of

SUBMITTED = Path("submitted")
NEVER = datetime.fromtimestamp(0, UTC)
STAYS = 10**9  # a position behind all others: what is there stays, if nothing is newer


@dataclass
class Version:
    """A notebook that a student handed in."""

    sha256: str
    read: object
    """A function without arguments that returns the bytes."""
    record: dict
    """What collected.json will say."""
    modified: datetime = NEVER
    order: int = 0
    """Canvas' own number, which grows; 0 if there is none."""
    position: int = 0
    """Among the files that were found."""


def folder_for(student, assignment):
    """Return where the submission of a student lies."""
    return SUBMITTED / student / assignment


def read_record(folder):
    """Return what collected.json in a folder says, {} if there is none."""
    try:
        record = json.loads((folder / "collected.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def current_version(student, assignment):
    """Return the version that lies there, None if there is none.

    A teacher may have put it there, or repaired it since.
    """
    path = notebook_of(SUBMITTED / student, assignment)
    if not path.exists():
        return None
    record, digest = read_record(path.parent), hash_of(path.read_bytes())
    modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    if record.get("modified"):
        modified = read_time(record["modified"])
    order = int(record.get("order") or 0)
    return Version(digest, path.read_bytes, record, modified, order, STAYS)


def read_time(text):
    """Return the time that a record says, NEVER if it is none."""
    try:
        time = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return NEVER
    return time if time.tzinfo else time.astimezone()


def newest(versions):
    """Return versions, the newest first; and whether the first two cannot be told apart."""

    def age(one):
        # Numbers count only if each has one; times of the same platform, if not.
        return (one.order if all(v.order for v in versions) else 0, one.modified)

    ordered = sorted(versions, key=lambda one: (*age(one), one.position), reverse=True)
    return ordered, len(ordered) > 1 and age(ordered[0]) == age(ordered[1])


def keep(version, student, assignment):
    """Make this the submission of a student; what was there goes to earlier/."""
    folder = folder_for(student, assignment)
    current = current_version(student, assignment)
    if current and current.sha256 != version.sha256:
        keep_earlier(current, student, assignment)
    write_whole(folder / f"{assignment}.ipynb", version.read())
    write_record(folder, version.record)


def keep_earlier(version, student, assignment):
    """Keep a version aside; return whether it was not there yet."""
    folder = folder_for(student, assignment) / "earlier"
    if any(folder.glob(f"*{version.sha256[:16]}.ipynb")):
        return False
    name = f"{version.modified.astimezone(UTC):%Y%m%dT%H%M%SZ}-{version.sha256[:16]}"
    write_whole(folder / f"{name}.ipynb", version.read())
    if version.record:
        write_record(folder, version.record, f"{name}.json")
    return True


def write_record(folder, record, name="collected.json"):
    """Write where a notebook came from."""
    write_whole(folder / name, (json.dumps(record, indent=1) + "\n").encode())


def write_whole(path, data):
    """Write a file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)


def hash_of(data):
    """Return the SHA-256 of bytes in hex."""
    return hashlib.sha256(data).hexdigest()
