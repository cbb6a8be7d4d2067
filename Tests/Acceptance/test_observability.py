"""What Rollcall tells of itself: metrics, lines of requests, traces, readiness."""

import concurrent.futures
import json
import re
import subprocess

from harness.process import accepts, wait_for
from harness.scripted_cms import Reply, rows
from harness.wire import Connection, get, head

ALL = {"log": {"requests": {"mode": "all"}}}
TRACE = "0af7651916cd43dd8448eb211c80319c"
TRACEPARENT = f"00-{TRACE}-b7ad6b7169203331-01"


def lines(gateway):
    """The lines of requests so far."""
    found = [line for line in gateway.text.splitlines() if '"kind":"request"' in line]
    return [json.loads(line) for line in found]


def line_of(gateway, request_id):
    """The one line of a request."""
    of_it = lambda: [line for line in lines(gateway) if line["id"] == request_id]
    wait_for(of_it, f"the line of {request_id}")
    (line,) = of_it()
    return line


def ask(gateway, target, request_id, **headers):
    return get(gateway.address, target, headers={"X-Request-Id": request_id, **headers})


def scrape(gateway):
    return get(gateway.admin, "/metrics").body.decode()


def series(text):
    """Every series, without its value."""
    return {line.rsplit(" ", 1)[0] for line in text.splitlines() if not line.startswith("#")}


def value(text, name):
    (found,) = re.findall(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found)


# Metrics


