"""`rollcall probe`: one signed call a base URL, and a sentence for what is wrong."""

import email.utils
import json
import socket
import subprocess
import threading
import time

import pytest

from harness.authority import Authority
from harness.launcher import SECRET_KEY
from harness.process import free_port
from harness.scripted_cms import BATCH_PATH, Reply, ScriptedCMS, rows
from harness.wire import get

USABLE, UNUSABLE, LOCKED_OUT = 0, 1, 75
SOURCES = ("userGroups", "skillQueues", "signedInAgents")
LEARNING = {"groups": {"file": None, **{source: {"enabled": True} for source in SOURCES}}}


@pytest.fixture
def probe(binary, launch):
    """Runs the command before a CMS on a port; returns exit code and output."""

    def run(port, changes=None, *flags):
        path, _ = launch.settings(launch.place("probe"), port, changes)
        done = subprocess.run(
            [binary, "probe", "--config", path, *flags],
            capture_output=True, text=True, timeout=30, env={"PATH": "/usr/bin:/bin"},
        )
        assert SECRET_KEY not in done.stdout + done.stderr
        return done.returncode, done.stdout + done.stderr

    return run


def own(status):
    """The CMS's own error body."""
    body = {"timestamp": 1795420800000, "status": status, "error": "x", "message": "No message "
            "available", "path": "/rest/cmsapp/v1"}
    return Reply(status, json.dumps(body).encode())


def business(code):
    return Reply(body=json.dumps({"resultCode": code, "resultDesc": "in words"}).encode())


def test_a_usable_cms_gets_one_call_for_one_agent(probe, cms):
    assert probe(cms.port) == (USABLE, f"https://localhost:{cms.port}: It is usable: the signature "
                               "was accepted and the answer understood.\n")
    assert [len(call.ids) for call in cms.calls] == [1]


def test_a_wrong_secret_costs_one_call_whatever_base_urls_there_are(probe, launch):
    simulator = launch.simulator()
    code, text = probe(simulator.port, {"cms": {
        "secretKeyFile": None, "secretKey": "wrong",
        "baseURLs": [f"https://localhost:{simulator.port}/", f"https://127.0.0.1:{simulator.port}"],
    }})
    assert code == UNUSABLE
    assert "signature was refused (HTTP 401): check cms.accessKey" in text
    assert "It was not tried" in text
    counters = simulator.counters()
    assert (counters["requests"], counters["badSignatures"]) == (1, 1)


@pytest.mark.parametrize("reply, words", [
    (own(401), "signature was refused"),
    (own(403), "locked this machine's address"),
    (Reply(403, b"<html>no</html>"), "firewall or a proxy"),
    (Reply(418), "HTTP 418"),
    (Reply(429, headers={"Retry-After": "7"}), "asks to wait 7 s"),
    (Reply(502), "HTTP 502"),
    (Reply(404), "HTTP 404"),
    (Reply(200, b"<html>hello</html>"), "not the CMS's form"),
    (business("0101003"), "may not ask for agents' states"),
    (business("0100002"), "check cms.ccId and cms.vdns"),
    (business("0100003"), "too old"),
    (business("0100999"), "could not perform the call"),
])
def test_what_a_cms_answers_is_told_in_words_after_one_call(probe, cms, reply, words):
    cms.answer = lambda call: reply
    code, text = probe(cms.port)
    assert code == UNUSABLE and words in text, text
    assert len(text.splitlines()) == 1
    assert len(cms.calls) == 1


def test_no_whole_answer_in_time_is_told(probe, cms):
    cms.answer = lambda call: Reply(delay=1.5)
    code, text = probe(cms.port, {"cms": {"requestTimeout": "500ms", "connectTimeout": "400ms"}})
    assert code == UNUSABLE and "cms.requestTimeout" in text


def test_a_clock_that_differs_is_told_with_a_refusal_and_without(probe, cms):
    cms.date = email.utils.formatdate(time.time() - 3600, usegmt=True)
    code, text = probe(cms.port)
    assert code == USABLE and "s ahead of the CMS's; put the clock right" in text, text
    cms.answer = lambda call: own(401)
    code, text = probe(cms.port)
    assert code == UNUSABLE and "put the clock right first" in text, text


def test_an_unknown_name_and_a_closed_port_are_told_apart(probe):
    code, text = probe(1, {"cms": {"baseURLs": ["https://no-such-name.invalid:28443"]}})
    assert code == UNUSABLE and "The name no-such-name.invalid is not known here" in text
    code, text = probe(free_port())
    assert code == UNUSABLE and "Nothing accepts connections at localhost" in text


def test_an_expired_certificate_is_told(probe, tmp_path):
    expired = Authority(tmp_path, "expired", days=0)
    time.sleep(1.5)  # its time is over with the second it was made in
    with ScriptedCMS(expired).running() as cms:
        code, text = probe(cms.port, {"cms": {"tls": {"caFile": str(expired.ca_file)}}})
    assert code == UNUSABLE and "The certificate expired less than a day ago" in text, text
    assert cms.calls == []


def test_what_is_wrong_with_a_certificate_is_told(probe, cms):
    code, text = probe(cms.port, {"cms": {"tls": {"caFile": None}}})
    assert code == UNUSABLE and "cms.tls.caFile" in text, text
    assert cms.calls == []


