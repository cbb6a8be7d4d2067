"""A client generated from openapi.yaml asks everything there is, and understands every answer."""

import datetime
import importlib
import inspect
import json
import pathlib
import re
import subprocess
import sys

import pytest

from harness.contract import METHODS
from harness.launcher import REPOSITORY, UNREPORTED_AGENT

FOLDER = pathlib.Path(__file__).parent
PACKAGE = "generated_rollcall_client"


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The package, generated afresh; a warning of the generator is a failure."""
    folder = tmp_path_factory.mktemp("client")
    command = [
        *(pathlib.Path(sys.executable).with_name("openapi-python-client"), "generate"),
        *("--path", REPOSITORY / "openapi.yaml", "--config", FOLDER / "documents/client/client.yaml"),
        *("--meta", "none", "--output-path", folder / PACKAGE, "--fail-on-warning"),
    ]
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0 and "WARN" not in done.stdout.upper(), done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield importlib.import_module(PACKAGE)
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def clients(generated, stack):
    """A client of the gateway, and one of its admin listener."""
    addresses = (stack.gateway.address, stack.gateway.admin)
    return [generated.Client(base_url=f"http://{host}:{port}") for host, port in addresses]


def operations(contract):
    """Every operation of the document with the template and the method it stands at."""
    for template, item in contract.document["paths"].items():
        for method in METHODS:
            if method in item:
                yield template, method, item[method]


def arguments_of(contract, template, method):
    """Every required argument, as the document's example has it."""
    return {
        re.sub(r"\W", "_", one["name"]).lower(): one["example"]
        for one in contract.parameters(template, method)
        if one.get("required")
    }


def body_of(contract, operation, module):
    """The body an operation requires, made of the document's example; nothing where it has none."""
    if "requestBody" not in operation:
        return {}
    content = contract.resolved(operation["requestBody"])["content"]["application/json"]
    examples = [content["example"]] if "example" in content else [
        contract.resolved(one)["value"] for one in content["examples"].values()
    ]
    model = inspect.signature(module.sync_detailed).parameters["body"].annotation
    return {"body": model.from_dict(examples[0])}


def module_of(operation):
    """The generated module of an operation."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", operation["operationId"]).lower()
    return importlib.import_module(f"{PACKAGE}.api.{operation['tags'][0]}.{name}")


def untyped(parsed):
    """A parsed answer as JSON again, times as the server writes them."""
    text = json.dumps(parsed.to_dict())
    return json.loads(re.sub(r'(T\d\d:\d\d:\d\d)\+00:00"', r'\1Z"', text))


def test_every_operation_is_understood(clients, stack):
    asked = 0
    for template, method, operation in operations(stack.contract):
        module = module_of(operation)
        answer = module.sync_detailed(
            client=clients["operators" in operation["tags"]],
            **arguments_of(stack.contract, template, method),
            **body_of(stack.contract, operation, module),
        )
        assert answer.status_code in (200, 204), (method, template, answer.content)
        expect_understood(answer, method)
        asked += 1
    assert asked >= len(stack.contract.document["paths"])


def expect_understood(answer, method):
    """Fails unless the typed answer says exactly what came over the wire."""
    media_type = answer.headers.get("content-type", "").split(";")[0]
    if method in ("head", "options"):
        assert answer.content == b"" and answer.parsed is None
    elif media_type == "application/json":
        assert untyped(answer.parsed) == json.loads(answer.content)
    else:
        assert answer.parsed == answer.content.decode()


def operation(contract, name):
    """The operation with that id."""
    return next(one for _, _, one in operations(contract) if one["operationId"] == name)


def test_an_agent_has_types(clients, stack):
    agent = module_of(operation(stack.contract, "getAgent")).sync(client=clients[0], id=1031)
    assert agent.id == 1031 and type(agent.state).__name__ == "AgentState"
    assert isinstance(agent.observed_at, datetime.datetime)
    assert agent.state_since <= agent.observed_at


def test_a_list_tells_agents_from_missing_ones(clients, stack):
    module = module_of(operation(stack.contract, "getAgents"))
    listed = module.sync(client=clients[0], ids=f"1031,{UNREPORTED_AGENT}")
    kinds = [type(agent).__name__ for agent in listed.agents]
    assert kinds == ["Agent", "MissingAgent"] and not listed.complete


@pytest.mark.parametrize(
    ("name", "arguments", "status", "code"),
    [
        ("getAgent", {"id": 100}, 400, "agent-id-out-of-range"),
        ("getAgents", {"ids": "1031,x"}, 400, "invalid-agent-id"),
        ("getAgentOfVDN", {"vdn": 9, "id": 1031}, 404, "unknown-vdn"),
        ("getGroup", {"name": "none"}, 404, "unknown-group"),
        ("getAgent", {"id": UNREPORTED_AGENT}, 404, "agent-not-reported"),
        (
            "getAgent", {"id": 1500, "prefer": "wait=0", "cache_control": "no-cache"},
            504, "deadline-exceeded",
        ),
    ],
)
def test_a_problem_has_types(clients, stack, name, arguments, status, code):
    module = module_of(operation(stack.contract, name))
    answer = module.sync_detailed(client=clients[0], **arguments)
    problem = answer.parsed
    assert (answer.status_code, problem.status, problem.code.value) == (status, status, code)
    assert problem.request_id == answer.headers["X-Request-Id"]
