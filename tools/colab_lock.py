"""Write what Colab has, as constraints for tests, for each framework and accelerator.

python -m tools.colab_lock [CLONE [COMMIT]]    # writes colab/lock-<variant>.txt

CLONE is a clone of the lists that Colab publishes; without one they are fetched. A lock holds
what the lessons import, and what that needs. What runs them it leaves out: Colab's kernel is too
old for a grader. Run `tools.colab_modules` with the same clone.
"""

from __future__ import annotations

import itertools
import sys
import tempfile
from pathlib import Path

from colab_starter.answers import QUESTIONS
from colab_starter.check.image.image import SOURCE, fetch, read_image
from colab_starter.check.image.lock import resolve, write_lock
from colab_starter.lessons import list_pins, read_lessons
from colab_starter.lock import LOCKS, name_only

MADE = "Made by tools/colab_lock.py."


def main() -> None:
    """Write the locks of a commit, the newest if none is named."""
    given = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(given[0]) if given else fetch(SOURCE, Path(folder, "lists"))
        write_locks(clone, given[1] if len(given) > 1 else "HEAD", LOCKS)


def write_locks(clone: Path, commit: str, folder: Path) -> None:
    """Write a lock for each variant into `folder`."""
    folder.mkdir(exist_ok=True)
    for framework, accelerator in list_variants():
        image = read_image(clone, accelerator, commit)
        lock = resolve(image, list_wanted(framework, accelerator))
        path = folder / f"lock-{framework}-{accelerator}.txt"
        path.write_text(write_lock(lock, MADE), "utf-8", newline="\n")
        print(f"{path.name}: {len(lock.colab)} packages as on Colab on {image.date}")


def list_variants() -> list[tuple[str, str]]:
    """Return every framework with every accelerator."""
    return [*itertools.product(QUESTIONS["framework"], QUESTIONS["accelerator"])]


def list_wanted(framework: str, accelerator: str) -> list[str]:
    """Return what all lessons import with these answers, without versions."""
    pins = set()
    for name, lesson in read_lessons().items():
        offered = lesson.accelerators or (accelerator,)
        used = accelerator if accelerator in offered else offered[0]
        pins.update(list_pins([name], {"framework": framework, "accelerator": used}))
    return sorted(map(name_only, pins))


if __name__ == "__main__":
    main()
