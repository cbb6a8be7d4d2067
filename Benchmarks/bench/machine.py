"""What is read of the machine: processor time, memory, load, versions."""

import os
import pathlib
import platform
import re
import resource
import shutil
import subprocess
import time

SERVER_CORE = 0
LOAD_CORE = 1


def on_core(core, command):
    """The command, held to one core; the process keeps its id."""
    return ["taskset", "-c", str(core), *map(str, command)]


def family(pid):
    """The process and all below it."""
    found = [pid]
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


def processor_seconds(pid):
    """The processor time of a process and those below it so far, user and system.

    It is the kernel's clock of the process, the source of utime and stime in /proc/PID/stat without
    their rounding to hundredths.
    """
    return sum(time.clock_gettime_ns((~member << 3) | 2) for member in family(pid)) / 1e9


def resident_megabytes(pid):
    """The resident memory of a process and those below it, in 10^6 bytes."""
    pages = sum(
        int(pathlib.Path(f"/proc/{member}/statm").read_text().split()[1]) for member in family(pid)
    )
    return pages * resource.getpagesize() / 1e6


def anonymous_megabytes(pid):
    """The memory that is a process's own and of those below it (RssAnon), in 10^6 bytes.

    Resident memory also counts the mapped pages of the program file, which are the page cache's.
    """
    kibibytes = sum(
        int(re.search(r"RssAnon:\s*(\d+)", pathlib.Path(f"/proc/{member}/status").read_text())[1])
        for member in family(pid)
    )
    return kibibytes * 1024 / 1e6


def threads(pid):
    """The names of a process's threads."""
    return sorted(
        task.read_text().strip() for task in pathlib.Path(f"/proc/{pid}/task").glob("*/comm")
    )


def allow_many_files():
    """Lets this process and those it starts open as many files as the system allows."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def stolen_share(before, after):
    """The share of processor time the host gave to others, between two `processor_ticks()`."""
    total = sum(after) - sum(before)
    return (after[7] - before[7]) / total if total else 0.0


def processor_ticks():
    """The first line of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal."""
    line = pathlib.Path("/proc/stat").read_text().splitlines()[0]
    return [int(word) for word in line.split()[1:9]]


def describe():
    """The machine, as name and value."""
    cpu = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*:\s*(.*)", cpu)
    memory = re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text())
    return {
        "processor": f"{model.group(1) if model else platform.machine()}, {os.cpu_count()} cores",
        "memory": f"{int(memory.group(1)) / 1e6:.1f} GB",
        "kernel": platform.release(),
    }


VERSIONS = {
    "nginx": (["nginx", "-v"], r"nginx/(\S+)"),
    "Varnish": (["varnishd", "-V"], r"varnish-(\S+)"),
    "wrk": (["wrk", "-v"], r"wrk (?:debian/)?(\S+)"),
    "h2load": (["h2load", "--version"], r"nghttp2/(\S+)"),
    "curl": (["curl", "--version"], r"curl (\S+)"),
    "Swift": (["swift", "--version"], r"Swift version (\S+)"),
    "Python": (["python3", "--version"], r"Python (\S+)"),
}


def versions(binary, requirements):
    """The versions of all that took part, as name and value."""
    found = {"rollcall": first_match([str(binary), "--version"], r"(\S+)\s*$")}
    for name, (command, pattern) in VERSIONS.items():
        found[name] = first_match(command, pattern) if shutil.which(command[0]) else "not there"
    for line in pathlib.Path(requirements).read_text().splitlines():
        if "==" in line:
            name, version = line.split("==")
            found[name] = version
    return found


def first_match(command, pattern):
    """What the pattern finds in a command's output."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    match = re.search(pattern, done.stdout + done.stderr)
    return match.group(1) if match else "unknown"
