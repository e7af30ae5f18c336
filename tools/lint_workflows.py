"""Lint the workflows of this repository and of the projects that it makes.

check-jsonschema knows GitHub's schema of a workflow; zizmor looks for what an attacker could
use: actions that are not pinned, rights that a job does not need, text that becomes a command.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Return 0, or the exit status of the first linter that objects."""
    workflows = sorted(map(str, ROOT.glob("**/.github/workflows/*.yml")))
    workflows = [path for path in workflows if "build" not in Path(path).relative_to(ROOT).parts]
    commands = [
        ["check-jsonschema", "--builtin-schema", "vendor.github-workflows", *workflows],
        ["zizmor", "--offline", "--pedantic", "--no-progress", *workflows],
    ]
    for program, *arguments in commands:
        path = Path(sys.executable).with_name(program)
        if status := subprocess.run([str(path), *arguments]).returncode:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())
