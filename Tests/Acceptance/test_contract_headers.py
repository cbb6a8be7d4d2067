"""Every answer that can be provoked has the headers openapi.yaml tells of, and no other; and every
status and header told of is provoked, but for those named here with the reason."""

import hashlib
import json
import types

import pytest

from harness.contract import Contract
from harness.launcher import UNREPORTED_AGENT, Launcher
from harness.scripted_cms import Reply, ScriptedCMS
from harness.wire import exchange, get, head

# What is described and cannot be provoked here would stand in these, with the reason: statuses, and
# pairs of an answer's description and a header in lower case.
NOT_PROVOKED = set()
UNSEEN_HEADERS = set()
# Sent with every request: each makes the server tell what it has to say about it.
ASKING = {
    "Prefer": "wait=2",
    "Origin": "https://wallboard.example",
    "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
}


class Witness:
    """Checks each answer against the document and remembers what it has seen."""

    def __init__(self, contract):
        self.contract = contract
        self.statuses = set()
        self.headers = set()

    def see(self, template, method, response):
        """Checks one answer; its status and headers count as provoked at that path's answers."""
        assert response is not None, (template, method)
        described = self.contract.described(template, method, response.status)
        assert described, f"{method} {template}: {response.status} is not described"
        names = self.contract.check_headers(template, method, response)
        self.statuses.add(response.status)
        self.headers |= {(described["description"], name) for name in names}


# Where clients have limits and pages may ask, answers have fields more.
ACCESS = {
    "allowedOrigins": [ASKING["Origin"]],
    "rateLimit": {"requests": 10_000, "window": "1s"},
}
KEY = "a key of the narrow gateway"
KEYS = f"""
test:
  sha256: {hashlib.sha256(KEY.encode()).hexdigest()}
  groups: [billing]
  rateLimit: {{requests: 2, window: 1h}}
"""


@pytest.fixture(scope="module")
def servers(binary, authority, tmp_path_factory):
    """A gateway before a healthy simulator, one with narrow limits, one that wants keys, and a CMS
    that is scripted."""
    folder = tmp_path_factory.mktemp("headers")
    limits = {
        "maximumTargetSize": "1KiB", "maximumBodySize": "1KiB", "maximumHeaders": 40,
        "headTimeout": "300ms",
    }
    with Launcher(binary, authority, folder) as launcher, ScriptedCMS(authority).running() as cms:
        keys = folder / "keys.yaml"
        keys.touch(mode=0o600)
        keys.write_text(KEYS)
        healthy = launcher.gateway(launcher.simulator().port, {"access": ACCESS})
        yield types.SimpleNamespace(
            healthy=healthy,
            narrow=launcher.gateway(1, {"limits": limits}),
            keyed=launcher.gateway(1, {"access": {**ACCESS, "keysFile": str(keys)}}),
            launcher=launcher,
            cms=cms,
            contract=Contract(get(healthy.address, "/openapi.yaml").body),
        )


def filled(contract, template, method, **values):
    """A path with its parameters as the document's examples have them."""
    target, query = template, []
    for one in contract.parameters(template, method):
        value = values.get(one["name"], one.get("example"))
        if one["in"] == "path":
            target = target.replace("{" + one["name"] + "}", str(value))
        elif one["in"] == "query" and one.get("required"):
            query.append(f"{one['name']}={value}")
    return target + ("?" + "&".join(query) if query else "")


def every_read(servers, witness):
    """Each operation once as it should be, and once more with what the answer taught."""
    contract = witness.contract
    for template in contract.document["paths"]:
        operations = contract.operations_at(template)
        for method, operation in operations.items():
            gateway = servers.healthy
            address = gateway.admin if "operators" in operation["tags"] else gateway.address
            target = filled(contract, template, method)
            body, headers = example_body(contract, operation)
            first = get(address, target, method.upper(), {**ASKING, **headers}, body)
            witness.see(template, method, first)
            assert first.status < 300, (method, target, first.body)
            again = {"If-None-Match": first.headers.get("ETag", '"none"'), **ASKING, **headers}
            witness.see(template, method, get(address, target, method.upper(), again, body))
        for method in {"POST", "PUT", "DELETE", "PATCH", "TRACE"} - {m.upper() for m in operations}:
            target = filled(contract, template, "options")
            witness.see(template, method, get(address, target, method, ASKING))


def example_body(contract, operation):
    """The body an operation takes, as the document's example has it, and its media type."""
    if "requestBody" not in operation:
        return b"", {}
    content = contract.resolved(operation["requestBody"])["content"]["application/json"]
    value = content["example"] if "example" in content else next(
        contract.resolved(one)["value"] for one in content["examples"].values()
    )
    return json.dumps(value).encode(), {"Content-Type": "application/json"}


