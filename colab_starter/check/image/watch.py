"""What the watch tells on GitHub: a pull request, an issue, or nothing.

    python -m check.image.watch OUTCOME BEFORE NOW

OUTCOME is what `colab_check --outcome` wrote, BEFORE the count of the run before (it may be
missing), NOW where the count goes. It speaks to GitHub through `gh`, and runs nothing of the
notebooks: the job that does has no right to write.

Silent while the notebooks run. They run with a new list: one pull request, and no second one
for changes that were declined. They stop twice in a row: one issue, edited in place, closed when
they run again; whoever closes it is not asked again before that. That nobody could find out
counts for nothing, unless it goes on for a month. What stopped with the old list is no alarm.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from .colab_check import BEFORE, RUNS, STOPS, UNKNOWN, Outcome

TITLES = {
    STOPS: "Notebooks stop on Colab's newest image",
    UNKNOWN: "Nobody could try the notebooks on Colab's newest image for four runs",
}
PULL_TITLE = "Test with what Colab has now"
GREEN = "Everything runs again."
NEWER = "A newer list took its place."
BRANCH = "colab-image-"
AUTHOR = ["-c", "user.name=colab-watch", "-c", "user.email=noreply@example.invalid"]
# What it may write, whatever the job that ran the notebooks wants.
LOCKS = re.compile(r"colab/(lock(-[\w-]+)?\.txt|tested\.json)|colab_starter/check/colab\.txt")
# So many runs in a row before an issue.
RUNS_BEFORE = {STOPS: 2, UNKNOWN: 4}
NOT_ALLOWED = """\
::warning::The branch {branch} is pushed, but the pull request cannot be opened. Allow it: Settings > \
Actions > General > Allow GitHub Actions to create and approve pull requests. Then run this again."""


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
        return Count(self.stops, 0 if verdict == BEFORE else self.unknown + 1)

    def is_due(self, verdict: str) -> bool:
        """Return whether somebody should know, after a run that ended like this."""
        return {STOPS: self.stops, UNKNOWN: self.unknown}.get(verdict) == RUNS_BEFORE.get(
            verdict, 0
        )


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
        return
    title = ["--title", TITLES.get(outcome.verdict, ""), "--body", outcome.text]
    if told.issue is None and count.is_due(outcome.verdict):
        yield ["issue", "create", *title]
    elif told.issue is not None and outcome.verdict == STOPS and count.stops >= RUNS_BEFORE[STOPS]:
        yield ["issue", "edit", str(told.issue), *title]


def read_told() -> Told:
    """Return what stands on GitHub."""
    everything = ["--limit", "1000", "--json"]
    issues = ask("issue", "list", "--state", "open", *everything, "number,title")
    pulls = ask("pr", "list", "--state", "all", *everything, "number,state,headRefName")
    found = [one["number"] for one in issues if one["title"] in TITLES.values()]
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
            continue
        try:
            subprocess.run(["gh", *words], check=True)
        except subprocess.CalledProcessError:
            if words[:2] != ["pr", "create"]:
                raise
            print(NOT_ALLOWED.format(branch=words[3]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
