"""The project's folder while a run works in it: marked as incomplete, with a way back.

cookiecutter writes its files one by one, over whatever stands there. So what it is about to
write over is copied to `.colab-starter/before/` first. A run that fails brings everything
back; one that is killed leaves the copies, and the next run finds them there.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
from pathlib import Path

from colab_starter import ROOT
from colab_starter.manifest import FOLDER

AROUND = ROOT / "{{cookiecutter.project_slug}}"
BEFORE = f"{FOLDER}/before"
PART = f"{BEFORE}/part"
MARK = "NOT-FINISHED.txt"
TEXT = f"""This project is incomplete: the run that creates or renews it is still at work, or was
interrupted. If no cookiecutter is running:

- If the folder holds no work of yours, delete it and create the project again.
- Else delete only this file, and run cookiecutter again with -f. What you changed is not
  lost: the files as they were stand in {BEFORE}/, and the next run takes them from there.
"""
NEXT_STEPS = """
{verb} {project}
  README.md    which notebook is for whom, how to publish them with an Open-in-Colab
               badge, and how to change them
"""


def list_around() -> list[str]:
    """Return the paths, inside the project, of the files that cookiecutter itself writes."""
    paths = (path.relative_to(AROUND) for path in sorted(AROUND.rglob("*")) if path.is_file())
    return [path.as_posix() for path in paths if "__pycache__" not in path.parts]


def begin(project: Path) -> int:
    """Mark the folder, and copy what will be written over; return 0, or 1 after saying why not."""
    try:
        is_old = any(project.iterdir())
        with (project / MARK).open("x", encoding="utf-8", newline="\n") as file:
            file.write(TEXT)
    except FileExistsError:
        problem = f"another run is writing it, or one was interrupted; {MARK} in it says what to do"
    except OSError as error:
        problem = str(error)
    else:
        if not is_old:
            return 0
        try:
            back_up(project)
            return 0
        except OSError as error:
            shutil.rmtree(project / PART, ignore_errors=True)
            (project / MARK).unlink()
            problem = str(error)
    print(f"Cannot write into {ascii(str(project))}: {problem}.", file=sys.stderr)
    return 1


def find_marked() -> Path | None:
    """Return the current folder, or None after saying why: it is not the one that was marked.

    Of two runs that make the same folder in the same instant, cookiecutter takes the folder
    away with the one that fails, and the other writes into what is left.
    """
    with contextlib.suppress(FileNotFoundError):  # the current folder itself is gone
        if (project := Path.cwd()).joinpath(MARK).exists():
            return project
    print(
        "The project's folder was removed while its files were written. If that was another "
        "run of cookiecutter, run it once more, alone.",
        file=sys.stderr,
    )
    return None


def back_up(project: Path) -> None:
    """Copy the files that cookiecutter will write over into a new folder of `BEFORE`."""
    part = project / PART
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name in list_around():
        if (project / name).is_file():
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(project / name, part / name)
    part.rename(project / BEFORE / str(len(list_backups(project)) + 1))


def list_backups(project: Path) -> list[Path]:
    """Return the folders that `back_up` made, the oldest first: one, or more after a kill."""
    folders = (project / BEFORE).glob("[0-9]*")
    return sorted(folders, key=lambda folder: int(folder.name))


def list_backed_up(project: Path) -> set[str]:
    """Return the paths, inside the project, of the files of which there are copies."""
    return {
        path.relative_to(folder).as_posix()
        for folder in list_backups(project)
        for path in folder.rglob("*")
        if path.is_file()
    }


def undo(project: Path) -> bool:
    """Bring back what cookiecutter wrote over; return whether there was a project before this run.

    Copies of an earlier run that was killed stay, and so does the mark.
    """
    backups = list_backups(project)
    if not backups:
        return False
    newest = backups.pop()
    for name in list_around():
        if (newest / name).exists():
            (newest / name).replace(project / name)
        else:
            (project / name).unlink(missing_ok=True)
            prune(project, project / name)
    shutil.rmtree(newest)
    if not backups:
        shutil.rmtree(project / BEFORE)
        prune(project, project / BEFORE)
        (project / MARK).unlink(missing_ok=True)
    return True


def prune(project: Path, path: Path) -> None:
    """Remove the folders above `path` that are empty now, up to the project's own."""
    with contextlib.suppress(OSError):  # one of them is not empty
        while (path := path.parent) != project:
            path.rmdir()


def finish(project: Path) -> None:
    """Take mark and copies away: every file is complete. Then say where to go on."""
    verb = "Renewed" if list_backups(project) else "Created"
    shutil.rmtree(project / BEFORE, ignore_errors=True)
    (project / MARK).unlink(missing_ok=True)
    print(NEXT_STEPS.format(verb=verb, project=project))
