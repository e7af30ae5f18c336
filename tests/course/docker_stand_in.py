"""What `docker` does for `otter grade`, without its engine: a container is a folder.

The image keeps what the Dockerfile ADDs, found as Docker finds it. What its RUN lines
download (Miniforge, the packages) is the environment of the graders, first on PATH. The
commands are those that python-on-whales calls; each writes what the real one writes.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import uuid
from pathlib import Path

STATE = Path(os.environ["DOCKER_STAND_IN"])


def main() -> int:
    """Carry out the command line; return docker's exit status."""
    commands = {
        "buildx inspect": lambda *_: "Name: default\nDriver: docker",
        "buildx ls": lambda *_: json.dumps({"Name": "default", "Driver": "docker"}),
        "buildx build": build,
        "image inspect": lambda tag: json.dumps([{"Id": tag, "RepoTags": [tag]}]),
        "create": create,
        "container inspect": lambda name: json.dumps([{"Id": name}]),
        "container cp": copy,
        "container start": start,
        "container wait": lambda name: (STATE / name / "status").read_text(),
        "container logs": lambda name: (STATE / name / "logs").read_text("utf-8"),
        "container rm": lambda name: shutil.rmtree(STATE / name),
    }
    words = 1 if sys.argv[1] in commands else 2
    print(commands[" ".join(sys.argv[1 : 1 + words])](*sys.argv[1 + words :]) or "")
    return 0


def build(*arguments: str) -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--build-arg")
    parser.add_argument("--iidfile", type=Path)
    parser.add_argument("--load", action="store_true")
    parser.add_argument("--file", type=Path)
    parser.add_argument("--tag")
    parser.add_argument("context", type=Path)
    options = parser.parse_args(arguments)
    image = image_of(options.tag)
    for name in ("source", "submission", "results"):
        (image / "autograder" / name).mkdir(parents=True)
    if options.iidfile:
        options.iidfile.write_text(options.tag)
    for line in options.file.read_text().splitlines():
        if not line.startswith("ADD "):
            continue
        *sources, target = line.split()[1:]
        found = [path for source in sources for path in options.context.glob(source)]
        missing = [s for s in sources if "*" not in s and not (options.context / s).exists()]
        if missing:
            sys.exit(f"ERROR: failed to calculate checksum: {missing[0]}: not found")
        for path in found:
            place = image / target.lstrip("/")
            if path.is_dir():
                shutil.copytree(path, place)
            else:
                shutil.copy(path, place / path.name if target.endswith("/") else place)


def create(*arguments: str) -> str:
    tag, *command = arguments
    name = uuid.uuid4().hex * 2
    shutil.copytree(image_of(tag), STATE / name)
    (STATE / name / "command").write_text(json.dumps(command))
    return name


def copy(source: str, target: str) -> None:
    shutil.copy(local_path(source), local_path(target))


def start(name: str) -> None:
    root = STATE / name
    (command,) = json.loads((root / "command").read_text())
    program = root / command.lstrip("/")
    for script in (program, root / "autograder/source/run_otter.py"):
        script.write_text(script.read_text().replace("/autograder", f"{root}/autograder"))
    tools = root / "tools"  # the environment is active already
    tools.mkdir()
    (tools / "mamba").symlink_to("/bin/true")
    env = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    with open(root / "logs", "w") as logs:
        done = subprocess.run(["bash", program], stdout=logs, stderr=logs, env=env)
    (root / "status").write_text(str(done.returncode))


def image_of(tag: str) -> Path:
    return STATE / re.sub(r"\W", "-", tag)


def local_path(place: str) -> Path:
    """Return the file of `CONTAINER:/path`, or of a path outside of containers."""
    name, _, path = place.partition(":/")
    return STATE / name / path if path else Path(name)


if __name__ == "__main__":
    sys.exit(main())
