"""Downloads: whole files or none, whatever the server does."""

from __future__ import annotations

import hashlib
import io
import random
import re
import tarfile
import zipfile
from pathlib import Path

import pytest
import requests

from tests.toolbox.file_server import FileServer
from tests.toolbox.real_data import titanic_csv
from tests.toolbox.toolbox_cells import run_tricks

CONTENT = bytes(range(256)) * 4000
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def names(web: FileServer) -> dict:
    """The tools, without their pauses; /data.bin is there to be downloaded."""
    web.files["/data.bin"] = CONTENT
    names = run_tricks(install=False)
    names["pause"] = 0
    names["busy"].backoff_factor = 0
    return names


def check_nothing_arrives(names: dict, url: str, folder: Path) -> None:
    """Assert that the failure names this address and its reason, and leaves nothing."""
    with pytest.raises(RuntimeError) as raised:
        names["download"](url, folder)
    reason = raised.value.__context__
    assert isinstance(reason, requests.RequestException)
    before, found, _ = str(raised.value).partition(str(reason))
    assert found and url in before
    assert list(folder.iterdir()) == []


def test_downloads_once(names, web, tmp_path):
    for _ in range(2):
        file = names["download"](web.url("/data.bin"), tmp_path, SHA256)
        assert file.read_bytes() == CONTENT
    assert len(web.requests) == 1


def test_goes_on_after_cuts(names, web, tmp_path):
    web.faults = ["cut", "cut", "cut late"]
    assert names["download"](web.url("/data.bin"), tmp_path).read_bytes() == CONTENT
    first, *later = [wanted for _, wanted in web.requests]
    starts = [int(wanted.removeprefix("bytes=").rstrip("-")) for wanted in later]
    assert first is None
    assert 0 < starts[0] < starts[1] < starts[2] < len(CONTENT)


