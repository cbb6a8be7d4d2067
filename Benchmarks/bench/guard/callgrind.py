"""rollcall under valgrind's callgrind, which counts only while it is told to."""

import contextlib
import pathlib
import re
import shutil
import subprocess


def without_debug_information(binary, folder):
    """A copy of the binary that valgrind can read: it knows not all of Swift's debug information."""
    copy = pathlib.Path(folder) / "rollcall"
    shutil.copyfile(binary, copy)
    copy.chmod(0o755)
    subprocess.run(["strip", "--strip-debug", copy], check=True)
    return copy


class Callgrind:
    """The counter of one process: `command` goes before the process's own."""

    def __init__(self, folder):
        self._profile = pathlib.Path(folder) / "callgrind"
        self._dumps = 0
        self.command = [
            *("valgrind", "--tool=callgrind", "--instr-atstart=no"),
            f"--callgrind-out-file={self._profile}",
        ]

    def instructions(self, pid, work):
        """The instructions the process executes, on all its threads, while `work` runs."""
        tell(pid, "instrumentation on")
        with contextlib.ExitStack() as scope:
            scope.callback(tell, pid, "instrumentation off")
            tell(pid, "zero")
            work()
            tell(pid, "dump")
        self._dumps += 1
        return total(pathlib.Path(f"{self._profile}.{self._dumps}").read_text())


def tell(pid, order):
    """Has callgrind in that process carry out an order."""
    done = subprocess.run(
        ["vgdb", f"--pid={pid}", "--wait=10", *order.split()],
        capture_output=True, text=True, timeout=60, check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"vgdb {order} gave {done.returncode}: {done.stderr.strip()}")


def total(profile):
    """The instructions a profile accounts for."""
    match = re.search(r"^totals: (\d+)", profile, re.MULTILINE)
    if match is None or int(match.group(1)) == 0:
        raise RuntimeError("callgrind counted nothing")
    return int(match.group(1))
