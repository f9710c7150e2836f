"""The last line of the report for a terminal, which is all of it where there is nothing to tell.

It imports little: most pull requests add no endpoint, and their review ends with this line.
"""

from __future__ import annotations

from reviewer.model import Outcome, Review
from reviewer.report.style import Style, wrapped
from reviewer.report.words import endpoint_noun, plural


def is_all(review: Review) -> bool:
    """The closing line says everything."""
    return not (review.findings or review.skipped or review.notes or review.remarks)


def closing(review: Review, style: Style) -> str:
    """How many endpoints there are, and how many of each outcome."""
    live = [finding for finding in review.findings if finding.suppressed is None]
    what = endpoint_noun(review)
    counts = {outcome: sum(finding.verdict.outcome is outcome for finding in live) for outcome in Outcome}
    parts = [
        plural(counts[Outcome.BETTER_SUITED], "suggestion"),
        f"{counts[Outcome.CONSIDER]} worth a thought",
        f"{len(review.findings) - len(live)} kept",
        f"{counts[Outcome.FITS]} {'fits' if counts[Outcome.FITS] == 1 else 'fit'}",
    ]
    said = "; ".join(part for part in parts if not part.startswith("0 "))
    whole = f"{plural(len(review.findings), what)}{': ' if said else ''}{said}"
    return "\n".join(style.paint(line, "bold") for line in wrapped(whole, style.width))