def test_half_a_file_of_a_lost_machine_is_swept(names, web, tmp_path):
    part = tmp_path / "new" / "data.bin.part"
    part.mkdir(parents=True)
    (part / "tmp_w8v1wew").write_bytes(CONTENT[:99])
    file = names["download"](web.url("/data.bin"), tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == [file]


def test_waits_out_a_busy_server(names, web, tmp_path):
    web.faults = ["500", "503", "cut", "429", "502"]
    assert names["download"](web.url("/data.bin"), tmp_path).read_bytes() == CONTENT


def test_server_without_ranges_sends_all_again(names, web, tmp_path):
    web.faults = ["cut", "no range"]
    assert names["download"](web.url("/data.bin"), tmp_path).read_bytes() == CONTENT


def test_halves_of_two_versions_are_not_joined(names, web, tmp_path):
    web.faults = ["cut", "change"]
    assert names["download"](web.url("/data.bin"), tmp_path).read_bytes() == CONTENT[::-1]


def test_reply_without_length_is_not_taken_for_whole(names, web, tmp_path):
    web.faults = ["no length"]
    assert names["download"](web.url("/data.bin"), tmp_path).read_bytes() == CONTENT


def test_promise_of_more_than_there_is_leaves_nothing(names, web, tmp_path):
    web.faults = ["promise"] * 30
    check_nothing_arrives(names, web.url("/data.bin"), tmp_path / "new")


def test_promise_of_less_is_found_by_the_hash(names, web, tmp_path):
    web.faults = ["withhold"]
    with pytest.raises(ValueError, match="does not match the known hash"):
        names["download"](web.url("/data.bin"), tmp_path / "new", SHA256)
    assert list((tmp_path / "new").iterdir()) == []


def test_wrong_hash_keeps_the_good_file(names, web, tmp_path):
    good = names["download"](web.url("/data.bin"), tmp_path, SHA256)
    web.files["/data.bin"] = b"something else"
    with pytest.raises(ValueError, match="does not match the known hash"):
        names["download"](web.url("/data.bin"), tmp_path, hashlib.sha256(b"new").hexdigest())
    assert good.read_bytes() == CONTENT


@pytest.mark.parametrize(("path", "faults"), [("/missing.csv", []), ("/data.bin", ["500"] * 20)])
def test_failure_names_the_address_and_leaves_nothing(names, web, tmp_path, path, faults):
    web.faults = faults
    check_nothing_arrives(names, web.url(path), tmp_path / "new")


def test_nobody_answers(names, tmp_path):
    check_nothing_arrives(names, "http://127.0.0.1:9/data.bin", tmp_path / "new")


@pytest.mark.parametrize("path", ["/a/..%2F..%2Fdata.bin", "/data.bin?version=2"])
def test_name_stays_in_the_folder(names, web, tmp_path, path):
    web.files[path] = CONTENT
    assert names["download"](web.url(path), tmp_path / "new") == tmp_path / "new" / "data.bin"


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_a_file_is_whole_or_not_there(names, web, tmp_path, seed):
    chance = random.Random(seed)
    faults = ["cut", "cut late", "500", "429", "404", "promise", "no range", "no length"]
    web.faults = chance.choices(faults, weights=[4, 4, 2, 2, 1, 2, 2, 2], k=8)
    try:
        file = names["download"](web.url("/data.bin"), tmp_path / "new")
    except RuntimeError:
        assert list((tmp_path / "new").iterdir()) == []
    else:
        assert file.read_bytes() == CONTENT
        assert list((tmp_path / "new").iterdir()) == [file]


def pack_zip(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def pack_tar(path: Path, members: dict[str, bytes], shortcut: str | None = None) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
        if shortcut:
            entry = tarfile.TarInfo("shortcut")
            entry.type, entry.linkname = tarfile.SYMTYPE, shortcut
            archive.addfile(entry)
    return path


@pytest.mark.parametrize("pack", [pack_zip, pack_tar])
def test_unpacks(names, tmp_path, pack):
    archive = pack(tmp_path / "archive", {"a/b.txt": b"b", "c.txt": b"c"})
    folder = names["unpack"](archive, tmp_path / "out")
    assert (folder / "a" / "b.txt").read_bytes() == b"b"
    archive.unlink()
    assert names["unpack"](archive, tmp_path / "out") == folder


@pytest.mark.parametrize("name", ["../evil", "/evil", "a/../../evil", "../out.part.evil/x"])
@pytest.mark.parametrize("pack", [pack_zip, pack_tar])
def test_refuses_what_leaves_the_folder(names, tmp_path, pack, name):
    archive = pack(tmp_path / "archive", {"good.txt": b"", name: b"evil"})
    with pytest.raises(ValueError, match=re.escape(name)) as raised:
        names["unpack"](archive, tmp_path / "out")
    assert str((tmp_path / "out").resolve()) in str(raised.value)
    assert not (tmp_path / "out").exists()
    assert not [path for path in tmp_path.rglob("*evil*") if "out" not in path.parts]
    assert not Path("/evil").exists()


def test_refuses_a_link_that_leaves_the_folder(names, tmp_path):
    archive = pack_tar(tmp_path / "archive", {}, shortcut="../../secret")
    with pytest.raises(ValueError, match="shortcut"):
        names["unpack"](archive, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_broken_archive_leaves_no_folder(names, tmp_path):
    archive = pack_zip(tmp_path / "archive", {"a": b"first", "b": b"second"})
    archive.write_bytes(archive.read_bytes().replace(b"second", b"sEcond", 1))
    with pytest.raises(zipfile.BadZipFile):
        names["unpack"](archive, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_web_page_is_no_archive(names, tmp_path):
    page = tmp_path / "data.zip"
    page.write_text("<html>Sign in</html>")
    with pytest.raises(ValueError, match=re.escape(str(page))):
        names["unpack"](page, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.trick("Download a table", "Read a table with pandas")
def test_table_is_downloaded_and_read(settings, web):
    web.faults = ["cut"]
    names = run_tricks("Download a table", "Read a table with pandas", **settings)
    assert names["table_file"].read_bytes() == titanic_csv()
    assert len(names["titanic"]) == 2201
    shares = names["chosen"].groupby("sex")["survived"].mean()
    assert shares["female"] > 0.7 > 0.3 > shares["male"]


@pytest.mark.trick("Download and unpack an archive")
def test_archive_is_downloaded_and_unpacked(settings, web):
    names = run_tricks("Download and unpack an archive", **settings)
    assert sorted(file.name for file in names["files"]) == ["china.jpg", "flower.jpg"]
