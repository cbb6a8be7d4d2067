"""The promise behind the shipped nginx: whoever polls is told what is so, and old data is never told as new."""

import time

import pytest

from harness.caching_desk import AGENT, Desk
from harness.http_cache import cache_status
from harness.process import wait_for
from harness.wire import get

TIME_TO_LIVE, BEHIND = 1.0, 1.0
# What an answer may be older than both together: its age is rounded up, and a call takes its time.
SLACK = 1.5
# The pause after a failure doubles up to this; the gateway's own, in seconds.
MAXIMUM_PAUSE = 30.0
ROLL_UP, LIST = "/groups/billing/status", "/groups/billing/agents"


@pytest.fixture
def desk(launch, cms):
    """Makes desks."""
    return lambda **settings: Desk(launch, cms, **settings)


class Poller:
    """A client that polls one target; one that keeps what it got asks with its tag, as browsers do."""

    def __init__(self, address, target, keeps):
        self.address, self.target, self.keeps = address, target, keeps
        self.tag = self.body = None
        self.unchanged = 0

    def poll(self):
        """What the client shows: the body, how many agents of it are stale, and the age told."""
        headers = {"If-None-Match": self.tag} if self.keeps and self.tag else {}
        answer = get(self.address, self.target, headers=headers)
        assert answer.status in (200, 304), answer.body
        if answer.status == 304:
            assert answer.headers["ETag"] == self.tag
            self.unchanged += 1
        else:
            self.body, self.tag = answer.json, answer.headers["ETag"]
        return self.body, stale(self.body), int(answer.headers["Age"])


def stale(body):
    return body["stale"] if "stale" in body else int(body["freshness"] == "stale")


def state(body):
    """The one state all agents are in, whatever was asked for."""
    if "states" in body:
        return {name for name, count in body["states"].items() if count}
    return {agent["state"] for agent in body.get("agents", [body])}


@pytest.mark.parametrize("target", [ROLL_UP, LIST, AGENT])
def test_an_outage_is_told_at_every_poll_until_it_is_over(desk, target):
    desk = desk(time_to_live="1s", staleWhileRevalidate="1s")
    pollers = [Poller(desk.nginx.address, target, keeps) for keeps in (False, True)]

    def polls(seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for poller in pollers:
                body, troubled, age = poller.poll()
                # What is not called stale is young, whoever kept it meanwhile.
                assert troubled or age <= TIME_TO_LIVE + BEHIND + SLACK, (body, age)
                yield body, troubled
            time.sleep(0.05)

    for body, troubled in polls(2.5):
        assert (state(body), troubled) == ({"talking"}, 0)
    assert pollers[1].unchanged > 10, "the tag did not last"

    desk.fail()
    desk.state = 1
    whole = list(polls(TIME_TO_LIVE + BEHIND + SLACK))[-1][1]
    assert whole > 0, "the outage is not told"
    for body, troubled in polls(4):
        assert (state(body), troubled) == ({"talking"}, whole)

    desk.recover()
    recovered = time.monotonic()
    over = set()
    for poller, (body, troubled) in zip(pollers * 1_000, polls(MAXIMUM_PAUSE + 5)):
        if troubled == 0:
            assert state(body) == {"idle"}, "old data is told as new"
            over.add(poller)
        else:
            assert (state(body), poller in over) == ({"talking"}, False)
        if len(over) == 2:
            break
    assert len(over) == 2 and time.monotonic() - recovered < MAXIMUM_PAUSE + 1
    for body, troubled in polls(2.5):
        assert (state(body), troubled) == ({"idle"}, 0)


def test_a_refresh_under_way_ends_no_304(desk):
    desk = desk(time_to_live="500ms", staleWhileRevalidate="1m")
    tag = desk.through(ROLL_UP).headers["ETag"]

    def age():
        same = desk.through(ROLL_UP, If_None_Match=tag)
        assert same.status == 304 and "hit" in cache_status(same)
        return int(same.headers["Age"])

    time.sleep(1.2)
    assert age() >= 2, "the poll came too soon"
    wait_for(lambda: age() <= 1, "the refresh behind")


def test_nginx_keeps_nothing_and_passes_on_what_both_sides_say(desk):
    desk = desk(time_to_live="1m", negativeTimeToLive="1m", staleIfError="2m")
    desk.direct(ROLL_UP)
    for _ in range(2):
        direct, through = desk.direct(ROLL_UP), desk.through(ROLL_UP)
        assert through.body == direct.body
        for name in ("Cache-Control", "ETag", "Cache-Status"):
            assert through.headers.get_all(name) == direct.headers.get_all(name), name
        assert int(through.headers["Age"]) >= int(direct.headers["Age"])
        assert "Expires" not in through.headers
        time.sleep(1.1)
    assert int(through.headers["Age"]) > 1, "the age stands still"
    head = get(desk.nginx.address, ROLL_UP, method="HEAD")
    assert (head.status, head.headers["ETag"]) == (200, through.headers["ETag"])
    for condition in (f'"1", {head.headers["ETag"]}', "*"):
        assert desk.through(ROLL_UP, If_None_Match=condition).status == 304
    missing = desk.through("/agents/1777", Cache_Control="only-if-cached")
    assert (missing.status, missing.json["code"]) == (504, "not-cached")
    assert desk.calls == 1


def test_a_gateway_that_is_gone_is_told_at_once(desk):
    desk = desk(time_to_live="20s")
    assert desk.through().status == 200
    desk.gateway.end()
    gone = desk.through()
    assert (gone.status, gone.json["code"]) == (502, "rollcall-unreachable")
