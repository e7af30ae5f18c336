"""Grade what is new or changed under submitted/: all assignments, or those named.

Reads   submitted/STUDENT/NAME/NAME.ipynb, which `collect` leaves, and build/NAME/, which `release` makes
Writes  graded/NAME/STUDENT/: result.json and the executed notebook; in by_hand.csv a row for each
        written answer. `marks` makes the table.

A submission is graded again if it, the tests, the limits in pyproject.toml, or the grader's version
changed; everything else is up to date. What could not be graded has no mark and a reason, and exit
status 1. A run that was killed goes on where it was.
"""

import json
import os
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from tqdm import tqdm

from grading import alike, by_hand, engine, jobs, release, sandbox, suspicious
from grading.assignments import (
    built_of,
    choose,
    find_handed_in,
    list_students,
    notebook_of,
    take_prints,
)
from grading.problem import Problem
from grading.results import Result, folder_of, read_result, write_result


def add_arguments(parser):
    """Add the words that this task takes."""
    parser.add_argument("names", nargs="*", metavar="NAME", help="an assignment; all if none")
    parser.add_argument("--student", action="append", help="grade only this one")
    parser.add_argument("--again", action="store_true", help="also what is up to date")
    parser.add_argument("--workers", type=int, default=0, help="at once; as many as processors")
    parser.add_argument("--scheduler", help="the address of a Dask scheduler, whose workers grade")


def main(options):
    """Grade; return the exit status."""
    names = choose(options.names)
    for name in names:
        if not release.is_current(name):
            print(f"{name}: the notebook in source/ is new or changed, hence released first.")
            if status := release.release_all([name]):
                return status
    print(sandbox.describe_isolation(jobs.read_settings()["network"]))
    worst = 0
    for name in names:
        worst = max(worst, grade(name, options))
    return worst


def grade(name, options):
    """Grade the submissions of one assignment; return the exit status."""
    students = [path.name for path in list_students() if find_handed_in(name, path.name)]
    if options.student:
        students = [student for student in students if student in options.student]
    waiting = [one for one in students if options.again or not is_current(name, one)]
    print(f"{name}: {len(waiting)} to grade, {len(students) - len(waiting)} up to date")
    settings, todo = jobs.read_settings(), []
    for student in waiting:
        try:
            files = engine.prepare(name, student, find_notebook(name, student), built_of(name))
            todo.append(jobs.Job(name, student, files, settings))
        except Problem as problem:
            finish(Result(student, name, problem=str(problem)))
    # What is no notebook has its result already.
    count = {"total": len(waiting), "initial": len(waiting) - len(todo)}
    bar = tqdm(run_all(todo, options), unit="submission", disable=not todo, **count)
    for done in bar:
        result = finish(read(done), done)
        bar.write(describe(result))
    results = [read_result(name, student) for student in students]
    by_hand.offer(results)
    troubled = [one for one in results if one.problem]
    for one in troubled:
        if one.student not in {job.student for job in todo}:
            print(describe(one))
    print(f"{name}: {len(results) - len(troubled)} graded, {len(troubled)} could not be.")
    return 1 if troubled else 0


def find_notebook(name, student):
    """Return the notebook that a student handed in; raises Problem if it is none."""
    path = find_handed_in(name, student)
    if path.suffix == ".ipynb":
        return path
    raise Problem(read_note(name, student).get("problem") or f"There is no {name}.ipynb.")


def read_note(name, student):
    """Return what `collect` noted of a submission, nothing where there is no note."""
    path = notebook_of(Path("submitted", student), name).with_name("collected.json")
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}


def is_current(name, student):
    """Return whether a submission was graded as it is, with the tests as they are."""
    result = read_result(name, student)
    return bool(result) and result.fingerprint == take_fingerprint(name, student)


def take_fingerprint(name, student):
    """Return what decides whether a submission must be graded again."""
    return {
        **take_prints(name, student),
        "grader": engine.VERSION,
        "limits": jobs.read_settings(),
    }


def run_all(todo, options):
    """Yield each job when it is done, here or on the workers of a scheduler."""
    if options.scheduler:
        from dask.distributed import Client
        from dask.distributed import as_completed as as_they_come

        with Client(options.scheduler) as client:
            futures = client.map(jobs.run, todo, pure=False, retries=2)
            for future in as_they_come(futures):
                yield future.result()
        return
    with ThreadPoolExecutor(options.workers or os.cpu_count() or 1) as pool:
        futures = [pool.submit(jobs.run, job) for job in todo]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def read(done):
    """Return the result of a job."""
    name, student = done.job.assignment, done.job.student
    result = Result(student, name, problem=done.problem, seconds=round(done.seconds, 1))
    if result.problem:
        return result
    try:
        result.exercises, node = engine.read(name, done.job.files, done.outputs, built_of(name))
    except (Problem, ValueError, KeyError) as problem:
        result.problem = str(problem)
        return result
    result.look = find_stopped(node)
    path = folder_of(name, student) / f"{name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(node), encoding="utf-8")
    engine.record(name, student, node, read_note(name, student).get("handed_in", ""))
    return result


def find_stopped(node):
    """Return a sentence for each cell that took too long: what is below it may have no points."""
    stopped = []
    for cell in node.cells:
        names = {one.get("ename") for one in cell.get("outputs", [])}
        if names & {"CellTimeoutError", "KeyboardInterrupt"}:
            # Cells with this mark are the grader's own.
            what = "a test" if cell.metadata.get("grader") else repr(suspicious.first_words(cell))
            stopped.append(f"a cell was stopped, because it took too long: {what}")
    return stopped


def finish(result, done=None):
    """Complete a result, and write it down; return it."""
    name, student = result.assignment, result.student
    result.fingerprint = take_fingerprint(name, student)
    result.handed_in = read_note(name, student).get("handed_in", "")
    try:
        given = nbformat.read(find_notebook(name, student), as_version=4)
        released = nbformat.read(notebook_of("release", name), as_version=4)
        earlier = release.read_earlier(name)
        result.look += suspicious.find(given, released, earlier)
        result.look += alike.find_lost(given, released)
    except Exception:  # what is no notebook has a problem already
        pass
    write_result(result)
    return result


def describe(result):
    """Return a line for a result."""
    if result.problem:
        return f"{result.student:<24} no mark: {result.problem}"
    waits = ", the rest is for a person" if result.is_waiting else ""
    look = f"; look at it: {result.look[0]}" if result.look else ""
    return f"{result.student:<24} {result.points:g} of {result.maximum:g}{waits}{look}"
