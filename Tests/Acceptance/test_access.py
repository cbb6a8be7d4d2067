"""Who may ask, what and how often: direct and behind the real nginx."""

import hashlib
import http.client
import re
import ssl
import subprocess

import pytest

from harness.authority import openssl
from harness.contract import Contract
from harness.process import wait_for
from harness.wire import Connection, get, head

PAGE = "https://wallboard.example"


def make_key(binary, name):
    """A new key and its line for the keys file."""
    done = subprocess.run([binary, "make-key", name], capture_output=True, text=True, check=True)
    key, line = [text for text in done.stdout.splitlines() if not text.startswith("#")]
    return key, line


@pytest.fixture(scope="module")
def keys(binary):
    """Keys by name, and the file that lets them in."""
    made = {name: make_key(binary, name) for name in ("wallboard", "crm", "other")}
    lines = [made["wallboard"][1], made["crm"][1].replace("}", ", groups: [billing], vdns: [170]}")]
    return {name: key for name, (key, _) in made.items()}, "\n".join(lines)


def keys_file(folder, text, mode=0o640):
    """Writes a keys file and returns its path."""
    path = folder / "keys.yaml"
    path.touch()
    path.chmod(mode)
    path.write_text(text)
    return str(path)


@pytest.fixture(scope="module")
def guarded(binary, authority, keys, tmp_path_factory):
    """A gateway with keys, limits by proxy address and an allowed page, direct and behind nginx."""
    from harness.launcher import Launcher

    folder = tmp_path_factory.mktemp("guarded")
    with Launcher(binary, authority, folder) as launcher:
        simulator = launcher.simulator()
        access = {
            "keysFile": keys_file(folder, keys[1]),
            "allowedOrigins": [PAGE],
            "trustedProxies": ["127.0.0.1"],
        }
        gateway = launcher.gateway(simulator.port, {"access": access, "log": {"level": "trace"}})
        gateway.nginx = launcher.nginx(gateway.address)
        gateway.contract = Contract(get(gateway.address, "/openapi.yaml").body)
        yield gateway


@pytest.fixture(params=["direct", "nginx"])
def address(request, guarded):
    """Where clients ask."""
    return guarded.address if request.param == "direct" else guarded.nginx.address


def bearer(key):
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.parametrize("path", ["/agents/1031", "/groups", "/nowhere"])
def test_without_a_key_the_answer_is_401(guarded, address, path):
    answer = get(address, path)
    assert (answer.status, answer.json["code"]) == (401, "unauthorized")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="rollcall"'
    guarded.contract.check(path, answer)


def test_a_key_opens_in_either_field(address, keys):
    for headers in (bearer(keys[0]["wallboard"]), {"X-API-Key": keys[0]["wallboard"]}):
        answer = get(address, "/agents/1031", headers=headers)
        assert answer.status == 200
        assert "private" in answer.headers["Cache-Control"]
        assert "X-API-Key" in answer.headers["Vary"]


def test_a_key_not_in_the_file_is_401(address, keys):
    answer = get(address, "/agents/1031", headers=bearer(keys[0]["other"]))
    assert answer.status == 401
    assert "invalid_token" in answer.headers["WWW-Authenticate"]


def test_health_and_the_contract_need_no_key(address):
    assert get(address, "/healthz").status == 200
    assert get(address, "/openapi.yaml").status == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/agents/1031", 200),
        ("/agents?ids=1031,2000-2099", 200),
        ("/groups/billing/status", 200),
        ("/agents/3000", 403),
        ("/agents?ids=1031,3000", 403),
        ("/groups/large/status", 403),
        ("/groups/nowhere", 403),
        ("/vdn/status", 403),
        ("/vdns/171/agents/1031", 403),
        ("/vdns/171/groups", 403),
    ],
)
def test_a_scope_covers_its_groups_and_their_agents(guarded, address, keys, path, status):
    answer = get(address, path, headers=bearer(keys[0]["crm"]))
    assert answer.status == status
    guarded.contract.check(path, answer)


