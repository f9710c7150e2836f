from __future__ import annotations

import gc
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from reviewer.model import Approach, Kind, Outcome, Recommendation, Review, Status, Via
from reviewer.report import json as report

KEYS = [
    "id",
    "kind",
    "path",
    "name",
    "inline",
    "methods",
    "url",
    "start_line",
    "end_line",
    "status",
    "verdict",
    "recommendation",
    "fit",
    "constraint",
    "evidence",
    "callers",
    "suppressed",
]


def read(review: Review) -> Any:
    data = json.loads(report.render(review))
    jsonschema.Draft202012Validator(report.schema()).validate(data)
    return data


def test_the_whole_object(plausible: Review, golden: Callable[[str, str], None]) -> None:
    read(plausible)
    golden("review.json", report.render(plausible).replace(f'"{report.__version__}"', '"VERSION"'))


def test_the_keys_are_public_interface(plausible: Review) -> None:
    data = read(plausible)
    assert list(data) == ["schema_version", "tool", "endpoints", "skipped"]
    assert list(data["endpoints"][0]) == KEYS


def test_hostile_text_is_data(hostile: Review) -> None:
    text = report.render(hostile)
    assert text.isascii()
    data = json.loads(text)
    assert data["skipped"][0]["reason"] == hostile.skipped[0].reason
    read(hostile)


def test_bytes_that_are_not_utf_8_become_replacement_characters(plausible: Review) -> None:
    finding = plausible.findings[0]
    path = b"caf\xe9/route.ts".decode("utf-8", "surrogateescape")
    data = read(plausible._replace(findings=(finding._replace(endpoint=finding.endpoint._replace(path=path)),)))
    assert data["endpoints"][0]["path"].startswith("caf\ufffd")
    json.dumps(data, ensure_ascii=False).encode()


def test_the_parts_are_one_document_as_the_encoder_indents_it(hostile: Review, plausible: Review) -> None:
    for review in (hostile, plausible, plausible._replace(skipped=()), plausible._replace(findings=())):
        text = report.render(review)
        assert text == json.dumps(json.loads(text), indent=2) + "\n"


def test_what_was_written_is_let_go_of_without_the_collector_of_cycles(plausible: Review) -> None:
    report.render(plausible)  # what is made once stays
    gc.collect()
    gc.disable()
    try:
        for _ in range(10):
            report.render(plausible)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_an_empty_review() -> None:
    assert read(Review())["endpoints"] == []


def test_the_schema_is_a_schema_and_every_object_is_closed() -> None:
    schema = report.schema()
    jsonschema.Draft202012Validator.check_schema(schema)

    def objects(node: Any) -> Any:
        if isinstance(node, dict):
            if node.get("type") == "object":
                yield node
            for value in node.values():
                yield from objects(value)
        elif isinstance(node, list):
            for value in node:
                yield from objects(value)

    found = list(objects(schema))
    assert len(found) == 8
    for each in found:
        assert each["additionalProperties"] is False
        assert each["required"] == list(each["properties"])


@pytest.mark.parametrize(
    ("values", "place"),
    [
        (Kind, ("kind",)),
        (Status, ("status",)),
        (Outcome, ("verdict",)),
        (Via, ("callers", "items", "properties", "via")),
    ],
)
def test_the_schema_knows_the_values_of_the_model(values: Any, place: tuple[str, ...]) -> None:
    node: Any = report.schema()["$defs"]["endpoint"]["properties"]
    for step in place:
        node = node[step]
    assert sorted(node["enum"]) == sorted(value.value for value in values)


def test_the_schema_knows_approaches_and_recommendations() -> None:
    schema = report.schema()["$defs"]
    assert schema["approach"]["enum"] == [approach.value for approach in Approach]
    assert schema["endpoint"]["properties"]["fit"]["required"] == [approach.value for approach in Approach]
    recommended = schema["endpoint"]["properties"]["recommendation"]["enum"]
    assert recommended == [None, *(recommendation.value for recommendation in Recommendation)]


def test_a_piece_of_the_text_holds_one_endpoint(plausible: Review) -> None:
    pieces = list(report.pieces(plausible))
    assert "".join(pieces) == report.render(plausible)
    assert max(piece.count('"kind": ') for piece in pieces) == 1
