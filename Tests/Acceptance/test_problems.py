"""Every problem code there is, through nginx, held to openapi.yaml."""

import signal
import threading

import pytest

from harness.contract import Contract
from harness.launcher import UNREPORTED_AGENT
from harness.process import wait_for
from harness.scripted_cms import Reply, rows
from harness.wire import get


def expect(response, status, code, contract=None, path="/agents/1031"):
    """Fails unless the answer is this problem."""
    assert (response.status, response.json.get("code")) == (status, code), response.body
    (contract or Contract("paths: {}")).check_problem(response)
    if contract:
        contract.check(path, response)
    if status == 503:
        assert int(response.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/agents/abc", 400, "invalid-agent-id"),
        ("/agents/007", 400, "invalid-agent-id"),
        ("/agents/100", 400, "agent-id-out-of-range"),
        ("/agents/60000", 400, "agent-id-out-of-range"),
        ("/agents/1000000", 400, "agent-id-out-of-range"),
        ("/agents?ids=1031,x", 400, "invalid-agent-id"),
        ("/agents?ids=50000-70000", 400, "agent-id-out-of-range"),
        ("/agents", 400, "invalid-parameter"),
        ("/agents?ids=", 400, "invalid-parameter"),
        ("/agents?ids=1031&colour=red", 400, "invalid-parameter"),
        ("/agents/1031?fields=surname", 400, "invalid-parameter"),
        ("/groups?source=skills", 400, "invalid-parameter"),
        ("/groups?name=", 400, "invalid-parameter"),
        ("/groups/none/status", 404, "unknown-group"),
        ("/groups/none/agents", 404, "unknown-group"),
        ("/groups/none", 404, "unknown-group"),
        (f"/agents/{UNREPORTED_AGENT}", 404, "agent-not-reported"),
        ("/nowhere", 404, "no-such-route"),
        ("/vdns/999/agents/1031", 404, "unknown-vdn"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_why(stack, path, status, code):
    expect(get(stack.nginx.address, path), status, code, stack.contract, path)


def test_a_method_that_is_not_offered_names_those_that_are(stack):
    response = get(stack.nginx.address, "/agents/1031", method="DELETE")
    assert response.status == 405
    stack.contract.check_problem(response)
    assert {"GET", "HEAD"} <= {name.strip() for name in response.headers["Allow"].split(",")}


@pytest.fixture(scope="module")
def narrow(binary, authority, tmp_path_factory):
    """A gateway whose limits lie below those of nginx, so that its own answers pass through."""
    from harness.launcher import Launcher

    limits = {"maximumTargetSize": "1KiB", "maximumBodySize": "1KiB", "maximumHeaders": 40}
    with Launcher(binary, authority, tmp_path_factory.mktemp("narrow")) as launcher:
        gateway = launcher.gateway(1, {"limits": limits})
        yield launcher.nginx(gateway.address).address


def test_a_body_too_large_is_refused(narrow):
    response = get(narrow, "/groups", method="POST", body=b"x" * 2_000)
    assert response.status == 413
    Contract("paths: {}").check_problem(response)


def test_a_target_too_long_is_refused(narrow):
    response = get(narrow, "/agents?ids=" + ",".join(["1031"] * 400))
    assert response.status == 431
    Contract("paths: {}").check_problem(response)


def test_too_many_headers_are_refused(narrow):
    response = get(narrow, "/groups", headers={f"X-{number}": "1" for number in range(60)})
    assert response.status == 431
    Contract("paths: {}").check_problem(response)


@pytest.mark.parametrize(
    ("reply", "status", "code"),
    [
        (Reply(body=b'{"resultCode":"0100999","resultDesc":"unknown"}'), 502, "cms-error"),
        (Reply(body=b'{"resultCode":"0101003","resultDesc":"none"}'), 502, "cms-error"),
        (Reply(body=b"<html>maintenance</html>"), 502, "cms-malformed"),
        (Reply(body=b'{"resultCode":"0100000","resultDesc":[{"agentId":1031'), 502, "cms-malformed"),
        (Reply(status=500), 503, "cms-unavailable"),
        (Reply(status=429, headers={"Retry-After": "7"}), 503, "cms-unavailable"),
    ],
)
def test_a_cms_that_fails_is_named_as_the_cause(launch, cms, reply, status, code):
    cms.answer = lambda call: reply
    gateway = launch.gateway(cms.port)
    nginx = launch.nginx(gateway.address)
    contract = Contract(get(gateway.address, "/openapi.yaml").body)
    expect(get(nginx.address, "/agents/1031"), status, code, contract)


def test_a_cms_that_is_not_there_is_unavailable(launch):
    from harness.process import free_port

    gateway = launch.gateway(free_port())
    expect(get(launch.nginx(gateway.address).address, "/agents/1031"), 503, "cms-unavailable")


def test_a_cms_of_another_authority_is_unavailable(launch, tmp_path):
    from harness.authority import Authority
    from harness.scripted_cms import ScriptedCMS

    with ScriptedCMS(Authority(tmp_path, "stranger")).running() as stranger:
        gateway = launch.gateway(stranger.port)
        expect(get(gateway.address, "/agents/1031"), 503, "cms-unavailable")
        assert stranger.calls == []


def test_a_deadline_that_comes_first_is_told(launch, cms):
    cms.answer = lambda call: Reply(delay=3.0)
    gateway = launch.gateway(cms.port, {"requests": {"defaultWait": "300ms"}})
    expect(get(launch.nginx(gateway.address).address, "/agents/1031"), 504, "deadline-exceeded")


def waiting_request(address, target):
    """A thread that asks, and the list its answer will be in."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(get(address, target)))
    thread.start()
    return thread, answers


def test_more_questions_than_can_wait_are_overload(launch, cms):
    release = threading.Event()
    cms.answer = lambda call: release.wait(20) and rows(call.ids)
    gateway = launch.gateway(cms.port, {"requests": {"maximumWaiting": 1}})
    nginx = launch.nginx(gateway.address)
    thread, answers = waiting_request(nginx.address, "/agents/1031")
    wait_for(lambda: cms.calls, "a first call")
    try:
        expect(get(nginx.address, "/agents/1032"), 503, "overloaded")
    finally:
        release.set()
        thread.join()
    assert answers[0].status == 200


def test_a_question_left_waiting_at_the_end_is_told_of_the_stop(launch, cms):
    release = threading.Event()
    cms.answer = lambda call: release.wait(20) and rows(call.ids)
    changes = {"shutdown": {"gracePeriod": "1s"}, "requests": {"defaultWait": "30s"}}
    gateway = launch.gateway(cms.port, changes)
    nginx = launch.nginx(gateway.address)
    thread, answers = waiting_request(nginx.address, "/agents/1031")
    wait_for(lambda: cms.calls, "a first call")
    gateway.send(signal.SIGTERM)
    thread.join()
    release.set()
    expect(answers[0], 503, "shutting-down")


def test_what_nginx_refuses_itself_has_the_same_form(stack):
    contract = stack.contract
    for target, headers, status in [
        ("/agents?ids=" + "1" * 20_000, {}, 414),
        ("/groups", {"X-Long": "1" * 20_000}, 431),
    ]:
        response = get(stack.nginx.address, target, headers=headers)
        assert response.status == status
        contract.check_problem(response)


def test_a_gateway_that_is_gone_is_told_by_nginx(launch):
    from harness.process import free_port

    response = get(launch.nginx(("127.0.0.1", free_port())).address, "/agents/1031")
    expect(response, 502, "rollcall-unreachable")
