"""Memory in four situations, each in a new process: resident, and the part that is its own."""

import contextlib
import socket
import time

from bench.figures import Finding, Goal, Series
from bench.rows.cold import group
from bench.servers import VDNS

FIRST = 100_000
SETTLING_SECONDS = 1.0
AGENT = "/agents/1031"
REQUEST = f"GET {AGENT} HTTP/1.1\r\nHost: rollcall\r\n\r\n".encode()


def memory(stage, plan):
    """The memory idle, with agents held, and with idle connections."""
    with stage.part():
        simulator = stage.simulator()
        return [
            *findings("idle", idle(stage, simulator), 20),
            *findings(f"{plan.agents:,} agents held", holding(stage, simulator, plan.agents), 48),
            *findings(
                f"{plan.many_agents:,} ids held", holding(stage, simulator, plan.many_agents), 400
            ),
            *findings(
                f"{plan.idle_connections:,} idle keep-alive connections",
                connected(stage, simulator, plan.idle_connections), 120,
            ),
        ]


def findings(what, measured, limit):
    """Two lines of the table from two figures; the goal is about resident memory."""
    resident, anonymous = (Series.of([value]) for value in measured)
    return [
        Finding("memory", f"resident: {what}", "MB", resident, goal=Goal(limit)),
        Finding("memory", f"of it anonymous (RssAnon): {what}", "MB", anonymous),
    ]


def megabytes(gateway):
    """Resident and anonymous memory."""
    return gateway.resident_megabytes, gateway.anonymous_megabytes


def idle(stage, simulator):
    """Nothing asked, and the start over: a listener can be reached before it is."""
    with stage.part():
        gateway = stage.gateway(simulator)
        time.sleep(SETTLING_SECONDS)
        return megabytes(gateway)


def holding(stage, simulator, count):
    """After the roll-ups of groups with so many agents together; from 600,000 on in two VDNs."""
    groups = groups_of(count)
    with stage.part():
        gateway = stage.gateway(simulator, groups)
        for name, one in groups.items():
            gateway.get_whole(f"/vdns/{one['vdn']}/groups/{name}/status")
        return megabytes(gateway)


def groups_of(count):
    """Groups that hold so many agents together; one VDN alone has too few ids for a million."""
    first = min(count, 600_000)
    groups = {"first": {**group(FIRST, first), "vdn": VDNS[0]}}
    if count > first:
        groups["second"] = {**group(FIRST, count - first), "vdn": VDNS[1]}
    return groups


def connected(stage, simulator, count):
    """With so many connections that have each had one answer and stay."""
    changes = {"limits": {"maximumConnections": count + 100}}
    with stage.part(), contextlib.ExitStack() as open_connections:
        gateway = stage.gateway(simulator, changes=changes)
        gateway.get(AGENT)
        for _ in range(count):
            address = ("127.0.0.1", gateway.port)
            connection = socket.create_connection(address, timeout=10)
            open_connections.enter_context(connection)
            connection.sendall(REQUEST)
            if not connection.recv(65_536).startswith(b"HTTP/1.1 200"):
                raise RuntimeError("a connection was refused")
        return megabytes(gateway)
