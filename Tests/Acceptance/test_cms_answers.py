"""Answers of a CMS that are not all that its contract says: what is known stays, and why is told."""

import json

import pytest

from harness.process import wait_for
from harness.scripted_cms import Reply, rows
from harness.wire import get

SETTINGS = {"cache": {"timeToLive": "200ms", "staleWhileRevalidate": "0s"}}


def spoilt(reply, change):
    """The answer with each of its rows changed."""
    answer = json.loads(reply.body)
    for name in ("resultDatas", "resultDesc"):
        answer[name] = [change(row) for row in answer[name]]
    return Reply(body=json.dumps(answer).encode())


def as_double(row):
    return {**row, "agentId": float(row["agentId"])}


@pytest.mark.parametrize(
    "change",
    [as_double, lambda row: {**row, "agentId": "abc"}, lambda row: None, lambda row: {}],
    ids=["double", "word", "no row", "no id"],
)
def test_rows_that_name_nobody_take_nothing_away(launch, cms, change):
    gateway = launch.gateway(cms.port, SETTINGS)
    assert get(gateway.address, "/agents?ids=1000-1999").json["complete"]
    cms.answer = lambda call: spoilt(rows(call.ids), change)

    def stale():
        agent = get(gateway.address, "/agents/1031").json
        return agent if agent["freshness"] == "stale" else None

    assert wait_for(stale, "a stale answer")["staleReason"] == "cmsMalformed"
    known = get(gateway.address, "/agents?ids=1000-1999").json
    assert (len(known["agents"]), known["stale"], known["missing"]) == (1_000, 1_000, 0)
    assert get(gateway.address, "/agents/2500").json["code"] == "cms-malformed"
    cms.answer = lambda call: rows(call.ids)
    well = lambda: get(gateway.address, "/agents/1031").json["freshness"] != "stale"
    wait_for(well, "a good answer", 10)


def test_one_row_that_names_nobody_speaks_for_those_without_a_row(launch, cms):
    gateway = launch.gateway(cms.port, SETTINGS)
    assert get(gateway.address, "/agents?ids=1031,1099").json["complete"]
    cms.answer = lambda call: spoilt(
        rows(call.ids), lambda row: as_double(row) if row["agentId"] == 1099 else row
    )

    def stale():
        one, other = get(gateway.address, "/agents?ids=1031,1099").json["agents"]
        return (one, other) if other["freshness"] == "stale" else None

    one, other = wait_for(stale, "a stale answer")
    assert one["freshness"] == "fresh"
    assert other["staleReason"] == "cmsMalformed"
    metrics = get(gateway.admin, "/metrics").body.decode()
    assert "rollcall_cms_pauses_total 0" in metrics
    assert 'rollcall_cms_row_anomalies_total{kind="rowWithoutID"}' in metrics


@pytest.mark.parametrize("desc", [None, ""], ids=["null", "empty"])
def test_a_success_without_rows_reports_nobody_and_pauses_nothing(launch, cms, desc):
    body = json.dumps({"resultCode": "0100000", "resultDesc": desc}).encode()
    cms.answer = lambda call: Reply(body=body)
    gateway = launch.gateway(cms.port)
    assert get(gateway.address, "/agents/1031").json["code"] == "agent-not-reported"
    metrics = get(gateway.admin, "/metrics").body.decode()
    assert "rollcall_cms_pauses_total 0" in metrics
    assert 'rollcall_cms_row_anomalies_total{kind="noRowArray"} 1' in metrics


def test_the_form_of_older_systems_is_understood(launch, cms):
    def older(call):
        answer = json.loads(rows(call.ids).body)
        body = {"result": "0", "resultDatas": answer["resultDatas"]}
        return Reply(body=json.dumps(body).encode())

    cms.answer = older
    gateway = launch.gateway(cms.port)
    assert get(gateway.address, "/agents/1031").json["state"] == "talking"


def test_an_endless_state_began_at_no_time_known(launch, cms):
    cms.answer = lambda call: rows(call.ids, currentStateTime=4294967295, currentState=1)
    gateway = launch.gateway(cms.port, groups={"billing": {"agents": [1031]}})
    agent = get(gateway.address, "/agents/1031").json
    assert agent["stateSince"] is None
    status = get(gateway.address, "/groups/billing/status").json
    assert status["states"]["idle"] == 1
    assert status["longestInState"] == {}
