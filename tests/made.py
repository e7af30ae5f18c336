"""What the assembler makes for each combination of answers, made once for all tests."""

from __future__ import annotations

import functools

from colab_starter.answers import every_combination
from colab_starter.project import make_files

COMBINATIONS = every_combination()


@functools.cache
def made(combination: str) -> dict[str, str]:
    """Return everything that is made for a combination: path inside the project to text."""
    return make_files(COMBINATIONS[combination]).files
