"""SARIF against the schema of OASIS and against the limits of GitHub's upload."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from reviewer.criteria import all_criteria
from reviewer.model import Review
from reviewer.report import sarif

SCHEMA = Path(__file__).parents[1] / "oracle/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


@pytest.fixture(scope="module")
def schema() -> jsonschema.Draft7Validator:
    if not SCHEMA.is_file():
        pytest.skip("@microsoft/jest-sarif is not installed: npm ci --prefix tests/oracle")
    return jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def run(review: Review) -> Any:
    return json.loads(sarif.render(review))["runs"][0]


@pytest.mark.node
def test_every_output_is_valid(schema: jsonschema.Draft7Validator, plausible: Review, hostile: Review) -> None:
    for review in (plausible, hostile, Review()):
        schema.validate(json.loads(sarif.render(review)))


def test_the_results_as_a_whole(plausible: Review, golden: Callable[[str, str], None]) -> None:
    results = run(plausible)["results"]
    for result in results:
        del result["ruleIndex"]  # moves with every new criterion; tested below
    golden("results.sarif.json", json.dumps(results, indent=2) + "\n")


def test_every_criterion_is_a_rule_with_help(plausible: Review) -> None:
    rules = run(plausible)["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [*(criterion.id for criterion in all_criteria()), sarif.FALLBACK_RULE]
    assert len({rule["name"] for rule in rules}) == len(rules)
    for rule in rules:
        assert rule["help"]["markdown"] and rule["help"]["text"]
        assert len(rule["shortDescription"]["text"]) <= 1_024
        assert len(rule["fullDescription"]["text"]) <= 1_024
        assert rule["helpUri"].startswith("https://")
        assert len(rule["properties"]["tags"]) <= 10


def test_a_result_names_a_rule_of_the_run(plausible: Review, hostile: Review) -> None:
    for review in (plausible, hostile):
        found = run(review)
        for result in found["results"]:
            assert found["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_levels_fingerprints_and_suppressions(plausible: Review) -> None:
    results = {result["partialFingerprints"]["primaryLocationLineHash"]: result for result in run(plausible)["results"]}
    assert {name: result["level"] for name, result in results.items()} == {
        "c0ffee00c0ffee01": "warning",
        "c0ffee00c0ffee02": "warning",
        "c0ffee00c0ffee03": "warning",
        "c0ffee00c0ffee04": "note",
        "c0ffee00c0ffee06": "warning",
    }
    suppression = results["c0ffee00c0ffee06"]["suppressions"][0]
    assert suppression["kind"] == "inSource"
    assert suppression["justification"] == "the mobile app calls it from version 3 on"
    assert "suppressions" not in results["c0ffee00c0ffee01"]


def test_an_incomplete_review_says_so(plausible: Review) -> None:
    invocation = run(plausible)["invocations"][0]
    assert invocation["executionSuccessful"] is False
    assert [each["level"] for each in invocation["toolExecutionNotifications"]] == ["error", "note", "note"]
    assert run(plausible._replace(skipped=()))["invocations"][0]["executionSuccessful"] is True


def test_a_message_holds_no_link_of_the_author(hostile: Review) -> None:
    for result in run(hostile)["results"]:
        text = result["message"]["text"]
        assert "[" not in text.replace("\\[", "") and "]" not in text.replace("\\]", "")


def test_paths_are_uri_references(hostile: Review) -> None:
    for result in run(hostile)["results"]:
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert not set(uri) & set(' <>"`|{}[]\\^') and uri.isascii()


def test_a_huge_audit_stays_within_the_limits_of_the_upload(plausible: Review) -> None:
    finding = plausible.findings[0]
    many = finding._replace(verdict=finding.verdict._replace(evidence=finding.verdict.evidence * 40))
    text = sarif.render(plausible._replace(findings=(many,) * 6_000, skipped=plausible.skipped * 5_000))
    found = json.loads(text)["runs"][0]
    assert len(found["results"]) == 5_000
    assert max(len(result["relatedLocations"]) for result in found["results"]) <= 100
    assert len(gzip.compress(text.encode())) < 10_000_000
