"""Holds answers to the schemas of openapi.yaml."""

import re

import jsonschema
import yaml

JSON = "application/json"
PROBLEM = "application/problem+json"


class Contract:
    """The OpenAPI document, asked which schema an answer must satisfy."""

    def __init__(self, text):
        self.document = yaml.safe_load(text)

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
            self._validate(content[response.media_type]["schema"], response.json)

    def check_problem(self, response):
        """Fails unless the answer is an RFC 9457 problem with our members."""
        assert response.media_type == PROBLEM, response
        problem = response.json
        for member in ("type", "title", "status", "detail", "code", "requestId"):
            assert member in problem, f"{member} is missing in {problem}"
        assert problem["status"] == response.status

    def resolved(self, node):
        """What a reference leads to."""
        while "$ref" in node:
            target = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                target = target[part.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def _validate(self, schema, instance):
        whole = {**self.document, "$schema": "https://json-schema.org/draft/2020-12/schema"}
        whole["allOf"] = [schema]
        jsonschema.Draft202012Validator(
            whole, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
        ).validate(instance)
