"""Everything that is looked at before class: one short function each, all in RULES.

A rule takes a notebook and yields what will happen when only its .ipynb is opened on Colab.
`breaks` is for what does not work there; `note` for what a teacher should know. In doubt a rule
says nothing: a list with false alarms is not read a second time.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote

from .cells import as_dict, as_list, name_of, parse, walk
from .files_beside import OF_A_PERSON, list_pictures
from .finding import BREAKS, NOTE, Finding, list_cells, list_names
from .mentions import fold, visit
from .notebook import Notebook
from .remote import Badge, find_badges
from .shell import shell_lines, words
from .tables import GONE, on_colab, read_header

MARK = re.compile(r"#\s*BEGIN\s+(SOLUTIONS?|HIDDEN\s+TESTS?)\b", re.IGNORECASE)
# A text may speak of marks; a line that is one is meant to be one.
MARK_IN_TEXT = re.compile(r"^\W*" + MARK.pattern + r"\W*$", re.IGNORECASE | re.MULTILINE)
SIBLING = [
    re.compile(r"(?<!!)\[[^\]\n]{0,300}\]\(\s{0,9}<?([^)\s>]{1,300}\.ipynb)"),
    re.compile(r"<a\b[^>]{0,300}?href\s*=\s*[\"']?([^\"'\s>]{1,300}\.ipynb)", re.IGNORECASE),
]
KEY = re.compile(
    r"\b(sk-(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{24,}|hf_(?=\w*\d)[A-Za-z0-9]{30,}|AIza[\w-]{35}|gh[pousr]_[A-Za-z0-9]{36}"
    r"|AKIA[0-9A-Z]{16}|xox[bpas]-[\w-]{20,}|gsk_[A-Za-z0-9]{40,})"
)
NEEDS_GPU = re.compile(
    r"\.cuda\(\s*\)|\.to\(\s*(?:device\s*=\s*)?['\"]cuda|device(?:_map)?\s*=\s*['\"]cuda"
    r"|torch\.device\(\s*['\"]cuda[:\d]*['\"]\s*\)"
)
LIKES_GPU = re.compile(
    r"cuda\.is_available\(|list_physical_devices\(\s*['\"]GPU|test\.is_gpu_available"
    r"|test\.gpu_device_name|^\s*!\s*nvidia-smi",
    re.MULTILINE,
)
DRIVE = re.compile(r"/content/g?drive/(?:MyDrive|My Drive|Shareddrives)/")
MOST_BADGES = 3
# Functions that wait for what only a person has.
SECRETS = ("userdata.get", "getpass", "getpass.getpass", "notebook_login")
ANSWERS = ("input",)
UPLOADS = ("files.upload",)
Rule = Callable[[Notebook], Iterable[Finding]]


def finding(kind: str, cells: Iterable[int], what: str, remedy: str) -> Iterator[Finding]:
    """Yield one finding for all these cells, or nothing if there are none."""
    numbers = sorted(set(cells))
    if len(numbers) > 1:
        what = f"{what} Also {list_cells(numbers[1:])}."
    if numbers:
        yield Finding(kind, numbers[0], what, remedy)


def packages_are_there(notebook: Notebook) -> Iterator[Finding]:
    """Yield each import that Colab cannot satisfy."""
    for one in notebook.imports:
        if one.origin not in ("known", "unknown") or one.name in notebook.installed:
            continue
        if notebook.image != "gpu" and on_colab(one.name, "gpu"):
            what = f"{one.name} is there on Colab's other machines, not on the one asked for."
            remedy = "Choose Runtime > Change runtime type, and save the notebook."
        elif one.package:
            what = f"Colab has no {one.name}, and no cell installs it."
            remedy = f"Add a cell above: %pip install {one.package}"
        else:
            what = f"Colab has no {one.name}, no cell installs it, and no {one.name}.py is here."
            remedy = "If it is yours, it must be fetched; else install it in a cell above."
        yield from finding(BREAKS, one.cells, what, remedy)


def modules_are_in_python(notebook: Notebook) -> Iterator[Finding]:
    """Yield each module that Python itself no longer has."""
    python = ".".join(read_header()["python"].split(".")[:2])
    for one in notebook.imports:
        if one.origin == "standard" and one.name in GONE and not on_colab(one.name):
            what = f"{one.name} is no longer a part of Python; Colab has Python {python}."
            yield from finding(BREAKS, one.cells, what, "See Python's notes on its removal.")


def pip_cells_are_in_order(notebook: Notebook) -> Iterator[Finding]:
    """Yield pins that replace what Colab has, and versions that the shell takes for files."""
    yield from notebook.pip.findings


def files_are_fetched(notebook: Notebook) -> Iterator[Finding]:
    """Yield the files beside the notebook that it names, and that nothing brings to Colab."""
    pictures = {path.removeprefix("./") for _, path in list_pictures(notebook.texts)}
    missing = {
        path: cell
        for path, cell in notebook.files.cells.items()
        if path not in notebook.fetched and path not in pictures
    }
    if missing and not is_cloned(notebook):
        names = list_names(sorted(missing, key=lambda path: (missing[path], path)))
        what = f"Only the notebook itself is opened on Colab; missing there: {names}."
        remedy = "Fetch from an address, in a cell above, what the cells need."
        yield Finding(BREAKS, min(missing.values()), what, remedy)


def is_cloned(notebook: Notebook) -> bool:
    """Return whether the notebook may fetch its own repository, or find its files in a Drive."""
    cloned = any(" clone " in line for _, line in shell_lines(notebook.code))
    return cloned or any("drive.mount(" in cell.text for cell in notebook.code)


def files_can_be_taken(notebook: Notebook) -> Iterator[Finding]:
    """Yield files that lie outside, are spelled otherwise, or that nobody finds."""
    yield from notebook.files.findings


def pictures_are_shown(notebook: Notebook) -> Iterator[Finding]:
    """Yield the pictures in texts that are files: Colab shows only those with an address."""
    found = list(list_pictures(notebook.texts))
    if found:
        names = list_names(list(dict.fromkeys(path for _, path in found)))
        what = f"Colab does not show the pictures of its texts that are files: {names}."
        yield Finding(BREAKS, found[0][0], what, "Write the full https address of each.")


def links_lead_somewhere(notebook: Notebook) -> Iterator[Finding]:
    """Yield links to notebooks beside this one."""
    found = [
        (number, unquote(target))
        for number, text in notebook.texts
        for pattern in SIBLING
        for target in pattern.findall(text)
        if "://" not in target and not target.startswith("//")
    ]
    if found:
        names = list_names(list(dict.fromkeys(target for _, target in found)))
        example = "https://colab.research.google.com/github/…"
        what = f"On Colab the links to {names} lead nowhere."
        yield Finding(NOTE, found[0][0], what, f"Write Colab's address of each: {example}")


def badge_opens_this(notebook: Notebook) -> Iterator[Finding]:
    """Yield a badge that opens another notebook, or one of another repository."""
    remote = notebook.remote
    found = [(n, badge) for n, text in notebook.texts for badge in find_badges(text)]
    if not remote or not 0 < len(found) <= MOST_BADGES or is_source(notebook):
        return
    problems = [(number, judge(badge, notebook)) for number, badge in found]
    if all(problem for _, problem in problems):
        number, (kind, what) = problems[0]
        if not is_for_another(found[0][1], notebook):
            yield Finding(kind, number, what, f"Write {remote.address(notebook.place)}")


def is_for_another(badge: Badge, notebook: Notebook) -> bool:
    """Return whether a badge stands in a text to open another notebook, which is there."""
    _, path = badge.split(notebook.remote)
    one, other = PurePosixPath(path), PurePosixPath(notebook.place)
    there = (notebook.remote.top / path).is_file()
    return there and one.name != other.name and one.parent != other.parent


def judge(badge: Badge, notebook: Notebook) -> tuple[str, str] | None:
    """Return what is wrong with a badge, or None."""
    remote = notebook.remote
    branch, path = badge.split(remote)
    if not remote.is_same(badge.owner, badge.name):
        here = f"{remote.owner}/{remote.name}"
        return BREAKS, f"The badge opens a notebook of {badge.owner}/{badge.name}, not of {here}."
    if path != notebook.place:
        return BREAKS, f"The badge opens {path}, not this notebook."
    if branch == remote.branch or branch in remote.branches:
        return None
    # GitHub leads from a branch that was renamed to its new name; master mostly was.
    sure = remote.branches and branch != "master"
    return BREAKS if sure else NOTE, f"The badge opens the branch {branch}, not {remote.branch}."


def is_source(notebook: Notebook) -> bool:
    """Return whether this is the teacher's source in a project of the template."""
    return notebook.name.split("/")[0] == "source"


