"""Groups learnt from the CMS itself: with no groups file, and through all that may happen to them."""

import time
import urllib.parse

import pytest

from harness.launcher import ACCESS_KEY, VDNS
from harness.process import wait_for
from harness.wire import get

REFRESH = 1
SOURCE = {"enabled": True, "refreshInterval": f"{REFRESH}s"}
FORTY = ("--groups", "40", "--group-size", "500")


def learning(launch, simulator, changes=None, **groups):
    """A gateway without a groups file that learns its groups."""
    settings = {"groups": {"file": None, **(groups or {"userGroups": SOURCE})}}
    return launch.gateway(simulator.port, {**settings, **(changes or {})})


def groups(gateway, query=""):
    return get(gateway.address, f"/groups{query}").json


def learnt(gateway):
    """All groups, once all have been read."""
    wait_for(lambda: groups(gateway)["complete"], "all groups")
    return {group["name"]: group for group in groups(gateway)["groups"]}


def metric(gateway, line):
    for written in get(gateway.admin, "/metrics").body.decode().splitlines():
        if written.startswith(line + " "):
            return float(written.split()[-1])
    return None


def member_names(simulator, group):
    return simulator.control(f"/control/groups/{urllib.parse.quote(group)}")["names"]


def test_the_groups_of_the_cms_are_there_within_one_refresh_and_no_file(launch):
    simulator = launch.simulator(*FORTY)
    gateway = learning(launch, simulator)
    known = learnt(gateway)
    told = simulator.control("/control/groups")["groups"]
    assert len(known) == 40
    assert {name: group["size"] for name, group in known.items()} == {
        group["name"]: group["size"] for group in told
    }
    assert {group["source"] for group in known.values()} == {"userGroups"}
    status = get(gateway.address, "/groups/group-1/status").json
    assert (status["agents"], status["reported"], status["complete"]) == (500, 500, True)
    everybody = get(gateway.address, "/vdn/status", headers={"Prefer": "wait=20"}).json
    assert everybody["vdn"] == 170
    assert everybody["agents"] == 40 * 500


def test_a_name_that_may_be_a_group_is_not_called_unknown_before_all_are_read(launch):
    simulator = launch.simulator(*FORTY, "--latency", "200ms")
    gateway = learning(launch, simulator)
    answer = get(gateway.address, "/groups/group-40/status")
    assert (answer.status, answer.json["code"]) == (503, "groups-not-learnt")
    assert int(answer.headers["retry-after"]) >= 1
    assert "userGroups" in answer.json["detail"]
    ready = get(gateway.admin, "/readyz")
    assert ready.status == 503 and b"groups-not-read" in ready.body
    assert groups(gateway)["awaiting"] == ["userGroups"]
    simulator.set_faults()
    learnt(gateway)
    assert get(gateway.admin, "/readyz").status == 200
    assert get(gateway.address, "/groups/group-40/status").status == 200
    assert get(gateway.address, "/groups/none/status").json["code"] == "unknown-group"


def test_a_member_added_appears_with_the_next_refresh(launch):
    simulator = launch.simulator(*FORTY)
    gateway = learning(launch, simulator)
    assert learnt(gateway)["group-1"]["size"] == 500
    before = get(gateway.address, "/groups/group-1").json["agentIds"]
    simulator.control("/control/groups/group-1/members", "POST", {"add": [39_999]})
    wait_for(
        lambda: get(gateway.address, "/groups/group-1").json["agentIds"] != before, "the member"
    )
    assert "39999" in get(gateway.address, "/groups/group-1").json["agentIds"]
    assert get(gateway.address, "/groups/group-1/status").json["agents"] == 501


def test_a_dead_cms_leaves_groups_and_their_ages(launch):
    simulator = launch.simulator(*FORTY)
    gateway = learning(launch, simulator)
    learnt(gateway)
    get(gateway.address, "/groups/group-1/status")
    simulator.end()
    wait_for(lambda: all(group["doubt"] for group in groups(gateway)["groups"]), "the doubt")
    first = groups(gateway)["groups"]
    assert {group["doubt"] for group in first} == {"cmsUnavailable"}
    assert len(first) == 40 and {group["size"] for group in first} == {500}
    assert all(group["membersObservedAt"] for group in first)
    assert groups(gateway)["groups"][0]["membersObservedAt"] == first[0]["membersObservedAt"]
    status = get(gateway.address, "/groups/group-1/status").json
    assert (status["agents"], status["reported"]) == (500, 500)
    doubted = 'rollcall_groups_doubted{source="userGroups"}'
    wait_for(lambda: metric(gateway, doubted) == 40 * len(VDNS), "the doubt in both VDNs")


