"""The comparison of instruction counts with their thresholds; nothing is counted here."""

import pathlib
import sys

import pytest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "Benchmarks"))

from bench.guard.callgrind import total  # noqa: E402
from bench.guard.thresholds import (  # noqa: E402
    Outcome, Threshold, compare, read, written,
)

HIT = Threshold(instructions=1000, ceiling=1100)


def verdict(measured):
    """What comes of a hit of that many instructions."""
    [found] = compare({"hit": measured}, {"hit": HIT})
    return found


@pytest.mark.parametrize(
    "measured, outcome, fails",
    [
        (1101, Outcome.ABOVE, True),
        (1100, Outcome.WITHIN, False),
        (1000, Outcome.WITHIN, False),
        (850, Outcome.WITHIN, False),
        (849, Outcome.LOOSE, False),
    ],
)
def test_only_a_count_above_its_ceiling_fails(measured, outcome, fails):
    assert verdict(measured).outcome is outcome
    assert verdict(measured).fails is fails


def test_a_failure_tells_the_job_both_figures_and_what_to_do():
    said = str(verdict(1234))
    for part in ("hit", "1,234", "1,100", "above", "Benchmarks/guard --record"):
        assert part in said


def test_a_loose_threshold_asks_to_be_tightened():
    assert "tighten" in str(verdict(500))


def test_a_job_without_a_threshold_and_a_threshold_without_a_job_fail():
    new, gone = compare({"new": 5.0}, {"gone": HIT})
    assert (new.job, new.outcome, new.fails) == ("new", Outcome.UNRECORDED, True)
    assert (gone.job, gone.outcome, gone.fails) == ("gone", Outcome.UNMEASURED, True)
    assert "new" in str(new) and "gone" in str(gone)


def test_the_ceiling_is_a_tenth_above_what_was_measured():
    assert Threshold.above(1000.4) == Threshold(1000, 1100)


def test_what_is_recorded_is_read_back():
    thresholds = {"hit": HIT, "roll-up": Threshold(7, 8)}
    assert read(written(thresholds)) == thresholds


def test_a_profile_that_counted_nothing_is_no_measurement():
    assert total("events: Ir\ntotals: 12\n") == 12
    for profile in ("", "totals: 0\n"):
        with pytest.raises(RuntimeError):
            total(profile)
