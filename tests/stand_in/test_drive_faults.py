"""Faults of Drive strike where a test says, whatever way the notebook copies."""

import signal
import sys

import pytest
from colab_stand_in import Colab, faults

from tests.stand_in.on_colab import MOUNT, MY_DRIVE, in_kernel, in_python

SIZE = 1_000_000
LOCAL = f"import os, shutil\n{MY_DRIVE}Path('model').write_bytes(b'x' * {SIZE})\n"
# Ways to bring a file to Drive.
COPIES = {
    "shutil.copyfile": "shutil.copyfile('model', my_drive / 'model')",
    "shutil.copy": "shutil.copy('model', my_drive)",
    "shutil.copy2": "shutil.copy2('model', my_drive)",
    "shutil.move": "shutil.move('model', my_drive)",
    "write_bytes": "(my_drive / 'model').write_bytes(Path('model').read_bytes())",
    "open": "open(my_drive / 'model', 'wb').write(Path('model').read_bytes())",
    "unbuffered": ("open(my_drive / 'model', 'wb', 0).write(Path('model').read_bytes())"),
    "os.write": ("os.write(os.open(my_drive / 'model', os.O_WRONLY | os.O_CREAT), b'x' * 100)"),
}
ERRORS = {
    "full": "[Errno 28] No space left on device",
    "read-only": "[Errno 30] Read-only file system",
    "io error": "[Errno 5] Input/output error",
    "lost": "[Errno 107] Transport endpoint is not connected",
}
# These numbers are Linux's; elsewhere only the text is the same.
if sys.platform != "linux":
    ERRORS = {name: text.split("] ")[1] for name, text in ERRORS.items()}


def test_every_fault_is_shown():
    assert {*ERRORS, "cut", "kill"} == set(faults.DRIVE)


@pytest.mark.parametrize("fault", ERRORS)
@pytest.mark.parametrize("copy", COPIES)
def test_a_copy_fails(copy, fault, tmp_path):
    at = 1
    if fault == "lost":
        # In the middle of the writing.
        colab = Colab(tmp_path / "counted")
        in_python(colab, MOUNT + LOCAL + COPIES[copy])
        kinds = [kind for kind, _ in colab.operations()]
        at = 1 + kinds.index("write")
    colab = Colab(tmp_path, drive={fault: at})
    done = in_python(colab, MOUNT + LOCAL + COPIES[copy])
    assert ERRORS[fault] in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("copy", COPIES)
def test_half_a_copy_goes_unnoticed(copy, tmp_path):
    whole, cut = Colab(tmp_path / "whole"), Colab(tmp_path / "cut", drive={"cut": 1})
    sizes = []
    for colab in (whole, cut):
        done = in_python(colab, MOUNT + LOCAL + COPIES[copy])
        assert done.returncode == 0, done.stderr
        sizes.append((colab.my_drive / "model").stat().st_size)
    assert 0 < sizes[1] < sizes[0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals")
@pytest.mark.parametrize("copy", COPIES)
def test_killed_in_a_copy(copy, tmp_path):
    counted = Colab(tmp_path / "counted")
    in_python(counted, MOUNT + LOCAL + COPIES[copy])
    write = 1 + [kind for kind, _ in counted.operations()].index("write")
    colab = Colab(tmp_path, drive={"kill": write})
    assert in_python(colab, MOUNT + LOCAL + COPIES[copy]).returncode == -signal.SIGKILL
    half = (colab.my_drive / "model").stat().st_size
    assert 0 < half < (counted.my_drive / "model").stat().st_size


def test_a_kernel_that_was_killed_goes_on(tmp_path):
    colab = Colab(tmp_path, drive={"kill": 1})
    code = MOUNT + LOCAL + COPIES["shutil.copy"]
    environment = colab.environment()
    assert in_python(colab, code, environment).returncode != 0
    assert in_python(colab, code, environment).returncode == 0


WRITE_FIVE = f"""
{MOUNT}{MY_DRIVE}
for number in range(1, 6):
    try:
        (my_drive / str(number)).write_text("text")
        print(number, "saved")
    except OSError as error:
        print(number, error.strerror)
"""


@pytest.mark.parametrize(
    ("fault", "fails"),
    [("full", [3, 4, 5]), ("io error", [3]), ("read-only", [2, 3, 4, 5])],
)
def test_from_the_nth_on(fault, fails, tmp_path):
    # A file is opened, a change, and then written, another change.
    said = in_python(Colab(tmp_path, drive={fault: 3}), WRITE_FIVE).stdout.splitlines()
    assert [n for n in range(1, 6) if f"{n} saved" not in said] == fails


def test_a_lost_connection_is_lost_for_every_operation(tmp_path):
    tries = [
        "my_drive.stat()",
        "os.listdir(my_drive)",
        "my_drive.joinpath('a').read_text()",
        "my_drive.joinpath('b').mkdir()",
        "my_drive.joinpath('a').rename(my_drive / 'c')",
        "my_drive.joinpath('a').unlink()",
        "os.chdir(my_drive)",
    ]
    colab = Colab(tmp_path, drive={"lost": 1})
    colab.my_drive.mkdir(parents=True)
    (colab.my_drive / "a").write_text("text")
    _, _, *said = in_kernel(colab, MOUNT, f"import os; {MY_DRIVE}", *tries)
    assert all(ERRORS["lost"] in text for text in said), said


def test_a_lost_connection_outlives_the_kernel_until_drive_is_mounted(tmp_path):
    colab = Colab(tmp_path, drive={"lost": 1})
    environment = colab.environment()
    write = f"import google.colab; {MY_DRIVE}(my_drive / 'a').write_text('text')"
    lost = in_python(colab, MOUNT + write, environment)
    still = in_python(colab, write, environment)
    assert ERRORS["lost"] in lost.stderr and ERRORS["lost"] in still.stderr
    assert in_python(colab, MOUNT + write, environment).returncode == 0
    assert in_python(colab, write, environment).returncode == 0


def test_a_fault_strikes_in_a_kernel(tmp_path):
    said = in_kernel(Colab(tmp_path, drive={"full": 1}), MOUNT, LOCAL, COPIES["shutil.copy2"])
    assert ERRORS["full"] in said[2]


def test_local_disk_is_not_counted(tmp_path):
    colab = Colab(tmp_path, drive={"io error": 1, "lost": 1, "read-only": 1})
    assert in_python(colab, f"import google.colab\n{LOCAL}").returncode == 0
    assert colab.operations() == []
