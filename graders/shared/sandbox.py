"""Runs one submission within limits and, where bubblewrap is there, apart from everything else.

`run` is what others call. The same file, run as a program, is the small process between the
grader and the submission: everything that the submission starts stays below it, and it ends
all of it when the grader is gone.
"""

import functools
import os
import re
import shutil
import stat
import subprocess
import sys
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import psutil

GB = 1e9
HOME = ".home"  # inside the working folder
SECONDS_BETWEEN_LOOKS = 0.2
MOST_FILES = 100_000
LOG_BYTES = 100_000
# Printing without end is slowed down after so much, so that nobody else waits for it.
FREE_LOG_BYTES = 10_000_000
MARK = "COLAB_STARTER_SUBMISSION"
# What a program needs of the grader's environment. Passwords and tokens have other names.
HARMLESS = """
PATH LANG LANGUAGE LC_ALL LC_CTYPE TZ OMP_NUM_THREADS OPENBLAS_NUM_THREADS MKL_NUM_THREADS
LD_LIBRARY_PATH DYLD_LIBRARY_PATH CUDA_VISIBLE_DEVICES KERAS_BACKEND TF_CPP_MIN_LOG_LEVEL
PYTHONHASHSEED PYTHONUTF8 PYTHONDONTWRITEBYTECODE
SYSTEMROOT SYSTEMDRIVE WINDIR COMSPEC PATHEXT NUMBER_OF_PROCESSORS PROCESSOR_ARCHITECTURE
PROGRAMFILES PROGRAMDATA
""".split()
# What programs on Linux need, wherever Python is. Nothing else of the machine is shown.
SYSTEM = "/usr /bin /sbin /lib /lib32 /lib64 /etc /opt /nix/store /gnu/store /sys/devices/system"


@dataclass(frozen=True)
class Limits:
    """What one submission may use; all its processes together."""

    seconds: float = 600
    memory: float = 4
    """GB."""
    processes: int = 64
    disk: float = 1
    """GB."""
    network: bool = False
    """Whether it may use the network, where something could keep it from that."""


@dataclass(frozen=True)
class Ended:
    """How a run ended."""

    status: int
    problem: str
    """A sentence for the teacher; empty if all is well."""
    seconds: float
    log: str
    """The end of what it printed."""


def run(
    command: list[str],
    work: Path,
    limits: Limits,
    hidden: list[Path],
    shown: list[Path] = (),
    variables: dict[str, str] | None = None,
) -> Ended:
    """Run a command in the folder `work`; return how it ended, when nothing of it is left running.

    With bubblewrap the command sees the system, Python, this package, `shown` without `hidden`,
    and `work`, the only place where it may write; it has no network. `variables` are added to
    the harmless ones of the environment. What is left in `work` are plain files and folders.
    """
    work = work.resolve()
    (work / HOME / "tmp").mkdir(parents=True, exist_ok=True)
    isolated = not why_not_isolated()
    mark = uuid.uuid4().hex
    environment = list_variables(work, isolated) | (variables or {}) | {MARK: mark}
    network = ["--share-net"] if limits.network else []
    around = isolate(work, list(hidden), list(shown), network=network) if isolated else []
    wrapped = [*around, *command]
    between = [sys.executable, "-P", __file__, f"{limits.disk * GB:.0f}", f"{limits.processes}"]
    start = time.monotonic()
    process = subprocess.Popen(
        [*between, *map(str, wrapped)],
        cwd=work,
        env=environment,
        stdin=subprocess.PIPE,  # closed when this process is gone, however it ended
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=os.name != "nt",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    log = Log(process.stdout)
    try:
        problem = watch(process, work, limits)
    finally:
        end_all(process, mark)
    seconds = time.monotonic() - start
    text = log.end()
    is_there = (work / HOME).is_dir()
    leave_plain_files(work)
    if not problem and not is_there:
        problem = "It deleted its own working folder."
    if not problem and process.returncode:
        problem = explain(process.returncode, text)
    return Ended(process.returncode, problem or measure_disk(work, limits), seconds, text)


def list_variables(work, isolated):
    """Return the environment of a submission: nothing of the teacher's but what is harmless."""
    home = work / HOME
    # A short path: sockets of multiprocessing lie there. `isolate` puts home/tmp there.
    tmp = "/tmp" if isolated else str(home / "tmp")
    found = {name: os.environ[name] for name in HARMLESS if name in os.environ}
    found |= dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), str(home))
    found |= dict.fromkeys(("TMPDIR", "TEMP", "TMP"), tmp)
    site = sys.modules.get("site")
    if site and site.ENABLE_USER_SITE:  # packages of `pip install --user` lie in the real home
        found["PYTHONUSERBASE"] = site.getuserbase()
    return found


