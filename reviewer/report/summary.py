"""The two summaries: the sticky comment of the pull request, and the page of the job."""

from __future__ import annotations

from typing import NamedTuple

from reviewer.config import Settings
from reviewer.config.reference import values_in_force
from reviewer.model import Finding, Outcome, Remark, Review
from reviewer.report.comment import MAX_BODY, RESERVED, length
from reviewer.report.counts import Counts
from reviewer.report.escape import Markdown, cell, code, link, markdown, prose
from reviewer.report.graph import caller_graph
from reviewer.report.links import Links
from reviewer.report.redact import redacted
from reviewer.report.rows import caller_rows, endpoint_row, skipped_rows, weightiest_first
from reviewer.report.templating import filled
from reviewer.report.words import endpoint_noun, plural

MOST_NOTES = 20
MAX_JOB_BYTES = 1_000_000  # GitHub drops a summary above 1 MiB


class Size(NamedTuple):
    """How many rows of each table are shown. Each level of the lists below shows fewer."""

    endpoints: int
    callers: int
    skipped: int


_STICKY_SIZES = (Size(40, 0, 20), Size(10, 0, 5), Size(3, 0, 1), Size(0, 0, 0))
_JOB_SIZES = (Size(500, 200, 300), Size(100, 40, 50), Size(20, 0, 10), Size(0, 0, 0))


class SettingRow(NamedTuple):
    name: Markdown
    value: Markdown
    origin: Markdown


def sticky(review: Review, links: Links, counts: Counts, room: int = RESERVED, commits: bool = True) -> str:
    """The one comment of a pull request that sums up, short enough for GitHub with ``room`` for a marker.

    Without ``commits`` it names none, not even in its links: what is then the same after a push needs no edit.
    """
    if not commits:
        review, links = review._replace(base=None, head=None), links._replace(sha="")
    for size in _STICKY_SIZES:
        body = filled("sticky.md.j2", **_shared(review, links, counts, size), kinds=0)
        if length(body) <= MAX_BODY - room:
            break
    return body


def job(review: Review, links: Links, settings: Settings | None = None, counts: Counts | None = None) -> str:
    """The page that GitHub shows with the job: endpoints, callers, what was left out, and the settings in force."""
    for size in _JOB_SIZES:
        called = weightiest_first(review.findings)[: size.callers]
        body = filled(
            "job.md.j2",
            **_shared(review, links, counts or Counts(), size),
            kinds=1,
            callers=caller_rows(called, links),
            graph=caller_graph(called),
            settings=_settings(settings),
            chosen=sum(1 for _ in settings.origins) if settings is not None else 0,
        )
        if len(body.encode("utf-8", "replace")) <= MAX_JOB_BYTES:
            break
    return body


def title(review: Review) -> str:
    """The result in one sentence, without its full stop."""
    live = [finding for finding in review.findings if finding.suppressed is None]
    better = sum(finding.verdict.outcome is Outcome.BETTER_SUITED for finding in live)
    what = endpoint_noun(review)
    everything = len(review.findings)
    if not everything:
        return "Incomplete: something could not be analysed" if review.incomplete else f"No {what}s"
    if better:
        said = f"{better} of {plural(everything, what)} would suit another approach better"
    else:
        said = f"{plural(everything, what)}: {_nothing_suggested(live, everything - len(live))}"
    return f"{said}; the review is incomplete" if review.incomplete else said


def _nothing_suggested(live: list[Finding], kept: int) -> str:
    consider = sum(finding.verdict.outcome is Outcome.CONSIDER for finding in live)
    if consider:
        return f"nothing to change, {consider} worth a thought"
    if not live:
        return "kept as it is by a comment in the code" if kept == 1 else "kept as they are by comments in the code"
    fits = "fits as it is" if len(live) == 1 else "fit as they are"
    if kept:
        return f"{len(live)} {fits}, {kept} kept by {'a comment' if kept == 1 else 'comments'} in the code"
    return fits if len(live) == 1 else f"all {fits}"


def _shared(review: Review, links: Links, counts: Counts, size: Size) -> dict[str, object]:
    ordered = weightiest_first(review.findings)
    skipped = skipped_rows(review.skipped)
    return {
        "title": markdown(title(review)),
        "rows": [endpoint_row(finding, links) for finding in ordered[: size.endpoints]],
        "more_rows": max(0, len(ordered) - size.endpoints),
        "counts": markdown(counts.sentence()),
        "notes": _notes(review, links)[:MOST_NOTES],
        "skipped": skipped[: size.skipped],
        "skipped_count": len(skipped),
        "more_skipped": max(0, len(skipped) - size.skipped),
        "added_keeps": [
            _keep(finding, links) for finding in ordered if finding.suppressed and finding.suppressed.added
        ][: size.skipped],
        "revisions": _revisions(review, links),
        "help": link(markdown("How to read this"), links.page("outputs")),
    }


def _notes(review: Review, links: Links) -> list[Markdown]:
    notes = [prose(redacted(note)) for note in review.notes]
    return notes + [_remark(remark, links) for remark in review.remarks[:MOST_NOTES]]


def _remark(remark: Remark, links: Links) -> Markdown:
    where = link(markdown(f"{remark.place.path}:{remark.place.line}"), links.blob(remark.place))
    return Markdown(f"{where}: {prose(remark.message)}")


def _keep(finding: Finding, links: Links) -> Markdown:
    assert finding.suppressed is not None
    return endpoint_row(finding, links).endpoint


def _revisions(review: Review, links: Links) -> Markdown:
    if review.head is None:
        return Markdown("")
    head = link(code(review.head[:7]), links.commit(review.head))
    if review.base is None:
        return Markdown(f"As of commit {head}.")
    return Markdown(f"As of commit {head}, compared with {link(code(review.base[:7]), links.commit(review.base))}.")


def _settings(settings: Settings | None) -> list[SettingRow]:
    if settings is None:
        return []
    return [
        SettingRow(cell(code(name)), cell(code(value)), cell(markdown(origin)))
        for name, value, origin in values_in_force(settings)
    ]
