"""What opens a server while a person looks on: nobody looks on while a program grades."""

import re

OPENS = re.compile(r"^(?=[ \t]*%tensorboard\b)", re.MULTILINE)


def leave_closed(node):
    """Turn lines of a notebook that open TensorBoard into comments, in place.

    Where TensorFlow is installed, each server imports it once more, for nobody.
    """
    for cell in node.cells:
        if cell.cell_type == "code":
            cell.source = OPENS.sub("# ", cell.source)