def watch(process, work, limits):
    """Wait for the end of a process; return what it did too much of, else an empty string."""
    start = time.monotonic()
    next_disk = 0.0
    while True:
        try:
            process.wait(SECONDS_BETWEEN_LOOKS)
            return ""
        except subprocess.TimeoutExpired:
            now = time.monotonic()
        if now - start > limits.seconds:
            return f"Stopped after {limits.seconds:g} seconds: an endless loop?"
        if problem := measure_processes(process.pid, limits):
            return problem
        if now >= next_disk:
            if problem := measure_disk(work, limits, list_processes(process.pid)):
                return problem
            # Many files take long to count: look less often.
            next_disk = time.monotonic() + max(0.5, 5 * (time.monotonic() - now))


def list_processes(pid):
    """Return all processes below this one that still run."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []


def measure_processes(pid, limits):
    """Return a sentence if there are too many processes below this one, or too large ones."""
    below = list_processes(pid)
    most = limits.processes + (2 if not why_not_isolated() else 0)  # bubblewrap's own two
    if len(below) > most and sum(map(is_running, below)) > most:
        return f"Stopped: it started more than {limits.processes} processes."
    if sum(memory_of(one) for one in below) > limits.memory * GB:
        # What forked processes share was counted for each. Counting it once takes longer.
        if sum(memory_of(one, shared_once=True) for one in below) > limits.memory * GB:
            return f"Stopped: it took more than {limits.memory:g} GB of memory."
    return ""


def is_running(process):
    """Return whether a process has not ended; one whose parent has not noticed it has."""
    try:
        return process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def memory_of(process, shared_once=False):
    """Return the bytes in memory of one process, 0 if it is gone."""
    try:
        if shared_once and psutil.LINUX:
            return process.memory_full_info().pss
        return process.memory_info().rss
    except psutil.Error:
        return 0


def measure_disk(work, limits, processes=()):
    """Return a sentence if too much lies in a folder, or in deleted files that are still open."""
    size = sum(map(size_of_deleted, processes))
    for count, status in enumerate(walk(work)):
        size += getattr(status, "st_blocks", 0) * 512 or status.st_size
        if size > limits.disk * GB:
            return f"Stopped: it wrote more than {limits.disk:g} GB."
        if count > MOST_FILES:
            return f"Stopped: it wrote more than {MOST_FILES} files."
    return ""


def walk(folder):
    """Yield the status of everything below a folder that can be read; follows no link."""
    folders = [folder]
    while folders:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(entry.path)
                    yield entry.stat(follow_symlinks=False)
        except OSError:
            continue  # deleted meanwhile


def size_of_deleted(process):
    """Return the bytes on disk that only this process still holds; 0 where nobody can tell."""
    size = 0
    try:
        for entry in os.scandir(f"/proc/{process.pid}/fd"):
            status = os.stat(entry.path)
            if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
                size += status.st_blocks * 512
    except OSError:
        pass
    return size


def explain(status, log):
    """Return a sentence for a run that ended by itself, but not well."""
    if "DeadKernelError" in log or "Kernel died" in log:
        return "Its kernel ended before the notebook did: exit(), a crash, or out of memory."
    last = next((line.strip() for line in reversed(log.splitlines()) if re.search(r"\w", line)), "")
    return (
        f"It could not be executed to the end (status {status}): {last[:300] or 'no reason given'}"
    )


class Log:
    """Keeps the end of what a process prints, however much that is."""

    def __init__(self, stream):
        self.stream = stream
        self.kept = b""
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        """Read until nobody writes any more."""
        seen = 0
        while chunk := self.stream.read1(65536):
            self.kept = (self.kept + chunk)[-LOG_BYTES:]
            seen += len(chunk)
            if seen > FREE_LOG_BYTES:
                time.sleep(0.05)

    def end(self):
        """Return the text, once all that wrote have ended."""
        self.thread.join(5)
        if not self.thread.is_alive():
            self.stream.close()
        return self.kept.decode("utf-8", "replace")


def end_all(process, mark):
    """End a process, everything below it, and whatever got away but still bears the mark."""
    end_below(process.pid)
    try:
        process.stdin.close()
    except OSError:
        pass
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for one in psutil.process_iter():
        try:
            if one.environ().get(MARK) == mark:
                end_below(one.pid)
                one.kill()
        except (psutil.Error, OSError):
            continue  # somebody else's, or gone


def end_below(pid, seconds=10):
    """End everything below a process; again, as long as there are new ones."""
    until = time.monotonic() + seconds
    while below := [one for one in list_processes(pid) if is_running(one)]:
        for one in below:
            try:
                one.kill()
            except psutil.Error:
                pass
        psutil.wait_procs(below, timeout=0.05)
        if time.monotonic() > until:
            return


def leave_plain_files(work):
    """Leave nothing in a folder that can mislead who reads there: links, pipes, closed folders."""
    folders = [work]
    while folders:
        folder = folders.pop()
        try:
            os.chmod(folder, 0o700)
            entries = list(os.scandir(folder))
        except OSError:
            continue
        for entry in entries:
            try:
                mode = entry.stat(follow_symlinks=False).st_mode
                if stat.S_ISDIR(mode) and not getattr(entry, "is_junction", bool)():
                    folders.append(entry.path)
                elif stat.S_ISREG(mode):
                    os.chmod(entry.path, 0o600)
                else:
                    os.unlink(entry.path)
            except OSError:
                continue
    shutil.rmtree(work / HOME, ignore_errors=True)


# Isolation: bubblewrap, where the machine has it and permits it.


@functools.cache
def why_not_isolated() -> str:
    """Return why submissions are not isolated here; empty if they are."""
    if not sys.platform.startswith("linux"):
        return f"bubblewrap needs Linux, this is {sys.platform}"
    if not shutil.which("bwrap"):
        return "bubblewrap is not installed"
    try:
        words = isolate(Path("/"), [], [], places=[("--ro-bind", "/")])
        tried = subprocess.run([*words, "true"], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.SubprocessError) as error:
        return f"bubblewrap does not start: {error}"
    if tried.returncode:
        return f"bubblewrap is not permitted here: {tried.stderr.strip()[-200:]}"
    return ""


def describe_isolation(network: bool = False) -> str:
    """Return one sentence: what keeps submissions apart on this machine, or what to do."""
    reason = why_not_isolated()
    if not reason:
        how = "with" if network else "without"
        return (
            f"Each submission runs in bubblewrap: {how} network, writing only into its own folder."
        )
    return (
        f"Nothing isolates submissions ({reason}): they can read and change what you can. "
        "Grade with an account or on a machine that holds nothing else; "
        "on Linux `sudo apt install bubblewrap` isolates them."
    )


def isolate(work, hidden, shown, places=None, network=()):
    """Return the words that go before a command to run it in bubblewrap."""
    words = [
        "bwrap",
        "--unshare-all",
        *network,
        "--die-with-parent",
        "--new-session",
        "--cap-drop",
        "ALL",
    ]
    if places is None:
        tmp = work / HOME / "tmp"
        words += ["--bind", str(tmp), "/tmp"]
        places = list_places(work, hidden, shown)
    for option, place in places:
        words += [option, place] if option == "--tmpfs" else [option, place, place]
    # Empty places are in memory: nobody may fill them.
    for option, place in reversed(places):
        words += ["--remount-ro", place] if option == "--tmpfs" else []
    # The superuser could else set the kernel's switches there.
    words += ["--proc", "/proc", "--remount-ro", "/proc", "--dev", "/dev", "--chdir", str(work)]
    if work != Path("/"):
        (work / HOME / "shm").mkdir(exist_ok=True)
        words += ["--bind", str(work / HOME / "shm"), "/dev/shm", "--remount-ro", "/dev"]
        words += ["--remount-ro", "/"]
    return [*words, "--"]


def list_places(work, hidden, shown):
    """Return pairs of bubblewrap's option and a place, the outer before the inner ones."""
    places = dict.fromkeys(SYSTEM.split(), "--ro-bind-try")
    places |= dict.fromkeys(map(str, spell(shown)), "--ro-bind-try")
    secret = [path for path in spell(hidden) if path.is_dir()]
    places |= dict.fromkeys(map(str, secret), "--tmpfs")
    python = [path for path in list_python() if path not in secret]
    places |= dict.fromkeys(map(str, python), "--ro-bind-try")
    places[str(work)] = "--bind"
    ordered = sorted(places, key=lambda place: len(Path(place).parts))
    return [(places[place], place) for place in ordered]


