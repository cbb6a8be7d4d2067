"""How the cost of a hit and of a cold id grows with the number of ids."""

import random

from bench import load
from bench.figures import Finding, Goal, Series
from bench.plan import interleaved
from bench.rows.cold import CALLS, group
from bench.rows.memory import groups_of
from bench.servers import VDNS

WARMING = "/agents/1031"
FLAT = 1.15
FIRST = 100_000
WALKED = 1_000
CONNECTIONS = 16


def hit_cost(stage, plan):
    """A hit on any of the agents held, at three sizes of what is held."""
    sizes = [1_000, plan.agents, plan.many_agents]
    with stage.part():
        simulator = stage.simulator()
        gateways = {size: holder(stage, simulator, size) for size in sizes}
        targets = {size: targets_file(stage, size) for size in sizes}
        found = interleaved(plan.repeats, {
            size: lambda size=size: load.walk(
                gateways[size], targets[size], plan.walk_requests, CONNECTIONS
            )
            for size in sizes
        })
    return against_smallest("scaling-hit", "hit with {:,} ids held: processor time", found)


def holder(stage, simulator, size):
    """A gateway that holds so many agents."""
    groups = groups_of(size)
    gateway = stage.gateway(simulator, groups)
    for name, one in groups.items():
        gateway.get_whole(f"/vdns/{one['vdn']}/groups/{name}/status")
    return gateway


def targets_file(stage, size):
    """A thousand of the agents held, from a fixed seed; as many at every size."""
    spread = random.Random(1)
    first = min(size, 600_000)
    places = (spread.randrange(size) for _ in range(WALKED))
    lines = (
        f"/vdns/{VDNS[0]}/agents/{FIRST + place}" if place < first
        else f"/vdns/{VDNS[1]}/agents/{FIRST + place - first}"
        for place in places
    )
    path = stage.place("targets") / "targets"
    path.write_text("\n".join(lines) + "\n")
    return path


def cold_cost(stage, plan):
    """An id from the CMS to the answer, at three sizes of the group."""
    groups = {f"of{size}": group(FIRST, size) for size in plan.scaling_ids}
    with stage.part():
        simulator = stage.simulator()
        found = interleaved(plan.cold_repeats, {
            size: lambda size=size: cold_id(stage, simulator, groups, size)
            for size in plan.scaling_ids
        })
    return against_smallest("scaling-cold", "cold group of {:,}: processor time an id", found)


def cold_id(stage, simulator, groups, size):
    """µs of processor time an id, in a new process that has one connection to the CMS."""
    with stage.part():
        gateway = stage.gateway(simulator, groups, CALLS)
        gateway.get(WARMING)
        body = stage.place("body") / "body"
        before = gateway.processor_seconds
        url = f"http://127.0.0.1:{gateway.port}/groups/of{size}/agents"
        load.fetch(["--output", body, "--header", "Prefer: wait=30", url])
        body.unlink()
        return (gateway.processor_seconds - before) / size * 1e6


def against_smallest(row, what, found):
    """The larger sizes as ratios to the smallest."""
    smallest, *larger = found
    return [
        Finding(
            row, what.format(size), "µs", Series.of(found[size]), f"{smallest:,}",
            Series.of(found[smallest]), Goal(FLAT),
        )
        for size in larger
    ]
