"""What is resident: the pages of the program file that only the start needed are given back."""

import pathlib
import re

from harness.process import wait_for
from harness.wire import get

HEADER = re.compile(r"[0-9a-f]+-[0-9a-f]+ (\S+) \S+ \S+ (\d+)")


def program_pages(process):
    """How much of its code and of its files' constants is in its memory, in KiB."""
    total, counts = 0, False
    for line in pathlib.Path(f"/proc/{process.pid}/smaps").read_text().splitlines():
        if header := HEADER.match(line):
            counts = header[1] in ("r-xp", "r--p") and header[2] != "0"
        elif counts and line.startswith("Rss:"):
            total += int(line.split()[1])
    return total


def test_after_the_start_half_of_the_program_is_in_memory_no_more(launch):
    simulator = launch.simulator()  # it gives nothing back
    gateway = launch.gateway(simulator.port)
    wait_for(
        lambda: program_pages(gateway) < program_pages(simulator) / 2, "the pages being given back"
    )


def test_what_was_given_back_comes_again_when_it_is_needed(launch):
    simulator = launch.simulator()
    gateway = launch.gateway(simulator.port)
    wait_for(
        lambda: program_pages(gateway) < program_pages(simulator) / 2, "the pages being given back"
    )
    idle = program_pages(gateway)
    assert get(gateway.address, "/agents/1031").status == 200
    assert get(gateway.address, "/groups/billing/status").status == 200
    assert program_pages(gateway) > idle
