"""The whole review as one Markdown document, for a file, a wiki or a chat."""

from __future__ import annotations

from collections.abc import Callable

from reviewer.model import Finding, Outcome, Review
from reviewer.report.comment import render as comment
from reviewer.report.links import Links
from reviewer.report.rows import weightiest_first
from reviewer.report.summary import job


def render(review: Review, preview: Callable[[Finding], str | None] = lambda _: None) -> str:
    """The job summary, then every suggestion as its comment would say it.

    ``preview``: finished Markdown that shows the other approach, or None where there is none.
    """
    links = Links()
    suggestions = [
        finding
        for finding in weightiest_first(review.findings)
        if finding.verdict.outcome is not Outcome.FITS and finding.suppressed is None
    ]
    parts = [job(review, links), *(comment(finding, links, preview(finding)) for finding in suggestions)]
    return "\n---\n\n".join(parts)
