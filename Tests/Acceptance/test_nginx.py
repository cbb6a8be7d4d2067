"""nginx before Rollcall: what it limits and passes on, and that it keeps nothing, with the shipped configuration."""

import contextlib
import http.server
import re
import signal
import threading

import pytest

from harness.launcher import REPOSITORY
from harness.process import wait_for
from harness.wire import Connection, get

PROBLEM = "application/problem+json"


class Origin:
    """Stands for Rollcall: answers every request as a test says, and counts them."""

    def __init__(self):
        self.requests = []
        self.headers = {"Cache-Control": "no-cache", "Age": "7", "ETag": 'W/"1"',
                        "Cache-Status": "rollcall; hit; ttl=-5"}
        self.status, self.delay = 200, threading.Event()
        self.delay.set()
        self.has_stopped = False
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                length = int(self.headers.get("Content-Length", 0))
                self.rfile.read(length)
                if outer.has_stopped:
                    self.close_connection = True
                    return
                outer.requests.append((self.command, self.path, dict(self.headers)))
                outer.delay.wait(10)
                body = f'{{"number":{len(outer.requests)}}}'.encode()
                self.send_response(outer.status)
                for name, value in outer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(body)

            do_POST = do_HEAD = do_GET

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads, self._server.block_on_close = True, False
        self.address = self._server.server_address

    @contextlib.contextmanager
    def running(self):
        thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.stop()

    def stop(self):
        self.has_stopped = True
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def origin():
    with Origin().running() as running:
        yield running


@pytest.mark.parametrize("fields", [
    {"Cache-Control": "no-cache"}, {"Cache-Control": "private, no-cache"},
    {"Cache-Control": "max-age=60, stale-while-revalidate=60, stale-if-error=60"},
    {"X-Accel-Expires": "60"}, {"Expires": "Thu, 01 Jan 2099 00:00:00 GMT"}, {},
])
def test_nothing_is_kept_whatever_an_answer_says(launch, origin, fields):
    origin.headers = {"ETag": 'W/"1"', **fields}
    nginx = launch.nginx(origin.address)
    assert [get(nginx.address, "/agents/1031").json["number"] for _ in range(2)] == [1, 2]
    origin.stop()
    problem = get(nginx.address, "/agents/1031")
    assert (problem.status, problem.media_type) == (502, PROBLEM)
    assert problem.json["code"] == "rollcall-unreachable"


def test_what_rollcall_says_of_an_answer_passes_as_it_is(launch, origin):
    nginx = launch.nginx(origin.address)
    answer = get(nginx.address, "/agents/1031")
    for name, value in origin.headers.items():
        assert answer.headers.get_all(name) == [value], name


@pytest.mark.parametrize("name, value", [
    ("Authorization", "Bearer x"), ("X-API-Key", "x"), ("Cache-Control", "only-if-cached"),
    ("Pragma", "no-cache"), ("Prefer", "wait=1"), ("If-None-Match", 'W/"1"'),
    ("Origin", "https://wallboard.example"), ("Accept", "application/x-ndjson"),
])
def test_what_a_request_says_reaches_rollcall(launch, origin, name, value):
    nginx = launch.nginx(origin.address)
    assert get(nginx.address, "/agents/1", headers={name: value}).status == 200
    assert origin.requests[-1][2][name] == value


def test_more_than_a_clients_share_is_refused_in_our_form(launch, origin):
    nginx = launch.nginx(origin.address, rate="1r/m")
    with Connection(nginx.address) as connection:
        answers = [connection.request("/agents/1") for _ in range(403)]
    assert {answer.status for answer in answers[:400]} == {200}
    refused = answers[-1]
    assert (refused.status, refused.media_type) == (429, PROBLEM)
    assert refused.json["code"] == "too-many-requests"
    assert refused.json["requestId"] == refused.headers["X-Request-ID"]
    assert refused.headers["Retry-After"] == "1"


