"""python -m grading TASK ...: one task for each step from a notebook to marks."""

import argparse
import ast
import importlib
import sys
import warnings
from pathlib import Path

TASKS = ("release", "collect", "grade", "marks", "feedback")


def main(words):
    """Run the task that the words name; return its exit status."""
    parser = argparse.ArgumentParser(prog="nox -s TASK --", description=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True, metavar="TASK")
    chosen = None
    for name in TASKS:
        text = ast.get_docstring(
            ast.parse(Path(__file__).with_name(f"{name}.py").read_text("utf-8"))
        )
        options = {"prog": f"nox -s {name} --", "help": text.split("\n")[0], "description": text}
        form = argparse.RawDescriptionHelpFormatter
        task = tasks.add_parser(name, formatter_class=form, **options)
        if words[:1] == [name]:  # only what is wanted is imported: a grader takes seconds
            chosen = importlib.import_module(f"grading.{name}")
            chosen.add_arguments(task)
    return chosen.main(parser.parse_args(words)) if chosen else parser.parse_args(words)


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # of libraries, and for programmers
    for stream in (sys.stdout, sys.stderr):  # a console of Windows may not know a student's name
        stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
