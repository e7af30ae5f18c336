"""How the notebooks of a new project are made.

What the notebooks say stands in `template/`; nothing here contains a sentence of it.
The modules in the order in which data passes through them:

    cookiecutter_extension  what cookiecutter loads before it asks
    answers                 the checked answers
    project_folder          the new folder, marked while it is incomplete
    escape                  typed text in Markdown and TOML
    launch                  finds an interpreter that has the notebook libraries
    sections                template files, chosen and rendered
    assemble                sections -> one finished notebook
    project                 notebooks -> files of the new project
    files                   written whole or not at all
"""
