"""The frame of a teacher's notebook: which cells stand around theirs, and what they say."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256

from nbformat import NotebookNode

from colab_starter.answers import Answers
from colab_starter.editions import CATCH_UP
from colab_starter.escape import OwnText
from colab_starter.framing import Frame, mark_frame
from colab_starter.lessons import name_package, read_frame_packages
from colab_starter.marks import part_of
from colab_starter.own_notebooks import Neighbour, Own, choose_own
from colab_starter.sections import choose_sections, describe_notebook, read_section

# The sections of the frame that are for a teacher's notebook alone, in `template/own/`.
FOLDER = "own"
# Where the files of a repository are, for programs.
RAW = "https://raw.githubusercontent.com/{github_repo}/main"
# Between the title and the lesson there is one heading of the frame, not one for each section.
WITHOUT_TEXT = {"04_drive", "05_install", "06_machine"}
# A teacher's notebook has a title of its own.
NOT_FOR_OWN = {"01_title"}


def read_sections(
    own: Own, answers: Answers, neighbours: Mapping[str, Neighbour | None]
) -> dict[str, list[NotebookNode]]:
    """Return the cells of the frame for this notebook, by their section."""
    requirements = {module: [name] for module, name in own.requirements.items()}
    for packages in read_frame_packages():
        requirements |= {module: [name_package([pin])] for module, pin in packages.items()}
    opened = choose_own(own, answers)[0].opened.format(name=own.taken.name)
    address = f"{RAW.format(github_repo=answers.github_repo)}/{opened}".rpartition("/")[0]
    context = describe_notebook(
        own.taken.name,
        requirements,
        keep_on_drive="False",
        files={
            quote(name): sha256(content).hexdigest()
            for name, content in own.files.items()
            if name not in own.for_teachers
        },
        files_address=OwnText(address),
        before=neighbours.get("before"),
        after=neighbours.get("after"),
    )
    found: dict[str, list[NotebookNode]] = {}
    for path in choose_sections(FOLDER, answers):
        cells = list(read_section(path, answers, context))
        found.setdefault(path.name.split(".")[0], []).extend(cells)
    return found


def make_frame(sections: Mapping[str, list[NotebookNode]]) -> Frame:
    """Return what stands around a teacher's notebook, each cell with its mark."""
    frame: dict[str, list[NotebookNode]] = {}
    for section, cells in sections.items():
        shown = [one for one in cells if one.cell_type == "code" or section not in WITHOUT_TEXT]
        marked = [mark_frame(section, cell) for cell in shown if part_of(cell) != CATCH_UP]
        if marked and section not in NOT_FOR_OWN:
            frame[section] = marked
    return frame


def quote(text: str) -> OwnText:
    """Return a text as it stands between the quotes of a literal of Python."""
    return OwnText(json.dumps(text, ensure_ascii=False)[1:-1])
