"""Groups learnt from the CMS, and single look-ups meanwhile."""

import json
import time

from bench import load
from bench.figures import Finding, Goal, Series
from bench.plan import interleaved

LATENCY = "5ms"
GROUPS = 400
MEMBERS = 150
# Shorter than a reading of all groups takes, so that one follows the other.
INTERVAL = "1s"
AGENT = "/agents/1031"
RATE = 2_000
SECONDS = 4
REFRESHING = {
    "groups": {"userGroups": {"enabled": True, "refreshInterval": INTERVAL}}
}


def look_ups_during_refresh(stage, plan):
    """p99 of single look-ups at a fixed rate while groups are read all the time, beside quiet."""
    with stage.part():
        simulator = stage.simulator(LATENCY, "--groups", GROUPS, "--group-size", MEMBERS)
        found = interleaved(plan.cold_repeats, {
            "quiet": lambda: look_ups(stage, simulator, None),
            "refreshing": lambda: look_ups(stage, simulator, REFRESHING),
        })
    return [Finding(
        "look-ups-during-refresh",
        f"single look-ups at {RATE} a second while {GROUPS} groups of {MEMBERS} are read: p99",
        "µs", Series.of(found["refreshing"]), "quiet", Series.of(found["quiet"]), Goal(1.5),
        note=f"each time a new process; one reading follows the other, CMS at {LATENCY}; "
        "CMS and load generator share a core",
    )]


def look_ups(stage, simulator, changes):
    """The p99 of a new gateway, once it knows all groups it is to learn."""
    with stage.part():
        gateway = stage.gateway(simulator, changes=changes)
        gateway.get(AGENT)
        while not json.loads(gateway.get("/groups"))["complete"]:
            time.sleep(0.05)
        known = len(json.loads(gateway.get("/groups"))["groups"])
        if changes and known != GROUPS:
            raise RuntimeError(f"{known} groups were learnt")
        log = stage.place("look-ups") / "log"
        url = f"http://127.0.0.1:{gateway.port}{AGENT}"
        with load.Paced(url, RATE, 16, SECONDS, log) as running:
            return load.ninety_ninth(running.answers())
