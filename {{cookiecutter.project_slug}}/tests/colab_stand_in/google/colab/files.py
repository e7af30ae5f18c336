"""Files from and to the learner's computer."""

from __future__ import annotations

import base64
import os

from google.colab import _stand_in

__all__ = ["download", "upload", "upload_file", "view"]


def upload_file(filename: str | os.PathLike[str]) -> None:
    """Ask for one file, and save it under that name.

    Raises:
        ValueError: none came, or several.
    """
    uploads = _answer("files.upload_file()")
    if not uploads:
        raise ValueError("File has not been uploaded")
    if len(uploads) > 1:
        raise ValueError("Multiple files received, please upload a single file")
    [(name, data)] = uploads.items()
    with open(filename, "wb") as file:
        file.write(data)
    print(f"Saved {name} to {os.getcwd()}/{filename}")


def upload(target_dir: str | os.PathLike[str] = "") -> dict[str, bytes]:
    """Ask for files, and save each under a name that is free.

    Returns:
        Their bytes by the path where each was saved; empty when cancelled.
    """
    uploads = _answer("files.upload()")
    if target_dir:
        os.makedirs(target_dir, exist_ok=True)
    saved = {}
    for name, data in uploads.items():
        path = _free_name(os.path.join(target_dir, name))
        print(f"Saving {name} to {path}")
        with open(path, "wb") as file:
            file.write(data)
        saved[path] = data
    return saved


def download(filename: str | os.PathLike[str]) -> None:
    """Send a file to the learner's computer; the stand-in notes it.

    Raises:
        FileNotFoundError: there is no such file.
    """
    _must_exist(filename)
    _stand_in.record("files.download", path=os.fspath(filename))


def view(filepath: str | os.PathLike[str]) -> None:
    """Open a file in Colab's viewer; the stand-in notes it.

    Raises:
        FileNotFoundError: there is no such file.
    """
    _must_exist(filepath)
    _stand_in.record("files.view", path=os.fspath(filepath))


def _answer(call):
    uploads = _stand_in.SETTINGS["uploads"]
    if uploads is None:
        _stand_in.wait_for_ever(call)
    return {name: base64.b64decode(data) for name, data in uploads.items()}


def _must_exist(path):
    if not os.path.exists(path):
        raise FileNotFoundError(f"Cannot find file: {path}")


def _free_name(path):
    stem, extension = os.path.splitext(path)
    count = 0
    while os.path.lexists(path):
        count += 1
        path = f"{stem} ({count}){extension}"
    return path
