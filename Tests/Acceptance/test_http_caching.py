"""HTTP caching (RFC 9110, 9111, 9211), direct; test_http_caching_nginx.py goes through nginx.

The cases are those of the public HTTP cache test suite (cache-tests.fyi) that concern an origin
with no-cache, Age and a weak entity tag; test_http_caching_requests.py has the request directives; its names for them
stand in the docstrings.
"""

import concurrent.futures
import datetime
import re
import subprocess
import time

import pytest

from harness.caching_desk import FORCED, Desk
from harness.contract import Contract
from harness.http_cache import cache_status, check_fields, directives
from harness.launcher import UNREPORTED_AGENT, Launcher
from harness.process import wait_for
from harness.scripted_cms import rows
from harness.wire import Connection, get, head

AGENT = "/agents/1031"
LARGE = "/agents?ids=10000-14999"
ABOUT_AGENTS = [
    AGENT, "/agents?ids=1031,1099,2000-2009", "/groups/billing/status", "/groups/billing/agents",
]
SETTLED = ["/groups", "/groups/billing", "/openapi.yaml"]
ALL = ABOUT_AGENTS + SETTLED


@pytest.fixture
def desk(launch, cms):
    """Makes desks."""
    return lambda **settings: Desk(launch, cms, **settings)


@pytest.fixture(scope="module")
def calm(binary, authority, tmp_path_factory):
    """A gateway before the simulator, for which five minutes are young: nothing changes."""
    with Launcher(binary, authority, tmp_path_factory.mktemp("calm")) as launcher:
        periods = {"timeToLive": "5m", "staleIfError": "10m", "negativeTimeToLive": "5m"}
        yield launcher.gateway(launcher.simulator().port, {"cache": periods}).address


# --- What an answer tells -----------------------------------------------------------------------


@pytest.mark.parametrize("path", ABOUT_AGENTS)
def test_an_answer_is_to_be_asked_for_anew_and_tells_its_age(calm, path):
    """cc-resp-no-cache"""
    response = get(calm, path)
    assert response.headers["Cache-Control"] == "no-cache"
    assert 0 <= int(response.headers["Age"]) <= 300
    assert re.fullmatch(r'W/"[A-Za-z0-9_-]{11}"', response.headers["ETag"])
    for name in ("Last-Modified", "Expires", "X-Accel-Expires", "CDN-Cache-Control"):
        assert name not in response.headers


@pytest.mark.parametrize("path", SETTLED)
def test_an_answer_from_the_settings_is_to_be_asked_for_anew(calm, path):
    response = get(calm, path)
    assert directives(response) == {"no-cache": True}
    assert response.headers["ETag"] and "Age" not in response.headers


@pytest.mark.parametrize("path", ALL)
def test_the_fields_are_those_of_the_document(calm, path):
    contract = Contract(get(calm, "/openapi.yaml").body)
    whole = get(calm, path)
    check_fields(contract, path, whole)
    same = get(calm, path, headers={"If-None-Match": whole.headers["ETag"]})
    assert same.status == 304
    check_fields(contract, path, same)


@pytest.mark.parametrize(
    ("target", "headers"),
    [
        (f"/agents/{UNREPORTED_AGENT}", {}),
        ("/groups/none/status", {}),
        ("/agents/1777", {"Cache-Control": "only-if-cached"}),
        ("/agents?ids=1778", {"Prefer": "wait=0"}),
    ],
)
def test_the_fields_of_a_problem_are_those_of_the_document(calm, target, headers):
    contract = Contract(get(calm, "/openapi.yaml").body)
    problem = get(calm, target, headers=headers)
    assert problem.status in (404, 504)
    check_fields(contract, target, problem)


def test_lists_vary_with_the_media_type_and_single_agents_do_not(calm):
    assert get(calm, ABOUT_AGENTS[1]).headers["Vary"] == "Accept"
    assert get(calm, "/groups/billing/agents").headers["Vary"] == "Accept"
    assert "Vary" not in get(calm, AGENT).headers


@pytest.mark.parametrize("target", [f"/agents/{UNREPORTED_AGENT}", "/agents/abc", "/none"])
def test_a_problem_is_kept_by_nobody(calm, target):
    """cc-resp-no-store"""
    response = get(calm, target)
    assert response.status in (400, 404)
    assert directives(response) == {"no-store": True}
    assert "ETag" not in response.headers


@pytest.mark.parametrize("path", ALL)
def test_head_has_the_fields_of_get(calm, path):
    """head-writethrough, and why a cache may update what it has from a HEAD"""
    with Connection(calm) as connection:
        whole = connection.request(path)
        head = connection.request(path, method="HEAD")
    # What an observation in between changes, or one a moment later.
    unlike = {"Date", "X-Request-Id", "Age", "Cache-Status", "Content-Length"}
    assert head.body == b"" and head.status == 200
    assert set(head.headers.keys()) == set(whole.headers.keys())
    for name in set(whole.headers.keys()) - unlike:
        assert head.headers[name] == whole.headers[name], name


