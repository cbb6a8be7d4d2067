"""Warm groups of 5,000 agents: the roll-up and the list."""

import contextlib
import http.client
import statistics
import time

from bench import load
from bench.figures import Finding, Goal, Series
from bench.plan import interleaved

GROUPS = {"large": {"agents": ["100000-104999"]}}
STATUS = "/groups/large/status"
LIST = "/groups/large/agents"
MEMBER = "/agents/100000"
OTHER = "/agents/100001"
FORCED = {"Cache-Control": "no-cache"}
CONNECTIONS = 8


@contextlib.contextmanager
def warm_gateway(stage):
    """rollcall holding the group; a request may have any agent looked at again at once."""
    with stage.part():
        changes = {"cache": {"minimumRefreshInterval": "0s"}}
        gateway = stage.gateway(stage.simulator(), GROUPS, changes)
        gateway.get(STATUS)
        gateway.get(LIST)
        yield gateway


def roll_up(stage, plan):
    """The roll-up when nothing changed, and when a member's row has just landed.

    The latter is measured one at a time, where any request costs ten times what it does under load: a
    wake-up, and caches gone cold. So what it takes more than the same roll-up asked for once more is
    added to what that costs under load. Since any answer costs more when megabytes of rows have just gone
    through the caches, a hit goes before it.
    """
    with warm_gateway(stage) as gateway:
        found = interleaved(plan.repeats, {
            "unchanged": lambda: load.saturate(gateway, STATUS, CONNECTIONS, plan.seconds),
            "changed": lambda: after_a_landing(gateway, plan.roll_up_cycles, [OTHER]),
            "cold": lambda: after_a_landing(gateway, plan.roll_up_cycles, []),
        })
    unchanged = Series.of(one.microseconds_per_request for one in found["unchanged"])
    changed = Series.of(
        one + first - again for one, (first, again) in zip(unchanged.values, found["changed"])
    )
    return [
        Finding(
            "group-status", "roll-up of 5,000, nothing changed: processor time", "µs", unchanged,
            goal=Goal(20),
        ),
        Finding(
            "group-status", "roll-up of 5,000, a row has landed: processor time", "µs", changed,
            goal=Goal(120),
            note="after a hit, what it takes more than the same once more, one at a time, added to what "
            "it costs under load when nothing changed",
        ),
        Finding(
            "group-status", "the same, first thing after the landing: processor time", "µs",
            Series.of(first for first, _ in found["cold"]),
            note="one at a time, a wake-up and cold caches included; asked for once more, "
            f"{statistics.median(again for _, again in found['cold']):.0f} µs",
        ),
    ]


def after_a_landing(gateway, count, before):
    """µs of processor time of a roll-up when a member has been looked at again and those before it have
    been asked for, and of the same once more: the medians."""
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    first, again = [], []
    with contextlib.closing(connection):
        for _ in range(count):
            ask(connection, MEMBER, FORCED)
            settled(gateway)
            for target in before:
                ask(connection, target, {})
            landed = settled(gateway)
            ask(connection, STATUS, {})
            made = settled(gateway)
            ask(connection, STATUS, {})
            first.append(made - landed)
            again.append(settled(gateway) - made)
    return statistics.median(first) * 1e6, statistics.median(again) * 1e6


def settled(gateway):
    """Its processor time, once it has nothing more to do."""
    used = gateway.processor_seconds
    while True:
        time.sleep(0.002)
        now = gateway.processor_seconds
        if now == used:
            return now
        used = now


def ask(connection, target, headers):
    """The body of one request on a kept connection."""
    connection.request("GET", target, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{target} gave {answer.status}: {body[:200]!r}")
    return body


def long_list(stage, plan):
    """The list of 5,000 beside nginx sending the same bytes from a file."""
    with warm_gateway(stage) as gateway:
        body = gateway.get(LIST)
        nginx = stage.nginx(gateway, files={"list.json": body})
        found = interleaved(plan.repeats, {
            "rollcall": lambda: load.saturate(gateway, LIST, CONNECTIONS, plan.seconds),
            "nginx": lambda: load.saturate(
                nginx, "/list.json", CONNECTIONS, plan.seconds, nginx.static_port
            ),
        })
    cost = {
        name: Series.of(one.microseconds_per_request for one in repeats)
        for name, repeats in found.items()
    }
    what = f"list of 5,000 ({len(body) / 1e6:.2f} MB): processor time a request"
    return [
        Finding(
            "group-agents", what, "µs", cost["rollcall"], "nginx static file", cost["nginx"],
            Goal(3),
        ),
    ]
