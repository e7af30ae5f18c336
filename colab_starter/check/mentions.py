"""Every text in a notebook that may be the name of a file, and what the notebook makes itself."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .cells import Code, name_of, parse
from .imports import is_writing, mode_of
from .shell import shell_lines, words

LONGEST = 255
QUOTED = re.compile(r"'([^'\n]{1,255})'|\"([^\"\n]{1,255})\"")
SUFFIX = re.compile(r"[^/\\.*?<>{}]\.[A-Za-z][A-Za-z0-9]{0,6}$")
READERS = set(
    "open imread loadtxt genfromtxt load_img load_image load_workbook loadmat read_image load "
    "read_file load_model".split()
) | {f"read_{kind}" for kind in "csv excel json table parquet pickle feather hdf xml fwf".split()}
# `joblib.load` reads a file, `yaml.load` does not.
LOADERS = {"np.load", "numpy.load", "torch.load", "joblib.load", "jnp.load", "pickle.load"}
OPENERS = {"open", "io.open", "codecs.open", "gzip.open", "Image.open", "PIL.Image.open"}
IN_FOLDERS = set(
    "Path PurePath listdir scandir walk chdir join exists isdir append insert "
    "ImageFolder image_dataset_from_directory flow_from_directory load_from_disk".split()
)
FOLDER_NAME = re.compile(r"dir|path|folder|root|data", re.IGNORECASE)
# `output_dir="models"`: the folder is the notebook's own, even if one is there from a run.
OWN_FOLDER = re.compile(
    r"out(put)?_?(dir|path|folder|root)|log_?dir|save|cache|checkpoint|export", re.I
)
MAKERS = re.compile(
    r"(save\w*|to_\w+|write\w*|dump|urlretrieve|download\w*|imwrite|imsave|export\w*|get_file"
    r"|mkdir|makedirs|\w*Checkpoint|\w*Logger|\w*Writer|savefig|retrieve|fetch\w*)$"
)
# Files may come from these under names that nobody can see.
SOURCES = re.compile(
    r"\b(extractall|extract|unpack_archive|drive\.mount|files\.upload|snapshot_download|untar_data"
    r"|load_dataset|kagglehub|dataset_download\w*|urlopen|requests\.get|get_file|download\w*"
    r"|urlretrieve|hf_hub_download|fetch_\w+|wget\.\w+|gdown)\b"
)
# What fetches one file after the other, from a list of names.
FETCHES = re.compile(r"\b(urlretrieve|urlopen|download\w*|get_file|wget)\b")
OUTPUT = {"-O", "-o", "--output", ">", ">>"}
SHELL_SOURCES = re.compile(
    r"\b(unzip|tar|gunzip|7z|unrar|clone|gdown|kaggle|gsutil|aws|wget|curl|mv|cp|rsync|dvc|cmake|make)\b"
)


@dataclass(frozen=True)
class Mention:
    """A text in a cell. `how`: literal, folder, pattern, assigned, reading, shell, run, picture."""

    text: str
    cell: int
    how: str


@dataclass
class Mentions:
    """What a notebook names, what it makes, and where nobody can tell."""

    named: list[Mention] = field(default_factory=list)
    made: dict[str, int] = field(default_factory=dict)  # with the first cell that makes it
    at_run_time: list[int] = field(default_factory=list)
    unseen_source: bool = False

    def is_made(self, path: str, cell: int) -> bool:
        """Return whether the notebook makes a file before this cell reads it."""
        plain = path.removeprefix("./")
        names = (plain, plain.rsplit("/", 1)[-1])
        return any(self.made.get(name, cell + 1) <= cell for name in names)


def read_mentions(code: list[Code]) -> Mentions:
    """Return everything that the code cells name."""
    found = Mentions()
    own = [cell for cell in code if not cell.frame]
    known: dict[str, str] = {}
    for cell in own:
        if cell.magic in ("writefile", "file"):
            make(found, cell.arguments.split()[-1:], cell.number)
        elif cell.python:
            read_constants(cell, known)
            read_python(cell, known, found)
    read_shell(own, found)
    return found


def make(found: Mentions, names: Iterable[str], cell: int) -> None:
    """Remember names that the notebook makes; of an address, its last part."""
    for name in names:
        name = name.strip("'\"").removeprefix("./").rstrip("/")
        for one in (name, name.rsplit("/", 1)[-1].split("?")[0]):
            found.made.setdefault(one, cell)


def read_constants(cell: Code, known: dict[str, str]) -> None:
    """Add the names that a cell gives a text, `DATA = "data/"`, as it is when cells run in turn."""
    if "=" not in cell.body:
        return
    for node in (node for tree in parse(cell.body).trees for node in tree.body):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name, value = node.targets[0].id, fold(node.value, known)
            known.pop(name, None)
            if value is not None and len(value) <= LONGEST:
                known[name] = value


def fold(node: ast.AST | None, known: dict[str, str], depth: int = 0) -> str | None:
    """Return the text that an expression gives, as far as that is seen without running it."""
    if depth > 20:
        return None
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Div)):
        sign = "/" if isinstance(node.op, ast.Div) else ""
        return join(sign, [node.left, node.right], known, depth)
    if isinstance(node, ast.Call) and not node.keywords:
        name = name_of(node.func).rsplit(".", 1)[-1]
        if name in ("Path", "PurePath", "str"):
            return join("/", node.args, known, depth) if node.args else "."
        if name_of(node.func) in ("os.path.join", "path.join", "osp.join"):
            return join("/", node.args, known, depth)
    if isinstance(node, ast.JoinedStr):
        parts = [one.value if isinstance(one, ast.FormattedValue) else one for one in node.values]
        return join("", parts, known, depth)
    return None


def join(sign: str, nodes: list, known: dict[str, str], depth: int) -> str | None:
    """Return the texts of some expressions joined, or None if one is not seen."""
    texts = [fold(node, known, depth + 1) for node in nodes]
    if not texts or any(text is None for text in texts):
        return None
    # `"data/" / "x.csv"` is one slash, not two.
    return sign.join([*(t.rstrip("/") if sign else t for t in texts[:-1]), texts[-1]])


def read_python(cell: Code, known: dict[str, str], found: Mentions) -> None:
    """Add what one cell names."""
    parsed = parse(cell.body)
    if FETCHES.search(cell.body):
        make(found, listed_names(parsed.trees), cell.number)
    found.unseen_source = found.unseen_source or bool(SOURCES.search(cell.body))
    for tree in parsed.trees:
        for node, how in visit(tree):
            if how == "call":
                read_call(node, cell.number, known, found)
            elif (text := fold(node, known)) and is_name(text):
                if how == "made" and not has_suffix(text):
                    make(found, [text], cell.number)
                else:
                    found.named.append(Mention(text, cell.number, how))
    for line in parsed.lines:
        for pair in QUOTED.findall(line.split("#")[0]):
            if is_name(text := pair[0] or pair[1]):
                found.named.append(Mention(text, cell.number, "literal"))


def listed_names(trees: Iterable[ast.AST]) -> Iterator[str]:
    """Yield the texts in lists, which a loop in the same cell may fetch."""
    for node in (node for tree in trees for node in ast.walk(tree)):
        if isinstance(node, (ast.List, ast.Tuple)):
            yield from (one.value for one in node.elts if is_plain(one) and has_suffix(one.value))


def is_plain(node: ast.AST) -> bool:
    """Return whether an expression is a text between quotes."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def visit(tree: ast.AST) -> Iterator[tuple[ast.AST, str]]:
    """Yield calls, and the largest expressions that give a text, where a file may be named."""
    waiting: list[tuple[ast.AST, str]] = [(tree, "literal")]
    while waiting:
        node, how = waiting.pop()
        if isinstance(node, (ast.Constant, ast.JoinedStr)):
            yield node, how
            continue
        if isinstance(node, ast.Call):
            yield node, "call"
        if (joined := is_joined(node)) and not isinstance(node, ast.Name):
            yield node, "folder"
        if not joined:
            waiting += [(child, hint(node, child)) for child in children(node)]


