"""python -m check [FOLDER]: see before_class."""

import sys

from .before_class import main

sys.exit(main(sys.argv[1:]))
