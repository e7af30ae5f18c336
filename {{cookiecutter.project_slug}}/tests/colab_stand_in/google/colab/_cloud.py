"""What has reached Drive, when changes arrive late.

The mounted folder is only what the machine believes. With `delayed` set, each change
reaches the cloud when so many newer ones have been made, or when Drive is flushed.
Even `os.fsync` does not send it sooner.
"""

import os
import shutil
import threading

from google.colab import _mounts, _stand_in

CLOUD = str(_stand_in.FOLDER / "cloud")

_delayed = _stand_in.SETTINGS["delayed"]
_waiting: list[tuple[str, ...]] = []
_lock = threading.Lock()


def changed(*below: str) -> None:
    """Note that these paths below the Drive changed together."""
    if _delayed is None:
        return
    with _lock, _mounts.bypass():
        if below in _waiting:
            _waiting.remove(below)
        _waiting.append(below)
        while len(_waiting) > _delayed:
            for path in _waiting.pop(0):
                _send(path)


def flush() -> None:
    """Send everything."""
    if _delayed is None:
        return
    with _lock, _mounts.bypass():
        _waiting.clear()
        shutil.rmtree(CLOUD)
        shutil.copytree(_mounts.DRIVE, CLOUD)


def _send(path):
    source, target = os.path.join(_mounts.DRIVE, path), os.path.join(CLOUD, path)
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    elif os.path.exists(source):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        shutil.copyfile(source, target)
    elif os.path.isdir(target):
        shutil.rmtree(target)
    elif os.path.exists(target):
        os.remove(target)
