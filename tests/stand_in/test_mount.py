"""`drive.mount` succeeds and fails as on Colab."""

import pytest
from colab_stand_in import Colab, faults

from tests.stand_in.on_colab import MOUNT, in_kernel, in_python

IO_NOTEBOOK = "https://colab.research.google.com/notebooks/io.ipynb#scrollTo=7taylj9wpsA2."
# What a notebook prints or raises, for each outcome that a test can choose.
SAID = {
    "accept": "Mounted at /content/drive",
    "refuse": "MessageError: Error: credential propagation was unsuccessful",
    "no browser": "ValueError: mount failed",
    "time out": (
        "ValueError: mount failed: timeout during initial read of root folder; for "
        "more info: https://research.google.com/colaboratory/faq.html#drive-timeout"
    ),
    "fail": "ValueError: mount failed",
    "not empty": "ValueError: Mountpoint must not already contain files",
    "unsupported": (
        "NotImplementedError: Mounting drive is unsupported in this environment. Use "
        f"PyDrive2 instead. See examples at {IO_NOTEBOOK}"
    ),
    "enterprise": (
        "NotImplementedError: google.colab.drive.mount is not supported in Colab Enterprise."
    ),
}
UNMOUNT = "from google.colab import drive; drive.flush_and_unmount()"


def test_every_outcome_is_shown():
    assert set(SAID) == set(faults.MOUNT)


@pytest.mark.parametrize("outcome", SAID)
def test_outcome(outcome, tmp_path):
    assert in_kernel(Colab(tmp_path, mount=outcome), MOUNT) == [SAID[outcome]]


@pytest.mark.parametrize(
    ("before", "mountpoint", "said"),
    [
        ("", "/content/my drive", "must not contain a space."),
        ("os.symlink('.', '/content/drive')", "/content/drive", "not be a symlink"),
        ("open('/content/drive', 'w')", "/content/drive", "a directory or not exist"),
        ("", "/content/a/b", "in a directory that exists"),
        # What a notebook writes before mounting stands in the way.
        ("os.makedirs('/content/drive/MyDrive')", "/content/drive", "contain files"),
    ],
)
def test_mountpoint_that_will_not_do(before, mountpoint, said, tmp_path):
    code = f"import os\nfrom google.colab import drive\n{before}\n"
    done = in_python(Colab(tmp_path), f"{code}drive.mount({mountpoint!r})")
    assert done.stderr.splitlines()[-1].startswith("ValueError: Mountpoint must")
    assert said in done.stderr


def test_content_of_the_computer_is_not_touched(tmp_path):
    colab = Colab(tmp_path)
    code = "import google.colab, os; os.makedirs('/content/a/stand-in-test')"
    in_python(colab, code)
    assert (colab.content / "a" / "stand-in-test").is_dir()


def test_drive_is_gone_when_unmounted(tmp_path):
    look = "import os; print(os.path.exists('/content/drive/MyDrive'))"
    said = in_kernel(Colab(tmp_path), UNMOUNT, MOUNT, look, UNMOUNT, look)
    assert said[0] == "Drive not mounted, so nothing to flush and unmount."
    assert [said[2], said[4]] == ["True", "False"]


def test_flush_fails(tmp_path):
    done = in_python(Colab(tmp_path, flush="fail"), MOUNT + UNMOUNT)
    assert done.stderr.endswith("ValueError: flush_and_unmount failed\n")


def test_drive_mounted_for_reading(tmp_path):
    code = """
from google.colab import drive
drive.mount("/content/drive", readonly=True)
open("/content/drive/MyDrive/a", "w")
"""
    done = in_python(Colab(tmp_path), code)
    assert "[Errno 30] Read-only file system: '/content/drive/MyDrive/a'" in done.stderr
