"""What clients see and the CMS gets while the CMS is down, refuses us, or we restart."""

import collections
import concurrent.futures
import datetime
import signal
import threading
import time

import pytest

from harness.launcher import Launcher
from harness.process import free_port, wait_for
from harness.scripted_cms import Reply, rows
from harness.storm import storm
from harness.wire import get

LATENCY = {"latencyMilliseconds": 200}
DEAD = {**LATENCY, "failure": "close"}
AGENTS = [f"/agents/{number}" for number in range(1000, 1200)]
WRONG = {"secretKeyFile": None, "secretKey": "another-secret"}


def summary(outcomes):
    """How many ended how."""
    return collections.Counter(
        (
            outcome.status,
            outcome.body and (outcome.body.get("freshness") or outcome.body.get("code")),
            outcome.body and outcome.body.get("staleReason"),
        )
        for outcome in outcomes
    )


def restarted(launch, gateway, simulator, changes):
    """Ends the gateway and starts another one with the same settings."""
    gateway.send(signal.SIGTERM)
    assert gateway.await_exit(15) == 0
    return launch.gateway(simulator.port, changes)


class DeadCMS:
    """A CMS that dies under 500 requests a second for 200 agents, and stays dead for 60 s."""

    def __init__(self, launch):
        self.simulator = launch.simulator("--latency", "200ms")
        self.gateway = launch.gateway(self.simulator.port, {"cache": {"timeToLive": "1s"}})
        assert get(self.gateway.address, "/agents?ids=1000-1199").json["complete"]

    def die(self):
        self.simulator.set_faults(**DEAD)
        self.simulator.reset()
        self.died_at = time.time()

    def rage(self):
        death = threading.Timer(5.0, self.die)
        death.start()
        self.outcomes = storm(self.gateway.address, AGENTS, seconds=65)
        death.join()
        self.counters = self.simulator.counters()

    @property
    def settled(self):
        """What was answered once every agent's refresh had failed, or could not leave."""
        return [one for one in self.outcomes if one.asked_at > self.died_at + 2.5]


class DeadInQuiet(DeadCMS):
    """The same, but it dies while nobody asks: several calls leave before one has failed."""

    def rage(self):
        time.sleep(1.5)
        self.die()
        self.outcomes = storm(self.gateway.address, AGENTS, seconds=60)
        self.counters = self.simulator.counters()


class WrongSecret:
    """60 s of 500 requests a second by a gateway whose secret key is wrong."""

    def __init__(self, launch):
        self.simulator = launch.simulator("--latency", "200ms")
        self.gateway = launch.gateway(self.simulator.port, {"cms": WRONG})

    def rage(self):
        self.outcomes = storm(self.gateway.address, AGENTS, seconds=60)
        self.counters = self.simulator.counters()


@pytest.fixture(scope="module")
def storms(binary, authority, tmp_path_factory):
    """All storms, side by side to save minutes; their servers have nothing in common."""
    with Launcher(binary, authority, tmp_path_factory.mktemp("storms")) as launcher:
        all_of_them = (DeadCMS(launcher), DeadInQuiet(launcher), WrongSecret(launcher))
        with concurrent.futures.ThreadPoolExecutor(3) as pool:
            for raging in [pool.submit(each.rage) for each in all_of_them]:
                raging.result()
        for each in all_of_them:
            print(type(each).__name__, summary(each.outcomes), each.counters)
        yield all_of_them


def test_a_cms_dead_for_60_s_is_no_error_to_clients_and_is_tried_8_times_at_most(storms):
    dead, _, _ = storms
    assert len(dead.outcomes) > 28_000, "the load was not there"
    assert {one.status for one in dead.outcomes} == {200}
    assert {one.body["freshness"] for one in dead.settled} == {"stale"}
    assert all(one.body["staleReason"] for one in dead.settled)
    observed = {(one.target, one.body["observedAt"]) for one in dead.settled}
    assert len(observed) == len(AGENTS), "an observedAt changed"
    assert 1 <= dead.counters["requests"] <= 8, dead.counters


def test_a_cms_that_died_in_quiet_costs_the_calls_of_the_first_rush_more(storms):
    _, dead, _ = storms
    assert len(dead.outcomes) > 25_000, "the load was not there"
    assert {one.status for one in dead.outcomes} == {200}
    assert {one.body["freshness"] for one in dead.settled} == {"stale"}
    assert len({(one.target, one.body["observedAt"]) for one in dead.outcomes}) == len(AGENTS)
    # Of four calls at once three are more than the one that finds the CMS dead.
    assert 1 <= dead.counters["requests"] <= 8 + 3, dead.counters


def test_a_wrong_secret_under_load_for_60_s_costs_exactly_one_call(storms):
    _, _, wrong = storms
    assert len(wrong.outcomes) > 25_000, "the load was not there"
    assert {(one.status, one.body["code"]) for one in wrong.outcomes} == {(503, "cms-locked-out")}
    assert (wrong.counters["requests"], wrong.counters["badSignatures"]) == (1, 1)
    assert wrong.counters["lockedAddresses"] == []


