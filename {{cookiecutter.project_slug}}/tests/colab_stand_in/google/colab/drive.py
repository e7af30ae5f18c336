"""Mounting Google Drive."""

from __future__ import annotations

import os

from google.colab import _cloud, _message, _mounts, _stand_in

__all__ = ["flush_and_unmount", "mount"]


def flush_and_unmount(timeout_ms: int = 24 * 60 * 60 * 1000) -> None:
    """Send what Drive has not got yet, and unmount it.

    Raises:
        NotImplementedError: there is no Drive here.
        ValueError: not everything could be sent.
    """
    if _stand_in.SETTINGS["mount"] == "unsupported":
        raise NotImplementedError(f"{__name__} is unsupported in this environment.")
    if _mounts.mountpoint() is None:
        print("Drive not mounted, so nothing to flush and unmount.")
        return
    if _stand_in.SETTINGS["flush"] == "fail":
        raise ValueError("flush_and_unmount failed")
    _cloud.flush()
    _mounts.unmount()


def mount(
    mountpoint: str,
    force_remount: bool = False,
    timeout_ms: int = 120000,
    readonly: bool = False,
) -> None:
    """Mount the learner's Drive at a folder that is empty or not there.

    Raises:
        NotImplementedError: there is no Drive here.
        MessageError: the learner refused.
        ValueError: the mountpoint will not do, or mounting failed.
    """
    outcome = _stand_in.SETTINGS["mount"]
    _must_be_supported(outcome)
    if " " in mountpoint:
        raise ValueError("Mountpoint must not contain a space.")
    # Colab asks the browser before it looks whether Drive is mounted.
    if outcome == "no browser":
        _stand_in.wait(timeout_ms / 1000)
    if outcome == "refuse":
        _message.refuse_credentials()

    mountpoint = os.path.expanduser(mountpoint)
    if not force_remount and os.path.isdir(os.path.join(mountpoint, "My Drive")):
        print(
            f"Drive already mounted at {mountpoint}; to attempt to forcibly remount, "
            f'call drive.mount("{mountpoint}", force_remount=True).'
        )
        return
    _mounts.unmount()
    if outcome == "not empty":
        _leave_a_file(mountpoint)
    _must_be_free(mountpoint)
    if outcome == "time out":
        _stand_in.wait(timeout_ms / 1000)
        raise ValueError(
            "mount failed: timeout during initial read of root folder; for more info: "
            "https://research.google.com/colaboratory/faq.html#drive-timeout"
        )
    if outcome in ("no browser", "fail"):
        raise ValueError("mount failed")
    os.makedirs(mountpoint, exist_ok=True)
    _mounts.mount(mountpoint, readonly)
    print(f"Mounted at {mountpoint}")


def _must_be_supported(outcome):
    if outcome == "unsupported":
        raise NotImplementedError(
            "Mounting drive is unsupported in this environment. Use PyDrive2 instead."
            " See examples at https://colab.research.google.com/notebooks/io.ipynb"
            "#scrollTo=7taylj9wpsA2."
        )
    if outcome == "enterprise":
        raise NotImplementedError("google.colab.drive.mount is not supported in Colab Enterprise.")


def _must_be_free(mountpoint):
    if os.path.islink(mountpoint):
        raise ValueError("Mountpoint must not be a symlink")
    if os.path.isdir(mountpoint) and os.listdir(mountpoint):
        raise ValueError("Mountpoint must not already contain files")
    if not os.path.isdir(mountpoint) and os.path.exists(mountpoint):
        raise ValueError("Mountpoint must either be a directory or not exist")
    parent = os.path.dirname(os.path.normpath(mountpoint))
    if parent and not os.path.exists(parent):
        raise ValueError("Mountpoint must be in a directory that exists")


def _leave_a_file(mountpoint):
    os.makedirs(mountpoint, exist_ok=True)
    with open(os.path.join(mountpoint, "written_before_mounting"), "w"):
        pass
