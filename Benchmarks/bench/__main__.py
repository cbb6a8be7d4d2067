"""Runs the rows and writes what they found; see Benchmarks/README.md."""

import argparse
import dataclasses
import datetime
import os
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time

from bench import machine, report
from bench.figures import Finding, NotMeasured, machine_was_busy
from bench.plan import FULL, QUICK, Plan
from bench.rows import ROWS
from bench.servers import FOLDER, PEERS, Stage


@dataclasses.dataclass
class Run:
    """What a run found, and under which circumstances."""

    command: str
    date: str
    plan: Plan
    machine: dict
    versions: dict
    load_average: float
    was_busy: bool
    found: list = dataclasses.field(default_factory=list)
    threads: int = 0
    minutes: float = 0.0
    stolen: float = 0.0


def arguments():
    """The flags."""
    parser = argparse.ArgumentParser(prog="Benchmarks/run")
    parser.add_argument("--binary", type=pathlib.Path)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--only", action="append", choices=list(ROWS), metavar="ROW", default=[])
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--results", type=pathlib.Path)
    return parser.parse_args()


def built_binary():
    """The release binary, linked as it is shipped; built if need be."""
    command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "rollcall"]
    subprocess.run(command, check=True, stdout=sys.stderr)
    shown = subprocess.run(
        [*command, "--show-bin-path"], check=True, capture_output=True, text=True
    )
    return pathlib.Path(shown.stdout.strip()) / "rollcall"


def begin(flags, binary, load):
    """The circumstances at the start; `load` is the load average before anything was built."""
    cores = os.cpu_count()
    run = Run(
        command=shlex.join(["Benchmarks/run", *sys.argv[1:]]),
        date=datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        plan=QUICK if flags.quick else FULL,
        machine=machine.describe(),
        versions=machine.versions(binary, PEERS / "requirements.txt"),
        load_average=load,
        was_busy=machine_was_busy(load, cores),
    )
    if run.was_busy:
        print(f"The machine is busy (load average {load:.2f}): figures will be noisy.", flush=True)
    return run


def measure(run, stage, names):
    """Each row in turn; one that fails is told as not measured and the others go on."""
    for name in names:
        began = time.monotonic()
        try:
            found = ROWS[name](stage, run.plan)
        except (RuntimeError, AssertionError, OSError, subprocess.SubprocessError) as problem:
            found = [NotMeasured(name, " ".join(str(problem).split())[:300])]
        run.found += found
        print(f"\n{name}, {time.monotonic() - began:.0f} s", flush=True)
        for one in found:
            shown = " | ".join(report.line(one)) if isinstance(one, Finding) else one.reason
            print(f"  {shown}", flush=True)


def main():
    """One run."""
    flags = arguments()
    if flags.list:
        print("\n".join(ROWS))
        return 0
    if os.cpu_count() < 2:
        print("two cores are needed: one for the servers, one for the load", file=sys.stderr)
        return 1
    machine.allow_many_files()
    load = os.getloadavg()[0]
    binary = (flags.binary or built_binary()).resolve(strict=True)
    run = begin(flags, binary, load)
    began, ticks = time.monotonic(), machine.processor_ticks()
    with tempfile.TemporaryDirectory(prefix="rollcall-bench-") as folder:
        with Stage(binary, folder) as stage:
            run.threads = polling_threads(stage)
            measure(run, stage, [name for name in ROWS if not flags.only or name in flags.only])
    run.minutes = (time.monotonic() - began) / 60
    run.stolen = machine.stolen_share(ticks, machine.processor_ticks())
    finish(run, flags)
    return 1 if any(isinstance(one, NotMeasured) for one in run.found) else 0


def polling_threads(stage):
    """How many threads of a gateway poll sockets, by their names."""
    with stage.part():
        gateway = stage.gateway(stage.simulator())
        gateway.get("/agents/1031")
        return sum(name.startswith("NIO-") for name in machine.threads(gateway.pid))


def finish(run, flags):
    """Prints everything and writes the file."""
    text = report.document(run)
    print(f"\n{text}")
    target = flags.results or (None if flags.quick or flags.only else FOLDER / "RESULTS.md")
    if target:
        target.write_text(text)
        print(f"written to {target}")


if __name__ == "__main__":
    sys.exit(main())
