"""What a person should look at before the marks of a submission count. Reads, never runs.

Whoever wants to hide something from this page can. It is for what students find on the web in an
evening: other meanings for `abs` and `np.allclose`, a look at the tests, the way out of the kernel.
"""

import ast
import functools
import hashlib
import re
from collections import Counter

# Modules that an answer rarely needs, and what they are for.
MODULES = {
    "_thread": "starts threads",
    "aiohttp": "uses the network",
    "atexit": "does something at the end of the run",
    "base64": "hides or decodes text",
    "binascii": "hides or decodes text",
    "builtins": "reaches what Python itself defines",
    "codecs": "hides or decodes text",
    "ctypes": "reaches into memory",
    "ftplib": "uses the network",
    "gc": "looks for objects in memory",
    "http": "uses the network",
    "httpx": "uses the network",
    "imp": "imports by another way",
    "importlib": "imports by another way",
    "inspect": "looks at other code",
    "ipykernel": "reaches the kernel",
    "jupyter_client": "reaches the kernel",
    "marshal": "hides or decodes code",
    "mock": "replaces what the checks call",
    "multiprocessing": "starts processes",
    "nbclient": "reaches the grader",
    "nbgrader": "reaches the grader",
    "otter": "reaches the grader",
    "psutil": "looks at other processes",
    "pty": "starts processes",
    "requests": "uses the network",
    "runpy": "imports by another way",
    "signal": "gets in the way of time limits",
    "smtplib": "uses the network",
    "socket": "uses the network",
    "sqlite3": "opens databases, such as a gradebook",
    "subprocess": "starts programs",
    "threading": "starts threads",
    "unittest.mock": "replaces what the checks call",
    "urllib.request": "uses the network",
    "urllib3": "uses the network",
}
# IPython's parts that lessons use: everything else of it is its inside.
IPYTHON = re.compile(
    r"IPython(\.display|\.lib(\..*)?|\.core\.(display|interactiveshell|pylabtools))?"
)
NAMES = {
    "SystemExit": "ends the kernel",
    "__import__": "imports by another way",
    "compile": "runs text as code",
    "eval": "runs text as code",
    "exec": "runs text as code",
    "exit": "ends the kernel",
    "quit": "ends the kernel",
}
ATTRIBUTES = {
    "bytes.fromhex": "hides or decodes text",
    "sys.exit": "ends the kernel",
    "os._exit": "ends the kernel",
    "os.abort": "ends the kernel",
    "os.kill": "ends processes",
    "os.killpg": "ends processes",
    "os.getppid": "looks at other processes",
    "os.fork": "starts processes",
    "os.popen": "starts programs",
    "os.startfile": "starts programs",
    "os.system": "starts programs",
    "os.pardir": "leaves its folder",
    "os.putenv": "changes the environment",
    "os.unsetenv": "changes the environment",
    "sys._current_frames": "looks at the code that called it",
    "sys._getframe": "looks at the code that called it",
    "sys.addaudithook": "watches other code",
    "sys.excepthook": "changes what happens after an error",
    "sys.meta_path": "changes what imports find",
    "sys.modules": "changes what imports find",
    "sys.monitoring": "watches other code",
    "sys.setprofile": "watches other code",
    "sys.settrace": "watches other code",
}
# Of any object.
INSIDE = {
    "__builtins__",
    "__closure__",
    "__code__",
    "__globals__",
    "__subclasses__",
    "f_back",
    "f_builtins",
    "f_globals",
    "f_locals",
    "tb_frame",
}
HISTORY = {"In", "_ih", "_i", "_ii", "_iii", "_i1", "_oh", "_dh"}
SHELL = {"get_ipython"}
HONEST_OF_SHELL = {
    "__class__",
    "config",
    "getoutput",
    "kernel.do_shutdown",
    "magic",
    "run_cell_magic",
    "run_line_magic",
    "system",
}
COMPARING = """
__eq__ __ne__ __lt__ __le__ __gt__ __ge__ __abs__ __bool__ __sub__ __rsub__ __contains__ __len__
__float__ __int__ __index__ __round__ __array__ __array_ufunc__ __array_function__ __getattr__
__getattribute__ __instancecheck__ __subclasscheck__
""".split()
# Checks ask these. A variable that is called sum or list is a beginner's slip, and no function.
ASKED = """
AssertionError BaseException Exception abs all any bool callable dict dir enumerate float frozenset
getattr hasattr help id int isinstance issubclass iter len list map max min next object open ord
pow print range repr reversed round set sorted str sum super tuple type vars zip
""".split()
ENVIRONMENT = re.compile(
    r"(ABSL|CUDA|GRPC|HF|JAX|KERAS|KMP|MKL|NCCL|NUMEXPR|OMP|OPENBLAS|PYTORCH|TF|TFDS|TOKENIZERS|TORCH|WANDB|XLA)_"
)
HONEST_COMMANDS = re.compile(
    r"\s*((python3? -m |uv )?pip3?( -\w+)* (install|uninstall|list|show|freeze)|apt(-get)?( -\w+)* (install|update)|(conda|mamba) install|nvidia-smi|ls|pwd|date"
    r"|(python3?|pip3?) (--version|-V)|head|wc|du|df|free|lscpu|mkdir|unzip|tar|echo)\b(?!.*(://|[;&|`$]|\.\.|/proc))"
)
PROGRAMS = {"bash", "perl", "python", "python3", "ruby", "script", "sh", "sx", "system"}
REACHING = {"hist", "history", "macro", "pastebin", "recall", "rerun", "sx", "system"}
# Paths that an answer has no reason to name. On Colab everybody works in /content.
FILES = re.compile(
    r"^(/(?!(content|dev/null|gdrive|kaggle|tmp)\b)\w|[A-Za-z]:[\\/]|~(?!/\.(keras|pytorch|torch)\b))"
    r"|(^|[\\/])\.\.([\\/]|$)"
    r"|\.(db|py|sqlite3?)$"
    r"|gradebook|autograder|(^|/)(source|release|submitted|graded|build)/"
)
# Calls whose texts are no paths, whatever they look like.
TALKING = {
    "print",
    "Markdown",
    "HTML",
    "Image",
    "IFrame",
    "split",
    "replace",
    "sub",
    "join",
    "strip",
}
LONGEST = 200_000  # letters of a cell
MOST_MAGICS = 100  # of a cell: IPython takes the square of their number
MAGIC = re.compile(r"^([ \t]*)(?:[%!?].*|.*\?[ \t]*$)", re.MULTILINE)
LONG = 200  # so many letters of an alphabet of codes are no sentence
ENCODED = re.compile(rf"[A-Za-z0-9+/=_-]{{{LONG},}}|(\\x[0-9a-f]{{2}}){{20,}}")


