"""A full answer of the CMS read by rollcall's reader, beside Foundation's JSONDecoder."""

import subprocess

from bench import machine
from bench.figures import Finding, Goal, Series
from bench.rows.cold import CHUNK, fetch_chunks
from bench.servers import FOLDER

PACKAGE = FOLDER / "decode"
BUILD = ["--package-path", PACKAGE, "--scratch-path", FOLDER.parent / ".build-bench/decode"]


def decode(stage, plan):
    """Both read the same body in turn, in one process."""
    program = build()
    with stage.part():
        _, (answer,) = fetch_chunks(stage, stage.simulator(), CHUNK)
    size = answer.stat().st_size
    command = machine.on_core(machine.SERVER_CORE, [program, answer, plan.decode_rounds + 1])
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    # The first round warms up.
    rounds = [line.split() for line in done.stdout.splitlines()][1:]
    ours, theirs = zip(*((int(one) / 1e6, int(other) / 1e6) for one, other in rounds))
    return [Finding(
        "decode", f"answer of {CHUNK:,} agents, {size / 1e6:.1f} MB: time to read", "ms",
        middle_of(ours, plan.repeats), "JSONDecoder", middle_of(theirs, plan.repeats), Goal(1 / 15),
        note="the goal of 15 times faster is a ratio of 0.067",
    )]


def middle_of(rounds, parts):
    """The medians of as many runs of rounds as the other rows have repeats."""
    length = max(1, len(rounds) // parts)
    return Series.of(
        Series.of(rounds[start:start + length]).median
        for start in range(0, length * min(parts, len(rounds)), length)
    )


def build():
    """The comparison, built if need be; returns its path."""
    build_command = ["swift", "build", "-c", "release", *map(str, BUILD)]
    subprocess.run(build_command, check=True, stdout=subprocess.DEVNULL)
    shown = subprocess.run(
        [*build_command, "--show-bin-path"], check=True, capture_output=True, text=True
    )
    return f"{shown.stdout.strip()}/decode-comparison"
