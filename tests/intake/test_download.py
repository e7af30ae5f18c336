"""A notebook at an address: from a real server, over https, or one sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from baking import run_cookiecutter
from intake.web import RAW, Web, serve
from nbformat.v4 import new_code_cell, new_notebook

from colab_starter import download, intake
from colab_starter.record import RECORD
from colab_starter.sources import LARGEST, SourceError

NOTEBOOK = nbformat.writes(new_notebook(cells=[new_code_cell("fetched = 1", id="a")])).encode()


@pytest.fixture
def web(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """The servers, and this process as one that trusts them and asks no proxy."""
    folder = tmp_path / "web"
    folder.mkdir()
    with serve(folder) as web:
        monkeypatch.setenv("SSL_CERT_FILE", str(web.certificate))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        web.files["/week%201.ipynb"] = NOTEBOOK
        yield web


def refusal(address: str) -> str:
    """The sentence with which an address is refused."""
    with pytest.raises(SourceError) as error:
        intake.take(address)
    sentence = str(error.value)
    assert "\n" not in sentence and len(sentence) < 400
    return sentence


def test_a_notebook_is_fetched_also_through_a_redirect(web: Web) -> None:
    web.redirects["/short"] = "/week%201.ipynb"
    assert download.fetch(f"{web.https}/week%201.ipynb?token=1#top") == ("week 1.ipynb", NOTEBOOK)
    web.redirects["/w.ipynb"] = f"{web.https}/short"
    (taken,) = intake.take(f"{web.https}/w.ipynb")
    assert taken.name == "w" and taken.node.cells[0].source == "fetched = 1"


@pytest.mark.parametrize("name", ["week 1", "week%201", "Übung", "第一课", "a+b(1)"])
def test_an_address_is_taken_as_pasted(web: Web, name: str) -> None:
    web.files["/%C3%9Cbung.ipynb"] = web.files["/a+b(1).ipynb"] = NOTEBOOK
    web.files["/%E7%AC%AC%E4%B8%80%E8%AF%BE.ipynb"] = NOTEBOOK
    assert download.fetch(f"{web.https}/{name}.ipynb")[1] == NOTEBOOK


@pytest.mark.parametrize("steps", [1, 2])
def test_no_redirect_leaves_https(web: Web, steps: int) -> None:
    there = f"{web.http}/week%201.ipynb"
    web.redirects |= {"/1.ipynb": there, "/2.ipynb": f"{web.https}/1.ipynb"}
    assert web.http in refusal(f"{web.https}/{steps}.ipynb")
    assert len(web.asked) == steps and not [path for path in web.asked if path.startswith("http:")]


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/a", "data:,x"])
def test_no_redirect_leads_to_something_else(web: Web, target: str) -> None:
    web.redirects["/1.ipynb"] = target
    refusal(f"{web.https}/1.ipynb")


def test_what_has_no_end_is_not_read_to_it(web: Web) -> None:
    assert "50 MB" in refusal(f"{web.https}/endless")
    assert web.sent < LARGEST + 20_000_000


def test_what_is_as_large_as_it_may_be_is_read(web: Web) -> None:
    web.files["/a.ipynb"] = b" " * LARGEST
    assert len(download.fetch(f"{web.https}/a.ipynb")[1]) == LARGEST
    assert "empty" in refusal(f"{web.https}/a.ipynb")


def test_a_page_is_no_notebook(web: Web) -> None:
    for name in ("page.ipynb", "page", ""):
        web.files[f"/{name}"] = b"\n <!DOCTYPE html><html>Sign in</html>"
        assert "web page" in refusal(f"{web.https}/{name}")


@pytest.mark.parametrize("path", ["missing.ipynb", "round.ipynb"])
def test_what_the_server_does_not_give_is_said(web: Web, path: str) -> None:
    web.redirects["/round.ipynb"] = "/round.ipynb"
    assert refusal(f"{web.https}/{path}").startswith(f"{web.https}/{path} answers ")


@pytest.mark.parametrize("status", ["nonsense", "HTTP/1.1 abc", "HTTP/1.1 500 \x1b[2J no\x07"])
def test_a_server_that_speaks_something_else_is_one_sentence(web: Web, status: str) -> None:
    web.raw["/a.ipynb"] = f"{status}\r\n\r\n".encode()
    assert refusal(f"{web.https}/a.ipynb").isprintable()


def test_a_server_that_nobody_vouches_for_is_not_asked(web: Web, monkeypatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    assert "certificate" in refusal(f"{web.https}/week%201.ipynb").lower()
    assert not web.asked


def test_a_server_that_is_silent_or_gone_is_not_waited_for(web: Web, monkeypatch) -> None:
    monkeypatch.setattr(download, "SECONDS", 1)
    refusal(web.http.replace("http:", "https:") + "/a.ipynb")
    refusal("https://127.0.0.1:9/a.ipynb")


PAGE = "https://github.com/a-school/course/blob/main/n/week%201.ipynb"


@pytest.fixture
def online(home: dict[str, str], web: Web) -> dict[str, str]:
    """The environment of a run for which the local server is all of the web."""
    proxied = {"HTTPS_PROXY": web.proxy, "https_proxy": web.proxy, "NO_PROXY": "", "no_proxy": ""}
    return {**home, **proxied, "SSL_CERT_FILE": str(web.certificate)}


def test_a_page_of_github_becomes_a_project(template, tmp_path, web: Web, online) -> None:
    """cookiecutter as typed; GitHub's server of raw files is the local one."""
    web.files["/a-school/course/main/n/week%201.ipynb"] = NOTEBOOK
    answers = {"lesson": PAGE, "project_slug": "course"}
    result = run_cookiecutter(template, tmp_path / "out", online, **answers)
    assert result.returncode == 0, result.stdout + result.stderr
    assert RAW not in PAGE and web.asked.count("/a-school/course/main/n/week%201.ipynb") >= 1
    project = tmp_path / "out" / "course"
    node = nbformat.read(project / "notebooks" / "week_1.ipynb", as_version=4)
    assert "fetched = 1" in [cell.source for cell in node.cells]
    record = (project / RECORD).read_text("utf-8")
    assert json.loads(record)["lessons"] == {"week_1": True} and "a-school/course" not in record


@pytest.mark.parametrize("what", ["missing", "page", "http", "endless"])
def test_a_bad_address_is_one_sentence_and_leaves_nothing(
    template, tmp_path, web: Web, online, what: str
) -> None:
    web.files["/page"] = b"<html></html>"
    web.redirects["/http"] = f"{web.http}/week%201.ipynb"
    result = run_cookiecutter(template, tmp_path / "out", online, lesson=f"https://{RAW}/{what}")
    said = (result.stdout + result.stderr).strip()
    assert result.returncode == 1 and len(said.splitlines()) == 1, said
    assert list((tmp_path / "out").iterdir()) == []
    assert not [path for path in web.asked if path.startswith("http:")]
