"""Settings, groups, keys and certificates are taken in while rollcall runs, each by itself."""

import hashlib
import http.client
import signal
import ssl
import threading
import unittest.mock

import pytest
import yaml

from harness.authority import Authority
from harness.process import wait_for
from harness.wire import Connection, get

RELOADS = 1000


@pytest.fixture
def stage(launch):
    """A simulator, a gateway that looks at its files every 100 ms or never, and its files."""

    class Stage:
        def __init__(self, interval="0s", changes=None):
            self.simulator = launch.simulator()
            self.gateway = launch.gateway(
                self.simulator.port, {"reload": {"interval": interval}, **(changes or {})}
            )
            folder = self.gateway.output.parent
            self.settings = folder / "rollcall.yaml"
            self.groups = folder / "groups.yaml"
            self.secret = folder / "secret-key"

        def change(self, **sections):
            settings = yaml.safe_load(self.settings.read_text())
            for name, section in sections.items():
                settings.setdefault(name, {}).update(section)
            self.settings.write_text(yaml.safe_dump(settings))

        def counts(self):
            text = get(self.gateway.admin, "/metrics").body.decode()
            lines = [line for line in text.splitlines() if line.startswith("rollcall_reloads_total")]
            return {line.split('"')[1]: int(float(line.split()[-1])) for line in lines}

        def hang_up(self, outcome, times=1):
            """SIGHUP, and waits until it is counted so."""
            before = self.counts()[outcome]
            self.gateway.send(signal.SIGHUP)
            wait_for(lambda: self.counts()[outcome] == before + times, f"reload {outcome}")

        def group(self, name):
            return get(self.gateway.address, f"/groups/{name}")

    return Stage


def test_a_source_of_groups_that_is_switched_on_keeps_no_requests_away(stage):
    running = stage()
    running.simulator.set_faults(groupLatencyMilliseconds=5000)
    running.change(groups={"userGroups": {"enabled": True}})
    running.hang_up("applied")
    assert get(running.gateway.address, "/groups").json["awaiting"] == ["userGroups"]
    assert get(running.gateway.admin, "/readyz").status == 200


def test_hang_up_takes_in_groups_and_settings(stage):
    running = stage()
    assert running.counts() == {
        "applied": 0, "unchanged": 0, "refused": 0, "restart_needed": 0, "waiting": 0,
    }
    assert running.group("fresh").status == 404
    running.groups.write_text("fresh: {agents: [1031, 1032]}\n")
    running.change(requests={"maximumIds": 2}, log={"level": "debug"})
    running.hang_up("applied")
    assert running.group("fresh").json["size"] == 2
    assert running.group("billing").status == 404
    assert get(running.gateway.address, "/agents?ids=1031-1033").status == 400
    running.gateway.await_text("reload.changed=")
    assert "requests.maximumIds" in running.gateway.text
    assert get(running.gateway.address, "/agents/1031").status == 200
    running.gateway.await_text("A call leaves for the CMS.")  # which is said at level debug
    running.hang_up("unchanged")


def test_a_changed_file_is_taken_in_without_a_signal(stage):
    running = stage("100ms")
    running.groups.write_text("fresh: {agents: [1031]}\n")
    wait_for(lambda: running.group("fresh").status == 200, "the new group")
    assert running.counts()["applied"] == 1


def test_with_interval_zero_files_are_not_looked_at(stage):
    running = stage("0s")
    watched = stage("100ms")
    for each in (running, watched):
        each.groups.write_text("fresh: {agents: [1031]}\n")
    wait_for(lambda: watched.group("fresh").status == 200, "the watched one's new group")
    assert running.group("fresh").status == 404


def test_one_problem_keeps_everything_as_it_was_and_all_are_told(stage):
    running = stage()
    running.groups.write_text("fresh: {agents: [1031]}\nbroken: {agents: [9-1]}\n")
    running.change(cache={"timeToLive": "soon", "colour": "red"})
    running.hang_up("refused")
    assert running.group("fresh").status == 404
    assert running.group("billing").status == 200
    for named in ("cache.timeToLive", "cache.colour", "broken"):
        running.gateway.await_text(named)
    assert running.gateway.exit_code is None


