"""SIGTERM and SIGINT: what was started is finished, then the process ends with 0."""

import contextlib
import signal
import socket
import threading
import time

import pytest

from harness.process import accepts, wait_for
from harness.wire import Connection, get, head

CONNECTIONS = 20
REQUESTS = 500
# A request on its way for so long has been read by a server on the same machine.
READ_SECONDS = 0.1


class Load:
    """Requests over kept connections, each for an agent nobody asked for before."""

    def __init__(self, address):
        self.address = address
        self.lock = threading.Lock()
        self.sent = 0
        self.answered = []
        self.unanswered = []

    def run(self):
        threads = [threading.Thread(target=self._connection) for _ in range(CONNECTIONS)]
        for thread in threads:
            thread.start()
        return threads

    def _next(self):
        with self.lock:
            self.sent += 1
            return self.sent if self.sent <= REQUESTS else None

    def _connection(self):
        connection = None
        while (number := self._next()) is not None:
            began = time.monotonic()
            try:
                connection = connection or Connection(self.address)
                began = time.monotonic()
                response = connection.request(f"/agents/{5000 + number}")
            except OSError:
                response = None
            with self.lock:
                (self.answered if response else self.unanswered).append((began, response))
            if response is None or response.headers.get("Connection") == "close":
                if connection:
                    connection.close()
                connection = None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("through", ["nginx", "gateway"])
def test_no_request_that_was_started_fails(launch, through, number):
    simulator = launch.simulator()
    simulator.set_faults(latencyMilliseconds=150)
    gateway = launch.gateway(simulator.port)
    target = gateway if through == "gateway" else launch.nginx(gateway.address)
    load = Load(target.address)
    threads = load.run()
    wait_for(lambda: len(load.answered) >= 100, "100 answers under load")
    signalled = time.monotonic()
    gateway.send(number)
    assert gateway.await_exit(20) == 0, gateway.text
    assert time.monotonic() - signalled < 10
    for thread in threads:
        thread.join()
    started = [item for item in load.answered + load.unanswered
               if item[0] < signalled - READ_SECONDS]
    assert len(started) >= 100
    failed = [response for _, response in started if response is None or response.status != 200]
    assert failed == []
    assert len(load.answered) + len(load.unanswered) == REQUESTS
    if through == "gateway":
        # What was read after the signal was answered properly too, or not at all.
        assert {response.status for _, response in load.answered} <= {200, 503}


def test_requests_in_flight_at_the_signal_are_answered(launch):
    simulator = launch.simulator()
    gateway = launch.gateway(simulator.port)
    simulator.set_faults(latencyMilliseconds=1500)
    connections = [launch.enter(Connection(gateway.address)) for _ in range(CONNECTIONS)]
    for number, connection in enumerate(connections):
        connection.send(
            f"GET /agents/{6000 + number} HTTP/1.1\r\nHost: rollcall.test\r\n\r\n".encode()
        )
    wait_for(lambda: simulator.counters()["requests"] > 0, "a call on its way")
    gateway.send(signal.SIGTERM)
    wait_for(lambda: not accepts(gateway.address), "the listener closed")
    responses = [connection.read_response() for connection in connections]
    assert [response.status for response in responses] == [200] * CONNECTIONS
    assert gateway.await_exit(10) == 0, gateway.text


def test_an_idle_connection_does_not_hold_up_the_end(launch):
    gateway = launch.gateway(launch.simulator().port)
    with Connection(gateway.address) as connection:
        assert connection.request("/agents/1031").status == 200
        began = time.monotonic()
        gateway.send(signal.SIGTERM)
        assert connection.is_closed()
        assert gateway.await_exit(10) == 0
        assert time.monotonic() - began < 5


def test_a_slow_client_gets_all_of_an_answer_written_before_the_signal(launch):
    """Of some of these lengths the sockets leave a rest that no longer holds the client up.

    The clients' own buffers are small, so that they do not take more and more.
    """
    lengths = range(200, 2_600, 50)
    groups = {f"of-{length}": {"agents": [f"2000-{1_999 + length}"]} for length in lengths}
    gateway = launch.gateway(launch.simulator().port, groups=groups)
    with contextlib.ExitStack() as opened:
        slow = [opened.enter_context(Connection(gateway.address)) for _ in lengths]
        for connection in slow:
            connection.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 32_768)
        idle = opened.enter_context(Connection(gateway.address))
        assert idle.request(f"/agents?ids=2000-{1_999 + max(lengths)}").status == 200
        for connection, length in zip(slow, lengths):
            connection.send(head(f"/groups/of-{length}/agents"))
            assert connection.socket.recv(1, socket.MSG_PEEK)
        gateway.send(signal.SIGTERM)
        assert idle.is_closed()
        for connection, length in zip(slow, lengths):
            assert len(connection.read_response().json["agents"]) == length
            assert connection.is_closed()
        assert gateway.await_exit(10) == 0


def test_the_simulator_stops_cleanly_too(launch):
    simulator = launch.simulator()
    assert simulator.counters()["requests"] == 0
    simulator.send(signal.SIGTERM)
    assert simulator.await_exit(10) == 0


def test_readyz_fails_first_and_requests_are_served_for_the_drain_delay(launch):
    gateway = launch.gateway(launch.simulator().port, {"shutdown": {"drainDelay": "2s"}})
    assert get(gateway.admin, "/readyz").status == 200
    signalled = time.monotonic()
    gateway.send(signal.SIGTERM)
    wait_for(lambda: get(gateway.admin, "/readyz").status == 503, "/readyz failing")
    # After /readyz has failed: the listener still takes requests.
    assert get(gateway.address, "/agents/1031").status == 200
    assert gateway.await_exit(10) == 0
    assert time.monotonic() - signalled >= 2


def test_the_supervisor_is_told_of_start_reload_and_stop(launch, tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(str(tmp_path / "notify"))
        supervisor.settimeout(10)
        gateway = launch.gateway(
            launch.simulator().port, environment={"NOTIFY_SOCKET": str(tmp_path / "notify")}
        )
        assert supervisor.recv(200) == b"READY=1"
        gateway.send(signal.SIGHUP)
        assert supervisor.recv(200).startswith(b"RELOADING=1\nMONOTONIC_USEC=")
        assert supervisor.recv(200) == b"READY=1"
        gateway.send(signal.SIGTERM)
        assert supervisor.recv(200) == b"STOPPING=1"
        assert gateway.await_exit(10) == 0
