"""Every route, through nginx, held to openapi.yaml."""

import json
import urllib.parse

import pytest

from harness.contract import JSON
from harness.launcher import GROUPS, REPOSITORY, UNREPORTED_AGENT
from harness.signing import signature_is_right
from harness.scripted_cms import BATCH_PATH, Reply
from harness.launcher import ACCESS_KEY, SECRET_KEY
from harness.wire import get

UTF8_GROUP = urllib.parse.quote("Zürich/Süd ☎", safe="")
SPACED_GROUP = urllib.parse.quote("support & sales", safe="")
PATHS = [
    "/agents/1031",
    "/agents?ids=1031,1099,2000-2005",
    "/groups",
    "/groups?source=file,userGroups&name=BILL",
    "/groups/billing",
    "/groups/billing/status",
    "/groups/billing/agents",
    f"/groups/{UTF8_GROUP}",
    f"/groups/{UTF8_GROUP}/status",
    f"/groups/{SPACED_GROUP}/agents",
    "/vdn/status",
]
# What is told of how members are known that stand in the groups file.
SETTLED = {"source": "file", "membersObservedAt": None, "doubt": None}


@pytest.mark.parametrize("prefix", ["", "/vdns/170", "/vdns/171"])
@pytest.mark.parametrize("path", PATHS)
def test_a_route_answers_as_the_document_says(stack, prefix, path):
    response = get(stack.nginx.address, prefix + path)
    assert response.status == 200, response.body
    assert response.media_type == JSON
    stack.contract.check(prefix + path, response)


def test_the_document_is_served_as_it_lies_in_the_repository(stack):
    response = get(stack.nginx.address, "/openapi.yaml")
    assert response.status == 200
    assert response.body in [path.read_bytes() for path in REPOSITORY.glob("openapi.yaml")]


def test_health_is_told_to_clients_and_operators(stack):
    for address in (stack.nginx.address, stack.gateway.admin):
        assert get(address, "/healthz").status == 200
    assert get(stack.gateway.admin, "/readyz").status == 200


def test_metrics_are_on_the_admin_listener_only(stack):
    metrics = get(stack.gateway.admin, "/metrics")
    assert metrics.status == 200
    assert b"# TYPE rollcall_" in metrics.body
    assert get(stack.nginx.address, "/metrics").status == 404


def test_a_list_keeps_the_order_asked_and_names_who_is_missing(stack):
    target = f"/agents?ids=2003,1099,{UNREPORTED_AGENT},1031"
    response = get(stack.nginx.address, target)
    stack.contract.check(target, response)
    listed = response.json
    assert [agent["id"] for agent in listed["agents"]] == [2003, 1099, UNREPORTED_AGENT, 1031]
    assert listed["complete"] is False
    assert listed["missing"] == 1
    missing = listed["agents"][2]
    assert missing == {
        "id": UNREPORTED_AGENT, "state": None, "freshness": "missing", "reason": "notReported",
    }


def test_groups_are_listed_with_size_and_source(stack):
    answer = get(stack.nginx.address, "/groups").json
    listed = {group["name"]: group for group in answer["groups"]}
    assert set(listed) == set(GROUPS)
    assert listed["large"] == {"name": "large", "size": 12_001, **SETTLED}
    assert (answer["complete"], answer["awaiting"]) == (True, [])


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("source=file", set(GROUPS)),
        ("source=userGroups,skillQueues,signedInAgents", set()),
        ("name=BILL", {"billing"}),
        ("name=s%C3%BCd&source=file", {"Zürich/Süd ☎"}),
    ],
)
def test_groups_are_chosen_by_source_and_by_a_part_of_their_names(stack, query, names):
    answer = get(stack.nginx.address, f"/groups?{query}").json
    assert {group["name"] for group in answer["groups"]} == names


def test_a_group_tells_its_members(stack):
    assert get(stack.nginx.address, "/groups/billing").json == {
        "group": "billing", "size": 102, **SETTLED,
        "agentIds": ["1031", "1099", "2000-2099"],
    }


def test_a_roll_up_adds_up_to_its_agents(stack):
    status = get(stack.nginx.address, "/groups/billing/status").json
    agents = get(stack.nginx.address, "/groups/billing/agents").json["agents"]
    assert status["agents"] == status["reported"] == len(agents) == 102
    assert sum(status["states"].values()) == status["reported"]
    assert status["complete"] is True
    assert [agent["id"] for agent in agents] == [1031, 1099, *range(2000, 2100)]


