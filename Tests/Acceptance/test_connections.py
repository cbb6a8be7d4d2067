"""Connections: kept, pipelined, closed, and over each kind of socket."""

import pathlib
import socket

import pytest

from harness.wire import Connection, exchange, get, head


def test_200_requests_go_over_one_connection(stack):
    for address in (stack.nginx.address, stack.gateway.address):
        with Connection(address) as connection:
            for number in range(200):
                response = connection.request(f"/agents/{2000 + number % 100}")
                assert response is not None and response.status == 200
                assert response.json["id"] == 2000 + number % 100


def test_nginx_keeps_its_connections_to_the_gateway(stack):
    before = stack.gateway.open_files()
    for _ in range(200):
        assert get(stack.nginx.address, "/agents/1031").status == 200
    assert stack.gateway.open_files() <= before + 4


def test_as_many_threads_serve_connections_as_are_wanted(launch, stack):
    gateway = launch.gateway(stack.simulator.port, {"listen": {"eventLoops": 3}})
    assert get(gateway.address, "/agents/1031").status == 200
    names = [path.read_text() for path in pathlib.Path(f"/proc/{gateway.pid}/task").glob("*/comm")]
    assert sum(name.startswith("NIO-SGLTN") for name in names) == 3, names
    gateway.end()


def test_pipelined_requests_are_answered_in_order(stack):
    ids = [4000 + number for number in range(50)]
    with Connection(stack.gateway.address) as connection:
        connection.send(b"".join(head(f"/agents/{number}") for number in ids))
        assert [connection.read_response().json["id"] for _ in ids] == ids


def test_a_unix_socket_serves_nginx(launch, stack):
    path = launch.folder / "rollcall.sock"
    gateway = launch.gateway(stack.simulator.port, {"listen": {"unixSocket": str(path)}})
    nginx = launch.nginx(path)
    with Connection(nginx.address) as connection:
        for number in range(2000, 2050):
            assert connection.request(f"/agents/{number}").json["id"] == number
    gateway.end()
    assert gateway.exit_code == 0
    assert not path.exists()


def test_a_gateway_listens_on_ipv6(launch, stack):
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
            port = probe.getsockname()[1]
    except OSError:
        pytest.skip("this machine has no IPv6 loopback")
    gateway = launch.gateway(stack.simulator.port, {"listen": {"host": "::1", "port": port}})
    assert get(gateway.address, "/agents/1031").status == 200


def test_a_client_that_wants_to_close_is_let_go(stack):
    with Connection(stack.gateway.address) as connection:
        response = connection.request("/agents/1031", headers={"Connection": "close"})
        assert response.status == 200
        assert connection.is_closed()


def test_http_1_0_is_answered_and_closed(stack):
    for address in (stack.gateway.address, stack.nginx.address):
        with Connection(address) as connection:
            connection.send(head("/agents/1031", version="HTTP/1.0"))
            assert connection.read_response().status == 200
            assert connection.is_closed()


def test_half_a_stop_is_no_stop(stack):
    """A client that has closed its sending side still gets its answer."""
    with Connection(stack.gateway.address) as connection:
        connection.send(head("/groups/billing"))
        connection.socket.shutdown(socket.SHUT_WR)
        assert connection.read_response().status == 200
        assert connection.is_closed()


def test_requests_that_break_the_grammar_are_refused(stack):
    host = b"Host: rollcall.test\r\n"
    for request in [
        b"GET /groups HTTP/1.1\r\n\r\n",
        b"GET /groups HTTP/1.1\r\n" + host + host + b"\r\n",
        b"GET /groups HTTP/9.9\r\n" + host + b"\r\n",
        b"GET /groups HTTP/1.1\r\n" + host + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"GET /groups HTTP/1.1\r\n" + host + b"Bad Name: 1\r\n\r\n",
        b"GET /groups HTTP/1.1\r\n" + host + b"X: a\0b\r\n\r\n",
        b"GE\x01T /groups HTTP/1.1\r\n" + host + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ]:
        response = exchange(stack.gateway.address, request)
        assert response is not None and response.status == 400, (request, response)
        stack.contract.check_problem(response)


def test_an_absolute_target_and_an_escaped_path_reach_the_route(stack):
    for target in ("http://rollcall.test/agents/1031", "/agents/%31031"):
        assert get(stack.gateway.address, target).json["id"] == 1031


def test_dots_lead_nowhere(stack):
    for target in ("/../etc/passwd", "/agents/../groups", "/agents/%2e%2e/groups"):
        response = get(stack.gateway.address, target)
        assert response.status in (400, 404), (target, response.status)
        stack.contract.check_problem(response)
