"""Holds answers to the schemas of openapi.yaml."""

import re

import jsonschema
import yaml

JSON = "application/json"
PROBLEM = "application/problem+json"
METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
# What HTTP itself puts around every answer (RFC 9110, 9112); OpenAPI leaves Content-Type out too.
WIRE_HEADERS = {"connection", "content-length", "content-type", "date", "transfer-encoding"}


class Contract:
    """The OpenAPI document, asked which schema an answer must satisfy."""

    def __init__(self, text):
        self.document = yaml.safe_load(text)

    def operations_at(self, template):
        """The operations of a path, by their methods in lower case."""
        item = self.document["paths"][template]
        return {name: item[name] for name in METHODS if name in item}

    def parameters(self, template, method):
        """The parameters of an operation, its path's included; an operation's own go over those."""
        item = self.document["paths"][template]
        nodes = [*item.get("parameters", []), *item[method].get("parameters", [])]
        named = {(one["name"], one["in"]): one for one in map(self.resolved, nodes)}
        return list(named.values())

    def operation(self, path, method="get"):
        """The operation and the template of a path that was asked for."""
        bare = path.split("?")[0]
        for template, item in self.document["paths"].items():
            pattern = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(template))
            if re.fullmatch(pattern, bare) and method in item:
                return template, item[method]
        return None, None

    def check(self, path, response, method="get"):
        """Fails unless status, media type and body are what the document says for the path."""
        template, operation = self.operation(path, method)
        if operation is None:
            self.check_problem(response)
            return
        responses = operation["responses"]
        described = responses.get(str(response.status)) or responses.get("default")
        assert described, f"{response.status} is not described for {template}"
        content = self.resolved(described).get("content", {})
        assert response.media_type in content, (
            f"{template} {response.status}: {response.media_type} is not among {list(content)}"
        )
        if response.media_type.endswith("json"):
            self.validate(content[response.media_type]["schema"], response.json)

    def check_problem(self, response):
        """Fails unless the answer is an RFC 9457 problem with our members."""
        assert response.media_type == PROBLEM, response
        problem = response.json
        for member in ("type", "title", "status", "detail", "code", "requestId"):
            assert member in problem, f"{member} is missing in {problem}"
        assert problem["status"] == response.status

    def described(self, template, method, status):
        """The answer of a path with that status.

        HEAD has that of GET, and a method the path lacks that of its first.
        """
        operations = self.operations_at(template)
        wanted = "get" if method.lower() == "head" else method.lower()
        operation = operations.get(wanted) or next(iter(operations.values()))
        described = operation["responses"].get(str(status))
        return described and self.resolved(described)

    def check_headers(self, template, method, response):
        """Fails where an answer has a header the document does not tell of, or lacks one it must
        have. Returns the names of the headers told of that were there."""
        described = self.described(template, method, response.status)
        assert described, f"{method} {template} {response.status} is not described"
        told = {
            name.lower(): self.resolved(header)
            for name, header in described.get("headers", {}).items()
        }
        sent = {name.lower() for name in response.headers}
        untold = sent - set(told) - WIRE_HEADERS
        assert not untold, f"{method} {template} {response.status}: {untold} are not described"
        lacking = {name for name, header in told.items() if header.get("required")} - sent
        assert not lacking, f"{method} {template} {response.status}: {lacking} are missing"
        return sent & set(told)

    def resolved(self, node):
        """The node itself, or what it refers to."""
        while "$ref" in node:
            target = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def validate(self, schema, instance):
        """Fails unless the value fits a schema of the document."""
        whole = {**self.document, "$schema": "https://json-schema.org/draft/2020-12/schema"}
        whole["allOf"] = [schema]
        jsonschema.Draft202012Validator(
            whole, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        ).validate(instance)