def test_what_needs_a_restart_is_named_and_the_rest_is_taken_in(stage):
    running = stage()
    running.groups.write_text("fresh: {agents: [1031]}\n")
    running.change(listen={"port": 1}, cms={"requestTimeout": "9s"})
    running.hang_up("restart_needed")
    running.gateway.await_text("reload.restart=listen.port,cms.requestTimeout")
    assert running.group("fresh").status == 200
    assert running.counts()["applied"] == 1
    running.groups.write_text("fresher: {agents: [1031]}\n")
    running.hang_up("restart_needed")
    assert running.group("fresher").status == 200


def test_credentials_changed_one_file_after_the_other_are_taken_in_together_when_asked(stage):
    running = stage("100ms")
    assert get(running.gateway.address, "/agents/1031").status == 200
    secret = running.secret.read_text()
    running.secret.write_text("half-of-a-new-pair\n")
    wait_for(lambda: running.counts()["waiting"] == 1, "the first file being seen")
    running.groups.write_text("fresh: {agents: [1031]}\n")
    wait_for(lambda: running.counts()["waiting"] == 2, "the second file being seen")
    running.gateway.await_text("reload.waiting=\"secret key\"")
    assert running.group("fresh").status == 200
    assert get(running.gateway.address, "/agents/1032").status == 200
    running.secret.write_text(secret)
    wait_for(lambda: running.counts()["unchanged"] == 1, "what is whole again")
    assert running.simulator.counters()["badSignatures"] == 0


# Keys and certificates


def keys(**digests):
    """The text of a keys file: names, and keys that are hashed."""
    lines = (f"{name}: {{sha256: {hashlib.sha256(key.encode()).hexdigest()}}}\n" for name, key in digests.items())
    return "".join(lines)


@pytest.fixture
def guarded(stage, authority, launch):
    """A gateway with keys and a certificate, which looks at its files when it is told to."""
    folder = launch.place("files")
    files = {name: folder / name for name in ("keys.yaml", "cert.pem", "key.pem")}
    for path in files.values():
        path.touch(mode=0o600)
    files["keys.yaml"].write_text(keys(wallboard="first", crm="second"))
    put_certificate(authority, files)
    running = stage(changes={
        "access": {"keysFile": str(files["keys.yaml"])},
        "listen": {"tls": {"certificateFile": str(files["cert.pem"]), "keyFile": str(files["key.pem"])}},
    })
    running.files = files
    running.authority = authority
    return running


def put_certificate(authority, files):
    files["cert.pem"].write_bytes(authority.certificate_file.read_bytes())
    files["key.pem"].write_bytes(authority.key_file.read_bytes())


class Secured:
    """A connection over TLS that is kept; the CA must have certified the server."""

    def __init__(self, running, authority):
        context = ssl.create_default_context(cafile=str(authority.ca_file))
        port = running.gateway.address[1]
        self._connection = http.client.HTTPSConnection("localhost", port, timeout=20, context=context)

    def status(self, key):
        self._connection.request("GET", "/agents/1031", headers={"X-API-Key": key})
        answer = self._connection.getresponse()
        answer.read()
        return answer.status


def test_a_renewed_certificate_and_a_key_taken_away_come_into_force_together(guarded, tmp_path):
    other = Authority(tmp_path, "renewed")
    kept = Secured(guarded, guarded.authority)
    assert (kept.status("first"), kept.status("second")) == (200, 200)
    put_certificate(other, guarded.files)
    guarded.files["keys.yaml"].write_text(keys(wallboard="first"))
    guarded.hang_up("applied")
    assert guarded.counts() == {
        "applied": 1, "unchanged": 0, "refused": 0, "restart_needed": 0, "waiting": 0,
    }
    # The connection that was open lives on, and goes by the new keys.
    assert (kept.status("first"), kept.status("second")) == (200, 401)
    assert Secured(guarded, other).status("first") == 200
    with pytest.raises(ssl.SSLError):
        Secured(guarded, guarded.authority).status("first")
    guarded.hang_up("unchanged")


