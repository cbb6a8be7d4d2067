"""Bad ids, bursts of failures, deadlines, floods and old snapshots: what stays within its limits."""

import pathlib
import signal
import time

import pytest

from harness.crowd import Crowd
from harness.process import wait_for
from harness.wire import get
from test_guarantees_calls import metric, proven

LATENCY = {"latencyMilliseconds": 200}
PATIENT = {"Prefer": "wait=30"}


@pytest.fixture
def simulator(launch):
    return launch.simulator("--latency", "200ms")


def stop(gateway):
    gateway.send(signal.SIGTERM)
    assert gateway.await_exit(15) == 0, gateway.text


@pytest.mark.parametrize("poison", [10_000, 15_999])
def test_a_poison_id_is_not_asked_for_again_when_the_others_expire(launch, simulator, poison):
    gateway = proven(launch, simulator, timeToLive="5s", negativeTimeToLive="1m")
    simulator.set_faults(**LATENCY, poisonIDs=[poison])
    path = "/agents?ids=10000-15999"
    first = get(gateway.address, path, headers=PATIENT).json
    missing = [agent["id"] for agent in first["agents"] if agent["freshness"] == "missing"]
    assert (missing, len(first["agents"])) == ([poison], 6_000)
    assert 2 <= simulator.counters()["calls"] <= 1 + 26

    time.sleep(5)
    simulator.reset()
    later = get(gateway.address, path, headers=PATIENT).json
    assert (later["missing"], len(later["agents"])) == (1, 6_000)
    wait_for(lambda: metric(gateway, "rollcall_cms_calls_in_flight") == 0, "the refresh")
    counters = simulator.counters()
    assert counters["outcomes"] == {"good": 1}, counters


def test_a_burst_of_502_is_not_seen_by_clients(launch):
    simulator = launch.simulator("--agents", "100000-199999")
    gateway = launch.gateway(simulator.port)
    # Ten calls earn one retry: enough for four.
    for number in range(150_000, 150_040):
        assert get(gateway.address, f"/agents/{number}").status == 200
    simulator.reset()
    simulator.set_faults(failure="status:502", latencyMilliseconds=1_000)
    lists = [f"/agents?ids={start}-{start + 5_999}" for start in range(100_000, 124_000, 6_000)]
    with Crowd(gateway.address, len(lists)) as crowd:
        crowd.ask(lists)
        wait_for(lambda: simulator.counters()["calls"] == 4, "four calls that are to fail")
        simulator.set_faults(**LATENCY)
        answers = crowd.answers()
    assert [(answer.status, answer.json["complete"]) for answer in answers] == [(200, True)] * 4
    counters = simulator.counters()
    assert counters["outcomes"]["failed"] == 4 and counters["calls"] == 8, counters


def test_calls_go_back_to_the_first_base_url_once_it_answers_again(launch):
    first, second = launch.simulator(), launch.simulator()
    urls = [f"https://localhost:{simulator.port}" for simulator in (first, second)]
    changes = {
        "cms": {"baseURLs": urls, "failbackInterval": "1s"},
        "cache": {"timeToLive": "100ms", "staleWhileRevalidate": "0s"},
    }
    gateway = launch.gateway(first.port, changes)
    assert get(gateway.address, "/agents/1031").json["freshness"] == "fresh"
    first.set_faults(failure="close")
    answers = [get(gateway.address, f"/agents/{number}") for number in range(2000, 2020)]
    assert {(answer.status, answer.json["freshness"]) for answer in answers} == {(200, "fresh")}
    assert second.counters()["calls"] >= 19

    first.set_faults()
    first.reset()

    def first_answers():
        assert get(gateway.address, "/agents/1031").status == 200
        return first.counters()["calls"] >= 2

    wait_for(first_answers, "calls going to the first base URL again")
    before = second.counters()["calls"]
    assert get(gateway.address, "/agents/2100").json["freshness"] == "fresh"
    assert second.counters()["calls"] == before


