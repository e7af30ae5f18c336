# %% [markdown]
# ## Get the tools ready
#
# Run this section once. It makes two folders on the disk of this machine, and the tools
# that the tricks share. A tool's title says what it does for you.
#
# `local_folder` is gone when the session ends. With `use_drive` on, `save_to_drive()`
# copies `work_folder` to your Drive: what is new, or has another size. A file that you
# changed, name it: `save_to_drive(file)`.

# %%
from pathlib import Path

local_folder = Path.cwd() / "toolbox"
local_folder.mkdir(exist_ok=True)
print("Local files:", local_folder)
print("Files to keep:", work_folder)

# %% cellView="form" steps="S12 S19"
# @title Run a program, and stop where it fails
import importlib.util
import os
import subprocess
import sys


def run(*command, folder=None, quiet=False):
    lines = []
    ends = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
    ends |= {"stderr": subprocess.STDOUT, "errors": "replace"}
    with subprocess.Popen(command, cwd=folder, **ends) as program:
        try:
            for line in program.stdout:
                lines.append(line)
                if not quiet:
                    print(line, end="")
        except KeyboardInterrupt:  # stopping the cell stops the program too
            program.kill()
            raise
    if program.returncode:
        last_words = "".join(lines[-12:])
        said = f"exit status {program.returncode}. It said:\n{last_words}"
        raise RuntimeError(f"{' '.join(map(str, command))}\nfailed with {said}")


# %% cellView="form" steps="S12 S19"
# @title Install a Python package or a program, if it is missing
def pip_install(package, module=None):
    if importlib.util.find_spec(module or package) is None:
        if not install:
            raise RuntimeError(f"{package} is missing. Switch on install in Settings.")
        print("Installing", package)
        run(sys.executable, "-m", "pip", "install", "-q", package, quiet=True)
        importlib.invalidate_caches()


def apt_install(package, found):
    command = ["apt-get", "-qq", "install", "--yes", package]
    if not found and install and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing", package)
        os.environ["DEBIAN_FRONTEND"] = "noninteractive"  # apt asks nothing
        run("apt-get", "-qq", "update", quiet=True)
        run(*command, quiet=True)
    elif not found:
        print(f"{package} is missing. On Colab, switch on install in Settings.")
        print("On your own computer, install it yourself, then run this cell again.")
        return False
    return True


# %% [markdown]
# ### Install only what is missing
#
# Colab has most libraries already, and installing one again can break others that
# depend on its version. So look first: `pip_install` is for Python packages,
# `apt_install` for programs. In a cell of your own, `%pip install name` installs too.
#
# "No matching distribution found" or "Unable to locate package" means that the name is
# misspelled. Or there is no version for this Python.
#
# `!pip install` and `!apt-get install` have a trap. When they fail, the notebook goes
# on, and the real error appears ten cells later. `run` looks at the exit status, the
# number with which every program reports success (0) or failure. It stops where the
# failure is. Without the `try`, the notebook would stop here, which is what you want in
# your own cells.

# %% steps="S19"
pip_install("tqdm")
try:
    run("git", "clown", "https://github.com/octocat/Hello-World")
except RuntimeError as problem:
    print(problem)

# %% [markdown]
# ### Download without half files
#
# A download that breaks off leaves half a file, and half a file often opens without an
# error. `download` works in a folder that ends in `.part` and moves the file out at the
# end. So a file that is there is complete. After a cut it goes on where it stopped, and
# it tries a busy server again for half a minute.
#
# `sha256` is the fingerprint of the content. With it, `download` deletes a file that is
# not the one you expect.

# %% cellView="form" steps="S28"
# @title Fetch a file from the web, and go on after a cut
import time

import requests
from tqdm import tqdm
from urllib3 import Retry

pause = 1  # seconds before the second try, then 2, 4, 8 ...
busy = Retry(5, backoff_factor=pause, status_forcelist=[429, 500, 502, 503, 504])
session = requests.Session()
for kind in ("http://", "https://"):
    session.mount(kind, requests.adapters.HTTPAdapter(max_retries=busy))
look = {"unit": "B", "unit_scale": True, "delay": 1, "file": sys.stdout}


def fetch(url, part, _=None):
    part, version = Path(part), None
    for cuts in range(30):
        done = part.stat().st_size if version else 0
        headers = {"Accept-Encoding": "identity"}  # the bytes as they are stored
        if done:  # only the rest, and only if the file there is still the same
            headers |= {"Range": f"bytes={done}-", "If-Range": version}
        reply = session.get(url, headers=headers, stream=True, timeout=30)
        reply.raise_for_status()
        version = reply.headers.get("ETag") or reply.headers.get("Last-Modified")
        done = done if reply.status_code == 206 else 0
        total = done + int(reply.headers.get("Content-Length", 0))
        bar = tqdm(total=total, initial=done, **look)
        try:
            with reply, bar, open(part, "ab" if done else "wb") as file:
                for block in reply.iter_content(2**16):
                    bar.update(file.write(block))
            if part.stat().st_size >= total:
                return
        except (requests.exceptions.ChunkedEncodingError, requests.ConnectionError):
            time.sleep(pause * min(cuts, 10))
    raise requests.ConnectionError("The connection was cut 30 times.")


# %% cellView="form" steps="S28"
# @title Keep a file only when it is whole
import shutil
import warnings
from urllib.parse import unquote, urlsplit

warnings.filterwarnings("ignore", "IProgress not found")  # the bars are plain text
pip_install("pooch")
import pooch

pooch.get_logger().setLevel("WARNING")


def download(url, folder, sha256=None):
    name = Path(unquote(urlsplit(url).path)).name or "download"
    file, part = Path(folder, name), Path(folder, f"{name}.part")
    known = file.exists() and (not sha256 or pooch.file_hash(file) == sha256.lower())
    try:  # pooch checks the SHA-256 and deletes a file that is not the right one
        if not known:
            whole = pooch.retrieve(url, sha256 or None, name, part, downloader=fetch)
            Path(whole).replace(file)
            print("SHA-256", pooch.file_hash(file))
    except requests.RequestException as problem:
        raise RuntimeError(f"{url} did not arrive. {problem}") from None
    finally:
        shutil.rmtree(part, ignore_errors=True)  # and what a lost machine left in it
    print(f"{name}: {file.stat().st_size:,} bytes")
    return file


# %% cellView="form" steps="S30"
# @title Unpack an archive, and refuse one that leaves its folder
import tarfile
import zipfile


def unpack(archive, folder):
    folder = Path(folder).resolve()
    part = folder.with_name(folder.name + ".part")
    if folder.exists():  # it got its name only when it was complete
        return folder
    shutil.rmtree(part, ignore_errors=True)

    def refuse_outside(names):
        for name in names:
            if not (part / name).resolve().is_relative_to(part):
                raise ValueError(f"{name} would land outside of {folder}: refused")

    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as members:
            refuse_outside(members.namelist())
            members.extractall(part)
    elif tarfile.is_tarfile(archive):
        with tarfile.open(archive) as members:
            refuse_outside(members.getnames())
            if links := [m.name for m in members if not (m.isfile() or m.isdir())]:
                raise ValueError(f"{links[0]} is a link, not a file: refused")
            # Python before 3.11.4 has no filter, and needs none after these checks.
            known = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
            members.extractall(part, **known)
    else:
        raise ValueError(f"{archive} is neither zip nor tar. Open it: a web page?")
    return part.rename(folder)