def test_a_wrong_secret_costs_no_second_call_after_a_restart(launch):
    simulator = launch.simulator("--latency", "200ms")
    changes = {"cms": WRONG, "state": {"directory": str(launch.place("state"))}}
    gateway = launch.gateway(simulator.port, changes)
    before = storm(gateway.address, AGENTS, seconds=3)
    gateway = restarted(launch, gateway, simulator, changes)
    after = storm(gateway.address, AGENTS, seconds=10)
    assert set(summary(before + after)) == {(503, "cms-locked-out", None)}
    counters = simulator.counters()
    assert (counters["requests"], counters["badSignatures"]) == (1, 1), counters


def test_past_the_stale_limit_there_is_503_and_never_older_data(launch):
    simulator = launch.simulator("--latency", "200ms")
    cache = {"timeToLive": "1s", "staleWhileRevalidate": "1s", "staleIfError": "4s"}
    gateway = launch.gateway(simulator.port, {"cache": cache})
    assert get(gateway.address, "/agents?ids=1000-1199").json["complete"]
    observed = time.time()
    simulator.set_faults(**DEAD)
    outcomes = storm(gateway.address, AGENTS, seconds=10, rate=300)
    print(summary(outcomes), simulator.counters())
    assert {one.status for one in outcomes} == {200, 503}
    shown = [one for one in outcomes if one.status == 200]
    last = max(one.asked_at for one in shown)
    assert observed + 4.5 < last <= observed + 5.0
    refused = [one for one in outcomes if one.status == 503]
    assert {one.body["code"] for one in refused} == {"cms-unavailable"}
    assert sum(one.asked_at > last for one in refused) > 1000
    assert min(one.asked_at for one in refused) > observed + 4.0


def test_after_a_restart_with_a_dead_cms_the_snapshot_answers_at_once_with_its_true_age(launch):
    simulator = launch.simulator("--latency", "200ms")
    state = str(launch.place("state"))
    changes = {"cache": {"timeToLive": "1s"}, "state": {"directory": state}}
    gateway = launch.gateway(simulator.port, changes)
    before = get(gateway.address, "/agents?ids=1000-1199").json["agents"]
    simulator.set_faults(**LATENCY, failure="hang")
    time.sleep(1.5)
    gateway = restarted(launch, gateway, simulator, changes)
    asked = time.monotonic()
    answer = get(gateway.address, "/agents?ids=1000-1199")
    # A call to this CMS would last for the request timeout, 10 s.
    assert time.monotonic() - asked < 1.0
    after = answer.json
    assert (after["complete"], after["missing"]) == (True, 0)
    assert int(answer.headers["Age"]) >= 2
    for old, new in zip(before, after["agents"], strict=True):
        for member in ("id", "state", "observedAt"):
            assert old[member] == new[member]


def test_a_first_base_url_that_is_dead_from_the_start_is_not_seen_by_clients(launch):
    simulator = launch.simulator("--latency", "200ms")
    urls = [f"https://localhost:{free_port()}", f"https://localhost:{simulator.port}"]
    changes = {"cms": {"baseURLs": urls}, "cache": {"timeToLive": "500ms"}}
    gateway = launch.gateway(simulator.port, changes)
    outcomes = storm(gateway.address, AGENTS, seconds=5, rate=100)
    print(summary(outcomes), simulator.counters())
    assert {one.status for one in outcomes} == {200}
    assert simulator.counters()["calls"] >= 2


def test_a_first_base_url_that_dies_is_not_seen_by_clients(launch):
    first, second = (launch.simulator("--latency", "200ms") for _ in range(2))
    urls = [f"https://localhost:{simulator.port}" for simulator in (first, second)]
    cache = {"timeToLive": "500ms", "staleWhileRevalidate": "0s"}
    gateway = launch.gateway(first.port, {"cms": {"baseURLs": urls}, "cache": cache})
    death = threading.Timer(3.0, first.set_faults, kwargs=DEAD)
    death.start()
    outcomes = storm(gateway.address, AGENTS, seconds=8, rate=100)
    death.join()
    print(summary(outcomes), first.counters(), second.counters())
    assert {one.status for one in outcomes} == {200}
    assert first.counters()["outcomes"]["good"] >= 1
    assert second.counters()["outcomes"]["good"] >= 1
    newest = max(datetime.datetime.fromisoformat(one.body["observedAt"]) for one in outcomes)
    assert newest.timestamp() > max(one.asked_at for one in outcomes) - 2.0


def test_a_single_502_is_not_seen_by_clients(launch, cms):
    failing = [Reply(status=502, delay=0.2)]
    cms.answer = lambda call: failing.pop() if failing else rows(call.ids)
    gateway = launch.gateway(cms.port)
    answers = storm(gateway.address, AGENTS, seconds=2, rate=100)
    assert not failing
    assert {one.status for one in answers} == {200}, summary(answers)


def test_a_single_502_in_the_midst_is_not_seen_by_clients(launch, cms):
    gateway = launch.gateway(cms.port, {"cache": {"timeToLive": "500ms"}})
    assert get(gateway.address, "/agents/1000").status == 200
    failing = [Reply(status=502, delay=0.2)]
    cms.answer = lambda call: failing.pop() if failing else rows(call.ids)
    answers = storm(gateway.address, AGENTS, seconds=4, rate=100)
    assert not failing
    assert {one.status for one in answers} == {200}, summary(answers)
    wait_for(lambda: get(gateway.address, "/agents/1000").json["freshness"] != "stale", "recovery")