def test_an_answer_at_the_deadline_holds_what_there_is_with_reasons(launch, simulator):
    gateway = proven(launch, simulator, timeToLive="500ms")
    assert get(gateway.address, "/agents?ids=2000-2049").json["complete"]
    simulator.set_faults(failure="hang")
    time.sleep(0.6)
    began = time.monotonic()
    answer = get(gateway.address, "/agents?ids=2000-2099", headers={"Prefer": "wait=1"})
    assert 0.9 < time.monotonic() - began < 5
    assert (answer.status, answer.json["stale"], answer.json["missing"]) == (200, 50, 50)
    reasons = {(agent["freshness"], agent.get("reason")) for agent in answer.json["agents"]}
    assert reasons == {("stale", None), ("missing", "deadlineExceeded")}


def test_a_flood_of_unknown_ids_spares_the_ids_in_demand_and_the_cap(launch):
    simulator = launch.simulator()
    limits = {"timeToLive": "1h", "negativeTimeToLive": "1h", "staleIfError": "1h"}
    gateway = launch.gateway(simulator.port, {"cache": {**limits, "maximumBytes": "1MiB"}})
    hot = "/agents?ids=1000-1999"
    assert get(gateway.address, hot).json["complete"]
    for start in range(200_000, 600_000, 4_000):
        assert get(gateway.address, f"/agents?ids={start}-{start + 3_999}").status == 200
        readers = get(gateway.address, hot).json["agents"]
        assert {agent["freshness"] for agent in readers} == {"fresh"}
    assert simulator.counters()["calls"] == 101
    assert metric(gateway, "rollcall_table_bytes") <= 1 << 20
    assert metric(gateway, "rollcall_agents_evicted_total") >= 350_000


def test_a_snapshot_past_the_stale_limit_is_not_shown(launch, simulator):
    cache = {"timeToLive": "100ms", "staleWhileRevalidate": "0s", "staleIfError": "100ms"}
    changes = {"cache": cache, "state": {"directory": str(launch.place("state"))}}
    gateway = launch.gateway(simulator.port, changes)
    assert get(gateway.address, "/agents/1031").status == 200
    stop(gateway)
    simulator.end()
    time.sleep(0.2)
    gateway = launch.gateway(simulator.port, changes)
    answer = get(gateway.address, "/agents/1031")
    assert (answer.status, answer.json["code"]) == (503, "cms-unavailable")


def test_a_damaged_snapshot_is_refused_and_kept_aside(launch, simulator):
    folder = pathlib.Path(launch.place("state"))
    cache = {"timeToLive": "1h", "staleIfError": "1h", "negativeTimeToLive": "1h"}
    changes = {"cache": cache, "state": {"directory": str(folder)}}
    gateway = launch.gateway(simulator.port, changes)
    assert get(gateway.address, "/agents/1031").json["freshness"] == "fresh"
    stop(gateway)
    damaged = bytearray((folder / "snapshot").read_bytes())
    damaged[len(damaged) // 2] ^= 1
    (folder / "snapshot").write_bytes(damaged)
    gateway = launch.gateway(simulator.port, changes)
    assert get(gateway.address, "/agents/1031").json["freshness"] == "fresh"
    assert "snapshot was refused" in gateway.text
    assert (folder / "snapshot.refused").read_bytes() == damaged


def test_with_the_right_secret_the_lock_out_of_a_wrong_one_does_not_hold(launch, simulator):
    state = {"state": {"directory": str(launch.place("state"))}}
    wrong = {"cms": {"secretKeyFile": None, "secretKey": "another-secret"}}
    gateway = launch.gateway(simulator.port, {**wrong, **state})
    assert get(gateway.address, "/agents/1031").json["code"] == "cms-locked-out"
    assert get(gateway.admin, "/readyz").status == 503
    stop(gateway)
    gateway = launch.gateway(simulator.port, state)
    assert get(gateway.address, "/agents/1031").json["freshness"] == "fresh"
    assert simulator.counters()["requests"] == 2