def test_a_certificate_for_another_name_is_told(probe, tmp_path):
    other = Authority(tmp_path, "other", names="DNS:elsewhere.example")
    with ScriptedCMS(other).running() as cms:
        code, text = probe(cms.port, {"cms": {"tls": {"caFile": str(other.ca_file)}}})
    assert code == UNUSABLE and "is for another name than localhost" in text, text
    assert cms.calls == []


def test_a_port_without_tls_is_told(probe):
    with socket.create_server(("127.0.0.1", 0)) as plain:
        port = plain.getsockname()[1]

        def answer():
            connection, _ = plain.accept()
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.close()

        for _ in range(3):
            threading.Thread(target=answer, daemon=True).start()
        code, text = probe(port)
    assert code == UNUSABLE and "speaks HTTPS" in text, text


def test_each_call_about_groups_is_tried_once_and_told(probe, launch):
    simulator = launch.simulator("--groups", "40", "--group-size", "500")
    code, text = probe(simulator.port, LEARNING)
    assert code == USABLE, text
    lines = [line.split(": ", 1)[1] for line in text.splitlines()]
    assert len(lines) == 6
    assert lines[1].startswith("The CMS tells of 40 groups to be learnt")
    assert lines[2] == "The CMS tells of 100 members on the first page."
    assert simulator.counters()["requests"] == 6


def test_no_call_about_groups_is_tried_unless_they_are_learnt(probe, launch):
    simulator = launch.simulator("--groups", "40", "--group-size", "500")
    assert probe(simulator.port)[0] == USABLE
    assert simulator.counters()["requests"] == 1


def test_a_get_that_is_seen_otherwise_costs_one_bad_signature(probe, launch, cms):
    cms.answer = lambda call: own(401) if call.method == "GET" else rows(call.ids)
    settings = {**LEARNING, "state": {"directory": str(launch.place("state"))}}
    code, text = probe(cms.port, settings)
    assert code == UNUSABLE and "the signature of a GET otherwise" in text, text
    assert [call.method for call in cms.calls] == ["POST", "GET"]
    assert probe(cms.port, settings)[0] == LOCKED_OUT
    assert len(cms.calls) == 2


def test_calls_about_groups_that_are_not_permitted_are_told(probe, cms):
    cms.answer = lambda call: (
        rows(call.ids) if call.path == BATCH_PATH else business("0101003")
    )
    code, text = probe(cms.port, LEARNING)
    assert code == UNUSABLE and text.count("these keys may not make this call") == 2, text
    assert len(cms.calls) == 3


def test_during_a_lock_out_nothing_is_sent_unless_forced(probe, launch):
    simulator = launch.simulator()
    state = {"state": {"directory": str(launch.place("state"))}}
    wrong = {"cms": {"secretKeyFile": None, "secretKey": "wrong"}, **state}
    gateway = launch.gateway(simulator.port, wrong)
    assert get(gateway.address, "/agents/1031").status == 503
    assert simulator.counters()["requests"] == 1
    code, text = probe(simulator.port, wrong)
    assert code == LOCKED_OUT and "No call was sent" in text and "--force" in text
    assert simulator.counters()["requests"] == 1
    code, text = probe(simulator.port, wrong, "--force")
    assert code == UNUSABLE and "all the same" in text
    assert simulator.counters()["requests"] == 2
    # The right key is none that was refused.
    assert probe(simulator.port, state)[0] == USABLE


def test_a_refusal_is_kept_for_the_next_probe_and_for_the_gateway(probe, launch):
    simulator = launch.simulator()
    wrong = {"cms": {"secretKeyFile": None, "secretKey": "wrong"},
             "state": {"directory": str(launch.place("state"))}}
    assert probe(simulator.port, wrong)[0] == UNUSABLE
    code, text = probe(simulator.port, wrong)
    assert code == LOCKED_OUT and "No call was sent" in text
    gateway = launch.gateway(simulator.port, wrong)
    assert get(gateway.address, "/agents/1031").status == 503
    assert simulator.counters()["requests"] == 1


def test_a_damaged_file_of_a_lock_out_is_no_leave_to_call(probe, launch, cms):
    state = launch.place("state")
    (state / "lockout.json").write_text("{")
    settings = {"state": {"directory": str(state)}}
    code, text = probe(cms.port, settings)
    assert code == LOCKED_OUT and "the file lockout in state.directory is damaged" in text
    assert cms.calls == []
    assert probe(cms.port, settings, "--force")[0] == USABLE


def test_a_port_that_goes_silent_after_tls_failed_is_not_waited_for(probe):
    with socket.create_server(("127.0.0.1", 0)) as plain:
        silent = []

        def answer():
            connection, _ = plain.accept()
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            connection.close()
            while True:
                silent.append(plain.accept())

        threading.Thread(target=answer, daemon=True).start()
        code, text = probe(plain.getsockname()[1], {"cms": {"connectTimeout": "500ms"}})
    assert code == UNUSABLE and "speaks HTTPS" in text, text
    assert silent


def test_settings_that_cannot_be_used_are_told_as_check_config_does(probe):
    code, text = probe(1, {"cms": {"ccId": 0}})
    assert code == 78 and "cms.ccId" in text
