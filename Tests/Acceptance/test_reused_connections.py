"""A CMS, or a firewall before it, that ends a connection just as it is used again."""

import re

import pytest

from harness.launcher import ACCESS_KEY, SECRET_KEY
from harness.scripted_cms import Reply
from harness.signing import signature_is_right
from harness.wire import get


def counted(gateway, name):
    """The value of a series, 0 where it has none."""
    text = get(gateway.admin, "/metrics").body.decode()
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    return float(found.group(1)) if found else 0


@pytest.mark.parametrize("how", ["close", "reset"])
def test_a_reused_connection_that_ends_is_not_seen_by_clients(launch, cms, how):
    cms.ends_reused = how
    gateway = launch.gateway(cms.port)
    answers = [get(gateway.address, f"/agents/{number}") for number in range(1000, 1040)]
    assert [answer.status for answer in answers] == [200] * 40
    assert {answer.json["freshness"] for answer in answers} == {"fresh"}
    resent = counted(gateway, 'rollcall_cms_calls_started_total{kind="resend"}')
    assert resent >= 10
    assert counted(gateway, 'rollcall_cms_calls_total{outcome="reusedConnectionEnded"}') == resent
    assert counted(gateway, 'rollcall_cms_calls_total{outcome="ok"}') == 40
    assert len(cms.calls) == 40 + resent
    assert counted(gateway, "rollcall_cms_pauses_total") == 0
    assert counted(gateway, 'rollcall_cms_calls_started_total{kind="retry"}') == 0
    for call in cms.calls:
        request = (call.method, call.path, call.headers, call.body)
        assert signature_is_right(*request, ACCESS_KEY, SECRET_KEY)


def test_before_a_signature_was_taken_nothing_is_sent_once_more(launch, cms):
    cms.ends_reused = "close"
    cms.answer = lambda call: Reply(status=500)
    gateway = launch.gateway(cms.port)
    # The retry finds its connection ended, and the signature has never been taken.
    assert get(gateway.address, "/agents/1000").status == 503
    assert len(cms.calls) == 2
    assert counted(gateway, 'rollcall_cms_calls_started_total{kind="resend"}') == 0
