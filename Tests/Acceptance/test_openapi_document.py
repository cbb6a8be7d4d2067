"""openapi.yaml by itself and beside the sources: twins agree, and nothing stands on one side only."""

import json
import re

import pytest

from harness.contract import WIRE_HEADERS, Contract
from harness.launcher import REPOSITORY
from harness.wire import get

CONTRACT = Contract((REPOSITORY / "openapi.yaml").read_text())
PATHS = CONTRACT.document["paths"]
OF_A_VDN = "/vdns/{vdn}"
TWINS = [path for path in PATHS if OF_A_VDN + path in PATHS]
# Request fields that belong to HTTP itself or to the connection, or that only a proxy sets.
WIRE_REQUEST_HEADERS = {
    "connection", "content-encoding", "content-length", "content-type", "expect", "host",
    "transfer-encoding", "upgrade", "x-forwarded-for", "x-request-id",
}
# Request fields of a browser's preflight (the Fetch standard); no client writes them.
PREFLIGHT_HEADERS = {"access-control-request-headers", "access-control-request-method", "origin"}


def without_vdn(node):
    """A part of the document with references followed, and nothing left that tells the twins apart."""
    if isinstance(node, list):
        return [without_vdn(one) for one in node if not is_vdn(one)]
    if not isinstance(node, dict):
        told_apart = r"OfVDN$|In the (default VDN|VDN named)\."
        return re.sub(told_apart, "", node) if isinstance(node, str) else node
    if "$ref" in node:
        return without_vdn(CONTRACT.resolved(node))
    plain = {key: without_vdn(value) for key, value in node.items() if key != "vdn"}
    return {key: value for key, value in plain.items() if (key, value) != ("parameters", [])}


def is_vdn(node):
    """Whether this is the parameter that names a VDN."""
    return isinstance(node, dict) and CONTRACT.resolved(node).get("name") == "vdn"


def everything(node):
    """Every dictionary in a part of the document."""
    if isinstance(node, dict):
        yield node
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
    for child in children:
        yield from everything(child)


def as_text(node):
    return json.dumps(node, sort_keys=True, indent=1, default=str)


@pytest.mark.parametrize("path", TWINS)
def test_a_path_and_its_twin_below_a_vdn_agree(path):
    plain, twin = without_vdn(PATHS[path]), without_vdn(PATHS[OF_A_VDN + path])
    for method in CONTRACT.operations_at(path):
        if "404" not in plain[method]["responses"]:
            # Where nothing else can be unknown, the VDN can.
            twin[method]["responses"].pop("404", None)
    assert as_text(twin) == as_text(plain)


def test_every_twin_has_a_path_without_its_vdn():
    twins = [path for path in PATHS if path.startswith(OF_A_VDN)]
    assert twins and [path.removeprefix(OF_A_VDN) for path in twins] == TWINS


def test_every_twin_names_its_vdn():
    for path in TWINS:
        for method in CONTRACT.operations_at(OF_A_VDN + path):
            assert any(is_vdn(one) for one in CONTRACT.parameters(OF_A_VDN + path, method))


def test_every_component_is_used():
    used = {node["$ref"] for node in everything(CONTRACT.document) if "$ref" in node}
    nodes = everything(CONTRACT.document)
    secured = {name for node in nodes for one in node.get("security", []) for name in one}
    used |= {f"#/components/securitySchemes/{name}" for name in secured}
    for kind, components in CONTRACT.document["components"].items():
        for name in components:
            assert f"#/components/{kind}/{name}" in used, f"{kind} {name} is used nowhere"


def test_head_and_options_are_described_wherever_get_is_and_without_a_body():
    for path in PATHS:
        operations = CONTRACT.operations_at(path)
        assert "options" in operations and ("head" in operations) == ("get" in operations)
        for method in {"head", "options"} & set(operations):
            for status, response in operations[method]["responses"].items():
                if method == "head" or status == "204":
                    assert "content" not in CONTRACT.resolved(response), (path, method, status)


