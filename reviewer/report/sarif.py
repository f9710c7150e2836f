"""The review as SARIF 2.1.0, within the limits of GitHub's code scanning.

A result is an endpoint with a suggestion; its rule is the criterion that weighs most for it. GitHub keeps 5,000
results and 100 locations of each, and tells results apart over time by ``primaryLocationLineHash``, which here is the
finding's own id (GitHub documentation, "SARIF support for code scanning").
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from reviewer import __version__
from reviewer.model import Evidence, Finding, Outcome, Place, Remark, Review, Skipped, Suppression
from reviewer.report.escape import visible, visible_lines
from reviewer.report.links import HOME, Links
from reviewer.report.reasons import deciding_evidence, why
from reviewer.report.redact import redacted
from reviewer.report.rows import weightiest_first
from reviewer.report.words import clearness, headline, plain

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 5_000
MOST_RELATED = 20
MOST_NOTIFICATIONS = 1_000
MAX_TEXT = 2_000
LEVELS = {Outcome.BETTER_SUITED: "warning", Outcome.CONSIDER: "note"}
FALLBACK_RULE = "suggestion"


def render(review: Review) -> str:
    """The log as JSON, pure ASCII, with a final newline."""
    return json.dumps(as_data(review), indent=2) + "\n"


def as_data(review: Review) -> dict[str, Any]:
    """The log as plain data: one run."""
    rules = _rules()
    index = {rule["id"]: at for at, rule in enumerate(rules)}
    suggestions = [finding for finding in weightiest_first(review.findings) if finding.verdict.outcome in LEVELS]
    driver = {"name": "route-or-action", "semanticVersion": __version__, "informationUri": HOME, "rules": rules}
    run: dict[str, Any] = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "automationDetails": {"id": "route-or-action/"},
        "invocations": [
            {
                "executionSuccessful": not review.incomplete,
                "toolExecutionNotifications": [
                    *map(_notification, review.skipped[:MOST_NOTIFICATIONS]),
                    *map(_remark, review.remarks[:MOST_NOTIFICATIONS]),
                ],
            }
        ],
        "results": [_result(finding, index) for finding in suggestions[:MOST_RESULTS]],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rules() -> list[dict[str, Any]]:
    from reviewer.criteria import all_criteria

    known = [
        {
            "id": criterion.id,
            "name": "".join(word.capitalize() for word in _words(criterion.title)),
            "shortDescription": {"text": criterion.title},
            "fullDescription": {"text": f"{criterion.what} {criterion.why}".strip()},
            "help": {
                "text": _help(criterion.what, criterion.why, criterion.fix),
                "markdown": _help(criterion.what, criterion.why, criterion.fix, "**"),
            },
            "helpUri": Links().criterion(criterion.id),
            "defaultConfiguration": {"level": "warning"},
            "properties": {"tags": ["nextjs", "architecture"], "precision": "high"},
        }
        for criterion in all_criteria()
    ]
    return [*known, _fallback()]


def _words(title: str) -> list[str]:
    return "".join(character if character.isalnum() else " " for character in title).split()


def _help(what: str, why_: str, fix: str, mark: str = "") -> str:
    parts = (("What it looks for", what), ("Why it matters", why_), ("What to do", fix))
    return "\n\n".join(f"{mark}{heading}.{mark} {text}" for heading, text in parts if text)


def _fallback() -> dict[str, Any]:
    """For what no criterion of the registry speaks for, such as a policy of the team."""
    title = "Another approach suits the endpoint better"
    return {
        "id": FALLBACK_RULE,
        "name": "AnotherApproachSuitsBetter",
        "shortDescription": {"text": title},
        "fullDescription": {"text": f"{title}."},
        "help": {"text": f"{title}.", "markdown": f"{title}."},
        "helpUri": HOME,
        "defaultConfiguration": {"level": "warning"},
        "properties": {"tags": ["nextjs", "architecture"], "precision": "high"},
    }


def _result(finding: Finding, index: dict[str, int]) -> dict[str, Any]:
    endpoint = finding.endpoint
    deciding = deciding_evidence(finding)
    rule = deciding.criterion if deciding is not None and deciding.criterion in index else FALLBACK_RULE
    related = sorted(finding.verdict.evidence, key=lambda evidence: -evidence.weight)[:MOST_RELATED]
    result: dict[str, Any] = {
        "ruleId": rule,
        "ruleIndex": index[rule],
        "level": LEVELS[finding.verdict.outcome],
        "message": {"text": _message(finding)},
        "locations": [_location(Place(endpoint.path, endpoint.start_line), endpoint.end_line)],
        "partialFingerprints": {"primaryLocationLineHash": finding.id, "routeOrAction/v1": finding.id},
        "relatedLocations": [_related(number, evidence) for number, evidence in enumerate(related, 1)],
    }
    if finding.suppressed is not None:
        result["suppressions"] = [_suppression(finding.suppressed)]
    return result


def _message(finding: Finding) -> str:
    said = (headline(finding), clearness(finding), redacted(why(finding)).rstrip("."))
    return _text(". ".join(part for part in said if part) + ".")


def _text(text: str) -> str:
    """Plain text; GitHub reads ``[text](1)`` in a message as a link to a related location (SARIF 3.11.6)."""
    return plain(text, MAX_TEXT).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")


def _location(place: Place, end_line: int | None = None) -> dict[str, Any]:
    region = {"startLine": place.line}
    if end_line is not None:
        region["endLine"] = max(place.line, end_line)
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(place.path)}, "region": region}}


def _related(number: int, evidence: Evidence) -> dict[str, Any]:
    message = f"{evidence.criterion}: {redacted(evidence.message)}"
    return {"id": number, "message": {"text": _text(message)}, **_location(evidence.place)}


def _suppression(suppression: Suppression) -> dict[str, Any]:
    given: dict[str, Any] = {"kind": "inSource", "location": _location(Place(suppression.path, suppression.line))}
    if suppression.reason:
        given["justification"] = visible_lines(redacted(suppression.reason))
    return given


def _notification(skipped: Skipped) -> dict[str, Any]:
    return {
        "level": "error" if skipped.incomplete else "note",
        "message": {"text": _text(f"Not analysed: {redacted(skipped.reason)}")},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(skipped.path)}}}],
    }


def _remark(remark: Remark) -> dict[str, Any]:
    return {"level": "note", "message": {"text": _text(remark.message)}, "locations": [_location(remark.place)]}


def _uri(path: str) -> str:
    try:
        return quote(path, safe="/", errors="surrogateescape")
    except UnicodeEncodeError:
        return quote(visible(path), safe="/")
