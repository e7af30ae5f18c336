"""What the fault tests found, one JSON line each, for the table in `benchmarks/`."""

from __future__ import annotations

import json
import os
from pathlib import Path


def append(**result: object) -> None:
    """Append a result to the file named by SURVIVE_RESULTS, if it is named."""
    if name := os.environ.get("SURVIVE_RESULTS"):
        with Path(name).open("a", encoding="utf-8") as file:
            file.write(json.dumps(result) + "\n")
