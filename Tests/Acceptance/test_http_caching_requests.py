"""What a request's `Cache-Control` asks for (RFC 9111 section 5.2.1), direct.

The cases are those of the public HTTP cache test suite (cache-tests.fyi); its names for them stand
in the docstrings.
"""

import time

import pytest

from harness.caching_desk import FORCED, Desk
from harness.http_cache import cache_status
from harness.launcher import UNREPORTED_AGENT
from harness.wire import Connection


@pytest.fixture
def desk(launch, cms):
    """Makes desks."""
    return lambda **settings: Desk(launch, cms, **settings)


def test_max_age_0_and_no_cache_ask_the_cms(desk):
    """ccreq-ma0, ccreq-no-cache, pragma-request-no-cache"""
    desk = desk(time_to_live="10s", **FORCED)
    desk.direct()
    for name, value in [
        ("Cache_Control", "max-age=0"), ("Cache_Control", "no-cache"), ("Pragma", "no-cache"),
    ]:
        before = desk.calls
        time.sleep(0.6)  # cache.minimumRefreshInterval
        assert cache_status(desk.direct(**{name: value}))["fwd"] == "request"
        assert desk.calls == before + 1


def test_max_age_and_min_fresh_are_counted_with_the_age(desk):
    """ccreq-ma1, ccreq-magreaterage, ccreq-min-fresh, ccreq-min-fresh-age"""
    desk = desk(time_to_live="10s", **FORCED)
    desk.direct()
    time.sleep(1.1)
    assert cache_status(desk.direct(Cache_Control="max-age=5"))["hit"]
    assert cache_status(desk.direct(Cache_Control="min-fresh=5"))["hit"]
    assert desk.calls == 1
    assert cache_status(desk.direct(Cache_Control="max-age=1"))["fwd"] == "request"
    assert desk.calls == 2
    time.sleep(1.1)
    assert cache_status(desk.direct(Cache_Control="min-fresh=9"))["fwd"] == "request"
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
    assert cache_status(desk.direct(Cache_Control="max-stale=0"))["fwd"] == "stale"


def test_only_if_cached_costs_no_call(desk):
    """ccreq-oic"""
    desk = desk()
    missing = desk.direct(Cache_Control="only-if-cached")
    assert missing.status == 504 and missing.json["code"] == "not-cached"
    assert cache_status(missing) == {"cache": "rollcall", "detail": "notCached"}
    assert desk.calls == 0
    desk.direct()
    kept = desk.direct(Cache_Control="only-if-cached")
    assert kept.status == 200 and kept.json["freshness"] == "fresh"
    assert desk.calls == 1


def test_no_cache_with_a_tag_asks_the_cms_and_sends_no_body(desk):
    """ccreq-no-cache-etag"""
    desk = desk(time_to_live="10s", **FORCED)
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
    assert cache_status(desk.direct(Cache_Control="no-store"))["hit"]
    assert desk.calls == 1


@pytest.mark.parametrize("directive", ["no-cache", "max-age=0"])
def test_a_browser_that_reloads_all_the_time_costs_a_call_a_time_to_live(desk, directive):
    desk = desk(time_to_live="1s", negativeTimeToLive="1m")
    desk.leave_out(UNREPORTED_AGENT)
    began = time.monotonic()
    with Connection(desk.gateway.address) as browser:
        while time.monotonic() < began + 4:
            for number, status in [(1031, 200), (UNREPORTED_AGENT, 404)]:
                answer = browser.request(f"/agents/{number}", headers={"Cache-Control": directive})
                assert answer.status == status
    asked = [number for call in desk.cms.calls for number in call.ids]
    assert asked.count(UNREPORTED_AGENT) == 1
    assert 3 <= asked.count(1031) <= 1 + (time.monotonic() - began)
