"""The audit as one page: every endpoint with its evidence and callers, filterable, without the network.

The page's policy lets its own style and script run, by their digests, and nothing else: what a repository holds could
not act in it even if it got past the escaping.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from reviewer import __version__
from reviewer.model import App, CallSite, Evidence, Finding, Outcome, Place, Remark, Review
from reviewer.report import escape
from reviewer.report.excerpt import Lines, Read
from reviewer.report.links import Links
from reviewer.report.reasons import first_step, reason, speaks_for, why
from reviewer.report.redact import redacted
from reviewer.report.rows import is_weighed, verdict_words, weightiest_first
from reviewer.report.summary import title
from reviewer.report.words import (
    KIND_NAMES,
    VIA_NAMES,
    clearness,
    criterion_title,
    favoured,
    headline,
    listed,
    name_of,
    owner_names,
)

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

MOST_CALLERS = 100
MOST_REMARKS = 500
MOST_LINES = 16  # of an endpoint's code
MAX_CODE = 300  # characters of one of them


@dataclass(frozen=True, slots=True)
class CodeLine:
    """``marked``: an observation stands on it."""

    number: int
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Sight:
    criterion: str
    title: str
    page: str
    message: str
    where: str
    code: str
    favours: str
    speaks: bool


@dataclass(frozen=True, slots=True)
class Caller:
    who: str
    how: str
    where: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One endpoint of the page, as plain text: the template escapes everything."""

    name: str
    kind: str
    kind_name: str
    where: str
    state: str  # outcome, or "kept"
    verdict: str
    route: int
    action: int
    app: str
    headline: str
    clearness: str
    why: str
    kept: str
    first: str
    weighed: bool
    code: Sequence[CodeLine]
    more_code: int
    sights: Sequence[Sight]
    callers: Sequence[Caller]
    more_callers: int
    gaps: int


def render(review: Review, read: Read) -> str:
    """The page as text, complete in itself. ``read``: the bytes of a file."""
    lines = Lines(read)
    entries = [_entry(finding, lines) for finding in weightiest_first(review.findings)]
    style, script = _asset("audit.css"), _asset("audit.js")
    return (
        _environment()
        .get_template("audit.html.j2")
        .render(
            title=title(review),
            version=__version__,
            style=style,
            script=script,
            policy=f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'",
            entries=entries,
            states=_present([entry.state for entry in entries], _STATES),
            kinds=_present([entry.kind for entry in entries], {kind.value: name for kind, name in KIND_NAMES.items()}),
            apps=sorted({entry.app for entry in entries}),
            skipped=[(skipped.path, redacted(skipped.reason), skipped.incomplete) for skipped in review.skipped],
            notes=[*map(redacted, review.notes), *map(_remark, review.remarks[:MOST_REMARKS])],
        )
    )


def _remark(remark: Remark) -> str:
    return f"{remark.place.path}:{remark.place.line}: {remark.message}"


_STATES = {
    Outcome.BETTER_SUITED.value: "Change suggested",
    Outcome.CONSIDER.value: "Worth a thought",
    "kept": "Kept by a comment",
    Outcome.FITS.value: "Fits",
}


def _present(values: Sequence[str], names: dict[str, str]) -> list[tuple[str, str, int]]:
    """The choices of a filter that occur at all, each with how often."""
    return [(value, name, values.count(value)) for value, name in names.items() if value in values]


def _entry(finding: Finding, lines: Lines) -> Entry:
    endpoint, verdict = finding.endpoint, finding.verdict
    sites = finding.callers.sites
    kept = finding.suppressed
    return Entry(
        name=name_of(endpoint, verdict.methods),
        kind=endpoint.kind.value,
        kind_name=KIND_NAMES[endpoint.kind],
        where=f"{endpoint.path}:{endpoint.start_line}",
        state="kept" if kept is not None else verdict.outcome.value,
        verdict=verdict_words(finding),
        route=verdict.fit.api_route,
        action=verdict.fit.server_action,
        app=_app(endpoint.app),
        headline=headline(finding),
        clearness=clearness(finding) if verdict.outcome is not Outcome.FITS else "",
        why=redacted(_why(finding)) if verdict.recommendation is not None else "",
        kept=(redacted(kept.reason) or "no reason given") if kept is not None else "",
        first=first_step(finding),
        weighed=is_weighed(finding),
        code=_code(finding, lines),
        more_code=max(0, endpoint.end_line - endpoint.start_line + 1 - MOST_LINES),
        sights=[_sight(finding, evidence, lines) for evidence in verdict.evidence],
        callers=[_caller(site) for site in sites[:MOST_CALLERS]],
        more_callers=max(0, len(sites) - MOST_CALLERS),
        gaps=len(finding.callers.gaps),
    )


def _app(app: App) -> str:
    return app.root or "the repository's root"


def _why(finding: Finding) -> str:
    """The reason, without what the table of observations says word for word."""
    seen, follows = reason(finding)
    is_told = any(seen.rstrip(".") == evidence.message.rstrip(".") for evidence in finding.verdict.evidence)
    return follows if is_told else why(finding)


def _code(finding: Finding, lines: Lines) -> list[CodeLine]:
    endpoint = finding.endpoint
    marked = {evidence.place for evidence in finding.verdict.evidence}
    last = min(endpoint.end_line, endpoint.start_line + MOST_LINES - 1)
    places = [Place(endpoint.path, number) for number in range(endpoint.start_line, last + 1)]
    found = [CodeLine(place.line, lines.at(place)[:MAX_CODE], place in marked) for place in places]
    return found if any(line.text for line in found) else []


def _sight(finding: Finding, evidence: Evidence, lines: Lines) -> Sight:
    return Sight(
        criterion=evidence.criterion,
        title=criterion_title(evidence.criterion),
        page=Links().criterion(evidence.criterion),
        message=redacted(evidence.message),
        where=f"{evidence.place.path}:{evidence.place.line}",
        code=lines.at(evidence.place).strip()[:MAX_CODE],
        favours=favoured(evidence),
        speaks=speaks_for(finding, evidence),
    )


def _caller(site: CallSite) -> Caller:
    how = site.outside or VIA_NAMES[site.via]
    return Caller(listed(owner_names((site,))), how if site.certain else f"{how}, perhaps", f"{site.path}:{site.line}")


def _asset(name: str) -> Markup:
    from markupsafe import Markup

    return Markup(files("reviewer.report").joinpath("templates", name).read_text(encoding="utf-8"))


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("reviewer.report"),
        undefined=StrictUndefined,
        finalize=_escaped,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["prose"] = _prose
    return environment


def _escaped(value: object) -> Markup:
    from markupsafe import Markup

    return value if isinstance(value, Markup) else Markup(escape.html(str(value)))


def _prose(message: str) -> Markup:
    """A sentence with the names between backticks as code."""
    from markupsafe import Markup

    pieces = escape.visible(message).split("`")
    if len(pieces) % 2 == 0:
        return Markup(escape.html(escape.visible(message)))
    marked = (
        escape.html(piece) if at % 2 == 0 else f"<code>{escape.html(piece)}</code>" for at, piece in enumerate(pieces)
    )
    return Markup("".join(marked))
