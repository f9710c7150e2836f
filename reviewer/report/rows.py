"""The rows of the tables in both summaries, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reviewer.model import Approach, CallSite, Finding, Fit, Outcome, Place, Recommendation, Skipped
from reviewer.report.escape import Markdown, cell, code, link, markdown, prose
from reviewer.report.links import Links, line_link
from reviewer.report.redact import redacted
from reviewer.report.words import KIND_NAMES, VIA_NAMES, listed, name_of, owner_names

BAR = 10
MOST_CALLERS = 6

_SAID = {
    Recommendation.API_ROUTE: "an API route suits better",
    Recommendation.SERVER_ACTION: "a server action suits better",
    Recommendation.EXTRACT: "better in a file of its own",
    Recommendation.SERVER_MODULE: "a plain server function suits better",
}
_WEIGHT = {Outcome.BETTER_SUITED: 0, Outcome.CONSIDER: 1, Outcome.FITS: 2}


class EndpointRow(NamedTuple):
    endpoint: Markdown
    kind: Markdown
    verdict: Markdown
    fit: Markdown


class CallerRow(NamedTuple):
    endpoint: Markdown
    callers: Markdown


class SkippedRow(NamedTuple):
    path: Markdown
    reason: Markdown


def weightiest_first(findings: Iterable[Finding]) -> list[Finding]:
    """Suggestions first, then what is worth a thought, then what was kept, then what fits; each in order of path."""
    return sorted(
        findings,
        key=lambda finding: (
            _WEIGHT[finding.verdict.outcome] + (1.5 if finding.suppressed else 0),
            finding.endpoint.path,
            finding.endpoint.start_line,
        ),
    )


def endpoint_row(finding: Finding, links: Links) -> EndpointRow:
    endpoint = finding.endpoint
    return EndpointRow(
        cell(_name(finding, links)), markdown(KIND_NAMES[endpoint.kind]), cell(_verdict(finding)), _fit(finding)
    )


def _name(finding: Finding, links: Links) -> Markdown:
    place = Place(finding.endpoint.path, finding.endpoint.start_line)
    return link(code(name_of(finding.endpoint, finding.verdict.methods)), links.blob(place))


def verdict_words(finding: Finding) -> str:
    """The verdict in a few words."""
    verdict = finding.verdict
    if verdict.recommendation is None or verdict.outcome is Outcome.FITS:
        return "fits"
    said = _SAID[verdict.recommendation]
    return said if verdict.outcome is Outcome.BETTER_SUITED else f"perhaps {said}"


def _verdict(finding: Finding) -> Markdown:
    said = markdown(verdict_words(finding))
    if finding.suppressed is not None:
        reason = finding.suppressed.reason
        return Markdown(f"kept: {markdown(redacted(reason), 160)}" if reason else "kept, no reason given")
    return Markdown(f"**{said}**") if finding.verdict.outcome is Outcome.BETTER_SUITED else said


def bar(fit: Fit) -> str:
    """Ten cells: full ones for an API route, light ones for a server action."""
    full = max(
        0 if fit.api_route == 0 else 1, min(BAR if fit.server_action == 0 else BAR - 1, round(fit.api_route / BAR))
    )
    return "█" * full + "░" * (BAR - full)


def is_weighed(finding: Finding) -> bool:
    """The fit of route and action says something: it does not where neither is recommended."""
    return finding.verdict.recommendation is not Recommendation.SERVER_MODULE


def _fit(finding: Finding) -> Markdown:
    fit = finding.verdict.fit
    if not is_weighed(finding):
        return Markdown("")
    drawn = f"{fit.percent(Approach.API_ROUTE):>3} {bar(fit)} {fit.percent(Approach.SERVER_ACTION):<3}"
    return Markdown(f"`{drawn}`".replace(" ", "\N{NO-BREAK SPACE}"))


def caller_rows(findings: Sequence[Finding], links: Links) -> list[CallerRow]:
    """Who calls each endpoint; one of which no caller was found says so."""
    return [CallerRow(cell(_name(finding, links)), cell(_callers(finding, links))) for finding in findings]


def _callers(finding: Finding, links: Links) -> Markdown:
    sites = list({site.place: site for site in finding.callers.sites}.values())
    if not sites:
        return Markdown("no caller found in this repository")
    shown = "<br>".join(_caller(site, links) for site in sites[:MOST_CALLERS])
    more = len(sites) - MOST_CALLERS
    return Markdown(f"{shown}{f'<br>and {more} more' if more > 0 else ''}")


def _caller(site: CallSite, links: Links) -> Markdown:
    owners = owner_names((site,))
    how = markdown(site.outside or VIA_NAMES[site.via])
    unsure = "" if site.certain else ", perhaps"
    where = line_link(links, site.place)
    if any("/" in who for who in owners):  # no component or function is known: the place says as much
        return Markdown(f"{where} through {how}{unsure}")
    return Markdown(f"{listed([code(who) for who in owners])} through {how}{unsure}, {where}")


def skipped_rows(skipped: Iterable[Skipped]) -> list[SkippedRow]:
    ordered = sorted(skipped, key=lambda each: (not each.incomplete, each.path))
    return [
        SkippedRow(
            cell(code(each.path)),
            cell(
                Markdown(
                    f"{prose(redacted(each.reason))}{' (an endpoint could hide there)' if each.incomplete else ''}"
                )
            ),
        )
        for each in ordered
    ]
