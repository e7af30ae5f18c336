"""What of a graded notebook its student gets to see."""

import re

import nbformat
from bs4 import BeautifulSoup
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from grading import leak_gate
from grading.answers import HEADING, text_of
from grading.hidden_tests import cut_lines, cut_regions, hides_tests
from grading.quiet import settle, shorten

# No scripts and no widgets: these have a text beside them.
SHOWN = ("text/html", "text/markdown", "text/latex", "text/plain")
PICTURES = ("image/png", "image/jpeg", "image/svg+xml")
MOST = 100  # outputs of one cell
LARGEST = 300_000  # characters of a table
FOLDED = ("cellView", "jupyter")
NOT_PASSED = "One of your teacher's tests did not pass."
ATTACHED = re.compile(r"attachment:([^\s)]+)")
BADGE = "colab-badge.svg"


def make_notebook(
    graded: NotebookNode, titles: set[str], released: set[str], secrets: leak_gate.Secrets
) -> NotebookNode:
    """Return a new notebook with what may be shown of a graded one.

    `titles` are the headings of exercises, `released` the texts of the cells as students got them.
    Nothing is taken over that is not named here: a student's notebook may hold anything.
    """
    cells = []
    for number, cell in enumerate(graded.cells):
        source = cut_lines(cut_regions(cell.source), secrets)
        is_graders = "grader" in cell.metadata  # added by otter
        if cell.cell_type == "raw" or is_graders or BADGE in source:
            continue
        if cell.cell_type == "markdown":
            attachments = cell.get("attachments", {})
            lost = [name for name in ATTACHED.findall(source) if name not in attachments]
            for name in lost:
                source = source.replace(f"attachment:{name}", "lost")
            cells.append(new_markdown_cell(source, attachments=attachments))
        else:
            cells.append(new_code_cell(source, outputs=make_outputs(cell, secrets)))
            cells[-1].execution_count = cell.get("execution_count")
        kept = {key: cell.metadata[key] for key in FOLDED if key in cell.metadata}
        cells[-1] |= {"id": f"cell-{number}", "metadata": nbformat.from_dict(kept)}
    fold_untouched(cells, released, titles)
    return new_notebook(cells=cells)


def fold_untouched(cells: list[NotebookNode], released: set[str], titles: set[str]) -> None:
    """Note where sections begin and end that a reader of feedback may skip.

    These are as they were handed out, hold no exercise, and nothing failed in them. The page
    folds each run of them below the names of its sections.
    """
    runs = [[]]
    for section in split_sections(cells):
        if can_be_folded(section, released, titles):
            runs[-1].append(section)
        else:
            runs.append([])
    for run in filter(None, runs):
        names = dict.fromkeys(filter(None, (find_heading(section[0]) for section in run)))
        run[0][0].metadata.fold_begins = " · ".join(names) or "Introduction"
        run[-1][-1].metadata.fold_ends = True


def split_sections(cells: list[NotebookNode]) -> list[list[NotebookNode]]:
    """Return the cells in lists, each from a heading to the next."""
    sections = [[]]
    for cell in cells:
        if find_heading(cell):
            sections.append([])
        sections[-1].append(cell)
    return [section for section in sections if section]


def can_be_folded(section: list[NotebookNode], released: set[str], titles: set[str]) -> bool:
    """Return whether nothing in a section is of interest to its student."""
    if find_heading(section[0]) in titles:
        return False
    outputs = [output for cell in section for output in cell.get("outputs", [])]
    failed = any(output.output_type == "error" for output in outputs)
    return not failed and all(text_of(cell) in released for cell in section)


def find_heading(cell: NotebookNode) -> str:
    """Return the heading in a cell of text, an empty text if there is none."""
    found = HEADING.search(cell.source) if cell.cell_type == "markdown" else None
    return found[1] if found else ""


def make_outputs(cell: NotebookNode, secrets: leak_gate.Secrets) -> list[NotebookNode]:
    """Return what a cell printed and drew, as far as a student may see it.

    What a student's function printed while hidden tests called it would tell these tests, and
    so would the traceback: only that they failed stays.
    """
    failed = any(output.output_type == "error" for output in cell.outputs)
    if hides_tests(cell):
        return [new_output("stream", text=NOT_PASSED)] if failed else []
    outputs = []
    for output in join_streams(cell.outputs[:MOST]):
        if output.output_type == "stream":
            text = shorten(settle(cut_lines(output.text, secrets)))
            outputs += [new_output("stream", text=text)] if text.strip() else []
        elif output.output_type == "error":
            outputs.append(make_error(cell, output, secrets))
        else:
            outputs += make_display(output, secrets)
    return outputs


def make_error(cell: NotebookNode, output: NotebookNode, secrets: leak_gate.Secrets):
    """Return an error: a check's is its sentence, any other has its traceback."""
    if output.ename == "AssertionError" and is_check(cell):
        text = cut_lines(output.evalue or "A check did not pass.", secrets)
        return new_output("stream", text=text)
    lines = cut_lines("\n".join(output.traceback), secrets)
    lines = shorten(lines).split("\n")
    return new_output("error", ename=output.ename, evalue="", traceback=lines)


def is_check(cell: NotebookNode) -> bool:
    """Return whether a cell checks what a student wrote."""
    grading = cell.metadata.get("nbgrader")
    if isinstance(grading, dict):
        return bool(grading.get("grade"))
    return "\nassert " in f"\n{cell.source}"


def make_display(output: NotebookNode, secrets: leak_gate.Secrets) -> list[NotebookNode]:
    """Return a table, a picture or a value, in the forms that a page may hold; none if it has none."""
    texts = {kind: text for kind, text in output.data.items() if isinstance(text, str)}
    data = {kind: text for kind, text in texts.items() if kind in PICTURES}
    data |= {kind: cut_lines(text, secrets) for kind, text in texts.items() if kind in SHOWN}
    html = data.get("text/html", "")
    words = BeautifulSoup(html[:LARGEST], "html.parser").get_text()
    if len(html) > LARGEST or cut_lines(words, secrets) != words:
        del data["text/html"]
    if "text/plain" in data:
        data["text/plain"] = shorten(data["text/plain"])
    words = read_words(output)
    metadata = {"image/png": {"alt": cut_lines(words, secrets)}} if words else {}
    return [new_output("display_data", data=data, metadata=metadata)] if data else []


def read_words(output: NotebookNode) -> str:
    """Return what a picture shows, as its notebook says it for those who cannot see it."""
    of_picture = output.get("metadata", {}).get("image/png")
    words = of_picture.get("alt") if isinstance(of_picture, dict) else None
    return words if isinstance(words, str) else ""


def join_streams(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return the outputs with what was printed in several pieces as one."""
    joined = []
    for output in outputs:
        last = joined[-1] if joined else None
        is_stream = output.output_type == "stream"
        if is_stream and last and last.output_type == "stream" and last.name == output.name:
            last.text += output.text
        else:
            joined.append(nbformat.from_dict(output))
    return joined
