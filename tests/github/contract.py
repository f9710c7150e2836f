"""GitHub's own description of its API, where its npm packages are installed: everything on the wire must fit it.

The description is a floor and no oracle: it knows neither anchors nor lengths. Those rules are the fake's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from tests.github.server import Logged

NAME = "urn:github"
PACKAGES = Path(__file__).parents[1] / "oracle" / "node_modules" / "@octokit"


@cache
def contract_or_none(name: str = "api.github.com") -> Contract | None:
    path = PACKAGES / "openapi" / "generated" / f"{name}.json"
    return Contract(path) if path.exists() else None


class Contract:
    """One OpenAPI description."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._validators: dict[int, Any] = {}

    @cached_property
    def _described(self) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads(self._path.read_text().replace('"$ref": "#/', f'"$ref": "{NAME}#/'))
        _say_null_as_json_schema_does(loaded)
        schemas = loaded["components"]["schemas"]
        # Known gaps of the description: the line of an outdated comment and the user of a deleted account are null.
        for name in ("line", "original_line", "position", "start_line"):
            schemas["pull-request-review-comment"]["properties"].get(name, {})["type"] = ["integer", "null"]
        # The repository of a pull request's ends has a hundred members, of which the fake gives those that are read.
        del schemas["repository"]["required"]
        return loaded

    @cached_property
    def _operations(self) -> list[tuple[re.Pattern[str], Mapping[str, Any], int]]:
        found = []
        for path, operations in self._described["paths"].items():
            pattern = re.compile(re.sub(r"\{\w+\}", "[^/]+", path.replace(".", r"\.")) + r"\Z")
            found.append((pattern, operations, path.count("{")))
        return sorted(found, key=lambda each: each[2])

    def check(self, log: Iterable[Logged], prefix: str) -> None:
        """Raises AssertionError for the first request or answer that does not fit."""
        for logged in log:
            path = logged.path.removeprefix(prefix)
            if path.endswith("graphql") or path.startswith("/_codeload/") or logged.status == 0:
                continue
            operation = self._operation(logged.method, path)
            assert operation is not None, f"GitHub describes no {logged.method} {path}"
            self._check_request(logged, operation)
            if not logged.fault:
                self._check_answer(logged, operation)

    def _operation(self, method: str, path: str) -> Mapping[str, Any] | None:
        for pattern, operations, _ in self._operations:
            if pattern.match(path) and method.lower() in operations:
                return dict(operations[method.lower()])
        return None

    def _check_request(self, logged: Logged, operation: Mapping[str, Any]) -> None:
        known = {self._followed(each)["name"] for each in operation.get("parameters", [])}
        assert set(logged.query) <= known, f"{logged.path}: unknown parameters {set(logged.query) - known}"
        if logged.body is not None:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            self._valid(logged.body, schema, f"the request {logged.method} {logged.path}")
            unknown = set(logged.body) - set(schema.get("properties", logged.body))
            assert not unknown, f"{logged.path}: unknown members {unknown}"

    def _check_answer(self, logged: Logged, operation: Mapping[str, Any]) -> None:
        described = operation["responses"].get(str(logged.status))
        if described is None:
            assert logged.status in (301, 302, 307, 308, 401, 403, 404, 406, 422, 429, 502), (
                f"{logged.path} never answers {logged.status}"
            )
            return
        content = self._followed(described).get("content", {}).get("application/json")
        if content is not None and logged.answer is not None:
            self._valid(logged.answer, content["schema"], f"the answer to {logged.method} {logged.path}")

    def _followed(self, part: Mapping[str, Any]) -> Mapping[str, Any]:
        while "$ref" in part:
            found: Any = self._described
            for step in part["$ref"].removeprefix(f"{NAME}#/").split("/"):
                found = found[step]
            part = found
        return part

    def _valid(self, value: Any, schema: Mapping[str, Any], what: str) -> None:
        from jsonschema import Draft4Validator
        from referencing import Registry, Resource
        from referencing.jsonschema import DRAFT4

        validator = self._validators.get(id(schema))
        if validator is None:
            registry = Registry().with_resource(NAME, Resource(contents=self._described, specification=DRAFT4))
            validator = self._validators[id(schema)] = Draft4Validator(schema, registry=registry)
        error = next(iter(validator.iter_errors(value)), None)
        assert error is None, f"{what}: {error.message} at {list(error.absolute_path)}"


def _say_null_as_json_schema_does(described: Any) -> None:
    """OpenAPI 3.0 says ``nullable`` where JSON Schema lists ``null`` among the types."""
    stack = [described]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            if part.get("nullable") is True:
                _allow_null(part)
            stack.extend(part.values())
        elif isinstance(part, list):
            stack.extend(part)


def _allow_null(schema: dict[str, Any]) -> None:
    if isinstance(schema.get("type"), str):
        schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
        return
    for word in ("allOf", "anyOf", "oneOf"):
        if word in schema:
            schema["anyOf"] = [{word: schema.pop(word)}, {"type": "null"}]
            return
