"""python -m grading TASK ...: one task for each step from a notebook to marks."""

import argparse
import importlib
import sys

TASKS = ("release", "collect", "grade", "feedback", "marks")


def main(words):
    """Run the task that the words name; return its exit status."""
    parser = argparse.ArgumentParser(prog="nox -s", description=__doc__)
    tasks = parser.add_subparsers(dest="task", required=True)
    modules = {name: importlib.import_module(f"grading.{name}") for name in TASKS}
    for name, module in modules.items():
        text = module.__doc__.strip()
        task = tasks.add_parser(name, help=text.split("\n")[0], description=text)
        task.formatter_class = argparse.RawDescriptionHelpFormatter
        module.add_arguments(task)
    options = parser.parse_args(words)
    return modules[options.task].main(options)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):  # a console of Windows may not know a student's name
        stream.reconfigure(errors="backslashreplace")
    sys.exit(main(sys.argv[1:]))