def find(notebook, released, earlier=frozenset()):
    """Return a sentence "cell N: ..." for each thing in a submission to look at.

    Both are notebooks of nbformat 4. Only cells that are not in the released notebook are read,
    and what the lesson does itself in open cells is no matter. `earlier` are the fingerprints of
    checks as they were released before: who has such a notebook changed nothing.
    """
    given = [cell for cell in released["cells"] if cell["cell_type"] == "code"]
    known = Counter(text_of(cell) for cell in given)
    lesson = Lesson(released)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            lesson.learn(parse(text_of(cell)))
    said = []
    for number, cell in enumerate(notebook["cells"], start=1):
        is_given = text_of(cell) in known or take_digest(cell) in earlier
        if cell["cell_type"] == "code" and not is_given:
            for sentence in dict.fromkeys(read(text_of(cell), lesson)):
                if sentence not in lesson.does:
                    said.append(f"cell {number}: {sentence}")
    return [*said, *compare_checks(notebook, released, earlier)]


def take_digest(cell):
    """Return the fingerprint of what a cell says."""
    return hashlib.sha256(text_of(cell).encode("utf-8", errors="replace")).hexdigest()


def text_of(cell):
    """Return the source of a cell without spaces at the ends of lines."""
    source = "".join(cell["source"])
    return "\n".join(line.rstrip() for line in source.strip().splitlines())


