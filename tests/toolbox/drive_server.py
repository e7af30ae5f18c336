"""A local Google Drive, as far as uploading goes, that breaks transfers on purpose.

It speaks the resumable-upload protocol of
https://developers.google.com/workspace/drive/api/guides/manage-uploads#resumable:
POST opens a session and names its address, PUT with Content-Range sends a piece, 308
with Range says how much has arrived, PUT with `bytes */size` asks for that, and the
reply to the last piece is the file. Bytes that have arrived already are ignored when
they come again. An id that is taken answers 409.
"""

from __future__ import annotations

import hashlib
import json
import re
import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

GRAIN = 256 * 1024  # Drive keeps multiples of this of a piece that breaks off


class DriveServer(ThreadingHTTPServer):
    """Keeps uploads as files in `folder`; `files` are the finished ones by id.

    `faults` maps the number of a piece (0, 1, 2 ... in the order in which they arrive) to

        "drop"        half the piece is kept, then the connection closes without a reply
        "drop start"  nothing of the piece is kept, no reply
        "lost reply"  the piece is kept, no reply
        503, 429 ...  the piece is read and thrown away; that status. 429 has Retry-After
        "limit"       403 with the reason userRateLimitExceeded
        "full"        403 with the reason storageQuotaExceeded
        404, 410      the session is forgotten with all that it had
        "lost all"    the piece is kept, the session forgotten, no reply
        "flip"        one byte is changed before it is kept
        "short"       the upload is called complete although a part is missing

    `ask_faults` are statuses for the next questions how much has arrived, and
    `status_faults` for the next requests that are neither pieces nor such questions.
    `log` has one entry a request: (method, what).
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, folder: Path, faults: dict[int, str | int] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), DriveHandler)
        self.folder = folder
        self.faults = dict(faults or {})
        self.ask_faults: list[int] = []
        self.status_faults: list[int] = []
        self.files: dict[str, dict[str, str]] = {}
        self.sessions: dict[str, dict] = {}
        self.pieces = 0
        self.log: list[tuple[str, str]] = []

    @property
    def root_url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"

    def path_of(self, file_id: str) -> Path:
        return self.folder / file_id

    def add(self, file_id: str, name: str, content: bytes) -> None:
        """Put a finished file on this Drive."""
        self.path_of(file_id).write_bytes(content)
        self.finish(file_id, name)

    def finish(self, file_id: str, name: str) -> dict[str, str]:
        path = self.path_of(file_id)
        with path.open("rb") as content:
            digest = hashlib.md5()
            for block in iter(lambda: content.read(2**20), b""):
                digest.update(block)
        self.files[file_id] = {
            "id": file_id,
            "name": name,
            "size": str(path.stat().st_size),
            "md5Checksum": digest.hexdigest(),
        }
        return self.files[file_id]


class DriveHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: DriveServer

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        name = address.path.rpartition("/")[2]
        self.server.log.append(("GET", name))
        if self.server.status_faults:
            return self.reply(self.server.status_faults.pop(0))
        if name == "generateIds":
            return self.reply(200, {"ids": [f"id{len(self.server.log)}"]})
        if name == "files":
            query = parse_qs(address.query)["q"][0]
            wanted = re.fullmatch(r"name = '(.*)' and trashed = false", query)[1]
            wanted = re.sub(r"\\(.)", r"\1", wanted)
            found = [file for file in self.server.files.values() if file["name"] == wanted]
            return self.reply(200, {"files": found})
        if name in self.server.files:
            return self.reply(200, self.server.files[name])
        return self.reply(404, {"error": {"code": 404, "message": "File not found"}})

    def do_DELETE(self) -> None:
        file_id = self.path.partition("?")[0].rpartition("/")[2]
        self.server.log.append(("DELETE", file_id))
        del self.server.files[file_id]
        self.reply(204)

    def do_POST(self) -> None:
        self.server.log.append(("POST", "session"))
        about = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.status_faults:
            return self.reply(self.server.status_faults.pop(0))
        if about["id"] in self.server.files:
            return self.reply(409, {"error": {"code": 409, "message": "A file already exists"}})
        session = f"s{len(self.server.log)}"
        size = int(self.headers["X-Upload-Content-Length"])
        self.server.sessions[session] = {"about": about, "size": size, "done": False}
        self.server.path_of(about["id"]).write_bytes(b"")
        return self.reply(200, location=f"{self.server.root_url}upload/{session}")

    def do_PUT(self) -> None:
        server, session_id = self.server, self.path.rpartition("/")[2]
        span, _, size = self.headers["Content-Range"].removeprefix("bytes ").partition("/")
        length = int(self.headers["Content-Length"])
        if span == "*":
            server.log.append(("PUT", "ask"))
            if server.ask_faults:
                return self.reply(server.ask_faults.pop(0))
            return self.report(session_id)
        server.log.append(("PUT", span))
        fault = server.faults.pop(server.pieces, None)
        server.pieces += 1
        if fault == "drop start":
            return self.hang_up()
        session = server.sessions.get(session_id)
        if session is None:
            return self.reply(404)
        path = server.path_of(session["about"]["id"])
        begin = int(span.partition("-")[0])
        arrived = path.stat().st_size
        last = begin + length == session["size"] == int(size)
        assert begin <= arrived, "a gap"
        assert last or length % GRAIN == 0, "pieces are multiples of 256 KB"
        if session["done"]:
            self.rfile.read(length)
            return self.report(session_id)
        keep = length // 2 // GRAIN * GRAIN if fault == "drop" else length
        with path.open("r+b") as file:
            file.seek(begin)
            left = keep
            while left and (block := self.rfile.read(min(left, 2**16))):
                left -= len(block)
                if fault == "flip":
                    block, fault = bytes([block[0] ^ 1]) + block[1:], None
                file.write(block)
            if isinstance(fault, int) or fault in ("limit", "full"):
                file.truncate(arrived)
        if fault == "drop":
            return self.hang_up()
        if fault in (404, 410):
            del server.sessions[session_id]
            path.unlink()
            return self.reply(fault)
        if fault in ("limit", "full"):
            reason = {"limit": "userRateLimitExceeded", "full": "storageQuotaExceeded"}[fault]
            error = {"code": 403, "message": reason, "errors": [{"reason": reason}]}
            return self.reply(403, {"error": error})
        if isinstance(fault, int):
            return self.reply(fault)
        if path.stat().st_size == session["size"] or fault == "short":
            server.finish(session["about"]["id"], session["about"]["name"])
            session["done"] = True
        if fault == "lost all":
            del server.sessions[session_id]
        if fault in ("lost reply", "lost all"):
            return self.hang_up()
        return self.report(session_id)

    def report(self, session_id: str) -> None:
        """Say how much of an upload has arrived, or that it is complete."""
        session = self.server.sessions.get(session_id)
        if session is None:
            return self.reply(404)
        file_id = session["about"]["id"]
        if session["done"]:
            return self.reply(200, {"id": file_id})
        arrived = self.server.path_of(file_id).stat().st_size
        headers = {"range": f"bytes=0-{arrived - 1}"} if arrived else {}
        return self.reply(308, **headers)

    def reply(self, status: int, answer: dict | None = None, **headers: str) -> None:
        body = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        if status == 429:
            self.send_header("Retry-After", "1")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def hang_up(self) -> None:
        """Close the connection in the middle, as a broken network does."""
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *args: object) -> None:
        """Keep the test output clean."""