# --- Entity tags and 304 ------------------------------------------------------------------------


@pytest.mark.parametrize("path", ALL)
def test_who_has_the_content_gets_304(calm, path):
    """conditional-etag-weak-respond, conditional-304-etag"""
    whole = get(calm, path)
    same = get(calm, path, headers={"If-None-Match": whole.headers["ETag"]})
    assert same.status == 304 and same.body == b""
    for name in ("Date", "Cache-Control", "ETag", "X-Request-Id"):
        assert same.headers[name], name
    assert same.headers["Vary"] == whole.headers["Vary"]
    assert "Content-Length" not in same.headers and "Content-Type" not in same.headers


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        ("TAG", 304), ("W/TAG", 304), ("*", 304),  # conditional-etag-weak-respond
        ('TAG, "1234", "5678"', 304),              # ...-respond-multiple-first
        ('"1234", TAG, "5678"', 304),              # ...-respond-multiple-second
        ('"1234", "5678", W/TAG', 304),            # ...-respond-multiple-last
        ("w/TAG", 200),                            # ...-weak-respond-lowercase
        ("W\\TAG", 200),                           # ...-weak-respond-backslash
        ("WTAG", 200),                             # ...-weak-respond-omit-slash
        ("BARE", 200),                             # ...-quoted-respond-unquoted
        ('"1234"', 200), ("", 200),
    ],
)
def test_conditions_are_read_as_the_rfc_says(calm, condition, status):
    tag = get(calm, "/groups").headers["ETag"].removeprefix("W/")
    condition = condition.replace("TAG", tag).replace("BARE", tag.strip('"'))
    response = get(calm, "/groups", headers={"If-None-Match": condition})
    assert response.status == status


