"""The review comment on one endpoint."""

from __future__ import annotations

from typing import NamedTuple

from reviewer.model import Evidence, Finding, Place
from reviewer.report.escape import Markdown, cell, link, markdown, prose
from reviewer.report.links import Links, line_link
from reviewer.report.reasons import by_criterion, first_step, reason, told
from reviewer.report.redact import redacted
from reviewer.report.steps import steps
from reviewer.report.templating import filled
from reviewer.report.words import clearness, criterion_title, favoured, headline, lowered, with_short_paths

MAX_BODY = 65_536  # GitHub's limit on a comment, in UTF-16 units
RESERVED = 1_536  # for the marker that the poster adds
MOST_SIGHTS = 4  # of one criterion
MOST_ROWS = 12
MOST_PAGES = 4


class Sight(NamedTuple):
    message: Markdown
    line: Markdown


class Row(NamedTuple):
    favours: Markdown
    sights: tuple[Sight, ...]


class Detail(NamedTuple):
    """How much a comment holds. Each level of LEVELS drops one thing more."""

    conversion: bool = True
    steps: bool = True
    sights: int = MOST_SIGHTS
    rows: int = MOST_ROWS


LEVELS = (
    Detail(),
    Detail(conversion=False),
    Detail(conversion=False, sights=1),
    Detail(conversion=False, sights=1, rows=4),
    Detail(conversion=False, steps=False, sights=1, rows=1),
    Detail(conversion=False, steps=False, sights=0, rows=0),
)


def render(finding: Finding, links: Links, conversion: str | None = None, suggestion: str | None = None) -> str:
    """The comment's Markdown, short enough for GitHub with room for a marker.

    ``conversion``: finished Markdown that shows the other approach, its code inside fences of escape.fence. Without
    it, or where it is too long, the steps are given in words. Whole parts are dropped, never half a sentence.
    ``suggestion``: a block that GitHub applies with one click to the lines that the comment stands on.
    """
    for detail in LEVELS:
        body = _body(finding, links, conversion, suggestion, detail)
        if length(body) <= MAX_BODY - RESERVED:
            break
    return body


def length(body: str) -> int:
    """The length that GitHub counts: UTF-16 units."""
    return len(body.encode("utf-16-le", "replace")) // 2


def _body(finding: Finding, links: Links, conversion: str | None, suggestion: str | None, detail: Detail) -> str:
    known = told(finding)
    first = first_step(finding)
    groups = by_criterion(finding, without=known)
    shown = groups[: detail.rows]
    return filled(
        "comment.md.j2",
        headline=prose(headline(finding)),
        clearness=prose(clearness(finding)),
        why=_why(finding, known, links),
        rows=[_row(evidence, links, detail, finding.endpoint.path) for _, evidence in shown],
        left_out=len(groups) - len(shown),
        conversion=Markdown(conversion.strip("\n")) if conversion and detail.conversion else None,
        first=prose(first) if first else None,
        suggestion=Markdown(suggestion) if suggestion and detail.conversion else None,
        steps=steps(finding, links) if detail.steps else [],
        keep=_keep(finding, links),
        pages=_pages([known.criterion] if known else [], [criterion for criterion, _ in shown], links),
    )


def _why(finding: Finding, known: Evidence | None, links: Links) -> Markdown:
    """What was seen, with its place, and what follows from it."""
    seen, follows = reason(finding)
    where = f" ({line_link(links, known.place, finding.endpoint.path)})" if known is not None else ""
    said = prose(with_short_paths(redacted(seen.rstrip("."))))
    return Markdown(f"{said}{where}.{f' {prose(redacted(follows))}' if follows else ''}")


def _row(evidence: list[Evidence], links: Links, detail: Detail, path: str) -> Row:
    sights = tuple(_sight(each, links, path) for each in evidence[: detail.sights])
    return Row(cell(prose(favoured(evidence[0]))), sights)


def _sight(evidence: Evidence, links: Links, path: str) -> Sight:
    message = prose(with_short_paths(redacted(evidence.message)).rstrip("."))
    return Sight(cell(message), cell(line_link(links, evidence.place, path)))


def _keep(finding: Finding, links: Links) -> Markdown:
    place = Place(finding.endpoint.path, finding.endpoint.start_line)
    return link(markdown(f"line {place.line}"), links.blob(place))


def _pages(first: list[str], others: list[str], links: Links) -> Markdown:
    criteria = list(dict.fromkeys([*first, *others]))
    if not criteria:
        return Markdown("")
    named = ", ".join(_page(criterion, links) for criterion in criteria[:MOST_PAGES])
    return Markdown(f"Why this matters: {named}.")


def _page(criterion: str, links: Links) -> Markdown:
    return link(markdown(lowered(criterion_title(criterion))), links.criterion(criterion))
