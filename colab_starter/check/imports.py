"""What a notebook imports, and where that comes from. What is not known is never guessed."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from .cells import Code, name_of, parse, read_code
from .finding import list_cells
from .pip_cells import PipCells, read_pip_code
from .shell import shell_lines, words
from .tables import SHARED, STANDARD, find_package, on_colab

NAME = r"[A-Za-z_]\w*(?:\.\w+)*"
ONE = rf"{NAME}(?:\s+as\s+\w+)?"
LINE = re.compile(
    rf"\s*(?:import\s+({ONE}(?:\s*,\s*{ONE})*)|from\s+({NAME})\s+import\b.*)\s*(?:#.*)?$"
)
COLAB_ONLY = "google.colab"
IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception"}
# What may hold an `import`; expressions hold none, and are most of a notebook.
HOLDS_IMPORTS = (ast.stmt, ast.ExceptHandler, ast.match_case)
WRITERS = {"urlretrieve", "download_url", "download", "copy", "copyfile", "move", "write_text"}


@dataclass(frozen=True)
class Found:
    """A name where it is imported; `optional` where the notebook can do without."""

    name: str
    cell: int
    optional: bool


@dataclass(frozen=True)
class Import:
    """A name with its cells, and where it comes from.

    The origin is one of: standard, local, written, installed, own, colab, known, unknown. For
    the last four, `package` is what pip installs; nothing where nothing is to be installed.
    """

    name: str
    cells: tuple[int, ...]
    origin: str
    package: str = ""


def find_imports(cells: Iterable) -> dict[str, list[int]]:
    """Return what the notebook cannot do without, and the numbers of the cells that import it.

    A name is the first part of what is imported, `google.genai` where many packages share that.
    """
    return gather(one for one in list_imports(read_code(cells)) if not one.optional)


def find_optional(cells: Iterable) -> dict[str, list[int]]:
    """Return what is imported only inside a `try` that goes on without it."""
    found = list_imports(read_code(cells))
    needed = {one.name for one in found if not one.optional}
    return gather(one for one in found if one.name not in needed)


def gather(found: Iterable[Found]) -> dict[str, list[int]]:
    """Return names with their cells, in the order of the names."""
    cells: dict[str, set[int]] = {}
    for one in found:
        cells.setdefault(one.name, set()).add(one.cell)
    return {name: sorted(cells[name]) for name in sorted(cells)}


def list_imports(code: Iterable[Code]) -> list[Found]:
    """Return every import of every cell, without that of Colab itself."""
    found = [one for cell in code if cell.python for one in read_imports(cell)]
    return [one for one in found if not is_colab(one.name)]


def is_colab(name: str) -> bool:
    """Return whether a name is Colab's own, which is nowhere to be installed."""
    return name == COLAB_ONLY or name == "google"


def read_imports(cell: Code) -> Iterator[Found]:
    """Yield the imports of one cell."""
    if "import" not in cell.body:
        return
    parsed = parse(cell.body)
    looked_at = ast.AST if "import_module" in cell.body else HOLDS_IMPORTS
    for tree in parsed.trees:
        for name, optional in visit(tree, looked_at):
            yield Found(name, cell.number, optional)
    for line in parsed.lines:
        for name in read_line(line):
            yield Found(shorten(name), cell.number, optional=False)


def read_line(line: str) -> list[str]:
    """Return what a line imports that stands where nothing is Python."""
    if not (match := LINE.match(line)):
        return []
    return [match[2]] if match[2] else [part.split()[0] for part in match[1].split(",")]


def visit(tree: ast.AST, looked_at: type | tuple) -> Iterator[tuple[str, bool]]:
    """Yield each imported name, and whether an `except` stands ready for its absence."""
    waiting = [(tree, False)]
    while waiting:
        node, optional = waiting.pop()
        yield from ((shorten(name), optional) for name in names_in(node))
        guarded = isinstance(node, ast.Try) and any(map(expects_absence, node.handlers))
        for field, value in ast.iter_fields(node):
            inside = optional or (guarded and field in ("body", "handlers"))
            nodes = value if isinstance(value, list) else [value]
            waiting += [(one, inside) for one in nodes if isinstance(one, looked_at)]


def expects_absence(handler: ast.ExceptHandler) -> bool:
    """Return whether an `except` takes a module that is missing."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or name_of(kind) in IMPORT_ERRORS for kind in kinds)


def names_in(node: ast.AST) -> list[str]:
    """Return the full names that one node imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        if node.module in SHARED or node.module == "google.cloud":
            return [f"{node.module}.{alias.name}" for alias in node.names]
        return [node.module]
    if isinstance(node, ast.Call) and name_of(node.func).endswith("import_module") and node.args:
        name = node.args[0]
        if isinstance(name, ast.Constant) and re.fullmatch(NAME, str(name.value)):
            return [name.value]
    return []