def accelerator_is_asked_for(notebook: Notebook) -> Iterator[Finding]:
    """Yield that a GPU is used which the notebook does not ask Colab for."""
    if notebook.image != "cpu":
        return
    remedy = "On Colab choose Runtime > Change runtime type > T4 GPU, and save the notebook."
    needs, likes = find_gpu_cells(notebook)
    yield from finding(BREAKS, needs, "A GPU is needed, and the notebook asks for none.", remedy)
    what = "A GPU would be used, and the notebook asks for none."
    yield from finding(NOTE, likes[:1], what, remedy)


def find_gpu_cells(notebook: Notebook) -> tuple[list[int], list[int]]:
    """Return the cells that cannot run without a GPU, and those that ask whether there is one.

    A notebook that asks is believed to go on without.
    """
    likes = [c.number for c in notebook.code if LIKES_GPU.search(c.text)]
    needs = [c.number for c in notebook.code if needs_gpu(c.body)] if not likes else []
    return needs, likes


def needs_gpu(text: str) -> bool:
    """Return whether a cell cannot run without a GPU; a comment is no code."""
    lines = (line.split("#")[0] for line in text.split("\n"))
    return any(NEEDS_GPU.search(line) and " if " not in line for line in lines)


def calls(notebook: Notebook, *names: str) -> list[int]:
    """Return the cells that call one of these functions."""
    return [number for number, _ in find_called(notebook, *names)]


