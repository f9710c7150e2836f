"""Which findings should have a thread, and how each is known again in a later run. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from reviewer.config import Settings
from reviewer.github.likeness import sketch
from reviewer.github.markers import Trace, short
from reviewer.github.placement import Anchor, Lines, anchor
from reviewer.model import Change, Endpoint, Finding
from reviewer.report.conversion import Suggestion
from reviewer.review import at_or_above

Render = Callable[[Finding, bool], str]
"""The comment's body. The flag: it will stand on the very lines that a suggestion in it replaces."""

Suggest = Callable[[Finding], Suggestion | None]


class Desired(NamedTuple):
    """A finding that should have a thread. ``body`` has no marker yet.

    ``key`` names the thread: no line number is in it. ``aliases``: keys of earlier names of the same finding, such as
    the one under the path that the file was renamed from. ``trace`` knows it again after a rename between two pushes,
    of which the pull request as a whole shows nothing.
    """

    finding: Finding
    key: str
    aliases: tuple[str, ...]
    trace: Trace
    wording: str
    anchor: Anchor | None
    render: Render

    @property
    def body(self) -> str:
        """For a new comment on the lines of ``anchor``."""
        return self.render(self.finding, True)

    @property
    def body_elsewhere(self) -> str:
        """For a comment that stands on other lines by now, or on the whole file."""
        return self.render(self.finding, False)


def no_suggestion(_finding: Finding) -> Suggestion | None:
    """Nothing can be applied with one click."""
    return None


def wanted(
    findings: Iterable[Finding],
    change: Change,
    settings: Settings,
    code: Callable[[Finding], bytes],
    render: Render,
    suggest: Suggest = no_suggestion,
) -> tuple[Desired, ...]:
    """The findings that are strong enough for a comment and not silenced, in the order given.

    ``code``: a finding's code, empty where it is not known. ``suggest``: the change that ``render`` offers to apply
    with one click: the comment then stands on exactly the lines that it replaces.
    """
    return tuple(
        _desired(finding, change, code(finding), render, suggest(finding))
        for finding in findings
        if finding.suppressed is None and at_or_above(finding.verdict.outcome, settings.comment_on)
    )


def _desired(finding: Finding, change: Change, code: bytes, render: Render, suggestion: Suggestion | None) -> Desired:
    endpoint, verdict = finding.endpoint, finding.verdict
    name = f"{verdict.recommendation}:{endpoint.kind}:{endpoint.name or endpoint.binding or ''}"
    earlier = (_key(finding, finding.previous_id),) if finding.previous_id else ()
    return Desired(
        finding=finding,
        key=_key(finding, finding.id),
        aliases=earlier,
        trace=Trace(short(name), short(endpoint.path), sketch(code)),
        wording=_wording(finding, code),
        anchor=anchor(endpoint, change.file(endpoint.path)) if suggestion is None else _exactly(suggestion),
        render=render,
    )


def _exactly(suggestion: Suggestion) -> Lines:
    return Lines(suggestion.path, suggestion.start_line, suggestion.end_line)


def _key(finding: Finding, identity: str) -> str:
    return f"{finding.verdict.recommendation}:{identity}"


def _wording(finding: Finding, code: bytes) -> str:
    """What the comment says as data. Lines move and commits change: neither is a reason to touch a comment."""
    verdict = finding.verdict
    said = [
        _digest(b"".join(code.split())),
        verdict.outcome,
        verdict.fit.api_route,
        verdict.constraint,
        list(verdict.methods),
        finding.endpoint.url,
        [[each.criterion, each.favours, each.message, each.place.path] for each in verdict.evidence],
    ]
    return _digest(json.dumps(said).encode())


def code_of(endpoint: Endpoint, read: Callable[[str], bytes | None]) -> bytes:
    """The lines of the endpoint; none where its file is not known."""
    data = read(endpoint.path) or b""
    return b"\n".join(data.split(b"\n")[endpoint.start_line - 1 : endpoint.end_line])


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:16]
