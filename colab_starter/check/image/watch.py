"""What the watch tells on GitHub: a pull request, an issue, or nothing.

    python -m check.image.watch OUTCOME BEFORE NOW

OUTCOME is what `colab_check --outcome` wrote, BEFORE the count of the run before (it may be
missing), NOW where the count goes. It speaks to GitHub through `gh`, and runs nothing of the
notebooks: the job that does has no right to write.

Silent while the notebooks run. They run with a new list: one pull request, and no second one
for changes that were declined. They stop twice in a row: one issue, edited in place, closed when
they run again. That nobody could find out counts for nothing, unless it goes on for a month.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .colab_check import RUNS, STOPS, Outcome

TITLE = "Notebooks stop on Colab's newest image"
PULL_TITLE = "Test with what Colab has now"
GREEN = "Everything runs again."
NEWER = "A newer list took its place."
BRANCH = "colab-image-"
AUTHOR = ["-c", "user.name=colab-watch", "-c", "user.email=noreply@example.invalid"]
# What it may write, whatever the job that ran the notebooks wants.
LOCKS = re.compile(r"colab/(lock(-[\w-]+)?\.txt|tested\.json)|colab_starter/check/colab\.txt")
# So many runs in a row.
STOPS_BEFORE_AN_ISSUE = 2
UNKNOWN_BEFORE_AN_ISSUE = 4


@dataclass(frozen=True)
class Count:
    """So many runs in a row ended like this."""

    stops: int = 0
    unknown: int = 0

    def next(self, verdict: str) -> Count:
        """Return the count after one more run; one that found out nothing leaves `stops`."""
        if verdict == RUNS:
            return Count()
        if verdict == STOPS:
            return Count(self.stops + 1)
        return Count(self.stops, self.unknown + 1)

    @property
    def is_bad(self) -> bool:
        """Return whether somebody should know."""
        return self.stops >= STOPS_BEFORE_AN_ISSUE or self.unknown >= UNKNOWN_BEFORE_AN_ISSUE


@dataclass(frozen=True)
class Told:
    """What stands on GitHub already."""

    issue: int | None = None
    """The open issue of the watch."""
    branches: Mapping[str, int | None] = field(default_factory=dict)
    """The branches of its pull requests, open, merged or declined; the number of those open."""


def decide(outcome: Outcome, count: Count, told: Told) -> Iterator[list[str]]:
    """Yield the commands for `gh`, in order; `push` first, which is ours."""
    if outcome.verdict == RUNS:
        if told.issue is not None:
            yield ["issue", "close", str(told.issue), "--comment", GREEN]
        branch = BRANCH + outcome.key
        if outcome.key and branch not in told.branches:
            for number in filter(None, told.branches.values()):
                yield ["pr", "close", str(number), "--comment", NEWER]
            yield ["push", branch]
            yield ["pr", "create", "--head", branch, "--title", PULL_TITLE, "--body", outcome.text]
    elif told.issue is not None and outcome.verdict == STOPS:
        yield ["issue", "edit", str(told.issue), "--body", outcome.text]
    elif told.issue is None and count.is_bad:
        yield ["issue", "create", "--title", TITLE, "--body", outcome.text]


def read_told() -> Told:
    """Return what stands on GitHub."""
    everything = ["--limit", "1000", "--json"]
    issues = ask("issue", "list", "--state", "open", *everything, "number,title")
    pulls = ask("pr", "list", "--state", "all", *everything, "number,state,headRefName")
    found = [one["number"] for one in issues if one["title"] == TITLE]
    branches: dict[str, int | None] = {}
    for one in pulls:
        if one["headRefName"].startswith(BRANCH):
            is_open = one["state"] == "OPEN"
            branches[one["headRefName"]] = one["number"] if is_open else None
    return Told(min(found, default=None), branches)


def ask(*words: str) -> list[dict]:
    """Return what `gh` says."""
    result = subprocess.run(["gh", *words], capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


def push(branch: str, files: Mapping[str, str]) -> None:
    """Commit new files to a branch and push it; raises ValueError for one that is not a lock's."""
    for name, text in files.items():
        if not LOCKS.fullmatch(name):
            raise ValueError(f"{name} is none of the files that the watch renews.")
        Path(name).write_text(text, "utf-8", newline="\n")
    subprocess.run(["gh", "auth", "setup-git"], check=True)
    for words in (
        ["switch", "--quiet", "--force-create", branch],
        ["add", "--", *files],
        [*AUTHOR, "commit", "--quiet", "--message", PULL_TITLE],
        ["push", "--quiet", "--force", "origin", branch],
    ):
        subprocess.run(["git", *words], check=True)


def main(arguments: Sequence[str]) -> int:
    """Tell what is to be told; return 0."""
    found, before, now = map(Path, arguments)
    outcome = Outcome(**json.loads(found.read_text("utf-8")))
    try:
        count = Count(**json.loads(before.read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        count = Count()
    count = count.next(outcome.verdict)
    now.write_text(json.dumps(asdict(count)) + "\n", "utf-8")
    print(outcome.text)
    for words in decide(outcome, count, read_told()):
        if words[0] == "push":
            push(words[1], outcome.files)
        else:
            subprocess.run(["gh", *words], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