def find_called(notebook: Notebook, *names: str) -> list[tuple[int, str]]:
    """Return the cells that call one of these functions, each with the function's name."""
    found = []
    for cell in notebook.code:
        if cell.python and any(name.split(".")[-1] in cell.body for name in names):
            called = (name_of(n.func) for n in walk(cell.body) if isinstance(n, ast.Call))
            bare = (name.removeprefix("google.").removeprefix("colab.") for name in called)
            found += [(cell.number, name) for name in bare if name in names]
    return found


def uploads_are_announced(notebook: Notebook) -> Iterator[Finding]:
    """Yield cells that wait until a person chooses a file."""
    what = "The cell waits until a file is chosen by hand, and for ever where nobody is."
    yield from finding(NOTE, calls(notebook, *UPLOADS), what, "Say above it which file.")


def secrets_are_announced(notebook: Notebook) -> Iterator[Finding]:
    """Yield cells that ask for a key or a password."""
    what = "The cell needs a secret that each student must have and enter."
    yield from finding(
        NOTE, calls(notebook, *SECRETS), what, "Say above it where to get it, or skip the cell."
    )


def keys_are_kept(notebook: Notebook) -> Iterator[Finding]:
    """Yield keys that stand in a cell; only how they begin is shown."""
    numbered = [*((c.number, c.text) for c in notebook.all_code), *notebook.texts]
    for number, text in numbered:
        if match := KEY.search(text):
            what = f"A key that begins with {match[0][:6]} stands here for everybody to use."
            yield Finding(BREAKS, number, what, "Revoke it where you got it, and take it out.")


def questions_are_announced(notebook: Notebook) -> Iterator[Finding]:
    """Yield cells that wait for an answer."""
    what = "The cell waits until somebody types an answer."
    yield from finding(NOTE, calls(notebook, *ANSWERS), what, "Tests and Run all stop there.")


def paths_are_everywhere(notebook: Notebook) -> Iterator[Finding]:
    """Yield paths of one person's computer."""
    found: dict[str, int] = {}
    for number, text in texts_of_code(notebook, OF_A_PERSON):
        found.setdefault(text, number)
    if found:
        what = f"{list_names(list(found))} is a path of one computer, and nowhere on Colab."
        remedy = "Put the file beside the notebook, and write only its name."
        yield from finding(BREAKS, found.values(), what, remedy)


def drives_are_alike(notebook: Notebook) -> Iterator[Finding]:
    """Yield paths in a Drive, which is another one for each student."""
    found = [number for number, _ in texts_of_code(notebook, DRIVE)]
    what = "This folder is in your Drive; each student has another one."
    yield from finding(NOTE, found, what, "Fetch what is read from an address instead.")


def texts_of_code(notebook: Notebook, pattern: re.Pattern) -> Iterator[tuple[int, str]]:
    """Yield the texts in code and the words for the shell that begin so, with their cells."""
    cells = [cell for cell in notebook.code if pattern.search(cell.text)]
    for cell in cells:
        for tree in parse(cell.body).trees if cell.python else ():
            texts = (fold(node, {}) for node, how in visit(tree) if how != "call")
            yield from ((cell.number, text) for text in texts if is_so(text, pattern))
    for number, line in shell_lines(cells):
        yield from ((number, word) for word in words(line)[1:] if is_so(word, pattern))


