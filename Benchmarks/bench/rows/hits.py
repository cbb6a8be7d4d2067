"""A cached agent, beside nginx's cache, nginx's `return` and Varnish."""

import contextlib

from bench import load
from bench.figures import Finding, Goal, Series
from bench.plan import interleaved

AGENT = "/agents/1031"
CONNECTIONS = 64
IDLE_SHARE = 0.05


@contextlib.contextmanager
def peers(stage):
    """rollcall holding the agent, and the three peers that answer the same body."""
    with stage.part():
        gateway = stage.gateway(stage.simulator())
        gateway.get(AGENT)
        body = gateway.get(AGENT)
        nginx, varnish = stage.nginx(gateway, body), stage.varnish(gateway)
        yield {
            "rollcall": (gateway, gateway.port),
            "nginx proxy_cache": (nginx, nginx.cache_port),
            "nginx return 200": (nginx, nginx.return_port),
            "Varnish hit": (varnish, varnish.port),
        }


def saturated(servers, name, plan):
    """One repeat of one server; its origin must have had nothing to do with it."""
    server, port = servers[name]
    origin = servers["rollcall"][0]
    before = origin.processor_seconds
    found = load.saturate(server, AGENT, CONNECTIONS, plan.seconds, port)
    if server is not origin and origin.processor_seconds - before > IDLE_SHARE * plan.seconds:
        raise RuntimeError(f"{name} asked rollcall instead of answering from its cache")
    return found


def throughput(stage, plan):
    """Processor time a request and requests a second under 64 connections."""
    with peers(stage) as servers:
        for name in servers:
            saturated(servers, name, plan)
        found = interleaved(plan.repeats, {
            name: lambda name=name: saturated(servers, name, plan) for name in servers
        })
    cost = {
        name: Series.of(one.microseconds_per_request for one in repeats)
        for name, repeats in found.items()
    }
    rate = {
        name: Series.of(one.requests_per_second for one in repeats)
        for name, repeats in found.items()
    }
    limits = {"nginx proxy_cache": 0.65, "nginx return 200": 1.3, "Varnish hit": 0.5}
    what = "cached agent: processor time a request"
    findings = [
        Finding("hit", what, "µs", cost["rollcall"], name, cost[name], Goal(limit))
        for name, limit in limits.items()
    ]
    findings.append(Finding(
        "hit", "cached agent: requests a second, 64 connections", "req/s", rate["rollcall"],
        "nginx proxy_cache", rate["nginx proxy_cache"], Goal(1.5, at_most=False),
    ))
    return findings


def latency(stage, plan):
    """p99 at one rate for both: half of what nginx's cache reaches."""
    with peers(stage) as servers:
        names = ["rollcall", "nginx proxy_cache"]
        full = {name: saturated(servers, name, plan).requests_per_second for name in names}
        half = min(full.values()) / 2
        found = interleaved(plan.repeats, {
            name: lambda name=name: paced(stage, servers[name][1], half, plan) for name in names
        })
    return [Finding(
        "hit-latency", f"cached agent: p99 at {half:.0f} requests a second, 64 connections", "µs",
        Series.of(found["rollcall"]), names[1], Series.of(found[names[1]]), Goal(1),
        note="the rate is half of the slower one's most",
    )]


def paced(stage, port, rate, plan):
    """The 99th percentile of one repeat."""
    log = stage.place("paced") / "log"
    url = f"http://127.0.0.1:{port}{AGENT}"
    with load.Paced(url, rate, CONNECTIONS, plan.seconds, log) as running:
        return load.ninety_ninth(running.answers())