@pytest.mark.parametrize("request_text, status, code", [
    (b"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405, "method-not-allowed"),
    (b"POST /agents/query HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: rot13\r\n\r\n", 501,
     "not-implemented"),
])
def test_what_nginx_itself_does_not_take_is_refused_in_our_form(
    launch, origin, request_text, status, code
):
    with Connection(launch.nginx(origin.address).address) as connection:
        connection.send(request_text)
        answer = connection.read_response()
    assert (answer.status, answer.media_type, answer.json["code"]) == (status, PROBLEM, code)
    assert answer.json["requestId"] == answer.headers["X-Request-ID"]
    assert origin.requests == []


def test_every_page_of_nginx_is_shown_where_it_refuses():
    text = (REPOSITORY / "deploy/nginx/rollcall.conf").read_text()
    shown = set(re.findall(r"error_page \d+ (?:=\d+ )?/_rollcall/(\d+);", text))
    assert {"405", "500", "501", "503"} <= shown
    for status in shown:
        assert f"location = /_rollcall/{status} {{" in text
        assert f"return {status} '{{" in text and f'"status":{status},' in text


def test_rollcall_learns_the_clients_address_and_not_what_the_client_claims(launch, origin):
    nginx = launch.nginx(origin.address)
    get(nginx.address, "/agents/1", headers={"X-Forwarded-For": "10.1.1.1"})
    assert origin.requests[0][2]["X-Forwarded-For"] == "127.0.0.1"


def test_connections_to_rollcall_are_kept(launch):
    gateway = launch.gateway(launch.simulator().port)
    nginx = launch.nginx(gateway.address)
    for number in range(50):
        assert get(nginx.address, f"/agents/{2000 + number}").status == 200
    text = get(gateway.admin, "/metrics").body.decode()
    opened = next(line for line in text.splitlines()
                  if line.startswith("rollcall_http_connections_opened_total"))
    # One a worker of nginx, and the one that saw the listener open.
    assert float(opened.split()[-1]) <= 5


@pytest.mark.parametrize("path", [
    "/metrics", "/readyz", "/metrics/", "//metrics", "/%6detrics", "/METRICS", "/a/../metrics",
    "/readyz?x=1", "/./readyz",
])
def test_operators_paths_are_not_reached_even_by_mistake(launch, path):
    gateway = launch.gateway(launch.simulator().port)
    mistaken = launch.nginx(gateway.admin)
    for address in (mistaken.address, launch.nginx(gateway.address).address):
        answer = get(address, path)
        assert (answer.status, answer.media_type) == (404, PROBLEM), answer.body
        assert answer.json["code"] == "no-such-route"


class TestTwoGateways:
    """rollcall-upstream-two.conf: the other gateway steps in."""

    def test_no_reading_request_fails_while_one_goes_away(self, launch):
        simulator = launch.simulator()
        gateways = [launch.gateway(simulator.port) for _ in range(2)]
        nginx = launch.nginx(*(gateway.address for gateway in gateways))
        over, bad, count = threading.Event(), [], []

        def ask():
            with Connection(nginx.address) as connection:
                while not over.is_set():
                    answer = connection.request("/groups/billing/status")
                    count.append(1)
                    if answer.status != 200:
                        bad.append(answer)

        thread = threading.Thread(target=ask)
        thread.start()
        try:
            wait_for(lambda: len(count) > 50, "some answers")
            gateways[0].send(signal.SIGKILL)
            gateways[0].await_exit()
            before = len(count)
            wait_for(lambda: len(count) > before + 200, "more answers")
        finally:
            over.set()
            thread.join()
        assert bad == []

    def test_a_post_is_not_sent_twice(self, launch, origin):
        with Origin().running() as other:
            nginx = launch.nginx(origin.address, other.address)
            for server in (origin, other):
                server.status, server.headers = 503, {"Content-Type": PROBLEM}
            answer = get(nginx.address, "/agents/query", method="POST", body=b"{}")
            assert answer.status == 503
            assert len(origin.requests) + len(other.requests) == 1

    def test_an_answer_of_503_is_not_asked_of_the_other(self, launch, origin):
        with Origin().running() as other:
            nginx = launch.nginx(origin.address, other.address)
            for server in (origin, other):
                server.status, server.headers = 503, {"Content-Type": PROBLEM}
            assert get(nginx.address, "/agents/1").status == 503
            assert len(origin.requests) + len(other.requests) == 1

    def test_the_shipped_file_names_two_servers_with_passive_health(self):
        text = (REPOSITORY / "deploy/nginx/rollcall-upstream-two.conf").read_text()
        servers = [line for line in text.splitlines() if line.startswith("server ")]
        assert len(servers) == 2
        assert all("max_fails=2 fail_timeout=5s" in line for line in servers)
