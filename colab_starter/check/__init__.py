"""What will happen when only the notebook is opened on Colab.

    python -m check [FOLDER]        one table for any folder of notebooks

Needs Python's own library and nothing else. It reads notebooks and runs nothing of them.
The modules in the order in which data passes through them:

    finding         what is said of a notebook
    cells           cells as Python that can be read, whatever stands in them
    tables          what Colab has, and which package brings which import
    shell           what the lines for the shell and the installing cells do
    pip_cells       what a notebook installs by itself
    imports         what it imports, and where that comes from
    disk            the files beside it
    mentions        every text in it that may name a file
    files_beside    which files it needs
    remote          the Git repository that it lies in, and badges
    notebook        one notebook, with all of this read once
    rules           everything that is looked at
    before_class    the table
"""