def compare_checks(notebook, released, earlier):
    """Yield a sentence for each check that was changed, deleted, or is there again."""
    places, missing = {}, []
    for number, cell in enumerate(notebook["cells"], start=1):
        places.setdefault(text_of(cell), []).append((number, cell["cell_type"]))
    cells = notebook["cells"]
    now = {text_of(cell) for cell in released["cells"]}
    # Otter names no cells: as many checks of an older release as there are stand for new ones.
    old = [cell for cell in cells if take_digest(cell) in earlier and text_of(cell) not in now]
    for number, check in enumerate(released["cells"], start=1):
        if not is_check(check):
            continue
        name = repr(first_words(check))
        found = places.get(text_of(check), [])
        if [kind for _, kind in found if kind != "code"]:
            yield f"cell {found[0][0]}: the check {name} is no code any more"
        elif not found:
            at = [at for at, cell in enumerate(cells, start=1) if is_same(cell, check)]
            if at and cells[at[0] - 1] in old:
                old.remove(cells[at[0] - 1])
            elif at:
                yield f"cell {at[0]}: the check {name} was changed"
            else:
                missing.append(f"cell {number}: the check {name}, released there, is missing")
        elif len(found) > sum(text_of(cell) == text_of(check) for cell in released["cells"]):
            yield f"cell {found[-1][0]}: the check {name} is there more than once"
    yield from missing[len(old) :]


def is_check(cell):
    """Return whether a cell of the released notebook is a check."""
    if cell["cell_type"] != "code":
        return False
    grading = read_grading(cell)
    if grading.get("grade") and not grading.get("solution"):
        return True
    tree = parse(text_of(cell))
    outside = [node for node in tree.body if not isinstance(node, (ast.FunctionDef, ast.ClassDef))]
    inside = [one for node in outside for one in ast.walk(node)]
    calls = {name_of(one.func) for one in inside if isinstance(one, ast.Call)}
    return any(isinstance(one, ast.Assert) for one in inside) or "grader.check" in calls


def read_grading(cell):
    """Return what nbgrader wrote into a cell, nothing if there is none: a student's may hold anything."""
    grading = cell.get("metadata", {}).get("nbgrader")
    return grading if isinstance(grading, dict) else {}


def is_same(cell, check):
    """Return whether a cell has the identity of this check, whatever it says now."""

    def names(one):
        grade_id = read_grading(one).get("grade_id")
        found = {one.get("id"), one.get("metadata", {}).get("id"), grade_id}
        return found - {None}

    return bool(names(cell) & names(check))


def first_words(cell):
    """Return the first words of a cell that say something."""
    lines = [line.strip() for line in text_of(cell).splitlines()]
    return next((line for line in lines if line not in ("", "try:")), "")[:60]


class Lesson:
    """What the released notebook has: what students need not explain."""

    def __init__(self, released):
        self.text = "\n".join(text_of(cell) for cell in released["cells"])
        self.does = set()
        self.functions = {}
        """What it defines and its checks call: name to statement."""
        self.names = {}
        """What each imported name stands for."""
        self.shells = set(SHELL)
        """Names of get_ipython()."""
        cells = [cell for cell in released["cells"] if cell["cell_type"] == "code"]
        functions = {}
        asked = set()
        answered = set()
        for cell in cells:
            tree = parse(text_of(cell))
            self.learn(tree)
            if is_check(cell):
                asked |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            elif is_answer(cell, tree):
                answered |= set(bound(tree))
            else:
                functions |= {
                    name: node
                    for name, node in bound(tree).items()
                    if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom))
                }
        for cell in cells:
            # Folded cells are the frame's: what they need, an answer does not.
            if not (cell.get("metadata", {}).get("jupyter") or {}).get("source_hidden"):
                self.does |= set(read(text_of(cell), self))
        used = asked - answered
        self.functions = {name: node for name, node in functions.items() if name in used}

    def learn(self, tree):
        """Note what a cell imports, and other names that it gives to that."""
        new = imported(tree)
        self.names |= new
        self.shells |= {name for name, whole in new.items() if whole.endswith(".get_ipython")}
        for node in ast.walk(tree):
            if isinstance(node, ast.Assign):
                names = {target.id for target in node.targets if isinstance(target, ast.Name)}
                if name_of(node.value).removesuffix("()") in self.shells:
                    self.shells |= names
                elif isinstance(node.value, ast.Name) and node.value.id in self.names:
                    self.names |= dict.fromkeys(names, self.names[node.value.id])