def test_a_vdn_is_rolled_up_over_the_members_of_all_its_groups(stack):
    groups = [get(stack.nginx.address, f"/groups/{urllib.parse.quote(name, safe='')}/status").json
              for name in GROUPS]
    whole = get(stack.nginx.address, "/vdn/status").json
    # No agent is in two of the groups.
    for counted in ("agents", "reported", "missing"):
        assert whole[counted] == sum(group[counted] for group in groups), counted
    assert set(whole) == set(groups[0]) - {"group"} | {"vdn"}
    assert whole["vdn"] == 170
    assert get(stack.nginx.address, "/vdns/171/vdn/status").json["vdn"] == 171


def test_a_roll_up_that_lacks_an_agent_says_so(stack):
    status = get(stack.nginx.address, "/groups/partly/status").json
    assert (status["agents"], status["reported"], status["missing"]) == (6, 5, 1)
    assert status["complete"] is False


def test_head_answers_like_get_without_the_body(stack):
    whole = get(stack.nginx.address, "/groups/billing")
    head = get(stack.nginx.address, "/groups/billing", method="HEAD")
    assert head.status == 200 and head.body == b""
    for name in ("Content-Type", "Content-Length"):
        assert head.headers[name] == whole.headers[name]


def test_a_request_id_is_kept_through_nginx(stack):
    problem = get(stack.nginx.address, "/agents/abc", headers={"X-Request-ID": "wall-7"})
    assert problem.json["requestId"] == "wall-7"
    assert problem.headers.get_all("X-Request-ID") == ["wall-7"]


def test_every_route_of_the_document_was_tried(stack):
    tried = [prefix + path for prefix in ("", "/vdns/170") for path in PATHS]
    tried += ["/healthz", "/openapi.yaml"]
    templates = {stack.contract.operation(path)[0] for path in tried}
    admin = {"/metrics", "/readyz"}
    # These have POST only, and are tried in test_lists.py.
    queries = {"/agents/query", "/vdns/{vdn}/agents/query"}
    assert set(stack.contract.document["paths"]) - admin - queries == templates - {None}


def test_the_vendors_own_sample_becomes_the_clean_schema(launch, cms):
    sample = (REPOSITORY / "Tests/CMSTests/Fixtures/batch-response.json").read_bytes()
    cms.answer = lambda call: Reply(body=sample)
    gateway = launch.gateway(cms.port)
    nginx = launch.nginx(gateway.address)
    agent = get(nginx.address, "/agents/1031").json
    since, observed = agent.pop("stateSince"), agent.pop("observedAt")
    assert since < observed
    assert agent == {
        "id": 1031, "state": "signedOut", "stateCode": 0,
        "reasonCode": None, "previousState": "idle", "previousStateSeconds": None,
        "signedInAt": None, "releasedCalls": 0, "privateCalls": 0, "locationId": None,
        "freshness": "fresh",
    }


def test_a_call_is_signed_as_the_contract_says(launch, cms):
    gateway = launch.gateway(cms.port)
    assert get(gateway.address, "/agents/1031").status == 200
    (call,) = cms.calls
    assert (call.method, call.path, call.ids) == ("POST", BATCH_PATH, [1031])
    assert call.headers["host"] == f"localhost:{cms.port}"
    assert "transfer-encoding" not in call.headers
    assert signature_is_right(
        call.method, call.path, call.headers, call.body, ACCESS_KEY, SECRET_KEY
    )


def test_the_check_of_signatures_agrees_with_the_vendors_vectors():
    vectors = json.loads((REPOSITORY / "Tests/CMSTests/Fixtures/signing-vectors.json").read_text())
    checked = 0
    for vector in vectors:
        if vector["query"] or vector["emptyQueryLine"] != "omit" or "authorization" not in vector:
            continue
        headers = {**vector["headers"], "authorization": vector["authorization"]}
        keys = (vector["accessKey"], vector["secretKey"])
        request = (vector["method"], vector["path"], headers)
        assert signature_is_right(*request, vector["body"].encode(), *keys)
        assert not signature_is_right(*request, b"{}", *keys)
        checked += 1
    assert checked >= 2
