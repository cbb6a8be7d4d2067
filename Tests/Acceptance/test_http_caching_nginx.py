"""HTTP caching through a real nginx with `proxy_cache` on, which goes by our header fields.

The cases are those of the public HTTP cache test suite (cache-tests.fyi); its names for them stand
in the docstrings.
"""

import time

import pytest

from harness.caching_desk import AGENT, Desk
from harness.caching_nginx import BACKGROUND
from harness.http_cache import directives
from harness.launcher import UNREPORTED_AGENT
from harness.process import wait_for
from harness.scripted_cms import rows
from harness.wire import get


@pytest.fixture
def desk(launch, cms):
    """Makes desks."""
    return lambda **settings: Desk(launch, cms, **settings)


def test_nginx_reuses_a_fresh_answer_and_not_a_stale_one(desk):
    """freshness-max-age, freshness-max-age-stale, freshness-max-age-age"""
    desk = desk(time_to_live="3s")
    first = desk.cached()
    assert first.headers["X-Cache"] == "MISS"
    expires = time.time() + 3
    kept = desk.cached()
    assert kept.headers["X-Cache"] == "HIT" and kept.body == first.body
    assert "X-Accel-Expires" not in kept.headers
    wait_for(lambda: desk.cached().headers["X-Cache"] != "HIT", "expiry in nginx", 5)
    # nginx counts in whole seconds: up to one early, never late.
    assert -1.1 < time.time() - expires < 0.1


def test_nginx_takes_an_aged_answer_for_no_longer_than_the_rest(desk):
    """freshness-max-age-age: nginx itself knows no Age"""
    desk = desk(time_to_live="4s")
    desk.direct()
    expires = time.time() + 4
    time.sleep(2.0)
    assert desk.cached().headers["X-Cache"] == "MISS"
    assert desk.cached().headers["X-Cache"] == "HIT"
    wait_for(lambda: desk.cached().headers["X-Cache"] != "HIT", "expiry in nginx", 5)
    assert time.time() - expires < 0.1


def test_nginx_validates_what_is_stale_and_keeps_its_body(desk):
    """conditional-etag-weak-generate-weak, 304-etag-update-response"""
    desk = desk(time_to_live="2s", staleWhileRevalidate="0s")
    first = desk.cached()
    time.sleep(2.1)
    again = desk.cached()
    assert again.headers["X-Cache"] == "REVALIDATED"
    assert again.status == 200 and again.body == first.body
    assert desk.cached().headers["X-Cache"] == "HIT"  # 304-etag-update-stored
    desk.state = 1
    time.sleep(2.1)
    changed = desk.cached()
    assert changed.headers["X-Cache"] == "EXPIRED" and changed.json["state"] == "idle"


def test_nginx_serves_stale_while_one_request_refreshes(desk):
    """RFC 5861 section 3"""
    desk = desk(time_to_live="2s", extra=BACKGROUND)
    desk.cached()
    desk.state = 1
    time.sleep(2.1)
    behind = desk.cached()
    assert behind.headers["X-Cache"] == "STALE" and behind.json["state"] == "talking"
    wait_for(lambda: desk.cached().json["state"] == "idle", "the refresh behind", 5)


def test_nginx_serves_what_it_has_when_the_gateway_is_gone(desk):
    """stale-sie-close, RFC 5861 section 4"""
    desk = desk(time_to_live="1s", staleWhileRevalidate="0s")
    first = desk.cached()
    desk.gateway.end()
    time.sleep(2.1)
    stale = desk.cached()
    assert stale.status == 200 and stale.headers["X-Cache"] == "STALE"
    assert stale.body == first.body


def test_nginx_answers_a_condition_from_its_cache(desk):
    """conditional-etag-weak-respond"""
    desk = desk(time_to_live="3s")
    tag = desk.direct().headers["ETag"]
    fetched = desk.cached(If_None_Match=tag)
    assert fetched.status == 304 and fetched.headers["X-Cache"] == "MISS"
    kept = desk.cached(If_None_Match=tag)
    assert kept.status == 304 and kept.headers["ETag"] == tag
    assert kept.headers["X-Cache"] == "HIT"


def test_nginx_finds_the_tag_among_others(desk):
    """conditional-etag-strong-respond-multiple-first, -second and -last, for our weak tags"""
    desk = desk(time_to_live="10s")
    tag = desk.cached().headers["ETag"]
    for condition in (f'{tag}, "1234", "5678"', f'"1234", {tag}, "5678"', f'"1234", {tag}', "*"):
        assert desk.cached(If_None_Match=condition).status == 304, condition
    assert desk.cached(If_None_Match='"1234"').status == 200
    assert desk.calls == 1


def test_nginx_answers_head_from_what_it_got_for_get(desk):
    """head-writethrough does not apply: both have the same fields"""
    desk = desk(time_to_live="10s")
    whole = desk.cached()
    head = get(desk.nginx.address, AGENT, method="HEAD")
    assert head.headers["X-Cache"] == "HIT" and head.body == b""
    for name in ("ETag", "Cache-Control", "Content-Length"):
        assert head.headers[name] == whole.headers[name]


def test_nginx_told_to_lets_a_request_ask_for_something_fresher(desk):
    """ccreq-no-cache, ccreq-ma0: nginx by itself heeds no directive of a request"""
    desk = desk(time_to_live="10s", extra="proxy_cache_bypass $http_cache_control $http_pragma;")
    desk.cached()
    time.sleep(0.6)  # cache.minimumRefreshInterval
    fresh = desk.cached(Cache_Control="no-cache")
    assert fresh.headers["X-Cache"] == "BYPASS" and fresh.json["freshness"] == "live"
    assert desk.calls == 2
    assert desk.cached().body == fresh.body  # and it is kept for the others


def test_nginx_keeps_no_problem_and_nothing_that_is_to_be_asked_for_anew(desk):
    """cc-resp-no-store, cc-resp-no-cache"""
    desk = desk()
    desk.cms.answer = lambda call: rows([])
    for _ in range(2):
        problem = desk.cached(f"/agents/{UNREPORTED_AGENT}")
        assert problem.status == 404 and problem.headers["X-Cache"] == "MISS"
        assert desk.cached("/groups").headers["X-Cache"] == "MISS"


def test_nginx_keeps_no_list_that_lacks_agents_for_a_trouble(desk):
    desk = desk(time_to_live="10s")
    desk.direct()
    desk.fail()
    target = "/agents?ids=1031,1032"
    for _ in range(2):
        partial = desk.cached(target)
        assert partial.status == 200 and partial.json["missing"] == 1
        assert partial.headers["X-Cache"] == "MISS"
        assert directives(partial) == {"no-cache": True}


def test_nginx_keeps_one_answer_for_each_media_type_of_a_list(desk):
    """vary-match, vary-no-match"""
    desk = desk(time_to_live="5s")
    target = "/agents?ids=1031,1032"
    assert desk.cached(target, Accept="application/json").headers["X-Cache"] == "MISS"
    assert desk.cached(target, Accept="application/json").headers["X-Cache"] == "HIT"
    assert desk.cached(target, Accept="application/*").headers["X-Cache"] == "MISS"
