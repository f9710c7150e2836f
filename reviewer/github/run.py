"""One run from the changed files to the exit status: read, analyse, keep the comments in step, hand out the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from reviewer.changes.trees import FolderTree, MemoryTree, OverlaidTree
from reviewer.config import ConfigError, Settings, load, merged
from reviewer.config.keys import BY_NAME, FILE
from reviewer.github import documents, files, live, texts
from reviewer.github.apply import Result, keep_in_step
from reviewer.github.client import Client
from reviewer.github.desired import code_digest, wanted
from reviewer.github.event import AnalyseOnly, ReviewPullRequest
from reviewer.github.live import Live, Pull
from reviewer.github.outputs import SARIF_NAME, Outputs, annotate, say, warn
from reviewer.github.previews import Previews
from reviewer.github.pull_request import OTHER_SUFFIXES, Read, change_of, is_relevant, touches, wanted_blobs
from reviewer.github.threads import Rules
from reviewer.model import Finding, Outcome, Review, Tree
from reviewer.nextjs.detection import may_define_endpoints
from reviewer.report.counts import Counts
from reviewer.report.links import Links
from reviewer.review import at_or_above, exit_status, review
from reviewer.syntax.parser import SOURCE_SUFFIXES


@dataclass(slots=True)
class _Context:
    """What all steps of a run need."""

    client: Client
    pull: Pull
    environ: Mapping[str, str]
    head: str
    workspace: FolderTree | None
    notes: list[str] = field(default_factory=list)

    @property
    def links(self) -> Links:
        server = self.environ.get("GITHUB_SERVER_URL", "https://github.com")
        return Links(server, f"{self.pull.owner}/{self.pull.name}", self.head)


def review_pull_request(client: Client, pull: Pull, asked: ReviewPullRequest, environ: Mapping[str, str]) -> int:
    """The exit status for a pull request. Raises ApiError, ConfigError."""
    context = _context(client, pull, environ, asked.head)
    listing = files.of_pull_request(client, pull)
    blobs = _blobs(context, listing)
    have = texts.from_workspace(context.workspace, blobs) if context.workspace is not None else {}
    missing = [blob for blob in dict.fromkeys(blobs.values()) if blob not in have]
    settings, now, more = _state(context, asked.base, missing[: texts.AT_ONCE])
    have |= more
    have |= _missing(context, missing, have)
    if touches(listing.files, _settings_path(environ)):
        context.notes.append(f"This pull request changes `{_settings_path(environ)}`; the base's settings apply here.")
    base_texts = partial(_base_texts, context, asked.base)
    found, tree, read = _analysed(context, listing, have, settings, base_texts)
    result = _commented(context, asked, settings, found, read, now, tree)
    return _handed_out(context, found, settings, result)


def analyse_only(client: Client, pull: Pull, asked: AnalyseOnly, environ: Mapping[str, str]) -> int:
    """The exit status for what lies between two commits. Nothing is posted. Raises ApiError, ConfigError."""
    context = _context(client, pull, environ, asked.head)
    listing = files.of_comparison(client, pull, asked.base, asked.head)
    blobs = _blobs(context, listing)
    have = texts.from_workspace(context.workspace, blobs) if context.workspace is not None else {}
    have |= _missing(context, list(dict.fromkeys(blobs.values())), have)
    path = _settings_path(environ)
    settings = _settings(environ, texts.at_revision(client, pull, asked.settings_from, [path]).get(path))
    base = listing.base or asked.base
    found, _, _ = _analysed(
        context, listing, have, settings, lambda paths: texts.at_revision(client, pull, base, paths)
    )
    say(f"No comments: {asked.reason}.")
    return _handed_out(context, found, settings, Result())


def _context(client: Client, pull: Pull, environ: Mapping[str, str], head: str) -> _Context:
    folder = environ.get("GITHUB_WORKSPACE")
    return _Context(client, pull, environ, head, texts.checkout(Path(folder)) if folder else None)


def _blobs(context: _Context, listing: files.Listing) -> dict[str, str]:
    suffixes = SOURCE_SUFFIXES if context.workspace is None else SOURCE_SUFFIXES + OTHER_SUFFIXES
    return wanted_blobs(listing, suffixes)


def _settings_path(environ: Mapping[str, str]) -> str:
    return environ.get("INPUT_CONFIG", "").strip() or FILE


def _state(context: _Context, base: str, blobs: Sequence[str]) -> tuple[Settings, Live, dict[str, bytes]]:
    """The settings at the base, the live state and the texts of blobs, all in one request where they fit into one."""
    path = _settings_path(context.environ)
    variables = {**live.first_page(context.pull), "settings": f"{base}:{path}"}
    data = context.client.query(documents.state(blobs, settings=True), variables)
    repository = data.get("repository")
    repository = repository if isinstance(repository, dict) else {}
    settings = _settings(context.environ, texts.whole_text(repository.get("settings")), f"{path} at {base[:7]}")
    return settings, live.complete(context.client, context.pull, data), texts.from_answer(repository, blobs)


def _settings(environ: Mapping[str, str], text: bytes | None, origin: str = FILE) -> Settings:
    """Defaults, then the file at the base, then the inputs. Raises ConfigError."""
    settings = load(text, origin) if text is not None else Settings()
    if text is None and environ.get("INPUT_CONFIG", "").strip():
        raise ConfigError(f"The input config names {_settings_path(environ)}, which is not there at the base.")
    given = {name: environ.get(f"INPUT_{name.upper()}", "") for name, key in BY_NAME.items() if key.from_text}
    return merged(settings, given, "input")


def _missing(context: _Context, blobs: Sequence[str], have: Mapping[str, bytes]) -> dict[str, bytes]:
    left = [blob for blob in blobs if blob not in have]
    return texts.from_api(context.client, context.pull, left) if left else {}


def _base_texts(context: _Context, base: str, paths: list[str]) -> Mapping[str, bytes]:
    """Texts at the merge base: the base branch's tip holds other people's work, too."""
    commit = files.merge_base(context.client, context.pull, base, context.head)
    return texts.at_revision(context.client, context.pull, commit, paths)


def _analysed(
    context: _Context,
    listing: files.Listing,
    have: Mapping[str, bytes],
    settings: Settings,
    base_texts: Callable[[list[str]], Mapping[str, bytes]],
) -> tuple[Review, Tree, Read]:
    read = change_of(listing, context.head, have, may_define_endpoints, base_texts)
    tree: Tree
    if not is_relevant(read.change, may_define_endpoints):
        tree = MemoryTree({path: data for path, data in read.overlay.items() if data is not None})
    elif context.workspace is not None:
        tree = OverlaidTree(context.workspace, read.overlay)
    else:
        from reviewer.github.archive import tree_at

        server = context.environ.get("GITHUB_SERVER_URL", "https://github.com")
        tree = tree_at(context.client, context.pull.repository, context.head, server)
    found = review(read.change, tree, settings)
    return replace(found, notes=(*context.notes, *found.notes)), tree, read


def _commented(
    context: _Context,
    asked: ReviewPullRequest,
    settings: Settings,
    found: Review,
    read: Read,
    now: Live,
    tree: Tree,
) -> Result:
    """Bring the comments in step, or say why not."""
    from reviewer.report import summary
    from reviewer.report.rows import weightiest_first

    spoken = weightiest_first(found.findings)
    previews = Previews(tree, read.change)
    render = partial(_comment, links=context.links, previews=previews)
    digest = partial(_digest, tree=tree)
    desired = wanted(spoken, read.change, settings, digest, render, previews.suggestion)
    silenced = [each for each in spoken if each.suppressed and at_or_above(each.verdict.outcome, settings.comment_on)]
    rules = _rules(found, read, settings, context.head, silenced)
    held = None
    if not settings.comment:
        held = "comments are switched off"
    elif asked.draft and not settings.comment_on_drafts:
        held = "the pull request is a draft"
    if held is not None:
        say(f"No comments: {held}.")
        from reviewer.github.threads import plan

        before = plan(now, desired, rules)
        settled = frozenset(each.finding.id for each in before.settled)
        counts = Counts(held_back=len(desired) - len(settled), settled=len(settled), kept=len(silenced))
        return Result(counts, settled)
    return keep_in_step(
        context.client,
        context.pull,
        now,
        desired,
        rules,
        context.head,
        partial(summary.sticky, found, context.links),
        len(silenced),
    )


def _rules(found: Review, read: Read, settings: Settings, head: str, silenced: Sequence[Finding]) -> Rules:
    at_head = {file.path for file in read.change.files if file.status != "removed"}
    skipped = {each.path for each in found.skipped}
    whole = not any(each.path == "" for each in found.skipped)
    kept = {f"{each.verdict.recommendation}:{each.id}" for each in silenced}

    def may_close(path: str) -> bool:
        if path in skipped:
            return False
        return path in found.analysed or (whole and path not in at_head)

    return Rules(may_close, kept.__contains__, head[:12], settings.max_comments, settings.resolve_fixed)


def _digest(finding: Finding, tree: Tree) -> str:
    return code_digest(finding.endpoint, tree.read)


def _comment(finding: Finding, links: Links, previews: Previews) -> str:
    from reviewer.report.comment import render

    return render(finding, links, previews.markdown(finding), previews.suggestion_block(finding))


_PERMISSIONS = (
    "The token may not comment on this pull request (%s), so the findings are in the annotations and the job summary. "
    "The job needs the permission `pull-requests: write`; runs for forks and Dependabot never get it: see the README, "
    "Permissions."
)


def _handed_out(context: _Context, found: Review, settings: Settings, result: Result) -> int:
    """Annotations, job summary and outputs, always; then the exit status."""
    from reviewer.github.client import Problem
    from reviewer.report import annotations, json, sarif, summary

    outputs = Outputs(context.environ)
    for warning in result.warnings:
        warn(warning)
    if result.refused is not None and result.refused.problem is Problem.DENIED:
        warn(_PERMISSIONS % result.refused)
    elif result.refused is not None:
        warn(f"The comments could not be brought up to date: {result.refused}. The next run repairs them.")
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
