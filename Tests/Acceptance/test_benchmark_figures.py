"""The statistics of the benchmarks; nothing is timed here."""

import math
import mmap
import os
import pathlib
import sys

import pytest

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "Benchmarks"))

from bench import machine, report  # noqa: E402
from bench.figures import (  # noqa: E402
    NOISY_SPREAD, Finding, Goal, Series, machine_was_busy, percentile,
)
from bench.plan import interleaved  # noqa: E402


def finding(ours, theirs=None, goal=None):
    """A line of the results."""
    other = Series.of(theirs) if theirs else None
    return Finding("row", "job", "µs", Series.of(ours), "peer" if theirs else "", other, goal)


@pytest.mark.parametrize(
    "values, median", [([7], 7), ([9, 1, 2], 2), ([4, 1, 3, 2], 2.5), ([1, 1, 1000], 1)]
)
def test_the_median_is_the_middle_and_one_wild_repeat_does_not_move_it(values, median):
    assert Series.of(values).median == median


@pytest.mark.parametrize(
    "values, spread",
    [([7], 0), ([5, 5, 5], 0), ([9, 10, 11], 0.2), ([0, 0], 0), ([-1, 0, 1], math.inf)],
)
def test_the_spread_is_the_width_over_the_median(values, spread):
    assert Series.of(values).spread == pytest.approx(spread)


def test_no_repeats_are_no_series():
    with pytest.raises(ValueError):
        Series.of([])


def test_ratios_are_made_round_by_round_before_the_median():
    # A machine that slows down from round to round moves both sides and leaves the ratio.
    ours, theirs = [10, 20, 40], [20, 40, 80]
    ratio = finding(ours, theirs).ratio
    assert ratio.values == (0.5, 0.5, 0.5)
    assert ratio.spread == 0
    # The ratio of the medians would be 1 here.
    assert finding([1, 2, 3], [2, 1, 6]).ratio.median == 0.5


def test_sides_with_different_numbers_of_repeats_are_refused():
    with pytest.raises(ValueError):
        Series.of([1, 2]).over(Series.of([1]))


@pytest.mark.parametrize(
    "share, value", [(0.99, 99), (0.5, 50), (1, 100), (0.001, 1), (0, 1), (0.991, 100)]
)
def test_a_percentile_is_a_value_that_was_seen(share, value):
    assert percentile(range(100, 0, -1), share) == value


def test_a_percentile_of_nothing_is_refused():
    with pytest.raises(ValueError):
        percentile([], 0.99)


@pytest.mark.parametrize(
    "goal, value, reached",
    [
        (Goal(0.65), 0.65, True),
        (Goal(0.65), 0.66, False),
        (Goal(10, at_most=False), 10, True),
        (Goal(10, at_most=False), 9.9, False),
    ],
)
def test_a_goal_is_reached_on_its_side_and_at_its_limit(goal, value, reached):
    assert goal.is_reached_by(value) is reached


def test_a_goal_beside_a_peer_is_about_the_ratio():
    assert finding([50], [100], Goal(0.5)).verdict == "reached"
    assert finding([51], [100], Goal(0.5)).verdict == "missed"


def test_a_goal_without_a_peer_is_about_our_own_figure():
    assert finding([20], goal=Goal(20)).verdict == "reached"
    assert finding([21], goal=Goal(20)).verdict == "missed"
    assert finding([21]).verdict == "no goal"


def test_a_goal_is_written_with_its_side():
    assert str(Goal(1 / 15)) == "≤ 0.0667"
    assert str(Goal(10, at_most=False)) == "≥ 10"


def test_noise_is_told_beside_the_verdict_from_the_bound_on():
    wide, narrow = [100, 100, 116], [100, 100, 115]
    assert NOISY_SPREAD == 0.15
    assert finding(wide, goal=Goal(100)).verdict == "reached, noisy"
    assert finding(narrow, goal=Goal(100)).verdict == "reached"
    # What counts is the figure that is judged: here the ratio, which stands still.
    assert not finding([100, 200], [100, 200], Goal(1)).is_noisy


def test_a_machine_is_busy_above_half_a_process_a_core():
    assert not machine_was_busy(1.0, cores=2)
    assert machine_was_busy(1.01, cores=2)


def test_repeats_are_interleaved():
    order = []

    def place(name):
        order.append(name)
        return len(order)

    found = interleaved(2, {name: lambda name=name: place(name) for name in "ab"})
    assert order == ["a", "b", "a", "b"]
    assert found == {"a": [1, 3], "b": [2, 4]}


@pytest.mark.parametrize(
    "value, text",
    [
        (0, "0"), (0.0512, "0.0512"), (7.414, "7.41"), (52.34, "52.3"), (735.4, "735"),
        (11279.6, "11,280"),
    ],
)
def test_figures_are_written_with_three_digits_that_count(value, text):
    assert report.amount(value) == text


def test_a_line_has_medians_spreads_ratio_goal_and_verdict():
    cells = report.line(finding([10, 11, 12], [20, 22, 24], Goal(0.65)))
    assert cells == [
        "job", "11.0 µs (18%)", "peer", "22.0 µs (18%)", "0.5 (0%)", "≤ 0.65", "reached",
    ]


def test_mapped_files_are_resident_and_not_anonymous(tmp_path):
    path, size = tmp_path / "mapped", 50_000_000
    path.write_bytes(bytes(size))
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ) as mapped:
        before = machine.resident_megabytes(os.getpid()), machine.anonymous_megabytes(os.getpid())
        assert not any(mapped[page] for page in range(0, size, mmap.PAGESIZE))
        after = machine.resident_megabytes(os.getpid()), machine.anonymous_megabytes(os.getpid())
    assert after[0] - before[0] > 40
    assert after[1] - before[1] < 10


def test_memory_written_to_is_anonymous():
    before = machine.anonymous_megabytes(os.getpid())
    written = bytearray(b"x") * 50_000_000
    assert machine.anonymous_megabytes(os.getpid()) - before > 40
    assert len(written) == 50_000_000
