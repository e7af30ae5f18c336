"""What can go wrong on Colab: the names that a test may choose, and what they mean."""

from __future__ import annotations

from collections.abc import Mapping

MOUNT = (
    "accept",  # the learner signs in
    "refuse",  # the learner closes the sign-in window
    "no browser",  # nobody is there to sign in
    "time out",  # Drive's top folder has too many files
    "fail",  # the Drive program stops
    "not empty",  # something was written to the mountpoint before
    "unsupported",  # google.colab without a Colab machine, as on Kaggle
    "enterprise",  # Colab Enterprise has no Drive
)
FLUSH = ("accept", "fail")
AUTH = ("accept", "refuse", "no browser", "fail")

# Each counts one kind of operation on Drive, starting with 1. `lasts` says whether
# only that operation fails, or all of this kind from there on ("lost": until Drive is
# mounted again). A full or broken disk gives an error code; "cut" and "kill" do worse.
DRIVE = {
    "full": {"counts": "writes", "does": "ENOSPC", "lasts": True},
    "read-only": {"counts": "changes", "does": "EROFS", "lasts": True},
    "io error": {"counts": "writes", "does": "EIO", "lasts": False},
    "lost": {"counts": "operations", "does": "ENOTCONN", "lasts": True},
    # Half of the data arrives, and nothing says so.
    "cut": {"counts": "writes", "does": "cut", "lasts": False},
    # The kernel dies there; inside a write, half of the data has arrived.
    "kill": {"counts": "operations", "does": "kill", "lasts": False},
}


def rules(drive: Mapping[str, int]) -> list[dict[str, object]]:
    """The faults of Drive, ready for the kernel.

    Args:
        drive: maps names of `DRIVE` to the operation that fails, counted from 1.
    """
    return [{"name": name, "at": at, **DRIVE[name]} for name, at in drive.items()]