def test_a_certificate_of_no_use_is_named_and_keeps_nothing_else_back(guarded, tmp_path):
    other = Authority(tmp_path, "renewed")
    good = guarded.files["key.pem"].read_bytes()
    for name, content in (
        ("cert.pem", other.certificate_file.read_bytes()), ("cert.pem", b"no certificate"),
        ("key.pem", other.key_file.read_bytes()), ("key.pem", b""),
    ):
        put_certificate(guarded.authority, guarded.files)
        guarded.files[name].write_bytes(content)
        number = guarded.counts()["refused"]
        guarded.files["keys.yaml"].write_text(keys(wallboard=f"key-{number}"))
        guarded.hang_up("refused")
        assert guarded.counts()["applied"] == number + 1
        kept = Secured(guarded, guarded.authority)
        assert (kept.status(f"key-{number}"), kept.status("first")) == (200, 401)
    assert guarded.gateway.text.count("listen.tls.") == 6
    guarded.files["key.pem"].unlink()
    guarded.hang_up("refused")
    guarded.files["key.pem"].touch(mode=0o600)
    put_certificate(other, guarded.files)
    assert good != guarded.files["key.pem"].read_bytes()
    guarded.hang_up("applied")
    assert Secured(guarded, other).status("key-3") == 200


def test_a_key_taken_away_opens_nothing_though_the_settings_are_broken(guarded):
    kept = Secured(guarded, guarded.authority)
    assert kept.status("second") == 200
    whole = guarded.settings.read_text()
    for number, broken in enumerate(("\tno YAML", whole + "cahce: {}\n")):
        guarded.settings.write_text(broken)
        guarded.files["keys.yaml"].write_text(keys(wallboard=f"key-{number}"))
        guarded.hang_up("refused")
        assert (kept.status(f"key-{number}"), kept.status("second")) == (200, 401)
    guarded.settings.write_text(whole)
    guarded.hang_up("unchanged")


def test_a_renewed_ca_of_the_cms_is_believed_by_new_connections(launch, stage, tmp_path):
    other = Authority(tmp_path, "renewed")
    running = stage()
    assert get(running.gateway.address, "/agents/1031").status == 200
    running.simulator.end()
    port, launch.authority = running.simulator.port, other
    with unittest.mock.patch("harness.launcher.free_port", lambda: port):
        launch.simulator()
    assert get(running.gateway.address, "/agents/1500").status == 503
    running.change(cms={"tls": {"caFile": str(other.ca_file)}})
    running.hang_up("applied")
    wait_for(lambda: get(running.gateway.address, "/agents/1500").status == 200, "the CMS believed")


def test_the_right_secret_ends_a_lock_out_at_once(stage, launch):
    running = stage()
    good = running.secret.read_text()
    wrong = launch.gateway(running.simulator.port, {
        "cms": {"secretKeyFile": None, "secretKey": "wrong"}, "reload": {"interval": "0s"},
        "state": {"directory": str(launch.place("state"))},
    })
    running.gateway = wrong
    running.settings = wrong.output.parent / "rollcall.yaml"
    assert get(wrong.address, "/agents/1031").status == 503
    assert get(wrong.admin, "/readyz").status == 503
    running.change(cms={"secretKey": good.strip()})
    running.hang_up("applied")
    assert get(wrong.admin, "/readyz").status == 200
    assert get(wrong.address, "/agents/1031").status == 200
    assert running.simulator.counters()["badSignatures"] == 1
    assert good.strip() not in wrong.text


def test_a_thousand_reloads_under_load_fail_no_request(stage):
    running = stage()
    over, bad, answered = threading.Event(), [], [0, 0]

    def ask(number):
        with Connection(running.gateway.address) as connection:
            while not over.is_set():
                response = connection.request("/groups/billing/status")
                answered[number] += 1
                if response.status != 200 or response.json["agents"] not in (1, 2):
                    bad.append(response)

    running.groups.write_text("billing: {agents: [1031]}\n")
    running.hang_up("applied")
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    try:
        for number in range(RELOADS):
            running.groups.write_text(f"billing: {{agents: [1031{', 1032' * (number % 2 == 0)}]}}\n")
            running.hang_up("applied")
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert running.counts()["applied"] == RELOADS + 1
    assert bad == [] and min(answered) > 100
