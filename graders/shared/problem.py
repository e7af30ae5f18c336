"""What a teacher is told instead of a traceback."""


class Problem(Exception):
    """A sentence: what is wrong, and what to do next."""
