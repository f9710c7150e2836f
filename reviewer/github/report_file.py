"""Reading the report of a first stage back: data from a stranger, checked member by member, everything bounded.

The shape is that of ``reviewer/report/schema.json``; the bounds are ours. What passes is rendered anew by our own
templates, which escape it: no finished text is taken over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from enum import StrEnum
from typing import Any, TypeVar

from reviewer.model import (
    App,
    Approach,
    Callers,
    CallSite,
    Endpoint,
    Evidence,
    Finding,
    Fit,
    Kind,
    Outcome,
    Place,
    Recommendation,
    Review,
    Skipped,
    Status,
    Suppression,
    Verdict,
    Via,
)

MOST_BYTES = 8_000_000
MOST_ROWS = 2_000  # of any list
MOST_TEXT = 4_000  # characters of any text
MOST_LINES = 10_000_000
MOST_WEIGHT = 1_000_000  # far beyond any of ours
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ID = re.compile(r"[0-9a-f]{16}")

Made = TypeVar("Made")
Word = TypeVar("Word", bound=StrEnum)


class BadReport(Exception):
    """The report is not one of ours; the text says where."""


def read(data: bytes, paths: Collection[str], criteria: Collection[str], head: str) -> Review:
    """The review. Raises BadReport.

    ``paths``: the files that the pull request holds at its head; endpoints elsewhere are refused. ``criteria``: the
    ids that there are.
    """
    if len(data) > MOST_BYTES:
        raise BadReport("it is too long")
    try:
        report = json.loads(data)
    except (ValueError, RecursionError):
        raise BadReport("it is not JSON") from None
    table = _table(report, "the report", {"schema_version", "tool", "endpoints", "skipped"})
    if table["schema_version"] != 1:
        raise BadReport("its schema_version is not 1")
    findings = _rows(table["endpoints"], "endpoints", lambda row, where: _finding(row, where, criteria))
    for finding in findings:
        if finding.endpoint.path not in paths:
            raise BadReport("it speaks of a file that the pull request does not change")
    if len({finding.id for finding in findings}) < len(findings):
        raise BadReport("two endpoints have one id")
    skipped = _rows(table["skipped"], "skipped", _skipped)
    analysed = frozenset(paths) - {each.path for each in skipped}
    return Review(findings, skipped, analysed, head=head)


def _skipped(row: object, where: str) -> Skipped:
    table = _table(row, where, {"path", "reason"})
    return Skipped(_text(table["path"], where), _text(table["reason"], where))


def _finding(row: object, where: str, criteria: Collection[str]) -> Finding:
    members = {"id", "kind", "path", "name", "inline", "methods", "url", "start_line", "end_line", "status", "verdict"}
    table = _table(row, where, members | {"recommendation", "fit", "constraint", "evidence", "callers", "suppressed"})
    first, last = _line(table["start_line"], where), _line(table["end_line"], where)
    if first > last:
        raise BadReport(f"{where} ends before it begins")
    evidence = _rows(table["evidence"], f"{where}.evidence", lambda each, at: _evidence(each, at, criteria))
    endpoint = Endpoint(
        kind=_word(Kind, table["kind"], where),
        path=_text(table["path"], where),
        name=_optional(table["name"], where),
        start_line=first,
        end_line=last,
        anchor_line=first,
        app=App(""),
        inline=_switch(table["inline"], where),
        methods=_rows(table["methods"], f"{where}.methods", _text),
        url=_optional(table["url"], where),
        status=_word(Status, table["status"], where),
    )
    named = table["recommendation"]
    verdict = Verdict(
        outcome=_word(Outcome, table["verdict"], where),
        fit=_fit(table["fit"], where),
        recommendation=None if named is None else _word(Recommendation, named, where),
        constraint=_optional(table["constraint"], where),
        evidence=evidence,
    )
    if verdict.outcome is not Outcome.FITS and verdict.recommendation is None:
        raise BadReport(f"{where} recommends nothing")
    callers = Callers(_rows(table["callers"], f"{where}.callers", _caller))
    identity = _text(table["id"], where)
    if _ID.fullmatch(identity) is None:
        raise BadReport(f"{where} has an id that is none of ours")
    return Finding(identity, endpoint, verdict, callers, _suppressed(table["suppressed"], where))


def _evidence(row: object, where: str, criteria: Collection[str]) -> Evidence:
    table = _table(row, where, {"criterion", "favours", "weight", "message", "path", "line"})
    criterion, weight = _text(table["criterion"], where), table["weight"]
    if criterion not in criteria:
        raise BadReport(f"{where} names no criterion of ours")
    if not isinstance(weight, int | float) or isinstance(weight, bool) or not 0 <= weight <= MOST_WEIGHT:
        raise BadReport(f"{where} has no weight")
    place = Place(_text(table["path"], where), _line(table["line"], where))
    favours = _word(Approach, table["favours"], where)
    return Evidence(criterion, favours, float(weight), _text(table["message"], where), place)


def _caller(row: object, where: str) -> CallSite:
    table = _table(row, where, {"path", "line", "via"})
    return CallSite(_text(table["path"], where), _line(table["line"], where), _word(Via, table["via"], where))


def _suppressed(row: object, where: str) -> Suppression | None:
    if row is None:
        return None
    table = _table(row, where, {"reason", "path", "line"})
    return Suppression(
        _text(table["reason"], where), _text(table["path"], where), _line(table["line"], where), added=True
    )


def _fit(row: object, where: str) -> Fit:
    table = _table(row, where, {approach.value for approach in Approach})
    route, action = table[Approach.API_ROUTE], table[Approach.SERVER_ACTION]
    percents = [value for value in (route, action) if isinstance(value, int) and 0 <= value <= 100]
    if len(percents) != 2 or sum(percents) != 100:
        raise BadReport(f"the fit of {where} does not add to 100")
    return Fit(*percents)


def _rows(value: object, where: str, make: Callable[[object, str], Made]) -> tuple[Made, ...]:
    if not isinstance(value, list) or len(value) > MOST_ROWS:
        raise BadReport(f"{where} is no list, or too long")
    return tuple(make(each, f"{where}[{index}]") for index, each in enumerate(value))


def _table(value: object, where: str, members: set[str]) -> dict[str, Any]:
    """A table with exactly these members."""
    if not isinstance(value, dict) or set(value) != members:
        raise BadReport(f"{where} does not have the members that it should have")
    return value


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or len(value) > MOST_TEXT:
        raise BadReport(f"{where} holds something that is no text, or too long")
    if _SURROGATE.search(value) is not None:
        raise BadReport(f"{where} holds half of a character")
    return value


def _optional(value: object, where: str) -> str | None:
    return None if value is None else _text(value, where)


def _line(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MOST_LINES:
        raise BadReport(f"{where} names no line")
    return value


def _switch(value: object, where: str) -> bool:
    if not isinstance(value, bool):
        raise BadReport(f"{where} holds neither true nor false where it should")
    return value


def _word(kind: type[Word], value: object, where: str) -> Word:
    try:
        return kind(str(value))
    except ValueError:
        raise BadReport(f"{where} holds a word that is none of ours") from None
