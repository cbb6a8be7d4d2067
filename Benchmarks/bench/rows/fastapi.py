"""What a team would write instead, beside rollcall."""

from bench import load
from bench.figures import Finding, Goal, Series
from bench.plan import interleaved
from bench.rows.cold import group
from bench.rows.hits import AGENT, CONNECTIONS

HELD = "/groups/all/status"


def against_fastapi(stage, plan):
    """Requests a second of a cached agent, and memory with as many agents held."""
    groups = {"all": group(100_000, plan.agents)}
    with stage.part():
        simulator = stage.simulator()
        gateway, peer = stage.gateway(simulator, groups), stage.fastapi(simulator, groups)
        for server in (gateway, peer):
            server.get_whole(HELD)
            server.get(AGENT)
        found = interleaved(plan.repeats, {
            "rollcall": lambda: load.saturate(gateway, AGENT, CONNECTIONS, plan.seconds),
            "fastapi": lambda: load.saturate(peer, AGENT, CONNECTIONS, plan.seconds),
        })
        held = {"rollcall": gateway.resident_megabytes, "fastapi": peer.resident_megabytes}
    rate = {
        name: Series.of(one.requests_per_second for one in repeats)
        for name, repeats in found.items()
    }
    name = "FastAPI, uvicorn, aiodataloader, orjson"
    return [
        Finding(
            "fastapi", "cached agent: requests a second, 64 connections", "req/s", rate["rollcall"],
            name, rate["fastapi"], Goal(10, at_most=False),
        ),
        Finding(
            "fastapi", f"resident with {plan.agents:,} agents held, after the load", "MB",
            Series.of([held["rollcall"]]), name, Series.of([held["fastapi"]]), Goal(0.1),
        ),
    ]
