"""Uploads to Drive: the same bytes, once, whatever breaks on the way."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from google.auth.credentials import AnonymousCredentials
from googleapiclient import discovery
from googleapiclient.errors import HttpError

from tests.toolbox.drive_server import DriveServer
from tests.toolbox.file_server import running
from tests.toolbox.toolbox_cells import run_tricks

TITLE = "Send a large file to Drive"
CONTENT = random.Random(0).randbytes(4 * 2**20 + 12345)  # five pieces of 1 MB
LAST = 4
MD5 = hashlib.md5(CONTENT).hexdigest()


def connect(root_url: str) -> discovery.Resource:
    """Return Google's own client of Drive v3, speaking to another address."""
    documents = files("googleapiclient.discovery_cache.documents")
    document = json.loads((documents / "drive.v3.json").read_text("utf-8"))
    document["rootUrl"] = root_url
    return discovery.build_from_document(document, credentials=AnonymousCredentials())


@pytest.fixture
def server(tmp_path: Path):
    (tmp_path / "drive").mkdir()
    with running(DriveServer(tmp_path / "drive")) as server:
        yield server


@pytest.fixture
def names() -> dict:
    """What the cells define; `slept` records the seconds that they would have waited."""
    names = run_tricks(TITLE, install=False, piece_mb=1)
    names["slept"] = []
    names["time"] = SimpleNamespace(sleep=names["slept"].append)
    return names


@pytest.fixture
def upload(names, server, tmp_path: Path):
    """Send CONTENT (or other bytes) under a name; returns what the cell returns."""
    drive = connect(server.root_url)

    def upload(content: bytes = CONTENT, name: str = "model.keras") -> dict[str, str]:
        path = tmp_path / name
        path.write_bytes(content)
        return names["upload_to_drive"](drive, path)

    return upload


def only_file(server: DriveServer) -> bytes:
    """Return the content of the one file on this Drive."""
    (file_id,) = server.files
    return server.path_of(file_id).read_bytes()


def pieces(server: DriveServer) -> list[str]:
    return [what for method, what in server.log if method == "PUT" and what != "ask"]


@pytest.mark.trick("Send a large file to Drive")
def test_sends_a_file_once(upload, server, capsys):
    capsys.readouterr()
    first = upload()
    assert only_file(server) == CONTENT
    assert len(pieces(server)) == LAST + 1
    out = capsys.readouterr().out
    assert "model.keras" in out and "4,206,649" in out and MD5 in out
    assert upload() == first
    assert len(pieces(server)) == LAST + 1
    out = capsys.readouterr().out
    assert "model.keras" in out and MD5 not in out


FAULTS = [
    "drop",
    "drop start",
    "lost reply",
    "lost all",
    500,
    502,
    503,
    504,
    429,
    "limit",
    404,
    410,
]


@pytest.mark.parametrize("piece", [0, 2, LAST])
@pytest.mark.parametrize("fault", FAULTS)
def test_survives(upload, server, fault, piece):
    server.faults = {piece: fault}
    upload()
    assert only_file(server) == CONTENT
    assert server.faults == {}


@pytest.mark.parametrize("seed", range(20))
def test_survives_many_at_once(upload, server, seed):
    chance = random.Random(seed)
    server.faults = {number: chance.choice(FAULTS) for number in chance.sample(range(10), 5)}
    upload()
    upload()
    assert only_file(server) == CONTENT


def test_waits_as_long_as_drive_asks_for(upload, names, server):
    names["pause"] = 0
    server.faults = {1: 503, 2: 429}
    upload()
    assert names["slept"] == [0, 1]


def test_waits_longer_after_each_failure(upload, names, server):
    server.faults = dict.fromkeys(range(1, 6), 503)
    upload()
    assert names["slept"] == [2, 4, 8, 16, 32]


def test_busy_when_asked_about_files(upload, server):
    server.status_faults = [503]
    upload()
    assert only_file(server) == CONTENT


def test_busy_when_asked_how_much_arrived(upload, server):
    server.faults, server.ask_faults = {2: 503}, [503, 429, 500]
    upload()
    assert only_file(server) == CONTENT
    assert server.ask_faults == []


@pytest.mark.parametrize("fault", ["flip", "short"])
def test_wrong_copy_is_deleted_and_never_called_done(upload, server, fault, capsys):
    server.faults = {1: fault}
    with pytest.raises(RuntimeError) as raised:
        upload()
    assert server.files == {}
    (file_id,) = (what for method, what in server.log if method == "DELETE")
    there = hashlib.md5(server.path_of(file_id).read_bytes()).hexdigest()
    assert there != MD5
    assert {there, MD5} <= {*re.findall(r"\w+", str(raised.value))}
    assert MD5 not in capsys.readouterr().out
    upload()
    assert only_file(server) == CONTENT