def test_a_group_that_vanishes_is_marked_and_then_gone(launch):
    simulator = launch.simulator(*FORTY)
    gateway = learning(launch, simulator, userGroups=SOURCE, graceTime="3s")
    learnt(gateway)
    simulator.control("/control/groups/group-7", "DELETE")
    wait_for(
        lambda: get(gateway.address, "/groups/group-7").json.get("doubt") == "vanished", "the mark"
    )
    assert get(gateway.address, "/groups/group-7/status").json["agents"] == 500
    wait_for(lambda: get(gateway.address, "/groups/group-7").status == 404, "the end of its grace")
    assert len(groups(gateway)["groups"]) == 39


def test_pages_that_shift_while_they_are_read_lose_and_invent_nobody(launch):
    simulator = launch.simulator("--groups", "20", "--group-size", "450")
    simulator.set_faults(shiftRate=0.1)
    gateway = learning(launch, simulator)
    learnt(gateway)
    rereads = 'rollcall_group_rereads_total{source="userGroups"}'
    wait_for(lambda: (metric(gateway, rereads) or 0) > 0, "a second reading")
    simulator.set_faults()
    truth = {group["name"]: group["size"] for group in simulator.control("/control/groups")["groups"]}

    def settled():
        known = {group["name"]: (group["size"], group["doubt"]) for group in groups(gateway)["groups"]}
        return known == {name: (size, None) for name, size in truth.items()}

    wait_for(settled, "the truth")


def test_pages_that_are_short_are_made_good(launch):
    simulator = launch.simulator("--groups", "10", "--group-size", "450")
    gateway = learning(launch, simulator)
    learnt(gateway)
    simulator.set_faults(shortPageRate=0.2)
    refreshes = 'rollcall_group_refreshes_total{source="userGroups",outcome="whole"}'
    before = metric(gateway, refreshes) or 0
    wait_for(lambda: (metric(gateway, refreshes) or 0) >= before + 2, "two refreshes")
    # A CMS that cuts the last page short, and twice again where it is asked whether that was all, is
    # believed for once.
    assert min(group["size"] for group in groups(gateway)["groups"]) > 350
    simulator.set_faults()
    wait_for(lambda: {group["size"] for group in groups(gateway)["groups"]} == {450}, "everybody")


def test_a_group_of_6000_is_read_in_61_calls(launch):
    simulator = launch.simulator("--groups", "1", "--group-size", "6000")
    gateway = learning(launch, simulator, userGroups={"enabled": True})
    assert learnt(gateway)["group-1"]["size"] == 6000
    assert simulator.counters()["groupCallsByKind"]["userGroupMembers"] == 61 * len(VDNS)


def test_queues_and_who_is_signed_in_to_them_are_groups_of_their_own(launch):
    simulator = launch.simulator(*FORTY)
    gateway = learning(launch, simulator, skillQueues=SOURCE, signedInAgents=SOURCE)
    known = learnt(gateway)
    skills = simulator.control("/control/groups")["skills"]
    assert {name for name in known if name.startswith("queue:")} == {
        f"queue:{skill['name']}" for skill in skills
    }
    for skill in skills:
        assert known[f"queue:{skill['name']}"]["size"] == skill["size"]
        assert 0 < known[f"signed-in:{skill['name']}"]["size"] < skill["size"]
    chosen = groups(gateway, "?source=signedInAgents")["groups"]
    assert {group["source"] for group in chosen} == {"signedInAgents"} and len(chosen) == len(skills)


def test_of_one_name_the_file_keeps_it_and_the_cms_gives_its_id(launch):
    simulator = launch.simulator(*FORTY)
    gateway = launch.gateway(
        simulator.port,
        {"groups": {"userGroups": SOURCE}},
        groups={"group-1": {"agents": [1031]}},
    )
    known = learnt(gateway)
    ids = {group["name"]: group["id"] for group in simulator.control("/control/groups")["groups"]}
    other = f"group-1~{ids['group-1']}"
    assert (known["group-1"]["source"], known["group-1"]["size"]) == ("file", 1)
    assert (known[other]["source"], known[other]["size"]) == ("userGroups", 500)
    gateway.await_text("A group's name is taken by another group")
    assert other in gateway.text


