"""Mark the new folder as incomplete, unless another run is writing it."""

import sys
from pathlib import Path

sys.path.insert(0, {{ template_root | ascii }})  # noqa: F821 # fmt: skip

from colab_starter.project_folder import begin  # noqa: E402

sys.exit(begin(Path.cwd()))
