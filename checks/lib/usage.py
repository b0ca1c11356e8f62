"""What a process and all its descendants use: from /proc, so on Linux alone."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def stat(pid):
    """The fields of /proc/PID/stat after the command's name, which may have blanks: [1] is the parent. A thread is PID/task/ID."""
    return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()


def tree(pid):
    """The process and its descendants."""
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                children.setdefault(int(stat(entry.name)[1]), []).append(int(entry.name))
            except (OSError, IndexError):
                pass  # it ended meanwhile
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def cpu_seconds(pid):
    """User and system time; of children that have ended too, once they were waited for."""
    ticks = 0
    for each in tree(pid):
        fields = stat(each)
        ticks += sum(map(int, fields[11:15] if each == pid else fields[11:13]))
    return ticks / TICKS


def compiler_seconds(pid):
    """Of a JVM: user and system time of the threads that compile."""
    ticks = 0
    for thread in Path(f"/proc/{pid}/task").iterdir():
        try:
            if "CompilerThre" in (thread / "comm").read_text():
                ticks += sum(map(int, stat(f"{pid}/task/{thread.name}")[11:13]))
        except OSError:
            pass  # it ended meanwhile
    return ticks / TICKS


def pss_mib(pid):
    """Memory; a page that processes share counts once. The sum of resident memory would count forked workers twice."""
    kib = 0
    for each in tree(pid):
        for line in Path(f"/proc/{each}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                kib += int(line.split()[1])
    return kib / 1024
