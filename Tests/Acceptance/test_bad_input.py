"""Input nobody should send: a clear problem or a close, and nothing left behind."""

import concurrent.futures
import random

import pytest

from harness.process import wait_for
from harness.wire import Connection, exchange, get, head

HOST = b"Host: rollcall.test\r\n"
QUICK = {"limits": {"headTimeout": "500ms", "idleTimeout": "1s"}}
MEBIBYTE = 1 << 20

BAD = {
    "letters": head("/agents/abc"),
    "too low": head("/agents/100"),
    "the gap": head("/agents/60000"),
    "too high": head("/agents/1000000"),
    "leading zeros": head("/agents/007"),
    "no such group": head("/groups/none/status"),
    "a target of 100 KB": head("/agents?ids=" + "1" * 100_000),
    "10,000 headers": head("/groups", headers={f"X-{n}": "1" for n in range(10_000)}),
    "a header of 1 MB": head("/groups", headers={"X": "1" * 1_000_000}),
    "a body of 2 MB": head("/groups", "POST", body=b"1" * 2_000_000) + b"1" * 2_000_000,
    "a length that is no number": b"POST /groups HTTP/1.1\r\n" + HOST + b"Content-Length: x\r\n\r\n",
    "noise": bytes(random.Random(1).randbytes(4_000)),
    "a bad escape": head("/groups/%zz/status"),
    "broken UTF-8": head("/groups/%ff%fe/status"),
    "a line without end": b"GET /" + b"a" * 200_000,
}


@pytest.fixture(scope="module")
def quick(binary, authority, tmp_path_factory):
    """A stack whose time-outs are short."""
    from harness.launcher import Launcher

    with Launcher(binary, authority, tmp_path_factory.mktemp("quick")) as launcher:
        simulator = launcher.simulator()
        gateway = launcher.gateway(simulator.port, QUICK)
        gateway.front = launcher.nginx(gateway.address)
        yield gateway


@pytest.mark.parametrize("through", ["gateway", "nginx"])
@pytest.mark.parametrize("name", BAD)
def test_bad_input_gets_a_problem_or_a_close(quick, name, through):
    address = quick.address if through == "gateway" else quick.front.address
    response = exchange(address, BAD[name])
    if response is not None:
        assert 400 <= response.status < 500 or response.status in (501, 505), response
        assert response.media_type == "application/problem+json", (response.headers, response.body)
        assert response.json["status"] == response.status
    assert get(address, "/agents/1031").status == 200


def test_a_body_on_get_is_taken_in_stride(quick):
    with Connection(quick.address) as connection:
        assert connection.request("/agents/1031", body=b"{}").status in (200, 400)
    assert get(quick.address, "/agents/1031").status == 200


def test_half_a_request_and_silence_is_closed(quick):
    for start in (b"", b"GET /agents/10", b"GET /agents/1031 HTTP/1.1\r\n" + HOST):
        with Connection(quick.address) as connection:
            connection.send(start)
            response = connection.read_response()
            assert response is None or response.status == 408, response
            assert connection.is_closed()


def test_half_a_body_and_silence_is_closed(quick):
    with Connection(quick.address) as connection:
        connection.send(b"POST /groups HTTP/1.1\r\n" + HOST + b"Content-Length: 100\r\n\r\n12345")
        response = connection.read_response()
        assert response is None or 400 <= response.status < 500
        assert connection.is_closed()


def storm(address, rounds):
    """Sends every kind of bad input so many times, over several connections at once."""
    inputs = [data for data in BAD.values() if len(data) < 500_000] * rounds
    inputs += [b"GET /agents/10", b""] * rounds

    def send(data):
        try:
            if data in (b"GET /agents/10", b""):
                with Connection(address) as connection:
                    connection.send(data)
            else:
                exchange(address, data)
        except OSError:
            pass

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        list(pool.map(send, inputs))
    return len(inputs)


def test_thousands_of_bad_requests_leave_nothing_behind(quick):
    assert get(quick.address, "/agents/1031").status == 200
    wait_for(lambda: quick.open_files() < 40, "connections closed")
    storm(quick.address, 100)
    files = wait_for(lambda: quick.open_files() < 40 and quick.open_files(), "connections closed")
    before = quick.resident_bytes()
    assert storm(quick.address, 200) >= 3_000
    wait_for(lambda: quick.open_files() <= files, "open files back at the level before")
    grown = quick.resident_bytes() - before
    assert grown < 12 * MEBIBYTE, f"{grown / MEBIBYTE:.1f} MiB more than before"
    assert get(quick.address, "/agents/1031").status == 200
