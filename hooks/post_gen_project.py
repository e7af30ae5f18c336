"""Assemble the notebooks of the new project."""

import json
import sys
from pathlib import Path

sys.path.insert(0, json.loads(r'{{ template_root | tojson }}'))  # fmt: skip

from colab_starter.launch import launch  # noqa: E402

sys.exit(launch(json.loads(r'{{ cookiecutter | tojson }}'), Path.cwd()))  # fmt: skip
