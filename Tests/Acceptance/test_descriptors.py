"""Descriptors: clients cannot take all of them, and where they run out all the same nothing spins."""

import contextlib
import os
import pathlib
import re
import resource
import time

import pytest

from harness.process import connect, wait_for
from harness.wire import Connection, get

IDLE = 1_100
LIMIT = 1_024
# An idle gateway takes some 10 ms of a second; one that is called again and again all of it.
BUSY = 0.3


@pytest.fixture(autouse=True)
def room_for_clients():
    """This process holds the other ends."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8 * IDLE), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def processor_seconds(child):
    """What the process has taken of the processor so far."""
    fields = pathlib.Path(f"/proc/{child.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def seconds_taken(child, of=1.5):
    """What it takes of the processor in a while."""
    before = processor_seconds(child)
    time.sleep(of)
    return processor_seconds(child) - before


def connected(address, count, scope):
    """Connections that ask nothing; they are closed with the scope."""
    return [scope.enter_context(contextlib.closing(connect(address))) for _ in range(count)]


def metric(connection, series):
    text = connection.request("/metrics").body.decode()
    return int(float(re.search(rf"^{re.escape(series)} (\S+)$", text, re.MULTILINE)[1]))


def test_idle_connections_leave_descriptors_for_operators_and_the_cms(launch):
    simulator = launch.simulator()
    gateway = launch.gateway(simulator.port, {"cache": {"timeToLive": "100ms"}}, descriptors=LIMIT)
    assert "The limit of open descriptors is set" in gateway.text
    warned = re.search(r"^.*limits\.maximumConnections is more than .*$", gateway.text, re.MULTILINE)[0]
    served = int(re.search(r"connections\.served=(\d+)", warned)[1])
    assert "limits.maximum_connections=4096" in warned and f"descriptors.limit={LIMIT}" in warned
    assert 500 < served < LIMIT
    with contextlib.ExitStack() as scope, Connection(gateway.address) as kept:
        assert kept.request("/agents/1031").status == 200
        idle = connected(gateway.address, IDLE, scope)
        series = "rollcall_http_connections"
        with Connection(gateway.admin) as admin:
            wait_for(lambda: metric(admin, series) == served, "all places taken")
        # Each asks over a connection of its own.
        assert get(gateway.admin, "/metrics").status == 200
        assert get(gateway.admin, "/readyz").json == {"ready": True, "degraded": []}
        assert seconds_taken(gateway) < BUSY
        assert gateway.open_files() <= LIMIT - 64
        calls = simulator.counters()["calls"]
        assert kept.request("/agents/1500").json["id"] == 1500
        assert simulator.counters()["calls"] == calls + 1

        def told():
            with Connection(gateway.address) as late:
                answer = late.read_response()
                return answer is not None and (answer.status, answer.json["code"]) == (503, "overloaded")

        wait_for(told, "one too many being told so")
        for connection in idle:
            connection.close()
        wait_for(lambda: get(gateway.address, "/agents/1031").status == 200, "a place being free")
        assert kept.request("/agents/1031").status == 200
    assert gateway.text.count("limits.maximumConnections") == 1
    assert "No connection can be accepted" not in gateway.text


def test_where_descriptors_run_out_all_the_same_accepting_rests_and_goes_on(launch):
    gateway = launch.gateway(launch.simulator().port, {"cache": {"timeToLive": "100ms"}})
    with contextlib.ExitStack() as scope:
        kept = scope.enter_context(Connection(gateway.address))
        admin = scope.enter_context(Connection(gateway.admin))
        others = [scope.enter_context(Connection(gateway.address)) for _ in range(5)]
        for connection in (kept, *others):
            assert connection.request("/agents/1031").status == 200
        assert admin.request("/readyz").status == 200
        _, hard = resource.prlimit(gateway.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(gateway.pid, resource.RLIMIT_NOFILE, (gateway.open_files(), hard))
        late = [scope.enter_context(Connection(gateway.address)) for _ in range(3)]
        for connection in late:
            connection.send(b"GET /agents/1031 HTTP/1.1\r\nHost: rollcall.test\r\n\r\n")
        gateway.await_text("No connection can be accepted")
        assert seconds_taken(gateway) < BUSY
        assert kept.request("/agents/1500").json["id"] == 1500
        assert metric(admin, 'rollcall_http_accept_pauses_total{lacks="processDescriptors"}') == 1
        for connection in others:
            connection.close()
        for connection in late:
            assert connection.read_response().status == 200
        assert get(gateway.address, "/agents/1031").status == 200
    assert gateway.text.count("No connection can be accepted") == 1
    assert "accept.lacks=processDescriptors" in gateway.text
