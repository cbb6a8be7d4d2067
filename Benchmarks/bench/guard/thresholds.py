"""The thresholds and the comparison with them. Measures nothing itself."""

import dataclasses
import enum
import tomllib

ROOM = 0.10
"""How far above the recorded count the ceiling is."""

LOOSE = 0.15
"""From this far below the recorded count on a threshold is worth tightening."""

RECORD = "Benchmarks/guard --record"

HEADING = f"""\
# Instructions an operation of each job, and the ceiling that fails `scripts/test`.
# Written by `{RECORD}`; Benchmarks/README.md tells what the jobs are.
"""


@dataclasses.dataclass(frozen=True)
class Threshold:
    """What was recorded for a job, in instructions an operation, and what must not be exceeded."""

    instructions: int
    ceiling: int

    @classmethod
    def above(cls, measured):
        """The threshold that a measured count gives."""
        return cls(round(measured), round(measured * (1 + ROOM)))


class Outcome(enum.Enum):
    """How a count compares with its threshold."""

    WITHIN = "within"
    ABOVE = "above"
    LOOSE = "loose"
    UNRECORDED = "unrecorded"
    UNMEASURED = "unmeasured"


FAILURES = {Outcome.ABOVE, Outcome.UNRECORDED, Outcome.UNMEASURED}


@dataclasses.dataclass(frozen=True)
class Verdict:
    """A job's count beside its threshold; at least one of the two is there."""

    job: str
    measured: float | None
    threshold: Threshold | None

    @property
    def outcome(self):
        """How the count compares with the threshold."""
        if self.threshold is None:
            return Outcome.UNRECORDED
        if self.measured is None:
            return Outcome.UNMEASURED
        if self.measured > self.threshold.ceiling:
            return Outcome.ABOVE
        if self.measured < self.threshold.instructions * (1 - LOOSE):
            return Outcome.LOOSE
        return Outcome.WITHIN

    @property
    def fails(self):
        """Whether the run must fail for it."""
        return self.outcome in FAILURES

    def __str__(self):
        match self.outcome:
            case Outcome.UNRECORDED:
                return (
                    f"{self.job}: no threshold is recorded for it ({self.measured:,.0f} "
                    f"instructions an operation now); record one with {RECORD}"
                )
            case Outcome.UNMEASURED:
                return f"{self.job}: there is a threshold but no such job; {RECORD} drops it"
        change = self.measured / self.threshold.instructions - 1
        figures = (
            f"{self.job}: {self.measured:,.0f} instructions an operation, {change:+.1%} of the "
            f"{self.threshold.instructions:,} recorded, ceiling {self.threshold.ceiling:,}"
        )
        match self.outcome:
            case Outcome.ABOVE:
                return (
                    f"{figures}: above its ceiling. Find what made it slower; when the cost is "
                    f"meant, record it with {RECORD} and say why in the commit"
                )
            case Outcome.LOOSE:
                return f"{figures}: the threshold is loose; tighten it with {RECORD}"
        return figures


def compare(measured, thresholds):
    """A verdict a job: those measured in their order, then thresholds without a job."""
    left = [job for job in thresholds if job not in measured]
    return [Verdict(job, measured.get(job), thresholds.get(job)) for job in [*measured, *left]]


def read(text):
    """The thresholds of a file, by job."""
    return {job: Threshold(**values) for job, values in tomllib.loads(text).items()}


def written(thresholds):
    """The text of a file with the thresholds."""
    parts = [
        f"\n[{job}]\ninstructions = {one.instructions}\nceiling = {one.ceiling}\n"
        for job, one in thresholds.items()
    ]
    return HEADING + "".join(parts)
