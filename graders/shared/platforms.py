"""What learning platforms and people write into the names of files and folders.

nbgrader's zip_collect does this with one regular expression, which a teacher writes; it stops
at the first student with two files, and a project with otter does not have it. Otter reads
such names only to call a submission after them. Hence the expressions stand here, for both.
"""

import re
from dataclasses import dataclass
from datetime import datetime

import yaml

from grading.names import tidy

# Each begins at the front: what stands behind, a student may have typed.
# Moodle, mod/assign/classes/downloader.php: "Full Name_NUMBER_assignsubmission_file" is a
# folder (with _ at its end before Moodle 4), or the beginning of a file's name.
MOODLE = re.compile(r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_|$)(?P<rest>.*)")
# Canvas, lib/content_zipper.rb: "lastfirst_LATE_USER_FILE_name.ipynb", and a link or text.
CANVAS = re.compile(
    r"(?P<name>\w+?)_(?P<late>LATE_)?(?P<number>\d+)_(?:(?P<order>\d+)_(?P<rest>.+)|(?:text|link)\.html)"
)
CANVAS_ANONYMOUS = re.compile(r"(?P<name>anon_(?:LATE_)?[A-Za-z0-9]+)_(?P<order>\d+)_(?P<rest>.+)")
# Blackboard: "assignment_USER_attempt_2026-01-30-15-00-00_name.ipynb".
BLACKBOARD = re.compile(
    r".+?_(?P<name>[^_]+)_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<rest>.+)|\.txt)"
)
PLATFORMS = {
    "moodle": MOODLE,
    "canvas": CANVAS,
    "blackboard": BLACKBOARD,
    "canvas anonymous": CANVAS_ANONYMOUS,
}
# What systems leave in folders, and what a platform says about its zip.
GRADESCOPE = "submission_metadata.yml"
NOT_HANDED_IN = {".ds_store", "thumbs.db", "desktop.ini", GRADESCOPE}
SYSTEM_FOLDERS = {"__macosx", ".ipynb_checkpoints", "__pycache__"}
# What Google Drive calls the zip of a folder.
DRIVE_ZIP = re.compile(r".*-\d{8}T\d{6}Z-(?:\d+-)?\d+(?: ?\(\d+\))?(?:\.zip)?")

# "Copy of", as Colab and Drive say it in some languages, and what systems add at the end.
COPY = re.compile(
    r"^(?:copy of|kopie von|copie de|copia de|copia di|c[óo]pia de|kopie van|kopia|копия(?: блокнота)?)"
    r"[ _]+|的副本$|のコピー$|의 사본$|[ _]*\(\d+\)$|[ _]-[ _](?:copy|kopie|copie|copia)$|[ _]copy(?: \d+)?$",
    re.IGNORECASE,
)
NOBODY = re.compile(
    r"(?:untitled|notebook|submission|homework|assignment|colab)[ _-]*\d*", re.IGNORECASE
)
SUFFIXES = re.compile(r"(?:\.(?:ipynb|json|txt|py|zip|html?|pdf))+$", re.IGNORECASE)


@dataclass(frozen=True)
class Owner:
    """Who handed a file in, as far as the platform tells."""

    name: str = ""
    identity: str = ""
    email: str = ""
    number: str = ""
    """By which the platform knows the student, such as canvas:123."""
    order: int = 0
    """Canvas numbers files as they arrive."""
    handed_in: str = ""
    """When, in ISO 8601, if the platform says so."""
    is_late: bool = False
    """Whether the platform says so; Canvas tells no time."""
    students: tuple = ()
    """Those of the roster who may be meant."""


def read_platform(part):
    """Return the owner that a platform wrote into a file's or folder's name, None if none did."""
    for platform, expression in PLATFORMS.items():
        found = expression.fullmatch(part)
        if found:
            has = found.groupdict()
            return Owner(
                name=tidy(has["name"]),
                number=f"{platform}:{has['number']}" if has.get("number") else "",
                order=int(has.get("order") or 0),
                handed_in=read_time(has.get("time")),
                is_late=bool(has.get("late")),
            )
    return None


def read_time(text):
    """Return Blackboard's time in ISO 8601; the server's clock is taken for this computer's."""
    try:
        return datetime.strptime(text, "%Y-%m-%d-%H-%M-%S").astimezone().isoformat() if text else ""
    except (ValueError, OverflowError, OSError):
        return ""


def is_left_by_system(parts):
    """Return whether nobody handed in the file with these parts of a path."""
    *folders, name = (part.lower() for part in parts)
    return name in NOT_HANDED_IN or name.startswith("._") or bool(SYSTEM_FOLDERS & set(folders))


def is_person(part, names):
    """Return whether a folder or zip may be called like a student."""
    return bool(without_assignments(bare(part), names))


def name_in(part, names):
    """Return the student's name in the name of a loose file, "" if there is none."""
    name = classroom_name(part, names) or without_assignments(bare(part), names)
    return "" if NOBODY.fullmatch(name) else tidy(name)


def classroom_name(part, names):
    """Return the name in front, as in Google Classroom's "Full Name - file.ipynb", "" if none."""
    before, dash, _ = bare(part).partition(" - ")
    return tidy(before) if dash and without_assignments(before, names) else ""


def bare(part):
    """Return a name without suffixes and without what says that it is a copy."""
    text = tidy_quotes(SUFFIXES.sub("", part.strip()))
    while (shorter := tidy_quotes(COPY.sub("", SUFFIXES.sub("", text)))) != text:
        text = shorter
    return text


def tidy_quotes(text):
    """Return text without the quotes that Colab sets around a name in some languages."""
    return text.strip(' \t“”"«»„')


def without_assignments(text, names):
    """Return what a name says beside the names of assignments."""
    for name in sorted(names, key=len, reverse=True):
        # A student may be called like a short assignment: only whole words count.
        words = r"[\W_]*".join(map(re.escape, re.findall(r"[^\W_]+", name)))
        if words:
            text = re.sub(rf"(?<![^\W_]){words}(?![^\W_])", " ", text, flags=re.IGNORECASE)
    return bare(re.sub(r"^[\W_]+|[\W_]+$", "", text))


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """Reads YAML that Ruby wrote; what Ruby calls its objects is of no interest."""


def build_plain(loader, _, node):
    """Return the plain value of an object with a foreign tag."""
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)


Loader.add_multi_constructor("!", build_plain)


def read_gradescope(data):
    """Return the owners of each folder of a Gradescope export, by the folder's name."""
    try:
        stored = yaml.load(data, Loader)
    except (yaml.YAMLError, ValueError, RecursionError, TypeError):
        return {}
    found = {}
    for folder, record in stored.items() if isinstance(stored, dict) else ():
        people = record.get(":submitters") if isinstance(record, dict) else None
        created = record.get(":created_at") if people else None
        if isinstance(created, datetime):
            created = created if created.tzinfo else created.astimezone()
        found[str(folder)] = [
            Owner(
                name=tidy(str(one.get(":name") or "")),
                identity=str(one.get(":sid") or ""),
                email=str(one.get(":email") or ""),
                handed_in=created.isoformat() if isinstance(created, datetime) else "",
            )
            for one in people or []
            if isinstance(one, dict)
        ]
    return {folder: owners for folder, owners in found.items() if owners}
