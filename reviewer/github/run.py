"""One run from the changed files to the exit status: read, analyse, keep the comments in step, hand out the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from reviewer.changes.trees import FolderTree, MemoryTree, OverlaidTree
from reviewer.config import Settings
from reviewer.github import files, texts
from reviewer.github.apply import Result
from reviewer.github.client import ApiError, Client, Problem
from reviewer.github.context import Context, context_of, settings_at, settings_path, state
from reviewer.github.event import AnalyseOnly, ReviewPullRequest
from reviewer.github.live import Live, Pull
from reviewer.github.outputs import SARIF_NAME, Outputs, annotate, say
from reviewer.github.posting import commented, reason_to_hold
from reviewer.github.pull_request import (
    OTHER_SUFFIXES,
    Base,
    BaseFiles,
    Read,
    change_of,
    shows_an_endpoint,
    touches,
    wanted_blobs,
)
from reviewer.model import Outcome, Review, Tree
from reviewer.nextjs.relevance import may_add_endpoints, may_define_endpoints
from reviewer.review import at_or_above, exit_status, review, with_closed
from reviewer.syntax.parser import SOURCE_SUFFIXES

MOST_BLOBS = 240  # that are asked for one by one, many to a request


def review_pull_request(client: Client, pull: Pull, asked: ReviewPullRequest, environ: Mapping[str, str]) -> int:
    """The exit status for a pull request. Raises ApiError, ConfigError."""
    context = context_of(client, pull, environ, asked.head)
    listing = _whole(context, files.of_pull_request(client, pull, asked.base, asked.head), asked.base)
    blobs, have = _at_hand(context, listing)
    missing = [blob for blob in dict.fromkeys(blobs.values()) if blob not in have]
    settings, now, more = state(context, asked.base, missing[: texts.AT_ONCE])
    have |= more
    have |= _missing(context, missing, have)
    if touches(listing.files, settings_path(environ)):
        context.notes.append(f"This pull request changes `{settings_path(environ)}`; the base's settings apply here.")
    found, tree, read = _analysed(
        context, listing, have, settings, partial(_base_files, context, asked.base, have, listing)
    )
    result = commented(context, settings, found, read.change, now, tree, reason_to_hold(settings, asked.draft))
    return _handed_out(context, found, settings, result)


def analyse_only(client: Client, pull: Pull, asked: AnalyseOnly, environ: Mapping[str, str]) -> int:
    """The exit status for what lies between two commits. Nothing is posted. Raises ApiError, ConfigError."""
    context = context_of(client, pull._replace(number=asked.number or 0), environ, asked.head)
    listing = _whole(context, files.of_comparison(client, pull, asked.base, asked.head), asked.base)
    blobs, have = _at_hand(context, listing)
    missing = [blob for blob in dict.fromkeys(blobs.values()) if blob not in have]
    settings, now, more = _settled_before(context, asked, missing[: texts.AT_ONCE])
    have |= more
    have |= _missing(context, missing, have)
    base = partial(_base_files, context, asked.base, have, listing)
    found, tree, read = _analysed(context, listing, have, settings, base)
    if now is not None:
        return _handed_out(
            context, found, settings, commented(context, settings, found, read.change, now, tree, asked.reason)
        )
    say(f"No comments: {asked.reason}.")
    return _handed_out(context, found, settings, Result())


def _settled_before(
    context: Context, asked: AnalyseOnly, blobs: Sequence[str]
) -> tuple[Settings, Live | None, dict[str, bytes]]:
    """The settings, the threads of the pull request behind it, where there is one, and texts. Raises ApiError."""
    if asked.number is not None:
        try:
            return state(context, asked.settings_from, blobs)
        except ApiError as error:
            if error.problem not in (Problem.DENIED, Problem.REFUSED):
                raise
            context.notes.append(f"What people settled in pull request {asked.number} could not be read: {error}.")
    return settings_at(context, asked.settings_from), None, {}


def _whole(context: Context, listing: files.Listing, base: str) -> files.Listing:
    """The listing, with what GitHub's limit has cut off where that can be had; if not, it stays marked as cut."""
    if listing.complete:
        return listing
    client, pull = context.client, context.pull
    try:
        commit = listing.base or files.merge_base(client, pull, base, context.head)
        return files.beyond_the_limit(client, pull, listing, commit, context.head)
    except ApiError as error:
        if not listing.files:
            raise
        context.notes.append(f"GitHub lists only the first changed files, and the others could not be read: {error}.")
        return listing


