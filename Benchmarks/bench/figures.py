"""The statistics: medians, spreads, ratios, and what they are worth. Measures nothing itself."""

import dataclasses
import math
import statistics

NOISY_SPREAD = 0.15
"""From this spread on a row's figure is called noisy."""

BUSY_LOAD = 0.5
"""From this load average a core at the start the whole run is called noisy."""


@dataclasses.dataclass(frozen=True)
class Series:
    """The repeats of one measurement, in the order they were made."""

    values: tuple

    @classmethod
    def of(cls, values):
        """A series of numbers; there must be at least one."""
        values = tuple(float(value) for value in values)
        if not values:
            raise ValueError("a series without values")
        return cls(values)

    @property
    def median(self):
        """The middle of the values."""
        return statistics.median(self.values)

    @property
    def spread(self):
        """How far the values lie apart: (largest - smallest) / median; 0 for one value."""
        width = max(self.values) - min(self.values)
        if width == 0:
            return 0.0
        return width / abs(self.median) if self.median else math.inf

    def over(self, other):
        """The ratios repeat by repeat: each value over the other's of the same round."""
        if len(self.values) != len(other.values):
            raise ValueError("ratios need as many repeats on both sides")
        return Series(tuple(a / b for a, b in zip(self.values, other.values)))


@dataclasses.dataclass(frozen=True)
class Goal:
    """A limit for a ratio or a value, and the side on which it is reached."""

    limit: float
    at_most: bool = True

    def is_reached_by(self, value):
        """Whether the value is within the limit."""
        return value <= self.limit if self.at_most else value >= self.limit

    def __str__(self):
        return f"{'≤' if self.at_most else '≥'} {self.limit:.3g}"


def percentile(values, share):
    """The smallest value that at least `share` (0 to 1) of all values do not exceed."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("a percentile of nothing")
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


@dataclasses.dataclass(frozen=True)
class Finding:
    """A line of the results: ours, perhaps beside a peer's, and the goal."""

    row: str
    what: str
    unit: str
    ours: Series
    against: str = ""
    theirs: Series | None = None
    goal: Goal | None = None
    note: str = ""

    @property
    def title(self):
        """The job and the peer, which no two findings share."""
        return f"{self.what} (against {self.against})" if self.against else self.what

    @property
    def ratio(self):
        """Ours over theirs, round by round; None without a peer."""
        return self.ours.over(self.theirs) if self.theirs else None

    @property
    def judged(self):
        """What the goal is about: the ratio where there is a peer, else our own value."""
        return self.ratio or self.ours

    @property
    def is_noisy(self):
        """Whether the repeats lie too far apart to say more than the order of magnitude."""
        return self.judged.spread > NOISY_SPREAD

    @property
    def verdict(self):
        """One of: reached, missed, no goal; and whether it is to be trusted."""
        if self.goal is None:
            word = "no goal"
        else:
            word = "reached" if self.goal.is_reached_by(self.judged.median) else "missed"
        return f"{word}, noisy" if self.is_noisy else word


@dataclasses.dataclass(frozen=True)
class NotMeasured:
    """A row without a figure, and why."""

    row: str
    reason: str


def machine_was_busy(load_average, cores):
    """Whether others used the machine when the run began."""
    return load_average > BUSY_LOAD * cores
