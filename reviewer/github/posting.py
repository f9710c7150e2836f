"""From the review to the comments of the pull request: what to post, what to leave, and what to say about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from reviewer.config import Settings
from reviewer.github.apply import Result, keep_in_step
from reviewer.github.client import Problem
from reviewer.github.context import Context
from reviewer.github.desired import Desired, code_of, wanted
from reviewer.github.live import Live
from reviewer.github.markers import short
from reviewer.github.outputs import say, warn
from reviewer.github.threads import Rules, plan
from reviewer.model import Change, Finding, Review, Tree
from reviewer.report.counts import Counts
from reviewer.report.links import Links
from reviewer.report.previews import Previews
from reviewer.review import at_or_above

PERMISSIONS = (
    "The token may not comment on this pull request (%s), so the findings are in the annotations and the job summary. "
    "The job needs the permission `pull-requests: write`; runs for forks and Dependabot never get it: see the README, "
    "Permissions."
)
PERMISSIONS_OF_THE_SECOND_STAGE = (
    "The token may not comment on this pull request (%s), so the findings are in the first stage's annotations and job "
    "summary alone. The job needs the permission `pull-requests: write`: see the README, Permissions."
)


def commented(
    context: Context,
    settings: Settings,
    found: Review,
    change: Change,
    now: Live,
    tree: Tree,
    held: str | None,
    permissions: str = PERMISSIONS,
) -> Result:
    """Bring the comments in step, or only tell what is settled. ``held``: why nothing is written; None to write.

    ``permissions``: what to say where the token may not write, with a ``%s`` for GitHub's words.
    """
    from reviewer.report import summary
    from reviewer.report.rows import weightiest_first

    spoken = weightiest_first(found.findings)
    previews = Previews(tree, change)
    desired = wanted(
        spoken,
        change,
        settings,
        partial(_code, tree=tree),
        partial(_comment, links=context.links, previews=previews),
        previews.suggestion,
    )
    silenced = [each for each in spoken if each.suppressed and at_or_above(each.verdict.outcome, settings.comment_on)]
    rules = _rules(found, change, settings, context.head, silenced)
    if held is not None:
        say(f"No comments: {held}.")
        return _held(now, desired, rules, len(silenced))
    sticky = partial(summary.sticky, found, context.links)
    result = keep_in_step(context.client, context.pull, now, desired, rules, context.head, sticky, len(silenced))
    _warn(result, permissions)
    return result


def reason_to_hold(settings: Settings, draft: bool) -> str | None:
    """Why no comment is to be written, or None."""
    if not settings.comment:
        return "comments are switched off"
    return "the pull request is a draft" if draft and not settings.comment_on_drafts else None


def _held(now: Live, desired: Sequence[Desired], rules: Rules, kept: int) -> Result:
    settled = plan(now, desired, rules).settled
    counts = Counts(held_back=len(desired) - len(settled), settled=len(settled), kept=kept)
    return Result(counts, frozenset(each.finding.id for each in settled))


def _rules(found: Review, change: Change, settings: Settings, head: str, silenced: Sequence[Finding]) -> Rules:
    at_head = {short(file.path) for file in change.files if file.status != "removed"}
    skipped = {short(each.path) for each in found.skipped}
    analysed = {short(path) for path in found.analysed}
    whole = short("") not in skipped  # the list of changed files is complete
    kept = {f"{each.verdict.recommendation}:{each.id}" for each in silenced}

    def is_gone(path: str) -> bool:
        return whole and path not in at_head

    def may_close(path: str) -> bool:
        return path not in skipped and (path in analysed or is_gone(path))

    silenced_now: Callable[[str], bool] = kept.__contains__
    return Rules(may_close, is_gone, silenced_now, head[:12], settings.max_comments, settings.resolve_fixed)


def _code(finding: Finding, tree: Tree) -> bytes:
    return code_of(finding.endpoint, tree.read)


def _comment(finding: Finding, exact: bool, links: Links, previews: Previews) -> str:
    """``exact``: the comment stands on the very lines that the suggestion replaces; elsewhere it would do damage."""
    from reviewer.report.comment import render

    block = previews.suggestion_block(finding) if exact else None
    return render(finding, links, previews.markdown(finding), block)


def _warn(result: Result, permissions: str) -> None:
    for warning in result.warnings:
        warn(warning)
    if result.refused is not None and "locked" in str(result.refused).lower():
        warn(f"The conversation of the pull request is locked, so nothing was commented: {result.refused}.")
    elif result.refused is not None and result.refused.problem is Problem.DENIED:
        warn(permissions % result.refused)
    elif result.refused is not None:
        warn(f"The comments could not be brought up to date: {result.refused}. The next run repairs them.")