def _at_hand(context: Context, listing: files.Listing) -> tuple[dict[str, str], dict[str, bytes]]:
    """The blobs to read, by path, and the texts of those that cost no request each.

    Without a checkout, the archive of the whole tree holds them all. It is fetched at once where it will be needed for
    certain, and where it is cheaper than very many blobs.
    """
    suffixes = SOURCE_SUFFIXES if context.workspace is None else SOURCE_SUFFIXES + OTHER_SUFFIXES
    blobs = wanted_blobs(listing, suffixes, may_define_endpoints)
    if context.workspace is None and (len(blobs) > MOST_BLOBS or shows_an_endpoint(listing, may_define_endpoints)):
        context.workspace = _archive(context)
    return blobs, texts.from_workspace(context.workspace, blobs) if context.workspace is not None else {}


def _archive(context: Context) -> MemoryTree:
    from reviewer.github.archive import tree_at

    return tree_at(context.client, context.pull.repository, context.head, context.server)


def _missing(context: Context, blobs: Sequence[str], have: Mapping[str, bytes]) -> dict[str, bytes]:
    left = [blob for blob in blobs if blob not in have]
    return texts.from_api(context.client, context.pull, left) if left else {}


def _base_files(
    context: Context, base: str, have: Mapping[str, bytes], listing: files.Listing, paths: list[str]
) -> Mapping[str, Base]:
    """Files at the merge base: the base branch's tip holds other people's work, too. ``have``: texts by blob."""
    client, pull = context.client, context.pull
    commit = listing.base or files.merge_base(client, pull, base, context.head)
    names = texts.names_at(client, pull, commit, paths)
    asked = [name for name in dict.fromkeys(names.values()) if name not in have]
    known = {**have, **(texts.from_api(client, pull, asked) if asked else {})}
    return {path: Base(name, known.get(name)) for path, name in names.items()}


def _analysed(
    context: Context,
    listing: files.Listing,
    have: Mapping[str, bytes],
    settings: Settings,
    base_files: BaseFiles,
) -> tuple[Review, Tree, Read]:
    read = change_of(listing, context.head, have, may_define_endpoints, base_files)
    tree: Tree
    if not may_add_endpoints(read.change):
        tree = MemoryTree({path: data for path, data in read.overlay.items() if data is not None})
    elif context.workspace is not None:
        tree = OverlaidTree(context.workspace, read.overlay)
    else:
        tree = _archive(context)
    found = review(read.change, tree, settings)
    if isinstance(context.workspace, FolderTree):
        found = with_closed(found, context.workspace.closed, settings, incomplete=False)
    return found._replace(notes=(*context.notes, *found.notes)), tree, read


def _handed_out(context: Context, found: Review, settings: Settings, result: Result) -> int:
    """Annotations, job summary and outputs, always; then the exit status."""
    from reviewer.report import annotations, json, sarif, summary

    outputs = Outputs(context.environ)
    annotate(annotations.render(found))
    outputs.summary(summary.job(found, context.links, settings, result.counts))
    outputs.report(sarif.render(found), SARIF_NAME)
    status = exit_status(found, settings, result.settled)
    live_findings = [each for each in found.findings if each.suppressed is None and each.id not in result.settled]
    failing = [each for each in live_findings if at_or_above(each.verdict.outcome, settings.fail_on)]
    better = [each for each in live_findings if each.verdict.outcome is Outcome.BETTER_SUITED]
    outputs.set(
        {
            "endpoints": str(len(found.findings)),
            "findings": str(len(failing)),
            "better-suited": str(len(better)),
            "incomplete": str(found.incomplete).lower(),
            "report": outputs.report(json.render(found)),
        }
    )
    say(f"{summary.title(found)}. {result.counts.sentence()}".strip())
    return status
