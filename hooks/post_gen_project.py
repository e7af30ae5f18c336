"""Assemble the notebooks of the new project."""

import gc
import json
import sys

sys.path.insert(0, {{ template_root | ascii }})  # noqa: F821 # fmt: skip

from colab_starter.launch import launch  # noqa: E402

# A process of a second: looking for garbage in it, and at its end, costs almost a tenth of that.
gc.disable()
status = launch(json.loads(r'{{ cookiecutter | tojson }}'))  # fmt: skip
gc.freeze()
sys.exit(status)