def shorten(name: str) -> str:
    """Return the part of a name that tells packages apart."""
    parts = name.split(".")
    if parts[0] not in SHARED:
        return parts[0]
    return ".".join(parts[:3] if parts[:2] == ["google", "cloud"] else parts[:2])


def find_written(code: list[Code]) -> set[str]:
    """Return the modules that a cell writes, downloads or has written."""
    found = set()
    for cell in code:
        if cell.magic in ("writefile", "file", "writetemplate"):
            found |= modules_in(cell.arguments)
        elif cell.python and ".py" in cell.body:
            found |= {name for text in written_texts(cell) for name in modules_in(text)}
    for _, line in shell_lines(code):
        if re.search(r"\b(wget|curl|gdown|cp|mv|ln|tee|unzip|rsync)\b|>", line):
            found |= {name for word in words(line) for name in modules_in(word)}
        if "protoc" in line:
            found |= {f"{name}_pb2" for name in re.findall(r"(\w+)\.proto\b", line)}
    return found


def written_texts(cell: Code) -> Iterator[str]:
    """Yield the names that Python writes to: `open("x.py", "w")`, `urlretrieve(…, "x.py")`."""
    for node in (node for tree in parse(cell.body).trees for node in ast.walk(tree)):
        if isinstance(node, ast.Call) and is_writing(node):
            for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def is_writing(node: ast.Call) -> bool:
    """Return whether a call makes a file: by its name, or by the way it opens one."""
    name = name_of(node.func).rsplit(".", 1)[-1]
    return name in WRITERS or (name == "open" and mode_of(node)[:1] in ("w", "x", "a"))


def mode_of(node: ast.Call) -> str:
    """Return how `open` is called: `open(name, "w")`, `open(name, mode="w")`, or nothing."""
    named = [keyword.value for keyword in node.keywords if keyword.arg == "mode"]
    modes = named or node.args[1:2]
    is_text = modes and isinstance(modes[0], ast.Constant) and isinstance(modes[0].value, str)
    return modes[0].value if is_text else ""


def modules_in(word: str) -> set[str]:
    """Return the module that a file's name stands for."""
    return set(re.findall(r"(?:^|[/\\=\s>])(\w+)\.py(?:$|[?#\s\"'])", word))


def classify(
    imports: Mapping[str, list[int]],
    local: set[str] = frozenset(),
    written: set[str] = frozenset(),
    pip: PipCells | None = None,
    own: Mapping[str, str] | None = None,
    image: str = "cpu",
) -> list[Import]:
    """Return for each import where it comes from."""
    pip, own = pip or PipCells(), own or {}
    return [
        Import(name, tuple(cells), *find_origin(name, set(local), set(written), pip, own, image))
        for name, cells in sorted(imports.items())
    ]


def find_origin(
    name: str,
    local: set[str],
    written: set[str],
    pip: PipCells,
    own: Mapping[str, str],
    image: str,
) -> tuple[str, str]:
    """Return where an import comes from, and what pip installs for it."""
    package, top = find_package(name) or "", name.split(".")[0]
    if name in own or top in own:
        return "own", own.get(name, own.get(top, ""))
    # A file beside the notebook hides even the standard library.
    for origin, names in (("local", local), ("written", written), ("standard", STANDARD)):
        if top in names or (origin == "standard" and top.startswith("_")):
            return origin, ""
    if on_colab(name, image):
        return "colab", package
    if pip.brings(name):
        return "installed", ""
    if package:
        return "known", package
    return ("installed", "") if pip.unseen or pip.repositories else ("unknown", "")


def plan_install(
    cells: Iterable,
    local: set[str] = frozenset(),
    own: Mapping[str, str] | None = None,
    pip: PipCells | None = None,
) -> tuple[dict[str, str], list[str]]:
    """Return module -> package for the frame's install cell, and what the teacher must answer.

    `local` are the modules beside the notebook, `own` the table [packages] of course.toml. What
    Colab has is in it too: the install cell looks first, and a laptop may lack it.
    """
    code = read_code(cells)
    pip = pip or read_pip_code(code)
    needed = gather(one for one in list_imports(code) if not one.optional)
    found = classify(needed, local, find_written(code), pip, own)
    plan = {one.name: one.package for one in found if one.package}
    return plan, [ask(one) for one in found if one.origin == "unknown"]


def ask(one: Import) -> str:
    """Return the question for an import that nobody knows."""
    return (
        f"{list_cells(list(one.cells))}: where does `{one.name}` come from? Write it into "
        f'course.toml, below [packages]: {one.name} = "what pip installs", or {one.name} = "" '
        "if nothing is to be installed. If it is a file of yours, put it beside the notebook."
    )
