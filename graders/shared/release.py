"""Make the students' notebooks of source/ and try them: all assignments, or those named.

Reads   source/NAME/
Writes  release/NAME/, which students get, and build/NAME/, which grading needs

The teacher's notebook is executed first and must have full marks by its own tests. Then the
students' one: untouched it must have none. Nothing may leak. Only then the new release takes
the place of the old one.
"""

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path

import nbformat

from grading import engine, headings, jobs, leak_gate, strip, suspicious
from grading.assignments import (
    DIGEST,
    built_of,
    choose,
    left_by_a_run,
    note_made,
    notebook_of,
    read_fingerprint,
    was_made,
)
from grading.problem import Problem

EARLIER = "earlier_checks.json"


def add_arguments(parser):
    """Add the words that this task takes."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="an assignment; all if none")


def main(options):
    """Release; return the exit status."""
    return release_all(choose(options.names))


def release_all(names):
    """Release these assignments; one that is not good keeps no other from it."""
    status = 0
    for name in names:
        try:
            release(name)
        except Problem as problem:
            print(f"{name} is not released, and release/{name}/ stays as it was. {problem}")
            status = 1
    return status


def release(name):
    """Make, try and publish one assignment; raises Problem."""
    Path("build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(
        dir="build", prefix="part-", ignore_cleanup_errors=True
    ) as part:
        built = Path(part, "built")
        built.mkdir()
        find_faults(name)
        student = engine.build(name, built)
        forget_runs(student)
        try_teacher(name, built)
        try_untouched(name, student, built)
        gate(name, student, Path(part))
        (built / DIGEST).write_text(take_fingerprint(name) + "\n", encoding="utf-8")
        publish(name, student, built)
    print(f"{name}: release/{name}/ is ready for students.")


def forget_runs(path):
    """Take off the students' notebook what Colab noted while the teacher ran it."""
    node = nbformat.read(path, as_version=4)
    before = nbformat.writes(node)
    strip.strip_cells(node)
    if nbformat.writes(node) != before:
        path.write_text(nbformat.writes(node) + "\n", encoding="utf-8", newline="\n")


def find_faults(name):
    """Raise Problem for what both graders would misunderstand, with the number of the cell."""
    path = notebook_of("source", name)
    try:
        node = nbformat.read(path, as_version=4)
    except Exception as error:
        raise Problem(f"{path} is not a notebook: {error}") from error
    if faults := list(leak_gate.find_unpaired(node)):
        raise Problem(f"{path}, {faults[0]}")


def try_teacher(name, built):
    """Raise Problem unless the teacher's notebook has all points that a program gives."""
    print(f"{name}: running the teacher's notebook ...", flush=True)
    exercises, _ = try_out(name, notebook_of("source", name), built)
    wrong = [one for one in exercises if one.by == "program" and one.points < one.maximum]
    if wrong:
        told = "; ".join(f"{one.title} ({one.name}): {one.hint}" for one in wrong)
        raise Problem(f"The teacher's own solution fails its tests. {told}")
    for title, parts in headings.find_shared(exercises).items():
        print(
            f"{name}: {title!r} has the parts {' and '.join(parts)}. An exercise of its own "
            "needs a heading of its own."
        )
    titles = [vars(one) | {"points": None, "hint": ""} for one in exercises]
    (built / "exercises.json").write_text(json.dumps(titles, indent=1) + "\n", encoding="utf-8")


def try_untouched(name, student, built):
    """Raise Problem if the students' notebook has points before anybody wrote an answer."""
    print(f"{name}: running the students' notebook ...", flush=True)
    exercises, node = try_out(name, student, built)
    if given := [one.title for one in exercises if one.points]:
        raise Problem(f"Without an answer there are points already: {', '.join(given)}.")
    for number, cell in enumerate(node.cells, start=1):
        errors = [one for one in cell.get("outputs", []) if one.output_type == "error"]
        if errors and not cell.metadata.get("nbgrader", {}).get("grade"):
            print(
                f"{name}: before anything is solved, the students' notebook stops at cell "
                f"{number} ({errors[0].ename}), and *Run all* with it."
            )
            break


def try_out(name, path, built):
    """Return exercises and executed notebook, graded as a submission would be."""
    files = engine.prepare(name, "teacher", path, built)
    done = jobs.run(jobs.Job(name, "teacher", files, jobs.read_settings()))
    if done.problem:
        raise Problem(f"{path} could not be run: {done.problem}")
    return engine.read(name, files, done.outputs, built)


def gate(name, student, part):
    """Raise Problem for what students must not see."""
    source, released = part / "gate" / "source" / name, part / "gate" / "release" / name
    shutil.copytree(Path("source", name), source)
    shutil.copytree(student.parent, released)
    if leaks := leak_gate.find_leaks(source.parent, released.parent):
        raise Problem("Students would find in it: " + "; ".join(leaks))


def publish(name, student, built):
    """Put a good release in the place of the old one."""
    engine.publish(name, built)
    earlier = sorted(read_earlier(name) | list_checks(name))
    (built / EARLIER).write_text(json.dumps(earlier, indent=1) + "\n", encoding="utf-8")
    keep_theirs(name, student.parent)
    replace(student.parent, Path("release", name))
    replace(built, built_of(name))
    note_made(notebook_of("release", name))


def list_checks(name):
    """Return the fingerprints of the checks that are released."""
    path = notebook_of("release", name)
    cells = nbformat.read(path, as_version=4).cells if path.exists() else []
    return {suspicious.take_digest(cell) for cell in cells if suspicious.is_check(cell)}


def read_earlier(name):
    """Return the fingerprints of checks that were released before, as far as they are known."""
    path = built_of(name) / EARLIER
    return {*json.loads(path.read_text("utf-8"))} if path.exists() else set()


def keep_theirs(name, new):
    """Copy what a person put into the old release, and no program, into the new one."""
    old, before = Path("release", name), engine.student_of(name, built_of(name)).parent
    for path in filter(Path.is_file, old.rglob("*")):
        beside, made = (folder / path.relative_to(old) for folder in (new, before))
        is_ours = was_made(path) or (made.is_file() and made.read_bytes() == path.read_bytes())
        if not beside.exists() and not is_ours:
            beside.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, beside)
            print(f"{name}: {path.as_posix()} is kept; delete it if students should not have it.")


def replace(new, old):
    """Move a folder to where another one is; that goes only when the new one is there."""
    old.parent.mkdir(parents=True, exist_ok=True)
    fresh, aside = (old.with_name(f".{old.name}.{word}") for word in ("new", "old"))
    for path in (fresh, aside):
        shutil.rmtree(path, ignore_errors=True)
    shutil.copytree(new, fresh)
    if old.exists():
        os.rename(old, aside)
    os.rename(fresh, old)
    shutil.rmtree(aside, ignore_errors=True)


def take_fingerprint(name):
    """Return a digest of everything in source/NAME/ that decides about marks."""
    digest = hashlib.sha256()
    for path in list_source(name):
        digest.update(path.relative_to("source").as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def list_source(name):
    """Return the files of an assignment that a teacher wrote; what a run left is none of them."""
    left = left_by_a_run()
    paths = sorted(Path("source", name).rglob("*"))
    return [path for path in paths if path.is_file() and not left & {*path.parts}]


def is_current(name):
    """Return whether the release was made of the notebook that is in source/ now."""
    return notebook_of("release", name).exists() and read_fingerprint(name) == take_fingerprint(
        name
    )
