"""What the header fields of an answer tell caches."""

import re


def directives(response):
    """The `Cache-Control` directives with their values, True for those without one."""
    found = {}
    for part in (response.headers.get("Cache-Control") or "").split(","):
        name, _, value = part.strip().partition("=")
        if name:
            found[name.lower()] = int(value) if value else True
    return found


COMMON = {"Date", "Content-Type", "Content-Length", "Connection"}


def check_fields(contract, path, response):
    """Fails unless the answer has the header fields the document says, in their form."""
    _, operation = contract.operation(path)
    described = contract.resolved(operation["responses"][str(response.status)])["headers"]
    assert set(response.headers.keys()) - COMMON <= set(described)
    for name, reference in described.items():
        field = contract.resolved(reference)
        value = response.headers.get(name)
        assert value is not None or not field["required"], f"{name} is missing"
        pattern = field["schema"].get("pattern")
        assert value is None or not pattern or re.search(pattern, value), f"{name}: {value}"


def cache_status(response):
    """`Cache-Status` of one cache as its name and parameters (RFC 9211)."""
    name, *parameters = [part.strip() for part in response.headers["Cache-Status"].split(";")]
    found = {"cache": name}
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        assert re.fullmatch(r"[a-z][a-z-]*", key), parameter
        found[key] = value or True
    return found
