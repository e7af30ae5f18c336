"""The settings a test chose, the notes it reads afterwards, and waiting."""

import json
import os
import time
from pathlib import Path
from typing import NoReturn

# Stands for "for ever", in Colab's seconds.
FOR_EVER_S = 600


class Hung(BaseException):
    """Colab would wait for ever here. No `except Exception` may hide that."""


def _folder():
    folder = os.environ.get("COLAB_STAND_IN")
    if not folder:
        raise ImportError(
            "this google.colab is a stand-in for tests; start the kernel with "
            "colab_stand_in.Colab(folder).environment()"
        )
    return Path(folder)


FOLDER = _folder()
SETTINGS = json.loads((FOLDER / "settings.json").read_text(encoding="utf-8"))


def record(name: str, **details: object) -> None:
    """Note a call for the test that reads `Colab.calls()`."""
    with open(FOLDER / "calls", "a", encoding="utf-8") as log:
        log.write(json.dumps({"name": name, **details}) + "\n")


def wait(seconds: float) -> None:
    """Wait for an answer that does not come, shortened by `time_scale`."""
    time.sleep(seconds * SETTINGS["time_scale"])


def wait_for_ever(call: str) -> NoReturn:
    """Stand for a call that never returns: raise `Hung` after a while."""
    wait(FOR_EVER_S)
    raise Hung(f"{call} waits for ever: no browser answers")
