"""Whose is a file, and in which folder does this student's work lie?

The outermost folder that names somebody counts: what is inside of it, a student made.
"""

import os
from collections import defaultdict
from dataclasses import replace

from grading import keep, platforms, roster
from grading.incoming import Source, Unreadable
from grading.names import folder_of, tidy
from grading.platforms import Owner


def split(sources, students):
    """Return the sources without folders around all, each download of a class by itself."""
    for source in sources:
        strip_wrapper(source, students)
        inside = defaultdict(list)
        for one in source.files:
            if len(one.parts) > 1:
                inside[one.parts[0]].append(one)
        downloads = [top for top, files in inside.items() if is_download(files)]
        for top in downloads:
            for one in inside[top]:
                one.parts = one.parts[1:]
            yield Source(inside[top])
        taken = {id(one) for top in downloads for one in inside[top]}
        yield Source([one for one in source.files if id(one) not in taken])


def strip_wrapper(source, students):
    """Take away the folders that hold all files: they are nobody's, if nobody is called so."""
    folders = [one.parts[:-1] for one in source.files if not platforms.is_left_by_system(one.parts)]
    if len(folders) < 2 and not source.is_drives:
        return
    for part in os.path.commonprefix(list(map(list, folders))) if folders else []:
        if platforms.read_platform(part) or roster.find(students, tidy(platforms.bare(part))):
            break
        for one in source.files:
            if one.parts[0] == part and len(one.parts) > 1:
                one.parts = one.parts[1:]


def is_download(files):
    """Return whether a platform packed these files of several students into one folder or zip."""
    mine = [one for one in files if not platforms.is_left_by_system(one.parts)]
    owners = [platforms.read_platform(one.parts[1]) for one in mine]
    return all(owners) and len({(owner.name, owner.number) for owner in owners}) > 1


def read_records(source):
    """Return what Gradescope says of the folders of its export, {} for anything else."""
    for incoming in source.files:
        # Only beside the folders: further down, a student may have made it.
        if incoming.parts == (platforms.GRADESCOPE,) and incoming.read:
            try:
                return platforms.read_gradescope(incoming.read())
            except Unreadable:
                return {}
    return {}


def find_crowded(source, names):
    """Return the folders that seem to hold several students' files, of an assignment perhaps.

    Nobody is guessed there: a student may have called a file like somebody else.
    """
    found = defaultdict(set)
    for one in source.files:
        top, *below = one.parts
        if len(below) > 1 and platforms.is_person(below[0], names) and ".ipynb" in below[-1]:
            found[top].add(folder_of(platforms.bare(below[0])))
        elif below and (name := platforms.classroom_name(below[-1], names)):
            found[top].add(folder_of(name))
    return {folder for folder, inside in found.items() if len(inside) > 1}


def owners_of(parts, names, students, records, crowded):
    """Return who handed in the file with these parts of a path; nobody if it does not say.

    `names` are the assignments, `students` the roster, `records` what Gradescope says of its
    folders, `crowded` the folders that hold files of several students.
    """
    told = records.get(parts[0]) or platforms.read_platform(parts[0])
    if told:
        return [with_roster(one, students) for one in (told if isinstance(told, list) else [told])]
    folders = [part for part in parts[:-1] if platforms.is_person(part, names)]
    for part in folders:
        owner = with_roster(Owner(name=tidy(platforms.bare(part))), students)
        if owner.students:
            return [owner]
    if folders:
        crowd = crowded & set(parts[:-1])
        return [] if crowd else [Owner(name=tidy(platforms.bare(folders[0])))]
    owner = with_roster(Owner(name=platforms.name_in(parts[-1], names)), students)
    if not owner.students and not platforms.classroom_name(parts[-1], names):
        found = roster.find_within(students, platforms.bare(parts[-1]))
        owner = replace(owner, students=tuple(found))
    return [owner] if owner.name or owner.students else []


def with_roster(owner, students):
    """Return the owner with those of the roster who may be meant."""
    found = roster.find(students, owner.name, owner.number, owner.email, owner.identity)
    return replace(owner, students=tuple(found))


def choose_folder(owner, assignment, numbers, students):
    """Return the folder of a student, and a sentence if a person should look.

    `numbers` are those of the students of each name, by folder.
    """
    if len(owner.students) == 1:
        return owner.students[0].folder, ""
    folder, sentence = folder_of(owner.name or owner.identity or owner.email), ""
    if len(owner.students) > 1:
        several = ", ".join(one.id for one in owner.students)
        sentence = f"several in the roster may be meant ({several}): move it to the right one"
    elif students:
        sentence = "not in the roster"
    if folder.casefold() in students.folders:
        folder = f"{folder}-unknown"
    if owner.number and is_anothers(folder, owner, assignment, numbers):
        folder = f"{folder}-{owner.number.partition(':')[2]}"
        sentence = sentence or "two students have this name: a roster tells them apart"
    return folder, sentence


def is_anothers(folder, owner, assignment, numbers):
    """Return whether the folder belongs to another student of the same name."""
    platform = owner.number.partition(":")[0]
    for path in sorted((keep.SUBMITTED / folder).glob("*/collected.json")):
        number = keep.read_record(path.parent).get("number", "")
        # Moodle numbers students anew in each assignment.
        same = path.parent.name == assignment or platform == "canvas"
        if same and number.startswith(f"{platform}:"):
            return number != owner.number
    same = [one for one in numbers[folder_of(owner.name)] if one.startswith(f"{platform}:")]
    return owner.number != min(same, default=owner.number)
