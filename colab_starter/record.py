"""What a project remembers of itself: `.colab-starter/course.json`, its answers and notebooks.

Only the standard library is imported here.
"""

from __future__ import annotations

import json
from pathlib import Path

from colab_starter.manifest import FOLDER

RECORD = f"{FOLDER}/course.json"


def read_record(project: Path) -> dict[str, object]:
    """Return what is remembered of the project; nothing if there is no readable record."""
    try:
        record = json.loads((project / RECORD).read_text("utf-8"))
        return record if isinstance(record.get("lessons"), dict) else {}
    except (OSError, ValueError, AttributeError):
        return {}


def has_own_notebooks(project: Path) -> bool:
    """Return whether notebooks of a teacher's are in the project."""
    return any(read_record(project).get("lessons", {}).values())