def is_joined(node: ast.AST) -> bool:
    """Return whether an expression joins texts to a path."""
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Div) or is_text(node.left) or is_text(node.right)
    return isinstance(node, ast.Call) and name_of(node.func).endswith("path.join")


def is_text(node: ast.AST) -> bool:
    """Return whether an expression is a text as it stands there."""
    return isinstance(node, ast.JoinedStr) or is_plain(node)


def children(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the parts of a node in which a file may be named: no docstring, key or index."""
    left_out: list[ast.AST | None] = []
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        left_out = [node.slice]
    elif isinstance(node, ast.Dict):
        left_out = node.keys
    elif isinstance(node, ast.Compare):
        left_out = [node.left, *node.comparators]
    skipped = {id(one) for one in left_out if isinstance(one, ast.Constant)}
    yield from (child for child in ast.iter_child_nodes(node) if id(child) not in skipped)


def hint(node: ast.AST, child: ast.AST) -> str:
    """Return how a text is named that stands directly below a node."""
    if isinstance(node, ast.Call) and child is not node.func:
        if name_of(node.func) in ("glob", "iglob", "glob.glob", "glob.iglob"):
            return "pattern"
        return "folder" if name_of(node.func).rsplit(".", 1)[-1] in IN_FOLDERS else "literal"
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return hint_of_name(node.targets[0].id, "assigned")
    if isinstance(node, ast.keyword):
        return hint_of_name(node.arg or "", "folder")
    return "literal"


def hint_of_name(name: str, folder: str) -> str:
    """Return how a text is named that is given to a variable or an argument."""
    if OWN_FOLDER.search(name):
        return "made"
    return folder if FOLDER_NAME.search(name) else "literal"


def read_call(node: ast.Call, cell: int, known: dict[str, str], found: Mentions) -> None:
    """Add what a call reads or makes."""
    last = name_of(node.func).rsplit(".", 1)[-1]
    values = [*node.args, *(keyword.value for keyword in node.keywords)]
    downloads = any(keyword.arg == "download" for keyword in node.keywords)
    if is_writing(node) or MAKERS.match(last) or downloads:
        texts = (fold(value, known) for value in values)
        make(found, [text for text in texts if text], cell)
        if isinstance(node.func, ast.Attribute) and (made := fold(node.func.value, known)):
            make(found, [made], cell)
    elif is_reading(node) and values:
        text = fold(values[0], known)
        if text is not None and is_name(text):
            found.named.append(Mention(text, cell, "reading"))
        elif text is None and is_made_at_run_time(values[0]):
            found.at_run_time.append(cell)


def is_reading(node: ast.Call) -> bool:
    """Return whether a call reads the file that its first argument names."""
    name = name_of(node.func)
    last = name.rsplit(".", 1)[-1]
    if last == "open":
        return name in OPENERS and mode_of(node)[:1] in ("", "r")
    return name in LOADERS if last == "load" else last in READERS


def is_made_at_run_time(node: ast.AST) -> bool:
    """Return whether a name is put together of texts, one of them with a file's ending."""
    if not isinstance(node, (ast.JoinedStr, ast.BinOp, ast.Call)):
        return False
    texts = [n.value for n in ast.walk(node) if isinstance(n, ast.Constant)]
    ending = [t for t in texts if isinstance(t, str) and re.search(r"\.[a-z]\w{1,5}$", t)]
    return bool(ending) and not any("://" in str(text) for text in texts)


def is_name(text: str) -> bool:
    """Return whether a text may be the relative name of a file."""
    return (
        0 < len(text) <= LONGEST
        and "\n" not in text
        and "://" not in text
        and not text.startswith(("/", "~", "\\"))
        and text.isprintable()
    )


def has_suffix(text: str) -> bool:
    """Return whether a name ends as files do."""
    return bool(SUFFIX.search(text)) and not text.lower().startswith(("www.", "http"))


def read_shell(code: list[Code], found: Mentions) -> None:
    """Add what the lines for the shell name, and what they fetch."""
    for cell, line in shell_lines(code):
        if line.startswith("pip ") or " pip " in line:
            continue
        parts = words(line)
        if SHELL_SOURCES.search(line) or ">" in line:
            found.unseen_source = True
            make(found, [p for p in parts if "://" in p or ">" in line], cell)
        made = {b for a, b in zip(parts, parts[1:]) if a in OUTPUT}
        make(found, made, cell)
        named = [p for p in parts[1:] if is_name(p) and p[0] != "-" and p not in made]
        how = "run" if line.startswith("run ") else "shell"
        found.named += [Mention(p, cell, how) for p in named]
