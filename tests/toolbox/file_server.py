"""A web server that breaks downloads on purpose, as the real ones do by accident."""

from __future__ import annotations

import hashlib
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class FileServer(ThreadingHTTPServer):
    """Serves `files` (path -> bytes) with ETag and Range.

    `faults` are used up in order, one a request; without one the reply is whole:

        "cut"       half of what was asked for, then the connection closes
        "cut late"  all of it but the last byte
        "500" ...   a reply with that status, no body
        "promise"   a Content-Length of 100 bytes more than are sent
        "withhold"  a Content-Length of 100 bytes less than the file has
        "no range"  the whole file, whatever was asked for
        "no length" half the file, without Content-Length, then the connection closes
        "change"    the file gets another content, then the reply is whole

    `requests` records (path, Range header or None) of every request.
    """

    daemon_threads = True

    def __init__(self, files: dict[str, bytes], faults: tuple[str, ...] = ()) -> None:
        super().__init__(("127.0.0.1", 0), FileHandler)
        self.files = files
        self.faults = list(faults)
        self.requests: list[tuple[str, str | None]] = []

    def url(self, path: str) -> str:
        """Return the address of `path` on this server."""
        return f"http://127.0.0.1:{self.server_port}{path}"


class FileHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FileServer

    def do_GET(self) -> None:
        wanted = self.headers.get("Range")
        self.server.requests.append((self.path, wanted))
        fault = self.server.faults.pop(0) if self.server.faults else ""
        if fault.isdigit() or self.path not in self.server.files:
            self.send_response(int(fault or 404))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if fault == "change":
            self.server.files[self.path] = self.server.files[self.path][::-1]
        content = self.server.files[self.path]
        etag = f'"{hashlib.md5(content).hexdigest()}"'
        begin = 0
        if wanted and fault != "no range" and self.headers.get("If-Range") == etag:
            begin = int(wanted.removeprefix("bytes=").rstrip("-"))
        rest = content[begin:]
        self.send_response(206 if begin else 200)
        self.send_header("ETag", etag)
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{len(content) - 1}/{len(content)}")
        if fault == "no length":
            self.send_header("Transfer-Encoding", "chunked")
        else:
            lie = {"promise": 100, "withhold": -100}.get(fault, 0)
            self.send_header("Content-Length", str(len(rest) + lie))
        self.end_headers()
        if fault == "no length":
            self.wfile.write(b"%x\r\n" % len(rest) + rest[: len(rest) // 2])
        else:
            kept = {"cut": len(rest) // 2, "cut late": len(rest) - 1}.get(fault, len(rest))
            self.wfile.write(rest[:kept])
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Keep the test output clean."""


@contextmanager
def running(server: ThreadingHTTPServer):
    """Run the server in a thread while the block lasts."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