def list_python():
    """Return the folders that Python and this package need, however links lead there."""
    found = [sys.prefix, sys.base_prefix, sys.exec_prefix]
    found += [
        word for word in sys.path if os.path.basename(word) in ("site-packages", "dist-packages")
    ]
    program = Path(os.path.abspath(sys.executable))
    for _ in range(10):
        found.append(program.parent.parent)
        if not program.is_symlink():
            break
        program = Path(os.path.normpath(program.parent / os.readlink(program)))
    return spell([*map(Path, found), Path(__file__).parent])


def spell(paths):
    """Return each path as it is written and as it is meant, without links; never the root."""
    both = [Path(os.path.abspath(path)) for path in paths] + [
        Path(path).resolve() for path in paths
    ]
    return [path for path in dict.fromkeys(both) if path.parent != path and path.exists()]


# The process between: run as a program with the most bytes of a file, the most processes, and
# the command.


def stand_between(words):
    """Run a command; end everything that it leaves; return its status."""
    keep_descendants()
    limit(int(words[0]), int(words[1]))
    child = subprocess.Popen(words[2:], stdin=subprocess.DEVNULL)
    threading.Thread(target=end_with_grader, daemon=True).start()
    status = child.wait()
    end_below(os.getpid())
    return status if status >= 0 else 128 - status


def keep_descendants():
    """On Linux, become the parent of every descendant whose parent ends."""
    if psutil.LINUX:
        import ctypes

        PR_SET_CHILD_SUBREAPER = 36
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        # If the machine runs out of memory, the submission goes, not the grader.
        Path("/proc/self/oom_score_adj").write_text("1000")


def limit(size, processes):
    """Have the system refuse what goes far beyond the limits before anybody looks."""
    if os.name == "nt":
        return
    import resource

    # Threads count too, and on some systems all that the account runs.
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, size + 1_000_000),
        (resource.RLIMIT_NPROC, max(2000, 50 * processes)),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def end_with_grader():
    """Wait until the grader is gone; end everything."""
    os.read(0, 1)
    end_below(os.getpid())
    os._exit(1)


if __name__ == "__main__":
    sys.exit(stand_between(sys.argv[1:]))