def test_a_tag_goes_before_a_date(calm):
    """conditional-etag-precedence"""
    headers = {"If-Modified-Since": "Thu, 01 Jan 2037 00:00:00 GMT"}
    assert get(calm, "/groups", headers=headers).status == 200
    tag = get(calm, "/groups").headers["ETag"]
    headers = {"If-None-Match": tag, "If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}
    assert get(calm, "/groups", headers=headers).status == 304


def test_a_range_is_not_served_and_changes_nothing(calm):
    """partial-store-complete-reuse-partial and the like do not apply: no ranges are offered"""
    response = get(calm, "/groups", headers={"Range": "bytes=0-1", "If-Range": '"1234"'})
    assert response.status == 200 and response.json["groups"]
    assert "Accept-Ranges" not in response.headers


def test_the_tag_does_not_depend_on_when_the_agent_was_observed(desk):
    desk = desk(time_to_live="1s")
    first = desk.direct()
    time.sleep(1.1)
    later = desk.direct(Cache_Control="no-cache")
    assert later.json["observedAt"] > first.json["observedAt"]
    assert later.headers["ETag"] == first.headers["ETag"]
    desk.state = 1
    time.sleep(1.1)
    changed = desk.direct(Cache_Control="no-cache", If_None_Match=first.headers["ETag"])
    assert changed.status == 200 and changed.json["state"] == "idle"
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_every_poll_shows_the_newest_there_is(desk):
    desk = desk(time_to_live="10s", **FORCED)
    desk.direct()
    ids = []
    with Connection(desk.gateway.address) as wallboard:
        for state, name in [(5, "talking"), (1, "idle"), (5, "talking")]:
            desk.state = state
            time.sleep(0.6)  # cache.minimumRefreshInterval
            newest = desk.direct(Cache_Control="no-cache").json
            assert newest["state"] == name
            for _ in range(200):
                again = wallboard.request(AGENT)
                assert again.json == newest
                ids.append(again.headers["X-Request-Id"])
    assert len(set(ids)) == 600
    assert desk.calls == 4


def test_every_poll_of_a_roll_up_shows_the_newest_there_is(desk):
    desk = desk(time_to_live="25s", **FORCED)
    path = "/groups/billing/status"
    desk.direct(path)
    with Connection(desk.gateway.address) as wallboard:
        for state, name in [(5, "talking"), (1, "idle"), (5, "talking")]:
            desk.state = state
            time.sleep(0.6)  # cache.minimumRefreshInterval
            assert desk.direct(Cache_Control="no-cache").json["state"] == name
            newest = desk.direct(path).json
            since = datetime.datetime.fromisoformat(newest["longestInState"][name]["since"])
            # The CMS's second may have ended between its look and ours.
            assert 0 <= since.timestamp() - desk.began <= 1
            for _ in range(2_000):
                assert wallboard.request(path).json == newest
    assert desk.calls == 4


def test_two_gateways_give_one_tag(launch, cms):
    began = int(time.time()) - 60
    cms.answer = lambda call: rows(call.ids, currentStateTime=int(time.time()) - began)
    pair = [launch.gateway(cms.port), launch.gateway(cms.port)]
    for path in ("/groups/billing/agents", "/groups/billing/status", "/groups"):
        # The CMS counts whole seconds: where one ends between its look and ours, ours differ.
        wait_for(lambda: time.time() % 1 < 0.5, "the first half of a second")
        tags = {get(gateway.address, path).headers["ETag"] for gateway in pair}
        assert len(tags) == 1, path


PAGE = "https://wallboard.example"
# What access asks, what a request says beside its tag, and the most bytes of its 304: as many as
# docs/http-caching.md says.
POLLS = {
    "direct": ({}, {}, 260),
    "key": ({"keysFile": "keys.yaml"}, {"X-API-Key": True}, 260),
    "no page": ({"allowedOrigins": [PAGE]}, {}, 260),
    "page": ({"allowedOrigins": [PAGE]}, {"Origin": PAGE}, 260 + 220),
    "limit": ({"rateLimit": {"requests": 100, "window": "10s"}}, {}, 260 + 70),
    "last": ({}, {"Connection": "close"}, 260 + 20),
}


@pytest.mark.parametrize("poll", POLLS)
def test_an_unchanged_poll_of_5000_agents_is_as_short_as_the_document_says(launch, cms, tmp_path, poll):
    access, fields, most = POLLS[poll]
    cms.answer = lambda call: rows(call.ids, currentState=0, currentStateTime=100_000)
    if "keysFile" in access:
        made = subprocess.run([launch.binary, "make-key", "w"], capture_output=True, text=True, check=True)
        key, line = [text for text in made.stdout.splitlines() if not text.startswith("#")]
        keys = tmp_path / "keys.yaml"
        keys.write_text(line)
        keys.chmod(0o640)
        access, fields = {"keysFile": str(keys)}, {"X-API-Key": key}
    changes = {"cache": {"timeToLive": "1m", "negativeTimeToLive": "1m"}, "access": access}
    groups = {"wall": {"agents": ["10000-14999"]}}
    gateway = launch.gateway(cms.port, changes, groups)
    asked = {name: value for name, value in fields.items() if name != "Connection"}
    whole = get(gateway.address, "/groups/wall/agents", headers=asked)
    assert len(whole.json["agents"]) == 5000
    for path in ("/groups/wall/agents", LARGE):
        tag = get(gateway.address, path, headers=asked).headers["ETag"]
        with Connection(gateway.address) as connection:
            connection.send(head(path, headers={**fields, "If-None-Match": tag}))
            answer = connection.socket.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 304 Not Modified\r\n"), answer[:200]
        assert answer.endswith(b"\r\n\r\n") and len(answer) <= most, (len(answer), answer)


# --- How memory served it -----------------------------------------------------------------------


def test_cache_status_tells_hit_miss_request_and_stale(desk):
    desk = desk(time_to_live="1s", staleWhileRevalidate="1s", **FORCED)
    assert cache_status(desk.direct()) == {"cache": "rollcall", "fwd": "miss"}
    hit = cache_status(desk.direct())
    assert hit.pop("ttl") in ("0", "1") and hit == {"cache": "rollcall", "hit": True}
    time.sleep(0.6)
    forced = desk.direct(Cache_Control="max-age=0")
    assert cache_status(forced) == {"cache": "rollcall", "fwd": "request"}
    time.sleep(1.2)
    behind = desk.direct()
    assert cache_status(behind) == {
        "cache": "rollcall", "hit": True, "ttl": "-1",
    }
    assert behind.headers["Age"] == "2" and behind.json["freshness"] == "fresh"
    wait_for(lambda: int(cache_status(desk.direct())["ttl"]) >= 0, "the refresh behind")
    time.sleep(2.2)
    assert cache_status(desk.direct()) == {"cache": "rollcall", "fwd": "stale"}


def test_collapsed_requests_are_told_and_cost_one_call(desk):
    """collapse-basic"""
    desk = desk()
    desk.delay = 0.5
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: desk.direct(), range(8)))
    assert desk.calls == 1
    statuses = [cache_status(answer) for answer in answers]
    assert all(status["fwd"] == "miss" for status in statuses)
    assert sum("collapsed" in status for status in statuses) == 7


def test_a_stale_answer_while_the_cms_fails_tells_why(desk):
    """stale-503, stale-sie-503: here the origin itself keeps what it has"""
    desk = desk(time_to_live="1s", staleWhileRevalidate="0s")
    tag = desk.direct().headers["ETag"]
    desk.fail()
    time.sleep(1.1)
    stale = desk.direct(If_None_Match=tag)
    assert stale.status == 200 and stale.json["freshness"] == "stale"
    assert stale.headers["ETag"] != tag
    assert desk.direct(If_None_Match=stale.headers["ETag"]).status == 304
    status = cache_status(stale)
    assert int(status["ttl"]) < 0 and status["detail"].startswith("cms"), status
    assert int(stale.headers["Age"]) > 1