def test_agents_have_the_names_the_cms_gives_them_and_their_groups(launch):
    simulator = launch.simulator(*FORTY)
    gateway = learning(launch, simulator, userGroups=SOURCE, inAgents=True)
    learnt(gateway)
    names = member_names(simulator, "group-1")
    agent = min(names, key=int)
    told = get(gateway.address, f"/agents/{agent}").json
    assert (told["name"], told["groups"]) == (names[agent], ["group-1"])
    listed = get(gateway.address, "/groups/group-1/agents").json["agents"]
    assert {str(row["id"]): row["name"] for row in listed} == names
    tag = get(gateway.address, f"/agents/{agent}?fields=name").headers["etag"]
    again = get(gateway.address, f"/agents/{agent}?fields=name", headers={"If-None-Match": tag})
    assert again.status == 304


def test_names_are_not_kept_where_the_setting_says_so(launch):
    simulator = launch.simulator(*FORTY)
    gateway = learning(launch, simulator, userGroups=SOURCE, agentNames=False)
    learnt(gateway)
    agent = min(member_names(simulator, "group-1"), key=int)
    assert "name" not in get(gateway.address, f"/agents/{agent}").json


def test_groups_outlive_a_restart_with_a_dead_cms(launch, tmp_path):
    state = tmp_path / "state"
    state.mkdir(mode=0o700)
    kept = {"state": {"directory": str(state)}}
    simulator = launch.simulator(*FORTY)
    gateway = learning(launch, simulator, kept)
    before = learnt(gateway)
    name = get(gateway.address, "/agents/101").json["name"]
    gateway.end()
    simulator.end()
    again = learning(launch, simulator, kept)
    known = groups(again)
    assert known["complete"]
    assert {group["name"]: group["size"] for group in known["groups"]} == {
        name: group["size"] for name, group in before.items()
    }
    assert {group["membersObservedAt"] for group in known["groups"]} <= {
        group["membersObservedAt"] for group in known["groups"]
    }
    assert get(again.address, "/agents/101").json["name"] == name


def test_calls_about_groups_keep_to_their_share_of_the_quota(launch):
    simulator = launch.simulator("--groups", "400", "--group-size", "150")
    quota = {"cms": {"callQuota": {"calls": 40, "window": "1s"}}, "cache": {"timeToLive": "100ms"}}
    gateway = learning(launch, simulator, quota, userGroups=SOURCE, callSharePercent=25)
    until = time.monotonic() + 6
    while time.monotonic() < until:
        get(gateway.address, "/agents/1031")
    counters = simulator.counters()
    about_groups, about_agents = counters["recentGroupCallTimes"], counters["recentCallTimes"]
    assert len(about_groups) >= 40 and len(about_agents) >= 20
    # What leaves within the window may arrive some milliseconds closer together.
    assert most_within(about_groups, 950) <= 10
    assert most_within(sorted(about_groups + about_agents), 950) <= 40


def test_slow_pages_of_groups_hold_up_no_question_about_agents(launch):
    simulator = launch.simulator(*FORTY)
    gateway = learning(launch, simulator, {"cms": {"maximumConcurrentCalls": 2}})
    assert get(gateway.address, "/agents/1031").status == 200
    simulator.set_faults(groupLatencyMilliseconds=5000)
    pages = simulator.counters()["groupCalls"]
    wait_for(lambda: simulator.counters()["groupCalls"] > pages, "a slow page")
    for agent in range(2000, 2010):
        answer = get(gateway.address, f"/agents/{agent}", headers={"Prefer": "wait=2"})
        assert (answer.status, answer.json["freshness"]) == (200, "fresh")


def test_groups_that_cannot_be_had_keep_nobody_from_asking_for_agents(launch):
    simulator = launch.simulator(*FORTY)
    simulator.set_faults(groupFailure="code:0101003")
    gateway = learning(launch, simulator)
    gateway.await_text("Groups could not be read from the CMS")
    for agent in range(2000, 2010):
        assert get(gateway.address, f"/agents/{agent}").json["freshness"] == "fresh"
    assert get(gateway.admin, "/readyz").status == 200
    assert groups(gateway)["awaiting"] == ["userGroups"]


def most_within(times, window):
    return max(
        sum(1 for other in times if first <= other < first + window) for first in times
    )


@pytest.mark.parametrize("kind", ["userGroups", "skillQueues"])
def test_a_refusing_cms_gets_no_second_signature_for_groups(launch, kind):
    simulator = launch.simulator(*FORTY)
    wrong = {"cms": {"accessKey": ACCESS_KEY + "x"}}
    gateway = learning(launch, simulator, wrong, **{kind: SOURCE})
    gateway.await_text("critical")
    time.sleep(3 * REFRESH)
    assert simulator.counters()["badSignatures"] == 1
    assert groups(gateway)["awaiting"] == [kind]
