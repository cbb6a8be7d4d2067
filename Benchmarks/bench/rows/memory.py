"""Resident memory in four situations, each in a new process."""

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
    """What is resident idle, with agents held, and with idle connections."""
    with stage.part():
        simulator = stage.simulator()
        return [
            resident("idle", idle(stage, simulator), 20),
            resident(
                f"{plan.agents:,} agents held",
                holding(stage, simulator, plan.agents), 48,
            ),
            resident(
                f"{plan.many_agents:,} ids held", holding(stage, simulator, plan.many_agents), 400
            ),
            resident(
                f"{plan.idle_connections:,} idle keep-alive connections",
                connected(stage, simulator, plan.idle_connections), 120,
            ),
        ]


def resident(what, megabytes, limit):
    """A line of the table."""
    series = Series.of([megabytes])
    return Finding("memory", f"resident: {what}", "MB", series, goal=Goal(limit))


def idle(stage, simulator):
    """Nothing asked, and the start over: a listener can be reached before it is."""
    with stage.part():
        gateway = stage.gateway(simulator)
        time.sleep(SETTLING_SECONDS)
        return gateway.resident_megabytes


def holding(stage, simulator, count):
    """After the roll-ups of groups with so many agents together; from 600,000 on in two VDNs."""
    groups = groups_of(count)
    with stage.part():
        gateway = stage.gateway(simulator, groups)
        for name, one in groups.items():
            gateway.get_whole(f"/vdns/{one['vdn']}/groups/{name}/status")
        return gateway.resident_megabytes


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
        return gateway.resident_megabytes
