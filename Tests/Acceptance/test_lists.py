"""Lists: by GET and by POST, filtered, as JSON and line by line, also for readers that are slow."""

import json
import os
import random
import signal
import socket
import time

import pytest

from harness.contract import Contract
from harness.launcher import UNREPORTED_AGENT
from harness.process import accepts, connect, wait_for
from harness.wire import Connection, get, head

JSON = {"Content-Type": "application/json"}
LINES = {"Accept": "application/x-ndjson"}
KIBIBYTE = 1 << 10
MEBIBYTE = 1 << 20
MANY = range(100_000, 160_000)
SLOW_READERS = 60
# What is freed goes back to the system at once. By itself glibc keeps more and more of it, and how
# much lies between what is held differs from run to run by 50 KiB a reader. Even so a reader that holds 224
# KiB (three bytes an id, pages and what waits for the socket) shows as 235 to 285.
PROMPT_ALLOCATOR = {"MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}
MEMBERS = [
    "id", "state", "stateCode", "stateSince", "reasonCode", "previousState",
    "previousStateSeconds", "signedInAt", "releasedCalls", "privateCalls", "locationId",
    "observedAt", "freshness",
]


def query(address, body, path="/agents/query", headers=None, method="POST"):
    """Posts a query; `body` is bytes, or what JSON makes of it."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return get(address, path, method, {**JSON, **(headers or {})}, data, timeout=60.0)


def lines(response):
    """The agents of a streamed list."""
    assert response.status == 200, response.body
    assert response.media_type == "application/x-ndjson"
    assert not response.body or response.body.endswith(b"\n")
    return [json.loads(line) for line in response.body.splitlines()]


@pytest.fixture(scope="module")
def large(binary, authority, tmp_path_factory):
    """A gateway that knows 60,000 agents for as long as the tests take."""
    from harness.launcher import Launcher

    changes = {
        "cache": {"timeToLive": "10m", "negativeTimeToLive": "10m"},
        "limits": {"writeTimeout": "5m"},
    }
    groups = {"everybody": {"agents": [f"{MANY.start}-{MANY.stop - 1}"]}}
    with Launcher(binary, authority, tmp_path_factory.mktemp("large")) as launcher:
        simulator = launcher.simulator("--agents", f"{MANY.start}-{MANY.stop - 1}")
        gateway = launcher.gateway(simulator.port, changes, groups, PROMPT_ALLOCATOR)
        gateway.simulator = simulator
        gateway.front = launcher.nginx(gateway.address)
        yield gateway


def test_a_client_that_stops_sending_gets_all_of_a_long_list(large):
    """Also where it does so when the answer is under way, and longer than the socket takes."""
    with Connection(large.address) as connection:
        connection.send(head("/groups/everybody/agents"))
        assert connection.socket.recv(1, socket.MSG_PEEK)
        connection.socket.shutdown(socket.SHUT_WR)
        response = connection.read_response()
        assert connection.is_closed()
    assert len(response.json["agents"]) == len(MANY)


def test_60000_ids_by_post_are_answered_in_full(large):
    ids = list(reversed(MANY))
    response = query(large.front.address, {"ids": ids}, headers={"Prefer": "wait=30"})
    assert response.status == 200, response.body[:500]
    listed = response.json
    assert (listed["complete"], listed["missing"]) == (True, 0)
    assert [agent["id"] for agent in listed["agents"]] == ids
    assert large.simulator.counters()["calls"] <= 11


def test_one_id_more_is_refused_with_the_limit(large):
    response = query(large.front.address, {"ids": [*MANY, 101]})
    assert (response.status, response.json["code"]) == (400, "invalid-body")
    assert "60000" in response.json["detail"]


@pytest.mark.parametrize("prefix", ["", "/vdns/170", "/vdns/171"])
def test_a_query_is_answered_as_the_document_says(stack, prefix):
    path = prefix + "/agents/query"
    body = {"ids": [2003, "1031", "2000-2004", UNREPORTED_AGENT, 1031]}
    response = query(stack.nginx.address, body, path)
    assert response.status == 200, response.body
    stack.contract.check(path, response, "post")
    assert [agent["id"] for agent in response.json["agents"]] == [
        2003, 1031, 2000, 2001, 2002, 2004, UNREPORTED_AGENT,
    ]
    assert (response.json["complete"], response.json["missing"]) == (False, 1)


def test_a_list_given_again_is_as_new_as_what_others_have_seen(launch):
    simulator = launch.simulator()
    gateway = launch.gateway(
        simulator.port, {"cache": {"timeToLive": "20s", "minimumRefreshInterval": "0s"}},
        {"team": {"agents": ["1200-1299"]}},
    )
    listed = "/groups/team/agents"
    for _ in range(10):
        bodies = [get(gateway.address, listed).body for _ in range(6)]
        assert len(set(bodies[1:])) == 1
        seen = get(gateway.address, "/agents/1250", headers={"Cache-Control": "no-cache"}).json
        for _ in range(4):
            agents = get(gateway.address, listed).json["agents"]
            assert agents[50]["id"] == 1250
            assert agents[50]["observedAt"] >= seen["observedAt"]
        as_lines = lines(get(gateway.address, listed, headers=LINES))
        assert [agent["id"] for agent in as_lines] == [agent["id"] for agent in agents]


def test_a_list_is_the_same_by_get_and_by_post(stack):
    chosen = "fields=id,state,stateSince&state=idle,talking,signedOut"
    got = get(stack.nginx.address, f"/agents?ids=1200-1299&{chosen}")
    posted = query(
        stack.nginx.address,
        {"ids": ["1200-1299"], "fields": ["id", "state", "stateSince"],
         "state": ["idle", "talking", "signedOut"]},
    )
    assert got.json["agents"] == posted.json["agents"] != []


@pytest.mark.parametrize(
    ("body", "code", "part"),
    [
        (b"", "invalid-body", "empty"),
        (b"{", "invalid-body", "byte 1"),
        (b"ids=1031", "invalid-body", "byte 0"),
        (b"[" * 900_000, "invalid-body", "byte 0"),
        (b'{"ids":' + b"[" * 900_000, "invalid-body", "'ids' must be an array"),
        (b'{"ids":[1031],"colour":1}', "invalid-body", "known: changedSince, fields, ids, state"),
        (b'{"ids":[1031],"ids":[1032]}', "invalid-body", "given twice"),
        (b'{"ids":[1031],"state":["awake"]}', "invalid-body", "allowed: signedOut, idle"),
        (b'{"ids":[1031],"fields":["x"]}', "invalid-body", "allowed: id, name, state"),
        (b'{"ids":[1031],"changedSince":"now"}', "invalid-body", "RFC 3339"),
        (b'{"state":["idle"]}', "invalid-body", "'ids' is missing"),
        (b'{"ids":[1031.5]}', "invalid-agent-id", "'1031.5'"),
        (b'{"ids":[100]}', "agent-id-out-of-range", "101-59999"),
        (b'{"ids":["\xff"]}', "invalid-body", "byte"),
    ],
)
def test_a_body_that_cannot_be_is_told_why(stack, body, code, part):
    response = query(stack.nginx.address, body)
    stack.contract.check("/agents/query", response, "post")
    assert (response.status, response.json["code"]) == (400, code), response.body
    assert part in response.json["detail"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_another_media_type_is_told_which_is_taken(stack, kind):
    headers = {"Content-Type": kind} if kind else {}
    response = get(stack.gateway.address, "/agents/query", "POST", headers, b'{"ids":[1031]}')
    stack.contract.check("/agents/query", response, "post")
    assert (response.status, response.json["code"]) == (415, "unsupported-media-type")
    assert response.headers["Accept"] == "application/json"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/agents/query", "POST, OPTIONS"), ("/vdns/171/agents/query", "POST, OPTIONS"),
        ("/agents?ids=1031", "GET, HEAD, OPTIONS"), ("/agents/1031", "GET, HEAD, OPTIONS"),
        ("/groups/billing/agents", "GET, HEAD, OPTIONS"),
    ],
)
def test_each_route_names_its_own_methods(stack, path, allowed):
    options = get(stack.nginx.address, path, "OPTIONS")
    assert (options.status, options.headers["Allow"]) == (204, allowed)
    for method in {"GET", "POST", "PUT", "DELETE", "PATCH"} - set(allowed.split(", ")):
        refused = get(stack.nginx.address, path, method, JSON, b"{}")
        assert (refused.status, refused.headers["Allow"]) == (405, allowed), (method, refused)
        Contract("paths: {}").check_problem(refused)


def test_states_and_fields_choose_what_is_shown_and_counts_are_those_of_all(stack):
    target = f"/agents?ids=1200-1599,{UNREPORTED_AGENT}"
    everybody = get(stack.nginx.address, target).json["agents"]
    idle = [agent["id"] for agent in everybody if agent["state"] == "idle"]
    # The list is answered from memory again, or agents have moved on meanwhile.
    shown = get(stack.nginx.address, target + "&state=idle&fields=state,id,reasonCode")
    stack.contract.check(target, shown)
    listed = shown.json
    assert all(list(agent) == ["id", "state", "reasonCode"] for agent in listed["agents"])
    assert {agent["state"] for agent in listed["agents"]} == {"idle"}
    assert len(set(idle) ^ {agent["id"] for agent in listed["agents"]}) <= len(idle) // 2
    assert (listed["complete"], listed["missing"]) == (False, 1)


def test_an_agent_has_the_fields_chosen_in_their_own_order(stack):
    response = get(stack.nginx.address, "/agents/1031?fields=freshness,locationId,state")
    stack.contract.check("/agents/1031", response)
    assert list(response.json) == ["id", "state", "locationId", "freshness"]
    assert list(get(stack.nginx.address, "/agents/1031").json) == MEMBERS


def test_only_what_has_changed_since_is_shown(stack):
    target = "/groups/large/agents"
    agents = get(stack.nginx.address, target).json["agents"]
    newest = max(agent["stateSince"] for agent in agents)
    moments = sorted({agent["stateSince"] for agent in agents})
    moment = moments[len(moments) // 2]
    changed = get(stack.nginx.address, f"{target}?changedSince={moment}").json
    assert changed["agents"] and all(a["stateSince"] > moment for a in changed["agents"])
    assert {a["id"] for a in agents if a["stateSince"] > moment} <= {
        a["id"] for a in changed["agents"]
    }
    later = f"{int(newest[:4]) + 1}{newest[4:]}"
    nothing = get(stack.nginx.address, f"{target}?changedSince={later}").json
    assert (nothing["agents"], nothing["complete"]) == ([], True)


@pytest.mark.parametrize(
    ("choice", "part"),
    [
        ("state=awake", "allowed: signedOut, idle"), ("fields=colour", "allowed: id, name, state"),
        ("changedSince=monday", "RFC 3339"), ("state=", "allowed"), ("colour=red", "known"),
    ],
)
@pytest.mark.parametrize("target", ["/agents?ids=1031&", "/groups/billing/agents?"])
def test_a_choice_that_cannot_be_is_told_what_can(stack, target, choice, part):
    response = get(stack.nginx.address, target + choice)
    stack.contract.check(target, response)
    assert (response.status, response.json["code"]) == (400, "invalid-parameter")
    assert part in response.json["detail"]


@pytest.mark.parametrize("through", ["gateway", "nginx"])
def test_lines_are_the_agents_of_the_list_in_its_order(stack, through):
    address = stack.gateway.address if through == "gateway" else stack.nginx.address
    ids = f"2003,1099,{UNREPORTED_AGENT},3000-3999"
    streamed = get(address, f"/agents?ids={ids}", headers=LINES)
    assert streamed.headers["Vary"] == "Accept"
    if through == "gateway":
        assert streamed.headers["Transfer-Encoding"] == "chunked"
        assert "Content-Length" not in streamed.headers
    agents = lines(streamed)
    assert [agent["id"] for agent in agents] == [2003, 1099, UNREPORTED_AGENT, *range(3000, 4000)]
    assert agents[2]["freshness"] == "missing"
    assert list(agents[0]) == MEMBERS
    posted = lines(query(address, {"ids": ids.split(","), "fields": ["id"]}, headers=LINES))
    assert [agent["id"] for agent in posted] == [agent["id"] for agent in agents]
    group = lines(get(address, "/groups/billing/agents?fields=id", headers=LINES))
    assert [agent["id"] for agent in group] == [1031, 1099, *range(2000, 2100)]


def test_lines_can_be_chosen_too(stack):
    chosen = "state=idle&fields=state"
    agents = lines(get(stack.gateway.address, f"/groups/large/agents?{chosen}", headers=LINES))
    assert agents and all(list(agent.items())[1:] == [("state", "idle")] for agent in agents)


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"), ("*/*", "application/json"),
        ("application/x-ndjson;q=0.5, application/json", "application/json"),
        ("application/json;q=0.5, application/x-ndjson", "application/x-ndjson"),
        ("text/html", None), ("application/json;q=0", None),
    ],
)
def test_the_format_is_negotiated(stack, accept, kind):
    headers = {"Accept": accept} if accept else {}
    for target in ("/agents?ids=1031", "/groups/billing/agents"):
        response = get(stack.nginx.address, target, headers=headers)
        assert response.headers["Vary"] == "Accept"
        if kind:
            assert (response.status, response.media_type) == (200, kind)
        else:
            assert (response.status, response.json["code"]) == (406, "not-acceptable")
            stack.contract.check(target, response)


def test_head_of_a_list_has_no_body_in_either_format(stack):
    with Connection(stack.gateway.address) as connection:
        for headers in (LINES, {}):
            response = connection.request("/agents?ids=1031", "HEAD", headers)
            assert (response.status, response.body) == (200, b"")
        assert connection.request("/agents/1031").status == 200


def test_lines_to_http_1_0_end_with_the_connection(stack):
    with Connection(stack.gateway.address) as connection:
        fields = [("Accept", "application/x-ndjson"), ("Connection", "keep-alive")]
        connection.send(head("/groups/large/agents", headers=fields, version="HTTP/1.0"))
        response = connection.read_response()
        assert response.headers["Connection"] == "close"
        assert "Transfer-Encoding" not in response.headers
        assert len(lines(response)) == 12_001
        assert connection.is_closed()


def test_requests_behind_a_stream_are_answered_in_order(stack):
    with Connection(stack.gateway.address) as connection:
        connection.send(head("/groups/large/agents", headers=LINES) + head("/agents/1031"))
        assert len(lines(connection.read_response())) == 12_001
        assert connection.read_response().json["id"] == 1031


def test_a_stream_that_cannot_begin_is_a_problem(launch):
    from harness.process import free_port

    gateway = launch.gateway(free_port())
    response = get(gateway.address, "/groups/billing/agents", headers=LINES)
    assert (response.status, response.json["code"]) == (503, "cms-unavailable")


def slow_reader(address, posting=False):
    """A connection that has asked for 60,000 lines, some 20 MB, and reads only the first bytes.

    The kernel takes in some MB of them; that is not the process's memory.
    """
    connection = connect(address, timeout=60.0)
    if posting:
        body = json.dumps({"ids": random.Random(7).sample(MANY, len(MANY))}).encode()
        connection.sendall(head("/agents/query", "POST", {**JSON, **LINES}, body) + body)
    else:
        connection.sendall(head("/groups/everybody/agents", headers=LINES))
    assert connection.recv(15, socket.MSG_WAITALL) == b"HTTP/1.1 200 OK"
    return connection


def read_to_the_end(connection):
    """Reads until the last chunk of a stream; returns how many agents came."""
    received = bytearray()
    while not received.endswith(b"\r\n0\r\n\r\n"):
        data = connection.recv(MEBIBYTE)
        assert data, "closed within the stream"
        received += data
    return received.count(b'{"id":')


def settled(gateway):
    """Waits until the process does nothing more: its processor time stands still."""

    def busy():
        with open(f"/proc/{gateway.pid}/stat") as stat:
            return sum(int(number) for number in stat.read().rsplit(") ", 1)[1].split()[11:13])

    before = None
    while (now := busy()) != before:
        before = now
        time.sleep(0.3)


@pytest.mark.parametrize("posting", [False, True], ids=["group", "post"])
def test_slow_readers_make_memory_grow_by_less_than_384_kib_each(large, posting):
    # First so many, one after the other, that each thread has had some: the allocator keeps for each
    # what one question takes for a moment, the readings of 60,000 agents.
    for _ in range(2 * os.cpu_count() + 2):
        slow_reader(large.address, posting).close()
    settled(large)
    before = large.resident_bytes()
    readers = [slow_reader(large.address, posting) for _ in range(SLOW_READERS)]
    try:
        settled(large)
        grown = large.resident_bytes() - before
        each = grown / SLOW_READERS / KIBIBYTE
        assert each < 384, f"{each:.0f} KiB more each"
        assert read_to_the_end(readers[0]) == len(MANY)
    finally:
        for reader in readers:
            reader.close()


def test_a_reader_that_goes_leaves_nothing_behind(large):
    files = large.open_files()
    for _ in range(50):
        slow_reader(large.address).close()
    wait_for(lambda: large.open_files() <= files, "connections closed")
    assert get(large.address, "/agents/100000").status == 200


def test_a_stream_under_way_is_finished_when_the_gateway_stops(launch):
    many = f"{MANY.start}-{MANY.stop - 1}"
    simulator = launch.simulator("--agents", many)
    gateway = launch.gateway(simulator.port, groups={"everybody": {"agents": [many]}})
    reader = slow_reader(gateway.address)
    gateway.send(signal.SIGTERM)
    wait_for(lambda: not accepts(gateway.address), "the listener closed")
    assert read_to_the_end(reader) == len(MANY)
    assert reader.recv(1) == b""
    reader.close()
    assert gateway.await_exit(15) == 0
