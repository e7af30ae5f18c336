"""Small copies of what notebooks fetch from the web, on this computer."""

from __future__ import annotations

import csv
import functools
import http.server
import itertools
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest


class Files(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Keep the output of the tests clean."""


@pytest.fixture(scope="session")
def local_copies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Addresses with which notebooks run without a network: a table, an archive, a repository,
    and this project, as if it were on GitHub.

    The table has the columns of Rdatasets' table of a ship's passengers, and made-up rows.
    """
    folder = tmp_path_factory.mktemp("web")
    with open(folder / "people.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["rownames", "survived", "sex", "age", "passengerClass"])
        people = itertools.product(["female", "male"], range(1, 60), ["1st", "2nd", "3rd"])
        for sex, age, place in people:
            survived = "yes" if sex == "female" or age < 10 else "no"
            table.writerow([f"{sex} {age} {place}", survived, sex, age, place])
    with zipfile.ZipFile(folder / "pictures.zip", "w") as archive:
        archive.writestr("flowers/daisy.txt", "a picture")
    author = ["-c", "user.name=test", "-c", "user.email=test@example.invalid"]
    commit = [*author, "commit", "--quiet", "--allow-empty", "--message", "first"]
    subprocess.run(["git", "init", "--quiet", folder / "example"], check=True)
    subprocess.run(["git", *commit], cwd=folder / "example", check=True)

    handler = functools.partial(Files, directory=folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    project = functools.partial(Files, directory=Path(__file__).parent.parent)
    beside = http.server.ThreadingHTTPServer(("127.0.0.1", 0), project)
    threading.Thread(target=beside.serve_forever, daemon=True).start()
    yield {
        "project": f"http://127.0.0.1:{beside.server_port}",
        "table": f"{address}/people.csv",
        "archive": f"{address}/pictures.zip",
        "repository": (folder / "example").as_uri(),
    }
    server.shutdown()
    beside.shutdown()
