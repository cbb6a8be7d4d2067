"""HTTP caching (RFC 9110, 9111, 9211, 5861), direct; test_http_caching_nginx.py goes through nginx.

The cases are those of the public HTTP cache test suite (cache-tests.fyi) that concern an origin
with max-age, Age, a weak entity tag, stale periods and request directives; its names for them
stand in the docstrings.
"""

import concurrent.futures
import re
import subprocess
import time

import pytest

from harness.caching_desk import Desk
from harness.contract import Contract
from harness.http_cache import cache_status, check_fields, directives, freshness
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
def test_an_answer_tells_its_lifetime_and_its_age(calm, path):
    response = get(calm, path)
    assert directives(response) == {
        "max-age": 300, "stale-while-revalidate": 10, "stale-if-error": 600,
    }
    assert 0 < freshness(response).left <= 300
    assert re.fullmatch(r'W/"[A-Za-z0-9_-]{11}"', response.headers["ETag"])
    assert "Last-Modified" not in response.headers and "Expires" not in response.headers


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
    assert "ETag" not in response.headers and "X-Accel-Expires" not in response.headers


@pytest.mark.parametrize("path", ALL)
def test_head_has_the_fields_of_get(calm, path):
    """head-writethrough, and why a cache may update what it has from a HEAD"""
    with Connection(calm) as connection:
        whole = connection.request(path)
        head = connection.request(path, method="HEAD")
    # What an observation in between changes, or one a moment later.
    unlike = {"Date", "X-Request-Id", "Age", "Cache-Status", "X-Accel-Expires", "Content-Length"}
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


def test_the_tag_depends_on_content_alone(desk):
    desk = desk(time_to_live="1s")
    first = desk.direct()
    time.sleep(1.1)
    later = desk.direct(Cache_Control="no-cache")
    assert later.json["observedAt"] > first.json["observedAt"]
    assert later.headers["ETag"] == first.headers["ETag"]
    desk.state = 1
    time.sleep(0.6)  # cache.minimumRefreshInterval
    changed = desk.direct(Cache_Control="no-cache", If_None_Match=first.headers["ETag"])
    assert changed.status == 200 and changed.json["state"] == "idle"
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_an_answer_given_again_is_the_newest_there_is(desk):
    desk = desk(time_to_live="10s")
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
                assert again.json == {**newest, "freshness": "cached"}
                ids.append(again.headers["X-Request-Id"])
    assert len(set(ids)) == 600
    assert desk.calls == 4


def test_a_roll_up_given_again_is_the_newest_there_is_to_the_second(desk):
    desk = desk(time_to_live="25s")
    path = "/groups/billing/status"
    desk.direct(path)
    with Connection(desk.gateway.address) as wallboard:
        for state, name in [(5, "talking"), (1, "idle"), (5, "talking")]:
            desk.state = state
            time.sleep(0.6)  # cache.minimumRefreshInterval
            assert desk.direct(Cache_Control="no-cache").json["state"] == name
            began = desk.since(path, name)
            # The CMS's second may have ended between its look and ours.
            assert 0 <= began - desk.began <= 1
            newest = desk.direct(path, Prefer="wait=1").json["states"]
            for _ in range(2_000):
                before = int(time.time())
                status = wallboard.request(path).json
                after = int(time.time())
                assert status["states"] == newest
                assert before <= began + status["longestInState"][name]["seconds"] <= after
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
    "direct": ({}, {}, 300),
    "key": ({"keysFile": "keys.yaml"}, {"X-API-Key": True}, 300),
    "no page": ({"allowedOrigins": [PAGE]}, {}, 300),
    "page": ({"allowedOrigins": [PAGE]}, {"Origin": PAGE}, 300 + 220),
    "limit": ({"rateLimit": {"requests": 100, "window": "10s"}}, {}, 300 + 70),
    "last": ({}, {"Connection": "close"}, 300 + 20),
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
    desk = desk(time_to_live="1s", staleWhileRevalidate="1s")
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
    assert freshness(behind).left == -1
    wait_for(lambda: desk.direct().json["freshness"] == "cached", "the refresh behind")
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
    stale = desk.direct()
    assert stale.status == 200 and stale.json["freshness"] == "stale"
    assert stale.headers["ETag"] == tag
    status = cache_status(stale)
    assert int(status["ttl"]) < 0 and status["detail"].startswith("cms"), status
    assert freshness(stale).left < 0


