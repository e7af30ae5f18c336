"""Kernels that have imported the lesson's libraries before they start.

A fault test needs a new kernel every few seconds, and importing TensorFlow or PyTorch takes
longer than the rest of the lesson. So one process imports one of them (both in one process end
in a segmentation fault where PyTorch is the build for NVIDIA) and forks a kernel for each that
asks; Jupyter starts a second program that asks, and lives and dies with its kernel:

    python warm_kernel.py serve ADDRESS MODULE ...
    python warm_kernel.py ask ADDRESS -f CONNECTION_FILE

Importing writes no file, so no moment at which a kernel could be killed is left out.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import socket
import sys
import threading
from pathlib import Path
from typing import NoReturn

# What every lesson imports. Not matplotlib: it chooses how to draw when it is imported.
COMMON = ["ipykernel.kernelapp", "sklearn.datasets"]


def serve(address: str, modules: list[str]) -> NoReturn:
    """Import, then fork a kernel for each connection to the socket at `address`."""
    for name in [*COMMON, *modules]:
        importlib.import_module(name)

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the kernels
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(address)
    listener.listen()
    while True:
        connection, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            become_kernel(connection)
        connection.close()


def ask(address: str, arguments: list[str]) -> NoReturn:
    """Ask for a kernel with these arguments and this process's environment; wait for its end."""
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(address)
    request = {"arguments": arguments, "environment": dict(os.environ), "folder": os.getcwd()}
    data = json.dumps(request).encode()
    socket.send_fds(connection, [len(data).to_bytes(8, "big")], [0, 1, 2])
    connection.sendall(data)
    connection.recv(1)  # empty: the kernel is gone
    sys.exit(1)


def become_kernel(connection: socket.socket) -> NoReturn:
    """Take over what the asking process has, and run a kernel until either ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    size, streams, _, _ = socket.recv_fds(connection, 8, 3)
    with connection.makefile("rb") as file:
        request = json.loads(file.read(int.from_bytes(size, "big")))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["folder"])
    sys.path[:0] = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    Path(os.environ["COLAB_STAND_IN"], "kernel").write_text(str(os.getpid()))

    def follow() -> None:
        connection.recv(1)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=follow, daemon=True).start()
    from ipykernel import kernelapp

    sys.argv[1:] = request["arguments"]
    kernelapp.launch_new_instance()
    os._exit(0)


if __name__ == "__main__":
    role, where, *rest = sys.argv[1:]
    serve(where, rest) if role == "serve" else ask(where, rest)
