"""How often and how long the rows measure."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Plan:
    """The counts of a run."""

    repeats: int
    seconds: int
    walk_requests: int
    cold_repeats: int
    agents: int
    many_agents: int
    idle_connections: int
    roll_up_cycles: int
    decode_rounds: int
    scaling_ids: tuple

    @property
    def is_quick(self):
        """Whether the figures mean nothing."""
        return self == QUICK


FULL = Plan(
    repeats=7, seconds=3, walk_requests=40_000, cold_repeats=5, agents=60_000,
    many_agents=1_000_000, idle_connections=10_000, roll_up_cycles=60, decode_rounds=40,
    scaling_ids=(6_000, 60_000, 600_000),
)

QUICK = Plan(
    repeats=2, seconds=1, walk_requests=2_000, cold_repeats=2, agents=12_000,
    many_agents=100_000, idle_connections=200, roll_up_cycles=20, decode_rounds=2,
    scaling_ids=(600, 6_000, 60_000),
)


def interleaved(repeats, measurements):
    """Each measurement in turn, again and again: A B A B …; the values by name."""
    found = {name: [] for name in measurements}
    for _ in range(repeats):
        for name, measure in measurements.items():
            found[name].append(measure())
    return found
