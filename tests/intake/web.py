"""A web server with a certificate, which misbehaves as servers do, for tests without a network."""

from __future__ import annotations

import datetime
import http.server
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

RAW = "raw.githubusercontent.com"
CHUNK = b" " * 1_000_000


def write_certificate(folder: Path) -> Path:
    """Write a key and a certificate that is its own authority, for this computer and RAW."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.datetime.now(datetime.UTC)
    hosts = [x509.DNSName("localhost"), x509.DNSName(RAW)]
    hosts.append(x509.IPAddress(ipaddress.ip_address("127.0.0.1")))
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(hosts), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    pem = key.private_bytes(serialization.Encoding.PEM, form, plain)
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM) + pem)
    return path


class Web:
    """What the servers of a test have, and what they were asked for."""

    def __init__(self, certificate: Path) -> None:
        self.certificate = certificate
        self.files: dict[str, bytes] = {}
        self.raw: dict[str, bytes] = {}
        """Instead of an answer as HTTP has it."""
        self.redirects: dict[str, str] = {}
        self.asked: list[str] = []
        self.sent = 0
        self.https = self.http = self.proxy = ""

    def answer(self, path: str, handler: http.server.BaseHTTPRequestHandler) -> None:
        """Answer one request: a file, a redirect, bytes without end, or that there is nothing."""
        path = path.partition("?")[0]
        self.asked.append(path)
        if path in self.raw:
            handler.wfile.write(self.raw[path])
            return
        if path in self.redirects:
            handler.send_response(302)
            handler.send_header("Location", self.redirects[path])
        else:
            handler.send_response(200 if path in self.files or path == "/endless" else 404)
        handler.end_headers()
        handler.wfile.write(self.files.get(path, b""))
        while path == "/endless":  # until nobody listens any more
            handler.wfile.write(CHUNK)
            self.sent += len(CHUNK)


@contextmanager
def serve(folder: Path) -> Iterator[Web]:
    """Run a server for https, one for http, and a proxy that takes every host to the first."""
    web = Web(write_certificate(folder))

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with suppress(OSError):
                web.answer(f"http:{self.path}" if self.server is plain else self.path, self)

        def log_message(self, *args: object) -> None:
            """Keep the output of the tests clean."""

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(web.certificate)
    plain = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    safe = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    safe.handle_error = lambda *args: None  # who does not trust the certificate hangs up
    safe.socket = context.wrap_socket(safe.socket, server_side=True)
    listener = socket.create_server(("127.0.0.1", 0))
    for target in (plain.serve_forever, safe.serve_forever):
        threading.Thread(target=target, daemon=True).start()
    threading.Thread(target=run_proxy, args=(listener, safe.server_port), daemon=True).start()
    web.https = f"https://127.0.0.1:{safe.server_port}"
    web.http = f"http://127.0.0.1:{plain.server_port}"
    web.proxy = f"http://127.0.0.1:{listener.getsockname()[1]}"
    try:
        yield web
    finally:
        listener.close()
        plain.shutdown()
        safe.shutdown()


def run_proxy(listener: socket.socket, port: int) -> None:
    """Take each connection that asks for a host to this port."""
    with suppress(OSError):  # closed at the end
        while True:
            threading.Thread(target=take, args=(listener.accept()[0], port), daemon=True).start()


def take(client: socket.socket, port: int) -> None:
    """Connect one client with this port, and carry bytes both ways."""
    with suppress(OSError), client, socket.create_connection(("127.0.0.1", port)) as server:
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += client.recv(4096)
        client.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        back = threading.Thread(target=carry, args=(server, client), daemon=True)
        back.start()
        carry(client, server)
        back.join()


def carry(source: socket.socket, target: socket.socket) -> None:
    """Copy bytes until one side ends."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
