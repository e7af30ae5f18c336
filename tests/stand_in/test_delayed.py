"""What is written to Drive reaches it late, and is lost with the machine."""

import pytest
from colab_stand_in import Colab

from tests.stand_in.on_colab import MOUNT, MY_DRIVE, in_python

WRITE = f"import os\n{MOUNT}{MY_DRIVE}" + (
    "for name in 'abc':\n"
    "    with open(my_drive / name, 'w') as file:\n"
    "        file.write(name * 100)\n"
    "        os.fsync(file.fileno())\n"
)
FLUSH = "drive.flush_and_unmount()\n"


def names(colab):
    return sorted(file.name for file in colab.my_drive.iterdir())


@pytest.mark.parametrize(
    ("delayed", "left"), [(None, "abc"), (0, "abc"), (1, "ab"), (2, "a"), (9, "")]
)
def test_the_newest_are_lost(delayed, left, tmp_path):
    colab = Colab(tmp_path, delayed=delayed)
    assert in_python(colab, WRITE).returncode == 0
    assert names(colab) == list("abc")
    colab.lose_machine()
    assert names(colab) == list(left)


def test_nothing_is_lost_after_a_flush(tmp_path):
    colab = Colab(tmp_path, delayed=9)
    assert in_python(colab, WRITE + FLUSH).returncode == 0
    colab.lose_machine()
    assert names(colab) == list("abc")


def test_the_oldest_that_waits_can_arrive_in_half(tmp_path):
    colab = Colab(tmp_path, delayed=2)
    in_python(colab, WRITE)
    colab.lose_machine(half_uploaded=True)
    sizes = {file.name: file.stat().st_size for file in colab.my_drive.iterdir()}
    assert sizes == {"a": 100, "b": 50}


def test_a_file_is_replaced_late(tmp_path):
    colab = Colab(tmp_path, delayed=1)
    code = WRITE + "os.replace(my_drive / 'c', my_drive / 'a')\n"
    assert in_python(colab, code).returncode == 0
    assert (colab.my_drive / "a").read_text() == "c" * 100
    colab.lose_machine()
    assert names(colab) == list("ab")
    assert (colab.my_drive / "a").read_text() == "a" * 100


def test_what_was_removed_comes_back(tmp_path):
    colab = Colab(tmp_path, delayed=1)
    in_python(colab, WRITE + FLUSH)
    code = f"import os\n{MOUNT}os.remove('/content/drive/MyDrive/a')"
    assert in_python(colab, code).returncode == 0
    assert names(colab) == list("bc")
    colab.lose_machine()
    assert names(colab) == list("abc")


def test_the_local_disk_is_lost_and_drive_must_be_mounted_again(tmp_path):
    colab = Colab(tmp_path)
    in_python(colab, MOUNT + "open('/content/note', 'w')")
    assert (colab.content / "note").exists()
    colab.lose_machine()
    assert list(colab.content.iterdir()) == []
    assert in_python(colab, MOUNT).stdout == "Mounted at /content/drive\n"
