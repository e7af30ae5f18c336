"""python -m check.image: see colab_check."""

import sys

from .colab_check import main

sys.exit(main(sys.argv[1:]))