def is_answer(cell, tree):
    """Return whether students write in this cell."""
    if read_grading(cell).get("solution"):
        return True
    return any(
        (isinstance(node, ast.Constant) and node.value is ...)
        or (isinstance(node, ast.Name) and node.id == "NotImplementedError")
        or (isinstance(node, ast.FunctionDef) and isinstance(node.body[-1], ast.Pass))
        for node in ast.walk(tree)
    )


# One cell


@functools.lru_cache(maxsize=1000)
def parse(source):
    """Return the syntax tree of a cell as IPython runs it; empty if it is no Python or too long."""
    if len(source) > LONGEST:
        return ast.Module([], [])
    for text in (str, transform):  # most cells are Python, and IPython takes its time
        try:
            return ast.parse(text(source))
        except Exception:  # IPython and ast give up in many ways; such a cell does not run either
            continue
    return ast.Module([], [])


def transform(source):
    """Return a cell as the Python that IPython makes of it."""
    try:
        from IPython.core.inputtransformer2 import TransformerManager
    except ImportError:
        TransformerManager = None
    if not TransformerManager or len(MAGIC.findall(source)) > MOST_MAGICS:
        return MAGIC.sub(r"\1pass", source)
    return TransformerManager().transform_cell(source)


def read(source, lesson):
    """Yield what is to be looked at in a cell."""
    if len(source) > LONGEST:
        yield f"has more than {LONGEST} letters"
        return
    if len(MAGIC.findall(source)) > MOST_MAGICS:
        yield f"has more than {MOST_MAGICS} magics and commands"
    try:
        tree = parse(source)
        own = set(bound(tree, everywhere=True))
        for rule in (of_imports, of_calls, of_names, of_changes, of_classes, of_texts, of_magics):
            yield from rule(tree, lesson.names, own, lesson)
    except RecursionError:
        yield "is nested too deep to be read"


def of_imports(tree, modules, own, lesson):
    """Yield imports of what answers rarely need."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [(alias.name, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [(f"{node.module}.{alias.name}", node.module) for alias in node.names]
        else:
            continue
        for full, module in names:
            key = next((key for key in MODULES if f"{full}.".startswith(f"{key}.")), None)
            if key:
                yield f"imports {key}, which {MODULES[key]}"
            elif module.partition(".")[0] == "IPython" and not IPYTHON.fullmatch(module):
                yield f"imports {module}, the inside of IPython"
            if full in ATTRIBUTES:
                yield f"{full} {ATTRIBUTES[full]}"


def of_calls(tree, modules, own, lesson):
    """Yield calls that end, start or reach what is not the answer's business."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            root = node.value.func if isinstance(node.value, ast.Call) else node.value
            if name_of(root) in lesson.shells and node.attr not in HONEST_OF_SHELL:
                yield f"get_ipython().{node.attr} reaches the kernel"
        if not isinstance(node, ast.Call):
            continue
        name = resolve(node.func, modules)
        if name == "setattr" or name == "delattr":
            if node.args and root_of(node.args[0]) in modules:
                yield f"{name}() changes {ast.unparse(node.args[0])}"
        if name == "getattr" and node.args and name_of(node.args[0]) in ("os", "sys"):
            yield f"getattr() hides what it takes of {name_of(node.args[0])}"
        if name in ("os.environ.update", "os.environ.clear", "os.environ.pop"):
            yield "os.environ is changed"
        if re.match(r"os\.(exec|spawn|posix_spawn)", name):
            yield f"{name} starts programs"
        if re.search(r"(^|\.)(globals|vars|locals)\(\)\.(update|__setitem__|pop|clear)$", name):
            yield "globals() are changed"


