"""The whole review as one Markdown document, for a file, a wiki or a chat."""

from __future__ import annotations

from reviewer.model import Outcome, Review
from reviewer.report.comment import render as comment
from reviewer.report.links import Links
from reviewer.report.rows import weightiest_first
from reviewer.report.summary import job


def render(review: Review, links: Links | None = None) -> str:
    """The job summary, then every suggestion as its comment would say it."""
    links = links or Links()
    suggestions = [
        finding
        for finding in weightiest_first(review.findings)
        if finding.verdict.outcome is not Outcome.FITS and finding.suppressed is None
    ]
    parts = [job(review, links), *(comment(finding, links) for finding in suggestions)]
    return "\n---\n\n".join(parts)
