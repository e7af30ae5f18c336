"""How the notebooks of a new project are made.

What the notebooks say stands in `template/`; nothing here contains a sentence of it.
The modules in the order in which data passes through them:

    sources                 where lessons come from
    cookiecutter_extension  what cookiecutter loads before it asks
    answers                 the checked answers
    lessons                 what each lesson needs of the outside
    project_folder          the folder while a run works in it, with a way back
    launch                  finds an interpreter that has the notebook libraries
    sections                template files, chosen and rendered
    escape                  typed text in Markdown and TOML
    marks                   what marks an exercise, understood or refused
    course, record          which notebooks a project has, remembered
    download                a notebook at an address
    intake                  a teacher's notebook, read or refused; strip takes off its runs
    dialects/               every course's marks -> ours
    framing                 the frame around a teacher's cells, laid and renewed
    own_notebooks           a teacher's notebook, understood
    own_tests               why no test can run it
    own_source, own_frame   what stands in the project; prepare_own, assemble_own: its editions
    editions                one lesson -> a notebook for each kind of reader
    assemble                an edition -> a finished notebook
    leak_gate               looks for what students must not see
    check/                  what will happen on Colab; a folder that projects get as it is
    prepare, prepared       each notebook of the course with its editions
    ids, kernels            cells' ids, and what language a notebook is in
    around                  README.md and pyproject.toml, which speak of the notebooks
    project                 everything together -> contents by path
    manifest                which files the template made
    renewal                 what becomes of each file of a project that is there already
    files                   written whole or not at all
"""

from pathlib import Path

# The template: everything that is read is found from here.
ROOT = Path(__file__).resolve().parent.parent
