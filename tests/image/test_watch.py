"""The watch is silent while notebooks run, tells once, and tells when all is well again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st

from colab_starter.check.image.colab_check import BEFORE, RUNS, STOPS, UNKNOWN, Outcome
from colab_starter.check.image.watch import BRANCH, TITLES, Count, Told, decide, push

VERDICTS = st.sampled_from([RUNS, STOPS, UNKNOWN, BEFORE])
# What a week brings: a verdict, whether something new was found, and whether a person declines
# the pull request that is open.
WEEKS = st.lists(st.tuples(VERDICTS, st.sampled_from(["", "a", "b"]), st.booleans()), max_size=12)


class GitHub:
    """What stands there after the commands of the watch."""

    def __init__(self) -> None:
        self.issues: dict[int, bool] = {}
        self.pulls: dict[str, int | None] = {}
        self.commands: list[list[str]] = []

    def told(self) -> Told:
        is_open = [number for number, state in self.issues.items() if state]
        return Told(min(is_open, default=None), dict(self.pulls))

    def do(self, words: list[str]) -> None:
        self.commands.append(words)
        kind, verb = words[0], words[1]
        if (kind, verb) == ("issue", "create"):
            self.issues[len(self.issues) + 1] = True
        elif (kind, verb) == ("issue", "close"):
            self.issues[int(words[2])] = False
        elif (kind, verb) == ("pr", "create"):
            branch = words[words.index("--head") + 1]
            assert branch not in self.pulls, "never a second one"
            self.pulls[branch] = len(self.pulls) + 1
        elif (kind, verb) == ("pr", "close"):
            branch = next(name for name, number in self.pulls.items() if str(number) == words[2])
            self.pulls[branch] = None

    def decline(self) -> None:
        self.pulls = dict.fromkeys(self.pulls)


@given(WEEKS)
def test_whatever_the_weeks_bring(weeks: list[tuple[str, str, bool]]) -> None:
    github, count, known = GitHub(), Count(), []
    for verdict, key, declines in weeks:
        count = count.next(verdict)
        known.append(verdict)
        before = len(github.commands)
        for words in decide(Outcome(verdict, "a report", key), count, github.told()):
            github.do(words)
        new = github.commands[before:]
        opened = [number for number, is_open in github.issues.items() if is_open]
        assert len(opened) <= 1
        assert len([one for one in github.pulls.values() if one]) <= 1
        if verdict == RUNS:
            assert not opened, "closed by itself"
            assert bool(key) or not [words for words in new if words[0] == "pr"]
        if ["issue", "create"] in [words[:2] for words in new]:
            certain = [one for one in known if one not in (UNKNOWN, BEFORE)]
            assert certain[-2:] == [STOPS, STOPS] or known[-4:] == [UNKNOWN] * 4
        if declines:
            github.decline()


def test_the_issue_is_edited_in_place() -> None:
    outcome, told = Outcome(STOPS, "a report"), Told(7)
    edit = ["issue", "edit", "7", "--title", TITLES[STOPS], "--body", "a report"]
    assert list(decide(outcome, Count(5), told)) == [edit]
    assert list(decide(Outcome(UNKNOWN, ""), Count(5, 1), told)) == []


def test_an_issue_that_a_person_closed_comes_back_only_after_a_good_run() -> None:
    count, opened = Count(), []
    for week, verdict in enumerate([STOPS] * 5 + [RUNS] + [STOPS] * 3):
        count = count.next(verdict)
        opened += [week for words in decide(Outcome(verdict, ""), count, Told()) if words]
    assert opened == [1, 7]


def test_what_stopped_before_is_no_alarm() -> None:
    count = Count()
    for _ in range(9):
        count = count.next(BEFORE)
        assert not list(decide(Outcome(BEFORE, "a report", "k"), count, Told()))
        assert not list(decide(Outcome(BEFORE, "a report", "k"), count, Told(7)))


def test_four_times_without_network_is_not_called_a_fault_of_colab() -> None:
    count, opened = Count(1), []
    for _ in range(6):
        count = count.next(UNKNOWN)
        opened += decide(Outcome(UNKNOWN, "no network"), count, Told())
    assert [words[words.index("--title") + 1] for words in opened] == [TITLES[UNKNOWN]]


STAND_IN = """\
#!{python}
import json, sys
from pathlib import Path
state = Path({state!r})
known = json.loads(state.read_text())
words = sys.argv[1:]
known["commands"].append(words)
if words[:2] == ["issue", "list"]:
    print(json.dumps(known["issues"]))
elif words[:2] == ["pr", "list"]:
    print(json.dumps(known["pulls"]))
elif words[:2] == ["pr", "create"]:
    if known.get("refuses"):
        sys.exit("GitHub Actions is not permitted to create or approve pull requests")
    branch = words[words.index("--head") + 1]
    known["pulls"].append({{"number": 9, "state": "OPEN", "headRefName": branch}})
elif words[:2] == ["issue", "create"]:
    title = words[words.index("--title") + 1]
    known["issues"].append({{"number": 3, "title": title}})