def test_a_scope_shows_its_groups_alone(address, keys):
    answer = get(address, "/groups", headers=bearer(keys[0]["crm"]))
    assert [group["name"] for group in answer.json["groups"]] == ["billing"]
    assert len(get(address, "/groups", headers=bearer(keys[0]["wallboard"])).json["groups"]) > 1


def test_a_page_that_is_allowed_asks_first_and_then_asks(address, keys):
    wish = {"Origin": PAGE, "Access-Control-Request-Method": "GET"}
    preflight = get(address, "/agents/1031", "OPTIONS", wish)
    assert preflight.status == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == PAGE
    assert "GET" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    assert int(preflight.headers["Access-Control-Max-Age"]) > 0
    answer = get(address, "/agents/1031", headers={"Origin": PAGE, **bearer(keys[0]["wallboard"])})
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]
    assert "Origin" in answer.headers["Vary"]
    refused = get(address, "/agents/1031", headers={"Origin": PAGE})
    assert (refused.status, refused.headers["Access-Control-Allow-Origin"]) == (401, PAGE)


def test_a_page_that_is_not_allowed_gets_no_such_field(address):
    wish = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    for answer in (get(address, "/agents/1031", "OPTIONS", wish), get(address, "/healthz", headers=wish)):
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]


def test_no_key_is_in_the_log_or_in_check_config(guarded, binary, launch, keys, tmp_path):
    for key in keys[0].values():
        get(guarded.address, "/agents/1031", headers=bearer(key))
        get(guarded.address, f"/nowhere/{'x' * 10}", headers={"X-API-Key": key})
    path, _ = launch.settings(tmp_path, 1, {"access": {"keysFile": keys_file(tmp_path, keys[1])}})
    shown = subprocess.run(
        [binary, "check-config", "--config", path], capture_output=True, text=True, timeout=60
    )
    assert shown.returncode == 0, shown.stderr
    metrics = get(guarded.admin, "/metrics").body.decode()
    written = guarded.text + shown.stdout + shown.stderr + metrics
    for key in keys[0].values():
        digest = hashlib.sha256(key.encode()).hexdigest()
        for secret in (key, key[3:19], key[-16:], digest, digest[:16]):
            assert secret not in written