def is_so(text: str | None, pattern: re.Pattern) -> bool:
    """Return whether a text is a path that begins as the pattern says."""
    return bool(text and len(text) < 256 and "\n" not in text and pattern.match(text))


def solutions_are_out(notebook: Notebook) -> Iterator[Finding]:
    """Yield marked solutions and hidden tests, which whoever opens the notebook can read."""
    if is_source(notebook):
        return
    kind = BREAKS if notebook.name.split("/")[0] == "release" else NOTE
    found = [cell.number for cell in notebook.all_code if MARK.search(cell.text)]
    found += [number for number, text in notebook.texts if MARK_IN_TEXT.search(text)]
    what = "Whoever opens this reads the solution or the hidden tests that are marked here."
    yield from finding(kind, found, what, "Give students an edition without them.")


def persons_are_unknown(notebook: Notebook) -> Iterator[Finding]:
    """Yield names and photos of whoever ran the notebook, which Colab saves in it."""
    found = []
    for number, cell in enumerate(notebook.cells, start=1):
        metadata = as_dict(as_dict(cell).get("metadata"))
        places = [as_dict(metadata.get(key)) for key in ("executionInfo", "outputExecutionInfo")]
        if any(as_dict(place.get("user")).get("displayName") for place in places):
            found.append(number)
    what = "The name of whoever ran this is saved in the file."
    remedy = "Take executionInfo out of the metadata of the cells."
    yield from finding(NOTE, found, what, remedy)


def kernel_is_there(notebook: Notebook) -> Iterator[Finding]:
    """Yield a kernel that Colab does not have."""
    kernel = as_dict(notebook.metadata.get("kernelspec"))
    name = str(kernel.get("name") or "")
    version = str(as_dict(notebook.metadata.get("language_info")).get("version") or "")
    remedy = "Open it in Jupyter, choose Python 3, and save."
    if name == "python2" or (notebook.language == "python" and version.startswith("2.")):
        yield Finding(BREAKS, 0, "It is written for Python 2, which Colab no longer has.", remedy)
    elif notebook.language in ("r", "julia"):
        if not name.startswith(("ir", "julia")):
            what = f"It is written in {notebook.language}, and Colab will start Python."
            yield Finding(BREAKS, 0, what, "Choose the language under Runtime > Change runtime.")
    elif not notebook.python:
        what = f"It is written in {notebook.language}, which Colab does not have."
        yield Finding(BREAKS, 0, what, "It can only be read there.")
    elif name and name != "python3":
        what = f"Its kernel is called {name} on your computer; Colab will say it is unknown."
        yield Finding(NOTE, 0, what, "Colab goes on with Python 3; nothing needs to be done.")


def outputs_are_meant(notebook: Notebook) -> Iterator[Finding]:
    """Yield that results of a run are saved."""
    cells = [as_dict(cell) for cell in notebook.cells]
    count = sum(bool(as_list(cell.get("outputs"))) for cell in cells)
    if count:
        what = f"The results of a run are saved in {count} cell{'s' * (count > 1)}."
        yield Finding(NOTE, 0, what, "Students see them before they run anything.")


def widgets_have_a_state(notebook: Notebook) -> Iterator[Finding]:
    """Yield the remains of widgets that keep GitHub from showing the notebook."""
    kinds = as_dict(notebook.metadata.get("widgets"))
    if any("state" not in as_dict(kind) for kind in kinds.values()):
        what = "GitHub shows Invalid Notebook: what is left of widgets has no state."
        yield Finding(BREAKS, 0, what, "In Colab: Edit > Clear all outputs, and save.")


RULES: list[Rule] = [
    kernel_is_there,
    badge_opens_this,
    packages_are_there,
    modules_are_in_python,
    pip_cells_are_in_order,
    files_are_fetched,
    files_can_be_taken,
    pictures_are_shown,
    links_lead_somewhere,
    accelerator_is_asked_for,
    uploads_are_announced,
    secrets_are_announced,
    keys_are_kept,
    questions_are_announced,
    paths_are_everywhere,
    drives_are_alike,
    solutions_are_out,
    persons_are_unknown,
    outputs_are_meant,
    widgets_have_a_state,
]
# These read Python; the others say as much of a notebook in R.
OF_PYTHON = {
    packages_are_there,
    modules_are_in_python,
    pip_cells_are_in_order,
    files_are_fetched,
    files_can_be_taken,
    accelerator_is_asked_for,
    uploads_are_announced,
    secrets_are_announced,
    questions_are_announced,
    paths_are_everywhere,
    drives_are_alike,
}
