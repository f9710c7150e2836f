"""The review as one JSON object: public interface, described by schema.json.

Text is given as it is in the repository, unescaped beyond JSON's own rules: whoever shows it escapes it. The output
is pure ASCII, and bytes of a path that are not UTF-8 become U+FFFD.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from typing import Any

from reviewer import __version__
from reviewer.model import Approach, CallSite, Evidence, Finding, Review, Skipped, Suppression

SCHEMA_VERSION = 1
NAME = "route-or-action"


def render(review: Review) -> str:
    """The object, indented, with a final newline."""
    return "".join(pieces(review))


def pieces(review: Review) -> Iterator[str]:
    """The same, an endpoint at a time: of thousands, the whole text would take more memory than all that is known."""
    yield _laid_out({"schema_version": SCHEMA_VERSION, "tool": {"name": NAME, "version": __version__}})[: -len("\n}")]
    yield from _listed("endpoints", map(_endpoint, review.findings))
    yield from _listed("skipped", map(_skipped, review.skipped))
    yield "\n}\n"


def _listed(name: str, items: Iterable[dict[str, Any]]) -> Iterator[str]:
    before = f',\n  "{name}": ['
    end = "]"
    for item in items:
        yield f"{before}\n    {_laid_out(item, 4)}"
        before, end = ",", "\n  ]"
    yield end if before == "," else before + end


Nested = dict[str, Any] | list[Any]


def _laid_out(data: Nested, margin: int = 0) -> str:
    """What is not empty, as ``json.dumps`` with an indent of two lays it out, at a margin.

    That is written in Python, and leaves a circle of functions behind for each object: nothing frees them in a run.
    """
    texts = _ENCODER.encode(list(_values(data)))[1:-1].split("\n")
    return _shaped(data, iter(texts), margin)


_ENCODER = json.JSONEncoder(separators=("\n", ": "))  # no line end of a text is among what it writes


def _values(data: Nested) -> Iterator[object]:
    """What holds nothing, in order."""
    for part in data.values() if isinstance(data, dict) else data:
        if part and isinstance(part, (dict, list)):
            yield from _values(part)
        else:
            yield part


def _shaped(data: Nested, texts: Iterator[str], margin: int) -> str:
    """``texts``: those of its values."""
    inner = margin + 2
    parts = data.values() if isinstance(data, dict) else data
    rows = [_shaped(part, texts, inner) if part and isinstance(part, (dict, list)) else next(texts) for part in parts]
    first, last = "[]"
    if isinstance(data, dict):
        rows = [f'"{key}": {row}' for key, row in zip(data, rows, strict=True)]
        first, last = "{}"
    between = f"\n{' ' * inner}"
    return f"{first}{between}{f',{between}'.join(rows)}\n{' ' * margin}{last}"


def schema() -> dict[str, Any]:
    """The JSON Schema of the object (2020-12)."""
    loaded: dict[str, Any] = json.loads(files("reviewer.report").joinpath("schema.json").read_text(encoding="utf-8"))
    return loaded


def _endpoint(finding: Finding) -> dict[str, Any]:
    endpoint, verdict = finding.endpoint, finding.verdict
    return {
        "id": finding.id,
        "kind": endpoint.kind.value,
        "path": _text(endpoint.path),
        "name": _text(endpoint.name) if endpoint.name is not None else None,
        "inline": endpoint.inline,
        "methods": [_text(method) for method in endpoint.methods],
        "url": _text(endpoint.url) if endpoint.url is not None else None,
        "start_line": endpoint.start_line,
        "end_line": endpoint.end_line,
        "status": endpoint.status.value,
        "verdict": verdict.outcome.value,
        "recommendation": verdict.recommendation.value if verdict.recommendation is not None else None,
        "fit": {approach.value: verdict.fit.percent(approach) for approach in Approach},
        "constraint": verdict.constraint,
        "evidence": [_evidence(evidence) for evidence in verdict.evidence],
        "callers": [_caller(site) for site in finding.callers.sites],
        "suppressed": _suppressed(finding.suppressed),
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "criterion": evidence.criterion,
        "favours": evidence.favours.value,
        "weight": round(evidence.weight, 3),
        "message": _text(evidence.message),
        "path": _text(evidence.place.path),
        "line": evidence.place.line,
    }


def _caller(site: CallSite) -> dict[str, Any]:
    return {"path": _text(site.path), "line": site.line, "via": site.via.value}


def _suppressed(suppression: Suppression | None) -> dict[str, Any] | None:
    if suppression is None:
        return None
    return {"reason": _text(suppression.reason), "path": _text(suppression.path), "line": suppression.line}


def _skipped(skipped: Skipped) -> dict[str, Any]:
    return {"path": _text(skipped.path), "reason": _text(skipped.reason)}


def _text(text: str) -> str:
    """Valid Unicode: strict readers refuse lone surrogates, which stand for bytes that are not UTF-8."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
