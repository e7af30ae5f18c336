"""From the submissions of a class to marks and feedback: `python -m grading --help`."""
