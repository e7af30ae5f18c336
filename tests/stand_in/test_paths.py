"""Files on Drive behave as files, whichever of Python's functions are used."""

import sys

import pytest
from colab_stand_in import Colab

from tests.stand_in.on_colab import MOUNT, MY_DRIVE, in_kernel, in_python

PREPARE = (
    "import glob, gzip, os, shutil, tempfile, zipfile\n"
    f"{MOUNT}{MY_DRIVE}"
    "(my_drive / 'app').mkdir(); (my_drive / 'app' / 'a.txt').write_text('hello')\n"
)
HELLO = "['/content/drive/MyDrive/app/a.txt']"
# An expression and what it gives.
SHOWS = {
    "os.listdir('/content/drive')": "['MyDrive']",
    "open('/content/drive/My Drive/app/a.txt').read()": "hello",
    "[str(p) for p in (my_drive / 'app').iterdir()]": HELLO,
    "[str(p) for p in (my_drive / 'app').glob('*')]": HELLO,
    "[str(p) for p in my_drive.rglob('*.txt')]": HELLO,
    "glob.glob('/content/drive/MyDrive/**/*.txt', recursive=True)": HELLO,
    "[e.path for e in os.scandir(my_drive / 'app')]": HELLO,
    "list(os.walk(my_drive / 'app'))": ("[('/content/drive/MyDrive/app', [], ['a.txt'])]"),
    "[(my_drive / 'app').is_dir(), (my_drive / 'b').exists()]": "[True, False]",
    "(my_drive / 'app' / '..').resolve() == my_drive.resolve()": "True",
    "os.stat(b'/content/drive/MyDrive/app/a.txt').st_size": "5",
    "os.access('/content/drive/MyDrive/nothing', os.R_OK)": "False",
    "os.chdir(my_drive / 'app') or (os.listdir(), open('a.txt').read())": ("(['a.txt'], 'hello')"),
    "shutil.copytree(my_drive / 'app', my_drive / 'b').joinpath('a.txt').exists()": ("True"),
    "shutil.rmtree(my_drive / 'app') or os.listdir(my_drive)": "[]",
    "os.replace(my_drive / 'app/a.txt', my_drive / 'c') or sorted(os.listdir(my_drive))": (
        "['app', 'c']"
    ),
    "os.symlink(my_drive / 'app', '/content/link') or os.listdir('/content/link')": "['a.txt']",
    # Another file system: renamed by copying.
    "shutil.move(my_drive / 'app/a.txt', '/content/a') and open('/content/a').read()": ("hello"),
    "zipfile.ZipFile(my_drive / 'z', 'w').close() or zipfile.is_zipfile(my_drive / 'z')": "True",
    "gzip.open(my_drive / 'g', 'wb').close() or gzip.open(my_drive / 'g').read()": ("b''"),
    "shutil.unpack_archive(shutil.make_archive('x', 'gztar', my_drive / 'app'), "
    "my_drive / 'y') or os.listdir(my_drive / 'y')": "['a.txt']",
    "os.path.dirname(tempfile.NamedTemporaryFile(dir=my_drive).name)": ("/content/drive/MyDrive"),
    "os.path.dirname(tempfile.mkdtemp(dir=my_drive))": "/content/drive/MyDrive",
}


@pytest.mark.parametrize("shows", SHOWS)
def test_expression(shows, tmp_path):
    done = in_python(Colab(tmp_path), f"{PREPARE}print({shows})")
    assert done.stdout.splitlines()[1:] == [SHOWS[shows]], done.stderr


def test_an_error_names_the_path_as_written(tmp_path):
    said = in_kernel(Colab(tmp_path), MOUNT, "open('/content/drive/MyDrive/no')")
    assert said[1] == (
        "FileNotFoundError: [Errno 2] No such file or directory: '/content/drive/MyDrive/no'"
    )


def test_a_resolved_path_is_the_real_one(tmp_path):
    colab = Colab(tmp_path)
    code = f"{MOUNT}{MY_DRIVE}print(Path('/content').resolve(), my_drive.resolve())"
    printed = in_python(colab, code).stdout.splitlines()[1]
    assert printed == f"{colab.content} {colab.my_drive}"
    # Drive is still Drive under that name.
    assert ("read", "MyDrive") in colab.operations()


def test_drive_is_another_file_system(tmp_path):
    code = "import os; os.rename('/content/drive/MyDrive', '/content/here')"
    done = in_python(Colab(tmp_path), MOUNT + code)
    assert "[Errno 18] Invalid cross-device link" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no descriptor-relative names")
def test_names_relative_to_a_descriptor_are_on_drive(tmp_path):
    colab = Colab(tmp_path)
    code = (
        f"import os\n{MOUNT}"
        "folder = os.open('/content/drive/MyDrive', os.O_RDONLY)\n"
        "os.mkdir('a', dir_fd=folder)\n"
    )
    assert in_python(colab, code).returncode == 0
    assert colab.operations()[-1] == ("change", "MyDrive/a")
