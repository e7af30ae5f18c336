"""What a figure was measured on: no host, no path, no user."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


def describe_machine(*packages: str) -> dict[str, object]:
    """Return what the figures depend on; packages that are not installed are left out."""
    installed = {}
    for name in packages:
        try:
            installed[name] = version(name)
        except PackageNotFoundError:
            pass
    return {
        "processor": processor_name(),
        "cores": os.cpu_count(),
        "gpu": gpu_name(),
        "system": platform.system(),
        "python": platform.python_version(),
        "packages": installed,
    }


def processor_name() -> str:
    """Return the processor's name as the system tells it."""
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text().splitlines()
        names = [line.partition(": ")[2] for line in lines if line.startswith("model name")]
        return names[0] if names else platform.machine()
    return platform.processor() or platform.machine()


def gpu_name() -> str | None:
    """Return name and driver of the graphics cards, None where there is none."""
    if shutil.which("nvidia-smi") is None:
        return None
    command = ["nvidia-smi", "--query-gpu=name,driver_version", "--format=csv,noheader"]
    return subprocess.run(command, capture_output=True, text=True).stdout.strip() or None