def of_names(tree, modules, own, lesson):
    """Yield names that reach the inside of Python or IPython."""
    # "google.colab" in sys.modules: so notebooks ask where they are.
    asked = {
        id(one)
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        for one in node.comparators
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            name = resolve(node, modules)
            if name in ATTRIBUTES and id(node) not in asked:
                yield f"{name} {ATTRIBUTES[name]}"
            if node.attr in INSIDE:
                yield f"{node.attr} reaches the inside of Python"
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            if node.id in NAMES and node.id not in own:
                yield f"{node.id} {NAMES[node.id]}"
            if node.id in INSIDE:
                yield f"{node.id} reaches the inside of Python"
            if (node.id in HISTORY or re.fullmatch(r"_i\d+", node.id)) and node.id not in own:
                yield f"{node.id} is the history of the notebook"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            if node.value in INSIDE:
                yield f"{node.value} reaches the inside of Python"


def of_changes(tree, modules, own, lesson):
    """Yield new meanings for what the checks call."""
    for name, node in bound(tree).items():
        value = getattr(node, "value", None)
        new = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        value = None if isinstance(node, ast.AugAssign) else value
        new = new or isinstance(value, (ast.Lambda, ast.Name, ast.Attribute))
        if name == "__builtins__" or (name in ASKED and new):
            yield f"{name} gets another meaning"
        elif name in lesson.functions and not is_import_again(node, lesson.functions[name]):
            yield f"{name}, which the checks use, gets another meaning"
    for node in ast.walk(tree):
        if isinstance(node, ast.Global):
            yield from (f"{name} gets another meaning" for name in node.names if name in ASKED)
        for target in targets_of(node):
            value = getattr(node, "value", None)
            if isinstance(target, ast.Attribute) and root_of(target) in modules:
                if not isinstance(value, ast.Constant) and not is_option(target):
                    yield f"{ast.unparse(target)} is changed"
            if isinstance(target, ast.Subscript):
                yield from of_entry(target, modules)


def of_entry(target, modules):
    """Yield what is changed by an assignment to an entry of a dictionary."""
    place = resolve(target.value, modules)
    key = target.slice.value if isinstance(target.slice, ast.Constant) else ""
    if place == "os.environ" and not ENVIRONMENT.match(str(key)):
        yield "os.environ is changed"
    if place in ("globals()", "vars()", "locals()") or place.endswith("__dict__"):
        yield f"{place} is changed"


def of_classes(tree, modules, own, lesson):
    """Yield classes of the student's own whose objects say what they like to a comparison."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        if re.search(rf"\b{re.escape(node.name)}\b", lesson.text):
            continue
        for name, value in bound(node).items():
            if name in COMPARING and answers_alike(value):
                yield f"class {node.name} has its own {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and name_of(node.func) == "type" and len(node.args) == 3:
            yield "type() makes a class"


def answers_alike(node):
    """Return whether a method says the same, whatever it is asked."""
    if isinstance(node, ast.Assign):
        return True
    if not isinstance(node, ast.FunctionDef):
        return False
    asked = {one.arg for one in node.args.args}
    values = [one.value for one in ast.walk(node) if isinstance(one, ast.Return)]
    used = {
        one.id
        for value in values
        for one in ast.walk(value or ast.Constant(None))
        if isinstance(one, ast.Name)
    }
    whole = [name_of(value) for value in values]
    return (
        bool(values)
        and not used & asked
        or whole == [node.args.args[0].arg if node.args.args else ""]
    )


def of_texts(tree, modules, own, lesson):
    """Yield files outside of the working folder, and texts that hide what they say."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = name_of(node.func).rpartition(".")[2]
            if name in TALKING or name in HONEST_OF_SHELL:
                continue
            for text in [*node.args, *(one.value for one in node.keywords)]:
                if isinstance(text, ast.JoinedStr) and text.values:
                    text = text.values[0]
                if not isinstance(text, ast.Constant) or not isinstance(text.value, str):
                    continue
                if "\n" not in text.value and (
                    FILES.search(text.value)
                    or (
                        text.value == "/" and name in ("listdir", "walk", "scandir", "Path", "glob")
                    )
                ):
                    yield f"names {text.value[:60]!r}, no file of an answer"
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            if isinstance(node.right, ast.Constant) and node.right.value == "..":
                yield "names '..', no file of an answer"
        elif isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            if ENCODED.search(text) or (isinstance(node.value, bytes) and len(text) > LONG):
                yield "a long text that nobody can read"


def of_magics(tree, modules, own, lesson):
    """Yield commands of the shell and magics that do what Python may not."""
    for node in ast.walk(tree):
        match magic_of(node):
            case ["system" | "getoutput", command] if not HONEST_COMMANDS.match(command):
                yield f"runs the command {command[:60]!r}"
            case ["run_line_magic", name, _] if name in REACHING:
                yield f"%{name} reaches the notebook or the shell"
            case ["run_line_magic", "env" | "set_env", text] if re.match(r"\w+[ =]", text):
                if not ENVIRONMENT.match(text):
                    yield "os.environ is changed"
            case ["run_cell_magic", name, _, _] if name in PROGRAMS:
                yield f"%%{name} runs programs"
            case ["run_cell_magic", "file" | "writefile" as name, text, _]:
                if FILES.search(text) or text.endswith((".pth", ".so", ".ipynb")):
                    yield f"%%{name} writes {text[:60]}"
            case ["run_cell_magic", "capture" | "time" | "timeit" | "prun", _, cell]:
                yield from read(cell, lesson)


def magic_of(node):
    """Return what IPython is asked for: the method of get_ipython(), and its texts."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if name_of(node.func.value) == "get_ipython()":
            return [node.func.attr, *(getattr(one, "value", None) for one in node.args)]
    return []


# Syntax trees


def name_of(node):
    """Return a dotted name as it is written, `globals()` for a call; empty if it is none."""
    words = []
    while isinstance(node, (ast.Attribute, ast.Call)):
        words.append("()" if isinstance(node, ast.Call) else f".{node.attr}")
        node = node.func if isinstance(node, ast.Call) else node.value
    return "".join([node.id, *reversed(words)]) if isinstance(node, ast.Name) else ""


def resolve(node, modules):
    """Return a dotted name by what was imported: `system` may be `os.system`."""
    name = name_of(node)
    first, dot, rest = name.partition(".")
    return modules.get(first, first) + dot + rest


def root_of(node):
    """Return the name before all dots."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def is_option(target):
    """Return whether an attribute is one of a library's settings, such as pd.options.display."""
    return bool(re.search(r"\.(options|rcParams|config|backends|settings)\b", ast.unparse(target)))


def imported(tree):
    """Return what each imported name stands for."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.name if alias.asname else alias.name.partition(".")[0]
                found[alias.asname or whole] = whole
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return found


def is_import_again(node, first):
    """Return whether both import the same."""
    if not isinstance(node, (ast.Import, ast.ImportFrom)) or type(node) is not type(first):
        return False
    both = [imported(ast.Module([one], [])) for one in (node, first)]
    return all(both[0][name] == both[1][name] for name in both[0].keys() & both[1].keys())


def targets_of(node):
    """Return what a statement assigns to or deletes, one by one."""
    if isinstance(node, (ast.Assign, ast.Delete)):
        found = list(node.targets)
    elif isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.NamedExpr, ast.For, ast.AsyncFor)):
        found = [node.target]
    elif isinstance(node, (ast.With, ast.AsyncWith)):
        found = [item.optional_vars for item in node.items if item.optional_vars]
    else:
        return []
    flat = []
    while found:
        one = found.pop()
        if isinstance(one, (ast.Tuple, ast.List)):
            found += one.elts
        else:
            flat.append(one.value if isinstance(one, ast.Starred) else one)
    return flat


def bound(tree, everywhere=False):
    """Return the names that a module or a class binds, and the statement that does it last.

    What a function binds is its own, unless `everywhere` is wanted.
    """
    found = {}
    waiting = list(reversed(tree.body))
    scopes = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    while waiting:
        node = waiting.pop()
        if isinstance(node, scopes[:3]):
            found[node.name] = node
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= dict.fromkeys(imported(ast.Module([node], [])), node)
        for target in targets_of(node):
            if isinstance(target, ast.Name):
                found[target.id] = node
        if everywhere and isinstance(node, ast.arg):
            found[node.arg] = node
        if everywhere and isinstance(node, ast.comprehension):
            for one in ast.walk(node.target):
                if isinstance(one, ast.Name):
                    found[one.id] = node
        if everywhere or not isinstance(node, scopes):
            waiting += ast.iter_child_nodes(node)
    return found