def test_the_metrics_pass_promtool(launch):
    gateway = launch.gateway(launch.simulator().port, {"cms": {"callQuota": {"calls": 100, "window": "1m"}}})
    for target in ("/agents/1031", "/agents/1031", "/agents/x", "/groups/billing/status", "/nowhere"):
        get(gateway.address, target)
    done = subprocess.run(
        ["promtool", "check", "metrics"], input=scrape(gateway), capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_series_do_not_depend_on_ids_paths_or_names(launch):
    gateway = launch.gateway(launch.simulator().port)

    def flood(numbers):
        for number in numbers:
            get(gateway.address, f"/agents/{1000 + number}")
            get(gateway.address, f"/agents?ids={2000 + number}-{2010 + number}")
            get(gateway.address, f"/groups/name-{number}/status")
            get(gateway.address, f"/path/{number}", headers={"X-Request-Id": f"flood-{number}"})
            get(gateway.address, "/agents/1031", method=f"M{number}")

    flood(range(10))
    before = series(scrape(gateway))
    flood(range(10, 200))
    after = series(scrape(gateway))
    assert after == before
    assert len(after) < 400


def test_answers_are_counted_by_what_memory_had(launch, cms):
    cms.answer = lambda call: rows(call.ids)
    gateway = launch.gateway(cms.port, {"cache": {"timeToLive": "200ms", "staleWhileRevalidate": "1m"}})
    for _ in range(3):
        get(gateway.address, "/agents/1031")
    text = scrape(gateway)
    assert value(text, 'rollcall_answers_total{cache="miss"}') == 1
    assert value(text, 'rollcall_answers_total{cache="hit"}') == 2
    assert value(text, 'rollcall_answered_agents_total{freshness="live"}') == 1
    assert value(text, 'rollcall_answered_agents_total{freshness="cached"}') == 2

    def aged():
        assert get(gateway.address, "/agents/1031").json["freshness"] == "fresh"
        return value(scrape(gateway), 'rollcall_answers_total{cache="stale"}')

    wait_for(aged, "an answer past its time")
    text = scrape(gateway)
    assert value(text, 'rollcall_answered_agents_total{freshness="revalidating"}') >= 1
    assert value(text, 'rollcall_answered_agents_total{freshness="stale"}') == 0


MOMENT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"


def test_a_dead_cms_leaves_the_gateway_ready_and_degraded_with_since_when(launch):
    simulator = launch.simulator()
    cache = {"timeToLive": "100ms", "staleWhileRevalidate": "0s", "staleIfError": "1h"}
    gateway = launch.gateway(simulator.port, {"cache": cache})
    assert get(gateway.address, "/agents/1031").status == 200
    assert get(gateway.admin, "/readyz").json == {"ready": True, "degraded": []}
    assert value(scrape(gateway), "rollcall_cms_paused") == 0
    simulator.end()

    def degraded():
        assert get(gateway.address, "/agents/1031").status == 200
        ready = get(gateway.admin, "/readyz")
        assert ready.status == 200
        return ready.json["degraded"]

    [told] = wait_for(degraded, "what is degraded being told")
    assert told.keys() == {"reason", "since"} and told["reason"] == "cmsUnavailable"
    assert re.fullmatch(MOMENT, told["since"])
    assert get(gateway.address, "/agents/1031").json["freshness"] == "stale"
    # Between two probes calls may leave, and it is no less degraded.
    for _ in range(20):
        assert degraded() == [told]

    def seen():
        assert get(gateway.address, "/agents/1031").status == 200
        return value(scrape(gateway), "rollcall_cms_paused") == 1

    wait_for(seen, "rollcall_cms_paused at 1")


def test_a_lock_out_at_the_first_start_keeps_requests_away_and_tells_of_the_next_probe(launch, cms):
    cms.answer = lambda call: Reply(status=401)
    gateway = launch.gateway(cms.port)
    get(gateway.address, "/agents/1031")
    ready = get(gateway.admin, "/readyz")
    assert (ready.status, ready.json["reasons"]) == (503, ["never-accepted"])
    told = re.compile(rf"never-accepted since {MOMENT}, next probe at {MOMENT}")
    # Clients are answered before the lock-out is written down and told.
    wait_for(
        lambda: told.fullmatch(get(gateway.admin, "/readyz").json["detail"]), "since when", 5
    )
    assert value(scrape(gateway), "rollcall_cms_locked_out") == 1
    assert len(cms.calls) == 1


def test_a_lock_out_after_calls_were_taken_is_degraded(launch, cms):
    gateway = launch.gateway(cms.port, {"cache": {"timeToLive": "100ms"}})
    assert get(gateway.address, "/agents/1031").status == 200
    cms.answer = lambda call: Reply(status=401)
    assert get(gateway.address, "/agents/1500").json["code"] == "cms-locked-out"
    ready = get(gateway.admin, "/readyz")
    assert ready.status == 200
    assert [one["reason"] for one in ready.json["degraded"]] == ["cmsLockedOut"]


def test_a_wrong_secret_beside_a_snapshot_is_degraded_and_without_one_not_ready(launch):
    simulator = launch.simulator()
    state = {"state": {"directory": str(launch.place("state"))},
             "cache": {"timeToLive": "1h", "negativeTimeToLive": "1h"}}
    wrong = {"cms": {"secretKeyFile": None, "secretKey": "another-secret"}}
    gateway = launch.gateway(simulator.port, state)
    assert get(gateway.address, "/agents/1031").status == 200
    gateway.end()
    for _ in range(2):
        gateway = launch.gateway(simulator.port, {**state, **wrong})
        assert get(gateway.address, "/agents/1500").json["code"] == "cms-locked-out"
        assert get(gateway.address, "/agents/1031").status == 200
        ready = get(gateway.admin, "/readyz")
        assert ready.status == 200
        [told] = ready.json["degraded"]
        assert told["reason"] == "cmsLockedOut" and re.fullmatch(MOMENT, told["since"])
        gateway.end()
    empty = launch.gateway(simulator.port, wrong)
    assert get(empty.address, "/agents/1500").json["code"] == "cms-locked-out"
    assert get(empty.admin, "/readyz").json["reasons"] == ["never-accepted"]


# Lines of requests


def test_no_request_has_a_line_unless_asked_for(launch):
    gateway = launch.gateway(launch.simulator().port)
    for target in ("/agents/1031", "/agents/x"):
        get(gateway.address, target)
    gateway.end()
    assert lines(gateway) == []


def test_a_line_tells_what_became_of_a_request(launch, cms):
    gateway = launch.gateway(cms.port, {**ALL, "cache": {"timeToLive": "30s"}})
    answer = ask(gateway, "/agents/1031?unused=", "miss-0")
    assert answer.status == 400
    answer = ask(gateway, "/agents/1031", "miss-1")
    ask(gateway, "/agents/1031", "hit-1")
    miss = line_of(gateway, "miss-1")
    assert miss.pop("ms") > 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", miss.pop("time"))
    assert re.fullmatch(r"[0-9a-f]{32}", miss.pop("trace"))
    miss.pop("client", None)
    assert miss == {
        "kind": "request", "id": "miss-1", "method": "GET", "route": "agent", "path": "/agents/1031",
        "status": 200, "bytes": len(answer.body), "outcome": "ok", "cache": "miss", "calls": [1],
    }
    hit = line_of(gateway, "hit-1")
    assert hit["cache"] == "hit" and "calls" not in hit
    problem = line_of(gateway, "miss-0")
    assert (problem["status"], problem["outcome"]) == (400, "invalid-parameter")
    assert "cache" not in problem


def test_stale_and_collapsed_answers_are_told_as_such(launch, cms):
    gateway = launch.gateway(cms.port, {**ALL, "cache": {"timeToLive": "200ms", "staleWhileRevalidate": "1m"}})
    cms.answer = lambda call: Reply(body=rows(call.ids).body, delay=0.5)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: ask(gateway, "/agents/1031", f"one-{number}"), range(8)))
    outcomes = sorted(line_of(gateway, f"one-{number}")["cache"] for number in range(8))
    assert outcomes == ["collapsed"] * 7 + ["miss"]
    assert all(line_of(gateway, f"one-{number}")["calls"] == [1] for number in range(8))

    def is_told():
        ask(gateway, "/agents/1031", "old-1")
        return "stale" in [line.get("cache") for line in lines(gateway)]

    wait_for(is_told, "a stale line")