def test_head_takes_what_get_takes():
    for path in PATHS:
        if "get" in CONTRACT.operations_at(path):
            assert CONTRACT.parameters(path, "head") == CONTRACT.parameters(path, "get"), path


def test_every_problem_has_its_own_media_type_and_examples_of_its_status():
    for name, response in CONTRACT.document["components"]["responses"].items():
        problem = response.get("content", {}).get("application/problem+json")
        for example in (problem or {}).get("examples", {}).values():
            value = example["value"]
            assert value["type"] == f"urn:rollcall:problem:{value['code']}", name
    for path in PATHS:
        for operation in CONTRACT.operations_at(path).values():
            for status, response in operation["responses"].items():
                if not status.isdigit() or int(status) < 400:
                    continue
                content = CONTRACT.resolved(response)["content"]
                assert list(content) == ["application/problem+json"], (path, status)
                examples = content["application/problem+json"]["examples"].values()
                assert {one["value"]["status"] for one in examples} == {int(status)}, (path, status)


def test_every_example_fits_its_schema():
    for node in everything(CONTRACT.document["components"]):
        for media in node.get("content", {}).values() if isinstance(node.get("content"), dict) else ():
            for example in media.get("examples", {}).values():
                if "schema" in media and not isinstance(example["value"], str):
                    CONTRACT.validate(media["schema"], example["value"])


def sources(*folders):
    """The text of the sources in folders of the gateway."""
    files = [file for folder in folders for file in (REPOSITORY / "Sources" / folder).rglob("*.swift")]
    return "\n".join(file.read_text() for file in sorted(files))


def test_every_request_header_the_sources_read_is_described_and_the_other_way_round():
    read = {
        name.lower()
        for form in (
            r'headers\["([A-Za-z-]+)"\]', r'\(name: "([A-Za-z-]+)"', r'rimmed\("([A-Za-z-]+)"',
            r'extract\(key: "([A-Za-z-]+)"',
        )
        for name in re.findall(form, sources("Gateway", "RollcallApp"))
    }
    described = {
        parameter["name"].lower()
        for path in PATHS
        for method in CONTRACT.operations_at(path)
        for parameter in CONTRACT.parameters(path, method)
        if parameter["in"] == "header"
    }
    for scheme in CONTRACT.document["components"].get("securitySchemes", {}).values():
        described.add(scheme["name"].lower() if scheme["type"] == "apiKey" else "authorization")
    assert read - WIRE_REQUEST_HEADERS - PREFLIGHT_HEADERS - described == set()
    assert described - read == set()


def test_every_response_header_the_sources_write_is_described_and_the_other_way_round():
    # As a name by itself, or as the beginning of a line made ready.
    forms = (r'(?:Field|\.init|write)\("([A-Z][A-Za-z-]+)"', r'"([A-Z][A-Za-z-]+): (?:@?"|\\\()')
    text = sources("Gateway")
    written = {name.lower() for form in forms for name in re.findall(form, text)}
    described = {
        name.lower()
        for node in everything(CONTRACT.document["components"]["responses"])
        if isinstance(node.get("headers"), dict)
        for name in node["headers"]
    }
    assert written - WIRE_HEADERS == described


@pytest.mark.parametrize("path", [path for path in PATHS if "get" in PATHS[path]])
def test_the_query_parameters_described_are_those_the_route_knows(stack, path):
    operation = CONTRACT.operations_at(path)["get"]
    parameters = CONTRACT.parameters(path, "get")
    target = path
    for one in parameters:
        if one["in"] == "path":
            target = target.replace("{" + one["name"] + "}", str(one["example"]))
    described = {one["name"] for one in parameters if one["in"] == "query"}
    if "operators" in operation["tags"]:
        assert described == set()
        return
    problem = get(stack.gateway.address, f"{target}?surely-unknown=1").json
    assert problem["code"] == "invalid-parameter"
    known = re.search(r"known: (.*)\.$", problem["detail"]).group(1)
    assert described == set(known.split(", ")) - {"none"}