def every_refusal(servers, witness):
    """What the gateway itself refuses."""
    healthy, narrow = servers.healthy.address, servers.narrow.address
    for template, target in [
        ("/agents/{id}", "/agents/abc"),
        ("/agents/{id}", f"/agents/{UNREPORTED_AGENT}"),
        ("/groups/{name}/status", "/groups/none/status"),
    ]:
        witness.see(template, "get", get(healthy, target, headers=ASKING))
    witness.see("/groups", "post", get(narrow, "/groups", "POST", ASKING, b"x" * 2_000))
    witness.see("/agents", "get", get(narrow, "/agents?ids=" + ",".join(["1031"] * 400)))
    many = {f"X-{number}": "1" for number in range(60)}
    witness.see("/groups", "get", get(narrow, "/groups", headers=many))
    witness.see("/groups", "get", get(healthy, "/groups", headers={"Expect": "tea"}))
    witness.see("/groups", "propfind", get(healthy, "/groups", "PROPFIND", ASKING))
    witness.see("/groups", "get", exchange(healthy, head("/groups", version="HTTP/2.0")))
    witness.see("/groups", "get", exchange(narrow, b"GET /groups HTTP/1.1\r\nHost: x\r\n"))
    no_stock = {"Accept": "image/png", **ASKING}
    witness.see("/agents", "get", get(healthy, "/agents?ids=1031", headers=no_stock))
    plain = {"Content-Type": "text/plain", **ASKING}
    for template in servers.contract.document["paths"]:
        if "post" in servers.contract.operations_at(template):
            target = filled(servers.contract, template, "post")
            witness.see(template, "post", get(healthy, target, "POST", plain, b"1031"))
            packed = {"Content-Type": "application/json", "Content-Encoding": "gzip", **ASKING}
            witness.see(template, "post", get(healthy, target, "POST", packed, b"1031"))
    preflight = {"Access-Control-Request-Method": "GET", **ASKING}
    witness.see("/agents", "options", get(healthy, "/agents", "OPTIONS", preflight))


def every_denial(servers, witness):
    """What a client is told that may not ask, may not ask this, or asks too often."""
    keyed = {**ASKING, "X-API-Key": KEY}
    for template in servers.contract.document["paths"]:
        for method in {"get", "post"} & set(servers.contract.operations_at(template)):
            operation = servers.contract.operations_at(template)[method]
            if "401" not in operation["responses"]:
                continue
            body, headers = example_body(servers.contract, operation)
            target = filled(servers.contract, template, method)
            denied = {**ASKING, **headers}
            answer = get(servers.keyed.address, target, method.upper(), denied, body)
            assert answer.status == 401, (method, template)
            witness.see(template, method, answer)
    statuses = []
    for _ in range(4):
        answer = get(servers.keyed.address, "/agents/2999", headers=keyed)
        witness.see("/agents/{id}", "get", answer)
        statuses.append(answer.status)
    assert statuses == [403, 403, 429, 429]


def every_trouble(servers, witness):
    """What a CMS in trouble makes of a question; a gateway each, for none asks again at once."""
    for reply in (
        Reply(body=b'{"resultCode":"0100999","resultDesc":"unknown"}'),
        Reply(body=b"<html>maintenance</html>"),
        Reply(delay=1.0),
        Reply(status=500),
        Reply(status=401),
    ):
        servers.cms.answer = lambda call, reply=reply: reply
        gateway = servers.launcher.gateway(servers.cms.port, {"access": ACCESS})
        wait = {**ASKING, "Prefer": "wait=0.3" if reply.delay else "wait=2"}
        for template in (
            "/agents/{id}", "/agents", "/groups/{name}/status", "/groups/{name}/agents", "/vdn/status",
        ):
            target = filled(servers.contract, template, "get")
            witness.see(template, "get", get(gateway.address, target, headers=wait))
        witness.see("/readyz", "get", get(gateway.admin, "/readyz", headers=ASKING))
        gateway.end()


def told(contract):
    """Every status described, and every header with the description of its answer."""
    statuses, headers = set(), set()
    for template in contract.document["paths"]:
        for method, operation in contract.operations_at(template).items():
            for status in operation["responses"] if method != "head" else ():
                described = contract.described(template, method, status)
                statuses.add(int(status))
                names = described.get("headers", {})
                headers |= {(described["description"], name.lower()) for name in names}
    return statuses, headers


def test_every_answer_has_the_headers_described_and_every_header_described_is_seen(servers):
    witness = Witness(servers.contract)
    every_read(servers, witness)
    every_refusal(servers, witness)
    every_denial(servers, witness)
    every_trouble(servers, witness)
    statuses, headers = told(servers.contract)
    assert statuses - witness.statuses == NOT_PROVOKED, "described, but never seen"
    assert headers - witness.headers == UNSEEN_HEADERS, "described, but never seen"