state.write_text(json.dumps(known))
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch) -> Path:
    """A clone of a course, with `gh` that remembers what it was told."""
    for name in (*(key for key in os.environ if key.startswith("GIT_")),):
        monkeypatch.delenv(name)
    bare, clone, programs = (tmp_path / name for name in ("bare", "clone", "programs"))
    author = ["-c", "user.name=test", "-c", "user.email=test@example.invalid"]
    git = lambda *words: subprocess.run(["git", *words], check=True, capture_output=True)  # noqa: E731
    git("init", "--quiet", "--bare", "--initial-branch", "main", str(bare))
    git("clone", "--quiet", str(bare), str(clone))
    (clone / "colab").mkdir()
    (clone / "colab" / "lock-keras-gpu.txt").write_text("numpy==1\n")
    git("-C", str(clone), "add", "--all")
    git("-C", str(clone), *author, "commit", "--quiet", "--message", "first")
    git("-C", str(clone), "push", "--quiet", "origin", "HEAD:main")
    programs.mkdir()
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"issues": [], "pulls": [], "commands": []}))
    gh = programs / "gh"
    gh.write_text(STAND_IN.format(python=sys.executable, state=str(state)))
    gh.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    return clone


def watch(course: Path, outcome: Outcome) -> list[list[str]]:
    """Run the watch as its workflow does; return what it told, without questions."""
    state = course.parent / "state.json"
    before = len(json.loads(state.read_text())["commands"])
    (course / "outcome.json").write_text(json.dumps(asdict(outcome)))
    command = [sys.executable, "-m", "colab_starter.check.image.watch"]
    files = ["outcome.json", "count.json", "count.json"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([*command, *files], cwd=course, env=env, check=True)
    commands = json.loads(state.read_text())["commands"][before:]
    return [words for words in commands if words[1] not in ("list", "setup-git")]


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for gh is a script")
def test_a_year_of_a_course(course: Path) -> None:
    assert watch(course, Outcome(RUNS, "nothing")) == []
    files = {"colab/lock-keras-gpu.txt": "numpy==2\n", "colab/tested.json": "{}\n"}
    newer = Outcome(RUNS, "a report", "k1", files)
    (pull,) = watch(course, newer)
    assert pull[:4] == ["pr", "create", "--head", f"{BRANCH}k1"] and "a report" in pull
    shown = ["git", "show", f"origin/{BRANCH}k1:colab/lock-keras-gpu.txt"]
    pushed = subprocess.run(shown, cwd=course, capture_output=True, text=True, check=True)
    assert pushed.stdout == "numpy==2\n"
    assert watch(course, newer) == [], "never a second one"
    assert watch(course, Outcome(STOPS, "it stops", "k2")) == [], "once is no alarm"
    assert watch(course, Outcome(UNKNOWN, "no network")) == []
    (issue,) = watch(course, Outcome(STOPS, "it stops", "k2"))
    assert issue[:4] == ["issue", "create", "--title", TITLES[STOPS]]
    (edit,) = watch(course, Outcome(STOPS, "it still stops", "k3"))
    assert edit == ["issue", "edit", "3", "--title", TITLES[STOPS], "--body", "it still stops"]
    (close,) = watch(course, Outcome(RUNS, "nothing"))
    assert close[:3] == ["issue", "close", "3"]


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for gh is a script")
def test_where_github_forbids_pull_requests_the_branch_waits(course: Path) -> None:
    state = course.parent / "state.json"
    known = json.loads(state.read_text())
    state.write_text(json.dumps({**known, "refuses": True}))
    newer = Outcome(RUNS, "a report", "k1", {"colab/tested.json": "{}\n"})
    assert watch(course, newer) == [], "refused, and said so"
    listed = ["git", "ls-remote", "--heads", "origin", f"{BRANCH}k1"]
    assert subprocess.run(listed, cwd=course, capture_output=True, check=True).stdout
    state.write_text(json.dumps(known))
    subprocess.run(["git", "switch", "--quiet", "-"], cwd=course, check=True)  # a fresh checkout
    assert [words[:2] for words in watch(course, newer)] == [["pr", "create"]], "tried again"


@pytest.mark.parametrize(
    "name",
    ["../colab/lock-x.txt", ".github/workflows/colab.yml", "colab/x.py", "/colab/lock-x.txt"],
)
def test_the_job_that_may_write_writes_only_locks(name: str, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match="none of the files"):
        push("branch", {name: ""})
    assert not list(tmp_path.iterdir())


FOLDERS = [ROOT, ROOT / "{{cookiecutter.project_slug}}"]


@pytest.mark.parametrize("folder", FOLDERS, ids=["here", "course"])
def test_the_job_that_runs_notebooks_may_not_write(folder: Path) -> None:
    workflow = yaml.safe_load((folder / ".github/workflows/colab.yml").read_text("utf-8"))
    assert workflow["permissions"] == {}
    look, tell = workflow["jobs"]["look"], workflow["jobs"]["tell"]
    assert look["permissions"] == {"contents": "read"}
    assert not [step for step in tell["steps"] if "nox" in step.get("run", "")]
    # YAML takes the word `on` for a truth value. In a course a teacher switches the schedule on.
    assert ("schedule" in workflow[True]) == (folder == ROOT)
    assert "workflow_dispatch" in workflow[True]
    others = [path for path in (folder / ".github/workflows").iterdir() if path.name != "colab.yml"]
    assert others and not [path for path in others if "schedule" in path.read_text("utf-8")]
