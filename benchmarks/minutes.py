"""Seconds that each section of a lesson takes, for its `lesson.toml`.

    python -m benchmarks.minutes mnist_cnn keras-cpu

The cells run as they are, with the settings of the lesson's own test. Printed are sections of
half a second or more: seconds on the clock, and of the processor with all its threads.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
from collections import defaultdict

from benchmarks.train_once import clocks
from colab_starter.answers import every_combination
from colab_starter.lessons import read_lessons
from colab_starter.minutes import section_of
from colab_starter.sections import read_cells


def main() -> None:
    """Run a lesson and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("lesson", choices=read_lessons())
    parser.add_argument("answers", choices=every_combination())
    options = parser.parse_args()
    os.environ["MPLBACKEND"] = "Agg"
    print("[seconds]")
    for section, (processor, clock) in measure(options.lesson, options.answers).items():
        if clock >= 0.5:
            print(f"{section} = {clock:.0f}  # of the processor: {processor:.0f}")


def measure(lesson: str, combination: str) -> dict[str, tuple[float, float]]:
    """Return for each section the seconds of the processor and on the clock."""
    spent: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    names: dict[str, object] = {"__name__": "__main__"}
    home = os.getcwd()
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        os.chdir(folder)
        for cell in read_cells(lesson, every_combination()[combination]):
            if cell.cell_type != "code" or "live" in cell.metadata.get("tags", []):
                continue
            before = clocks()
            with contextlib.redirect_stdout(nowhere):
                exec(compile(cell.source, "lesson", "exec"), names)
            section = section_of(cell)
            took = (now - then for now, then in zip(clocks(), before))
            spent[section] = tuple(sum(pair) for pair in zip(spent[section], took))
            if "parameters" in cell.metadata.get("tags", []):
                names.update(read_lessons()[lesson].test.get("settings", {}))
        os.chdir(home)
    return dict(spent)


if __name__ == "__main__":
    main()