def test_all_that_is_wrong_with_a_keys_file_is_told_at_once(binary, launch, tmp_path, keys):
    text = f"a: {{sha256: 12}}\nb: {{}}\nc: {{sha256: {'0' * 64}, groups: [nowhere]}}\n"
    path, _ = launch.settings(
        tmp_path, 1, {"access": {"keysFile": keys_file(tmp_path, text, 0o644)}}
    )
    done = subprocess.run(
        [binary, "check-config", "--config", path], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 78
    assert "4 problems" in done.stderr
    for part in ("line 1", "line 2", "line 3", "nowhere", "chmod 640"):
        assert part in done.stderr


LIMIT = {"rateLimit": {"requests": 3, "window": "1h"}}


def test_a_client_that_asks_too_often_is_429(launch):
    gateway = launch.gateway(1, {"access": LIMIT})
    contract = Contract(get(gateway.address, "/openapi.yaml").body)
    answers = [get(gateway.address, "/groups") for _ in range(4)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429]
    assert {answer.headers["RateLimit-Policy"] for answer in answers} == {'"client";q=3;w=3600'}
    left = [re.search(r"r=(\d+)", answer.headers["RateLimit"])[1] for answer in answers]
    assert left == ["2", "1", "0", "0"]
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 1200
    contract.check("/groups", answers[3])
    assert get(gateway.address, "/healthz").status == 200


@pytest.mark.parametrize("socket", [False, True], ids=["tcp", "unix"])
def test_behind_nginx_each_real_client_has_its_own_limit(launch, tmp_path, socket):
    changes = {"access": {**LIMIT, "trustedProxies": ["unix" if socket else "127.0.0.1"]}}
    if socket:
        changes["listen"] = {"unixSocket": str(tmp_path / "rollcall.sock")}
    gateway = launch.gateway(1, changes)
    nginx = launch.nginx(gateway.address)

    def ask_from(source, forwarded):
        connection = http.client.HTTPConnection(*nginx.address, source_address=(source, 0))
        connection.request("GET", "/groups", headers={"X-Forwarded-For": forwarded})
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    # Each lie is another one, and none of them buys a request.
    first = [ask_from("127.0.0.2", f"192.0.2.{number}") for number in range(4)]
    assert first == [200, 200, 200, 429]
    assert ask_from("127.0.0.3", "127.0.0.2") == 200


def test_without_trusted_proxies_the_field_buys_nothing(launch):
    gateway = launch.gateway(1, {"access": LIMIT})
    statuses = [
        get(gateway.address, "/groups", headers={"X-Forwarded-For": f"192.0.2.{number}"}).status
        for number in range(4)
    ]
    assert statuses == [200, 200, 200, 429]


def test_one_client_does_not_hold_all_waiting_places(launch):
    changes = {"access": {"maximumWaiting": 2, "trustedProxies": ["127.0.0.1"]}}
    simulator = launch.simulator("--latency", "2s")
    gateway = launch.gateway(simulator.port, changes)

    def waiting():
        text = get(gateway.admin, "/metrics").body.decode()
        return int(re.search(r"^rollcall_requests_waiting (\d+)", text, re.MULTILINE)[1])

    with Connection(gateway.address) as first, Connection(gateway.address) as second:
        for number, connection in enumerate((first, second)):
            fields = {"Host": "a", "X-Forwarded-For": "192.0.2.1"}
            connection.send(head(f"/agents/{1031 + number}", headers=list(fields.items())))
        wait_for(lambda: waiting() == 2, "two requests waiting")
        refused = get(gateway.address, "/agents/1040", headers={"X-Forwarded-For": "192.0.2.1"})
        assert (refused.status, refused.headers["Retry-After"]) == (429, "1")
        assert waiting() == 2
        other = get(gateway.address, "/agents/1050", headers={"X-Forwarded-For": "192.0.2.2"})
        assert other.status == 200
        assert [one.read_response().status for one in (first, second)] == [200, 200]
    again = get(gateway.address, "/agents/1060", headers={"X-Forwarded-For": "192.0.2.1"})
    assert again.status == 200


@pytest.fixture(scope="module")
def client_pair(tmp_path_factory):
    """An authority of clients, a client's certificate, and one of a stranger."""
    folder = tmp_path_factory.mktemp("clients")

    def authority(name):
        openssl(
            *("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-days", "2", "-subj", f"/CN={name} CA"),
            *("-addext", "keyUsage=critical,keyCertSign,cRLSign"),
            *("-keyout", folder / f"{name}-ca.key", "-out", folder / f"{name}-ca.pem"),
        )
        openssl(
            *("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"),
            *("-nodes", "-subj", f"/CN={name}", "-keyout", folder / f"{name}.key"),
            *("-out", folder / f"{name}.csr"),
        )
        openssl(
            *("x509", "-req", "-in", folder / f"{name}.csr", "-CA", folder / f"{name}-ca.pem"),
            *("-CAkey", folder / f"{name}-ca.key", "-CAcreateserial", "-days", "2"),
            *("-out", folder / f"{name}.pem"),
        )

    authority("client")
    authority("stranger")
    return folder


@pytest.mark.parametrize("certificates", ["required", "optional"])
def test_clients_certificates_are_asked_for(launch, authority, client_pair, certificates):
    folder = launch.folder
    key = folder / "gateway.key"
    key.write_bytes(authority.key_file.read_bytes())
    key.chmod(0o640)
    tls = {
        "certificateFile": str(authority.certificate_file),
        "keyFile": str(key),
        "clientCAFile": str(client_pair / "client-ca.pem"),
        "clientCertificates": certificates,
    }
    gateway = launch.gateway(1, {"listen": {"tls": tls}})

    def status(shown):
        context = ssl.create_default_context(cafile=str(authority.ca_file))
        if shown:
            context.load_cert_chain(client_pair / f"{shown}.pem", client_pair / f"{shown}.key")
        connection = http.client.HTTPSConnection("localhost", gateway.address[1], timeout=20, context=context)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status
        except (ssl.SSLError, http.client.HTTPException, ConnectionError):
            return None
        finally:
            connection.close()

    assert status("client") == 200
    assert status("stranger") is None
    assert status(None) == (None if certificates == "required" else 200)