def test_a_hostile_request_leaves_one_harmless_line_without_its_secrets(launch, cms):
    gateway = launch.gateway(cms.port, ALL)
    path = "/agents/%0a%1b[2J" + "x" * 5_000
    ask(gateway, path + "?key=topsecret", "evil-1", Authorization="Bearer topsecret", Cookie="topsecret")
    line = line_of(gateway, "evil-1")
    assert line["path"] == path[:512] + "…"
    get(gateway.address, "/bad path", headers={"X-Request-Id": "evil-2"})
    wait_for(lambda: [line for line in lines(gateway) if line["status"] == 400], "the line of a 400")
    assert "topsecret" not in gateway.text


def test_a_sample_is_some_requests_whatever_their_ids_and_all_errors(launch, cms):
    gateway = launch.gateway(
        cms.port, {"log": {"requests": {"mode": "sampled", "sampleOneIn": 10}}, "cache": {"timeToLive": "30s"}}
    )
    for _ in range(600):
        ask(gateway, "/agents/1031", "always-the-same")
    for number in range(5):
        ask(gateway, "/agents/x", f"error-{number}")
    gateway.end()
    ids = [line["id"] for line in lines(gateway)]
    assert 20 < ids.count("always-the-same") < 120
    assert ids[-5:] == [f"error-{number}" for number in range(5)]


def test_a_standard_error_nobody_reads_holds_up_no_request_and_not_the_end(launch, cms):
    folder = launch.place("gateway")
    path, settings = launch.settings(folder, cms.port, {**ALL, "cache": {"timeToLive": "30s"}})
    address = (settings["listen"]["host"], settings["listen"]["port"])
    admin = (settings["admin"]["host"], settings["admin"]["port"])
    command = [launch.binary, "serve", "--config", path]
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        wait_for(lambda: accepts(address) and accepts(admin), "the gateway listening")
        dropped = "rollcall_log_lines_dropped_total"
        text = lambda: get(admin, "/metrics").body.decode()
        # Each line has some 700 bytes; the pipe takes 64 KiB of them and the backlog 4 MiB.
        burst = head("/agents/1031/" + "x" * 500) * 20
        with Connection(address) as connection:
            for _ in range(500):
                connection.send(burst)
                assert {connection.read_response().status for _ in range(20)} == {404}
        wait_for(lambda: value(text(), dropped) > 0, "lines dropped")
        assert get(address, "/agents/1031").status == 200
        process.terminate()
        assert process.wait(10) == 0
    finally:
        process.kill()
        process.stderr.close()


# Traces


def test_a_trace_goes_from_the_request_to_its_line_and_to_the_cms(launch, cms):
    gateway = launch.gateway(cms.port, {**ALL, "cms": {"sendTraceparent": True}})
    ask(gateway, "/agents/1031", "t-1", traceparent=TRACEPARENT, tracestate="vendor=1")
    assert line_of(gateway, "t-1")["trace"] == TRACE
    (call,) = cms.calls
    version, trace, span, flags = call.headers["traceparent"].split("-")
    assert (version, trace, flags) == ("00", TRACE, "01")
    assert span not in ("b7ad6b7169203331", "0" * 16)
    assert call.headers["tracestate"] == "vendor=1"
    signed = re.search(r"\d+/([a-z;-]*host[a-z;-]*)/", call.headers["authorization"])
    assert "trace" not in (signed.group(1) if signed else call.headers["authorization"])


def test_the_cms_is_not_told_of_traces_unless_asked_for(launch, cms):
    gateway = launch.gateway(cms.port, ALL)
    ask(gateway, "/agents/1031", "t-1", traceparent=TRACEPARENT)
    assert line_of(gateway, "t-1")["trace"] == TRACE
    assert not {"traceparent", "tracestate"} & set(cms.calls[0].headers)


def test_a_signed_call_with_a_traceparent_passes_the_signature_check(launch):
    simulator = launch.simulator()
    gateway = launch.gateway(simulator.port, {"cms": {"sendTraceparent": True}})
    assert ask(gateway, "/agents/1031", "t-1", traceparent=TRACEPARENT).status == 200
    assert simulator.counters()["badSignatures"] == 0


def test_200_requests_at_once_name_the_few_calls_that_served_them(launch, cms):
    cms.answer = lambda call: Reply(body=rows(call.ids).body, delay=0.3)
    gateway = launch.gateway(cms.port, {"log": {"level": "debug", **ALL["log"]}})
    with concurrent.futures.ThreadPoolExecutor(200) as pool:
        asked = lambda number: ask(gateway, f"/agents/{1000 + number}", f"many-{number}").status
        assert set(pool.map(asked, range(200))) == {200}
    wait_for(lambda: len(lines(gateway)) == 200, "200 lines")
    of_call = {number for line in lines(gateway) for number in line["calls"]}
    assert of_call == set(range(1, len(cms.calls) + 1))
    assert len(cms.calls) <= 8
    askers = [int(number) for number in re.findall(r"A call is sent\..* cms\.call\.askers=(\d+)", gateway.text)]
    assert sum(askers) == 200
