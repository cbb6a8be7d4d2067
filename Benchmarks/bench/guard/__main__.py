"""Counts, compares with the thresholds, or records them."""

import argparse
import pathlib
import sys
import tempfile

from bench.guard import jobs
from bench.guard.thresholds import Threshold, compare, read, written
from bench.servers import FOLDER

THRESHOLDS = FOLDER / "guards" / "thresholds.toml"


def main():
    """0 when no count is above its ceiling, else 1."""
    options = parsed()
    with tempfile.TemporaryDirectory(prefix="rollcall-guard-") as folder:
        measured = jobs.measure(options.binary, folder)
    if options.record:
        THRESHOLDS.write_text(written({job: Threshold.above(n) for job, n in measured.items()}))
    verdicts = compare(measured, read(THRESHOLDS.read_text()))
    for verdict in verdicts:
        print(f"{'FAILED ' if verdict.fails else ''}{verdict}")
    return 1 if any(verdict.fails for verdict in verdicts) else 0


def parsed():
    """The command's options."""
    parser = argparse.ArgumentParser(prog="Benchmarks/guard", description=__doc__)
    parser.add_argument("--binary", type=pathlib.Path, required=True, help="the release build")
    parser.add_argument("--record", action="store_true", help="write the thresholds anew")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
