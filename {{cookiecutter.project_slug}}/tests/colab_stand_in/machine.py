"""A Colab machine and its Drive, as a test sees them."""

from __future__ import annotations

import base64
import dataclasses
import filecmp
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from colab_stand_in import faults

KERNEL_CONFIG = """\
c = get_config()  # noqa: F821
c.IPKernelApp.kernel_class = "google.colab._kernel.Kernel"
"""


@dataclasses.dataclass
class Colab:
    """A Colab machine in a folder, with what goes wrong on it.

    The folder keeps the machine and the Drive: make a second `Colab` of the same
    folder to go on with other faults. A fault that has happened is not repeated when
    the kernel starts again; one that lasts goes on lasting.
    """

    folder: Path
    mount: str = "accept"
    """What `drive.mount` meets: one of `faults.MOUNT`."""
    flush: str = "accept"
    """What `drive.flush_and_unmount` meets: one of `faults.FLUSH`."""
    auth: str = "accept"
    """What `auth.authenticate_user` meets: one of `faults.AUTH`."""
    drive: Mapping[str, int] = dataclasses.field(default_factory=dict)
    """Names of `faults.DRIVE`, each with the operation that fails, counted from 1."""
    delayed: int | None = None
    """How many of the newest changes have not reached Drive yet; None: none waits."""
    uploads: Mapping[str, bytes] | None = dataclasses.field(default_factory=dict)
    """The files a learner uploads; empty: presses Cancel; None: nobody is there."""
    secrets: Mapping[str, str | None] | None = dataclasses.field(default_factory=dict)
    """Secrets by name; a value of None: no access; None for all: nobody is there."""
    github: str | None = None
    """The address that stands for a branch `main` on GitHub; None: the real one."""
    time_scale: float = 0.001
    """Seconds waited here for each second that Colab waits."""

    def __post_init__(self):
        self.folder = Path(self.folder).resolve()
        for chosen, known in (
            ([self.mount], faults.MOUNT),
            ([self.flush], faults.FLUSH),
            ([self.auth], faults.AUTH),
            (self.drive, faults.DRIVE),
        ):
            for name in chosen:
                if name not in known:
                    raise ValueError(f"no such fault: {name!r}; known: {list(known)}")

    @property
    def content(self) -> Path:
        """The folder that stands for `/content`; the kernel should start there."""
        return self.folder / "content"

    @property
    def my_drive(self) -> Path:
        """The folder that stands for `MyDrive`, as the machine sees it."""
        return self.folder / "drive" / "MyDrive"

    def environment(self) -> dict[str, str]:
        """Prepare the folder, and return the variables that put a kernel on Colab.

        They are additions to `os.environ`. Operations are counted from here on, and
        every fault that was chosen is still to come.
        """
        self.content.mkdir(parents=True, exist_ok=True)
        self.my_drive.mkdir(parents=True, exist_ok=True)
        (self.folder / "happened").write_text("", encoding="utf-8")
        (self.folder / "operations").write_text("", encoding="utf-8")
        self._prepare_cloud()
        profile = self.folder / "ipython" / "profile_default"
        profile.mkdir(parents=True, exist_ok=True)
        config = profile / "ipython_kernel_config.py"
        config.write_text(KERNEL_CONFIG, encoding="utf-8")
        (self.folder / "settings.json").write_text(self._settings(), encoding="utf-8")
        # A copy, so that no `__pycache__` comes to stand beside the original.
        modules = self.folder / "python"
        shutil.copytree(
            Path(__file__).parent / "google",
            modules / "google",
            ignore=shutil.ignore_patterns("__pycache__"),
            dirs_exist_ok=True,
        )
        path = [str(modules), os.environ.get("PYTHONPATH", "")]
        return {
            "COLAB_RELEASE_TAG": "stand-in_20260102-030405_RC00",
            "COLAB_STAND_IN": str(self.folder),
            "IPYTHONDIR": str(profile.parent),
            "PYTHONPATH": os.pathsep.join(filter(None, path)),
        }

    def calls(self) -> list[dict[str, Any]]:
        """What the notebook asked of Colab, oldest first: dicts with a `name`."""
        log = self.folder / "calls"
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
        return [json.loads(line) for line in lines]

    def operations(self) -> list[tuple[str, ...]]:
        """The operations on Drive since `environment()`, oldest first.

        Each is a kind ("read", "change" or "write") and a path below the Drive.
        Their number is the range from which to choose when a fault strikes.
        """
        log = (self.folder / "operations").read_text(encoding="utf-8")
        return [tuple(line.split(" ", 1)) for line in log.splitlines()]

    def lose_machine(self, half_uploaded: bool = False) -> None:
        """Take the machine away: what had not reached Drive is gone, and `/content`.

        Args:
            half_uploaded: the oldest file that was waiting arrives cut in half.
        """
        cloud = self.folder / "cloud"
        if cloud.exists():
            if half_uploaded:
                self._upload_half(cloud)
            shutil.rmtree(self.folder / "drive")
            shutil.copytree(cloud, self.folder / "drive")
        shutil.rmtree(self.content)
        self.content.mkdir()
        (self.folder / "mounted").unlink(missing_ok=True)

    def _settings(self):
        settings = {
            field.name: getattr(self, field.name)
            for field in dataclasses.fields(self)
            if field.name != "folder"
        }
        settings["drive"] = faults.rules(self.drive)
        if self.uploads is not None:
            settings["uploads"] = {
                name: base64.b64encode(data).decode() for name, data in self.uploads.items()
            }
        return json.dumps(settings)

    def _prepare_cloud(self):
        cloud = self.folder / "cloud"
        if self.delayed is None:
            shutil.rmtree(cloud, ignore_errors=True)
        elif not cloud.exists():
            shutil.copytree(self.folder / "drive", cloud)

    def _upload_half(self, cloud):
        drive = self.folder / "drive"
        waiting = [
            file
            for file in drive.rglob("*")
            if file.is_file() and not _same(file, cloud / file.relative_to(drive))
        ]
        if waiting:
            oldest = min(waiting, key=lambda file: file.stat().st_mtime_ns)
            target = cloud / oldest.relative_to(drive)
            target.parent.mkdir(parents=True, exist_ok=True)
            data = oldest.read_bytes()
            target.write_bytes(data[: len(data) // 2])


def _same(one, other):
    return other.is_file() and filecmp.cmp(one, other, shallow=False)