# --- What a request asks ------------------------------------------------------------------------


def test_max_age_0_and_no_cache_ask_the_cms(desk):
    """ccreq-ma0, ccreq-no-cache, pragma-request-no-cache"""
    desk = desk(time_to_live="10s")
    desk.direct()
    for name, value in [
        ("Cache_Control", "max-age=0"), ("Cache_Control", "no-cache"), ("Pragma", "no-cache"),
    ]:
        before = desk.calls
        time.sleep(0.6)  # cache.minimumRefreshInterval
        assert desk.direct(**{name: value}).json["freshness"] == "live"
        assert desk.calls == before + 1


def test_max_age_and_min_fresh_are_counted_with_the_age(desk):
    """ccreq-ma1, ccreq-magreaterage, ccreq-min-fresh, ccreq-min-fresh-age"""
    desk = desk(time_to_live="10s")
    desk.direct()
    time.sleep(1.1)
    assert desk.direct(Cache_Control="max-age=5").json["freshness"] == "cached"
    assert desk.direct(Cache_Control="min-fresh=5").json["freshness"] == "cached"
    assert desk.calls == 1
    assert desk.direct(Cache_Control="max-age=1").json["freshness"] == "live"
    assert desk.calls == 2
    time.sleep(1.1)
    assert desk.direct(Cache_Control="min-fresh=9").json["freshness"] == "live"
    assert desk.calls == 3


def test_max_stale_takes_what_there_is_at_once(desk):
    """ccreq-max-stale, ccreq-max-stale-age"""
    desk = desk(time_to_live="1s", staleWhileRevalidate="0s")
    desk.direct()
    time.sleep(1.2)
    desk.delay = 1.0
    for value in ("max-stale=60", "max-stale"):
        began = time.monotonic()
        answer = desk.direct(Cache_Control=value)
        assert answer.json["freshness"] == "stale" and time.monotonic() - began < 0.5
    assert desk.direct(Cache_Control="max-stale=0").json["freshness"] == "live"


def test_only_if_cached_costs_no_call(desk):
    """ccreq-oic"""
    desk = desk()
    missing = desk.direct(Cache_Control="only-if-cached")
    assert missing.status == 504 and missing.json["code"] == "not-cached"
    assert cache_status(missing) == {"cache": "rollcall", "detail": "notCached"}
    assert desk.calls == 0
    desk.direct()
    kept = desk.direct(Cache_Control="only-if-cached")
    assert kept.status == 200 and kept.json["freshness"] == "cached"
    assert desk.calls == 1


def test_no_cache_with_a_tag_asks_the_cms_and_sends_no_body(desk):
    """ccreq-no-cache-etag"""
    desk = desk(time_to_live="10s")
    tag = desk.direct().headers["ETag"]
    time.sleep(0.6)  # cache.minimumRefreshInterval
    same = desk.direct(Cache_Control="no-cache", If_None_Match=tag)
    assert same.status == 304 and desk.calls == 2
    assert cache_status(same) == {"cache": "rollcall", "fwd": "request"}
    assert same.headers["Age"] == "0"


def test_no_store_in_a_request_changes_nothing(desk):
    """ccreq-no-store: what is kept is observations, not answers"""
    desk = desk(time_to_live="10s")
    desk.direct()
    assert desk.direct(Cache_Control="no-store").json["freshness"] == "cached"
    assert desk.calls == 1
