"""Colab's image changes: what that does to the notebooks of a project.

    nox -s colab_check

The modules in the order in which data passes through them:

    freeze      Colab's list of packages
    image       an image: its date, Python, Ubuntu and list
    lock        the versions of an image that matter, as constraints for tests
    needed      what the notebooks import
    compare     what of that changed
    history     since when, and which past runtime version is without it
    run         the notebooks, with a lock
    results     what became of them
    report      the words for a teacher
    colab_check the task
"""