def test_full_drive_says_so_and_goes_on_when_there_is_room(upload, server):
    server.faults = {2: "full"}
    with pytest.raises(HttpError, match="storageQuotaExceeded"):
        upload()
    assert server.files == {}
    upload()
    assert only_file(server) == CONTENT
    assert len(pieces(server)) == LAST + 2  # only the refused piece went twice


def check_gives_up(upload, server: DriveServer) -> None:
    """Assert that an error ends this upload before the copy can be compared, let alone deleted."""
    with pytest.raises(RuntimeError) as raised:
        upload()
    assert type(raised.value) is RuntimeError
    assert MD5 not in str(raised.value)
    assert server.files == {}
    assert "DELETE" not in {method for method, _ in server.log}


def test_drive_away_for_long_and_back(upload, names, server):
    server.faults = dict.fromkeys(range(2, 30), 503)
    check_gives_up(upload, server)
    assert names["slept"] == [2, 4, 8, 16, 32, 64, 128, 256]
    server.faults = {}
    already = len(pieces(server))
    upload()
    assert only_file(server) == CONTENT
    assert len(pieces(server)) - already == LAST + 1 - 2


def test_drive_that_forgets_every_upload(upload, server):
    server.faults = dict.fromkeys(range(30), 404)
    check_gives_up(upload, server)
    assert server.log.count(("POST", "session")) == 6


def test_interrupted_cell_goes_on(upload, names, server):
    def interrupt(seconds: float) -> None:
        raise KeyboardInterrupt

    names["time"].sleep = interrupt
    server.faults = {3: 503}
    with pytest.raises(KeyboardInterrupt):
        upload()
    names["time"].sleep = names["slept"].append
    upload()
    assert only_file(server) == CONTENT
    assert len(pieces(server)) == LAST + 2


def test_other_content_under_the_same_name_is_another_file(upload, server):
    server.add("old", "model.keras", b"last week")
    upload()
    assert len(server.files) == 2
    assert server.path_of("old").read_bytes() == b"last week"


@pytest.mark.parametrize("name", ["Ann's model.keras", "back\\slash"])
def test_quotes_in_names(upload, server, name):
    upload(name=name)
    upload(name=name)
    assert len(pieces(server)) == LAST + 1


def test_empty_file_is_refused(upload, server):
    with pytest.raises(ValueError, match=r"model\.keras"):
        upload(b"")
    assert server.log == []
    assert server.files == {}


def test_nothing_happens_without_a_file_name(capsys):
    names = run_tricks(TITLE, install=False)
    assert "large_file" in capsys.readouterr().out  # the setting that is missing
    assert names["unfinished"] == {} and "build" not in names


def test_off_colab_nothing_is_sent(capsys):
    names = run_tricks(TITLE, install=False, large_file="model.keras")
    out = capsys.readouterr().out
    assert "model.keras" in out and "large_file" not in out
    assert names["unfinished"] == {} and "build" not in names


SIZE = 200 * 10**6
PROGRAM = """
import sys, threading, psutil
from tests.toolbox.test_large_file import TITLE, connect, run_tricks
names = run_tricks(TITLE, install=False, piece_mb=4)
names["pause"] = 0
drive = connect(sys.argv[1])
read = psutil.Process().memory_info
samples, over = [read().rss], threading.Event()
def watch():
    while not over.wait(0.002):
        samples.append(read().rss)
thread = threading.Thread(target=watch)
thread.start()
names["upload_to_drive"](drive, sys.argv[2])
over.set()
thread.join()
print("MEMORY", max(samples) - samples[0])
"""


@pytest.mark.slow
def test_200_megabytes_through_50_faults(server, tmp_path, record_property):
    """The issue's figure: byte-identical, and memory under 100 MB above the start."""
    chance = random.Random(35)
    path = tmp_path / "large.bin"
    with path.open("wb") as file:
        for _ in range(200):
            file.write(chance.randbytes(SIZE // 200))
    kinds = ["drop", "drop start", "lost reply", 500, 503, 429, "limit"]
    numbers = chance.sample(range(85), 50)
    server.faults = {number: chance.choice(kinds) for number in numbers}
    server.faults[numbers[0]] = 404
    command = [sys.executable, "-c", PROGRAM, server.root_url, str(path)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert server.faults == {}
    assert only_file(server) == path.read_bytes()
    memory = int(done.stdout.rpartition("MEMORY")[2])
    record_property("memory_above_start", memory)
    assert memory < 100 * 10**6
