"""Workflow commands: the findings beside the lines of the diff, with no token at all.

GitHub shows 10 warnings and 10 errors of a step and cuts a message at 4,096 characters (actions/runner,
ExecutionContext.cs); what is over goes into one closing line, so that the figures add up.
"""

from __future__ import annotations

from reviewer.model import Finding, Outcome, Remark, Review, Skipped
from reviewer.report.escape import command
from reviewer.report.reasons import why
from reviewer.report.redact import redacted
from reviewer.report.rows import weightiest_first
from reviewer.report.words import clearness, headline, plain

MOST_OF_A_KIND = 10
MAX_MESSAGE = 4_000
TITLE = "route-or-action"


def render(review: Review) -> list[str]:
    """The commands to print, each one line: errors for what makes the review incomplete, warnings for suggestions,
    notices for the rest."""
    live = [finding for finding in weightiest_first(review.findings) if finding.suppressed is None]
    suggestions = [finding for finding in live if finding.verdict.outcome is Outcome.BETTER_SUITED]
    thoughts = [finding for finding in live if finding.verdict.outcome is Outcome.CONSIDER]
    holes = [skipped for skipped in review.skipped if skipped.incomplete]
    return [
        *_limited("error", [_hole(skipped) for skipped in holes], "more files could not be analysed"),
        *_limited("warning", [_finding("warning", finding) for finding in suggestions], "more suggestions"),
        *_limited("notice", [*map(_remark, review.remarks), *map(_thought, thoughts)], "more notices"),
    ]


def _limited(level: str, commands: list[str], rest: str) -> list[str]:
    if len(commands) <= MOST_OF_A_KIND:
        return commands
    shown = commands[: MOST_OF_A_KIND - 1]
    more = f"{len(commands) - len(shown)} {rest}: see the job summary."
    return [*shown, command(level, more, title=TITLE)]


def _finding(level: str, finding: Finding) -> str:
    endpoint = finding.endpoint
    said = [headline(finding), clearness(finding), redacted(why(finding)).rstrip(".")]
    message = plain(". ".join(part for part in said if part) + ".", MAX_MESSAGE)
    return command(level, message, file=endpoint.path, line=endpoint.anchor_line, title=TITLE)


def _thought(finding: Finding) -> str:
    return _finding("notice", finding)


def _remark(remark: Remark) -> str:
    message = plain(remark.message, MAX_MESSAGE)
    return command("notice", message, file=remark.place.path, line=remark.place.line, title=TITLE)


def _hole(skipped: Skipped) -> str:
    message = plain(f"Not analysed: {redacted(skipped.reason)}. An endpoint could hide here.", MAX_MESSAGE)
    return command("error", message, file=skipped.path, title=TITLE)
