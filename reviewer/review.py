"""The pipeline: from a change, or a whole tree, to what there is to say about its endpoints."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from reviewer.changes.suppressions import names_us, suppression_above, unheeded
from reviewer.changes.trees import UNLISTED
from reviewer.config import FailOn, Settings, excluded
from reviewer.model import (
    Callers,
    Change,
    ChangedFile,
    Endpoint,
    Finding,
    Kind,
    Outcome,
    Remark,
    Review,
    Skipped,
    Suppression,
    Tree,
    Verdict,
)
from reviewer.nextjs.relevance import may_add_endpoints, read_files

if TYPE_CHECKING:
    from reviewer.nextjs.detection import Detected
    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Sources

MOST_ENDPOINTS_A_FILE = 200  # the most seen in a real file is 18
MOST_ENDPOINTS = 20_000  # of a run; the most seen in a real repository is 780

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


def silent(_what: str, _done: int, _all: int) -> None:
    """No progress is shown."""


def review(change: Change, tree: Tree, settings: Settings, progress: Progress = silent) -> Review:
    """What there is to say about the endpoints that a change adds. ``tree``: the files at the change's head."""
    said = Review((), change.skipped, read_files(change), (), change.base, change.head, dict(settings.origins))
    if not may_add_endpoints(change):
        return said
    from reviewer.nextjs.detection import new_endpoints

    run = _run(tree, settings, progress, change)
    detected = _bounded(new_endpoints(change, run.sources, run.modules))
    findings = _findings(detected, run)
    return said._replace(
        findings=findings,
        skipped=(*change.skipped, *detected.skipped, *_unfinished(detected, run)),
        analysed=detected.analysed,
        notes=_notes(findings),
        remarks=_remarks(sorted({file.path: file.head for file in change.files}.items()), detected, run),
    )


def audit(tree: Tree, settings: Settings, progress: Progress = silent, only: str | None = None) -> Review:
    """What there is to say about every endpoint of a tree, or of the one file ``only``."""
    from reviewer.nextjs.detection import all_endpoints

    run = _run(tree, settings, progress)
    detected = _bounded(all_endpoints(run.sources, run.modules, _taken_ahead(run, only)))
    if only is not None:
        detected = detected._replace(endpoints=tuple(each for each in detected.endpoints if each.path == only))
    findings = _findings(detected, run)
    notes = (
        ()
        if detected.apps
        else ("No Next.js app was found: no package.json names next, and there is no app or pages folder.",)
    )
    skipped = (*detected.skipped, *_unfinished(detected, run))
    there = sorted({each.path for each in detected.there if only in (None, each.path)})
    remarks = _remarks(((path, run.sources.read(path)) for path in there), detected, run)
    _let_go(run)
    return Review(findings, skipped, detected.analysed, notes, settings=dict(settings.origins), remarks=remarks)


class _Run(NamedTuple):
    """What one run has read and knows."""

    sources: Sources
    modules: Modules
    settings: Settings
    progress: Progress
    change: Change | None = None


def _taken_ahead(run: _Run, only: str | None) -> Callable[[Endpoint], None]:
    """Called with each endpoint while the tree of its file is at hand."""
    from reviewer.criteria.facts.ahead import Ahead

    ahead = Ahead(run.sources, run.modules)

    def take(endpoint: Endpoint) -> None:
        if only in (None, endpoint.path) and not excluded(run.settings, endpoint.path):
            ahead.take(endpoint)

    return take


def _run(tree: Tree, settings: Settings, progress: Progress, change: Change | None = None) -> _Run:
    from reviewer.syntax.modules import Modules
    from reviewer.syntax.parser import Sources

    sources = Sources(tree)
    return _Run(sources, Modules(sources), settings, progress, change)


def _let_go(run: _Run) -> None:
    """Unties what holds itself: so the trees are gone before a report is written, with the collector off."""
    run.sources.when_parsed = None
    run.modules.imported = None


def _unfinished(detected: Detected, run: _Run) -> Iterator[Skipped]:
    """The files at which the run's budget was spent: who calls an endpoint, or what it does, may lie in them."""
    known = {skipped.path for skipped in detected.skipped}
    for skipped in run.sources.skipped.values():
        if skipped.incomplete and skipped.path not in known:
            yield skipped


def _bounded(detected: Detected) -> Detected:
    """The endpoints, but of one file no more than a person would write: each is weighed beside all its siblings."""
    count: dict[str, int] = {}
    kept: list[Endpoint] = []
    reasons = {}
    for endpoint in detected.endpoints:
        count[endpoint.path] = count.get(endpoint.path, 0) + 1
        if count[endpoint.path] > MOST_ENDPOINTS_A_FILE:
            reasons[endpoint.path] = (
                f"it defines more than {MOST_ENDPOINTS_A_FILE} endpoints: the others were not analysed"
            )
        elif len(kept) >= MOST_ENDPOINTS:
            reasons[endpoint.path] = f"it lies beyond the first {MOST_ENDPOINTS:,} endpoints"
        else:
            kept.append(endpoint)
    over = tuple(Skipped(path, reason, incomplete=True) for path, reason in reasons.items())
    if not over:
        return detected
    analysed = detected.analysed - {skipped.path for skipped in over}
    return detected._replace(endpoints=tuple(kept), skipped=(*detected.skipped, *over), analysed=analysed)


def _findings(detected: Detected, run: _Run) -> tuple[Finding, ...]:
    endpoints = [endpoint for endpoint in detected.endpoints if not excluded(run.settings, endpoint.path)]
    if not endpoints:
        return ()
    from reviewer.callers.search import find_callers
    from reviewer.verdict import moved_together

    run.progress("looking for callers", 0, 0)
    callers = find_callers(endpoints, detected.apps, run.sources, run.modules)
    by_file: dict[str, list[Endpoint]] = {}
    for endpoint in endpoints:
        by_file.setdefault(endpoint.path, []).append(endpoint)
    findings = []
    for done, endpoint in enumerate(endpoints, 1):
        others = {other: callers.get(other, Callers()) for other in by_file[endpoint.path] if other is not endpoint}
        findings.append(_finding(endpoint, callers.get(endpoint, Callers()), others, run))
        run.progress("weighing", done, len(endpoints))
    ordered = sorted(findings, key=lambda finding: (finding.endpoint.path, finding.endpoint.start_line))
    return _told_apart(moved_together(ordered))


def _told_apart(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with ids that differ: of two inline actions under one name, the second is counted."""
    seen: dict[str, int] = {}
    told = []
    for finding in findings:
        count = seen[finding.id] = seen.get(finding.id, 0) + 1
        told.append(finding if count == 1 else finding._replace(id=f"{finding.id}-{count}"))
    return tuple(told)


def _finding(endpoint: Endpoint, callers: Callers, others: Mapping[Endpoint, Callers], run: _Run) -> Finding:
    changed = run.change.file(endpoint.path) if run.change is not None else None
    before = changed.previous_path if changed is not None else None
    return Finding(
        id=fingerprint(endpoint, run.sources),
        endpoint=endpoint,
        verdict=_verdict(endpoint, callers, others, run),
        callers=callers,
        suppressed=_suppression(endpoint, changed, run),
        previous_id=fingerprint(endpoint._replace(path=before), run.sources) if before else None,
    )


def _verdict(endpoint: Endpoint, callers: Callers, others: Mapping[Endpoint, Callers], run: _Run) -> Verdict:
    from reviewer.criteria import Context, examine
    from reviewer.verdict import combined, weigh

    parts = {part: _callers_of(part, endpoint, callers) for part in endpoint.parts()}
    verdicts = []
    for part, reaching in parts.items():
        around = {**others, **{other: theirs for other, theirs in parts.items() if other is not part}}
        context = Context(reaching, run.sources, run.modules, tuple(around), around, run.settings)
        verdicts.append(weigh(part, examine(part, context), reaching, run.settings))
    return combined(endpoint, verdicts)


def _suppression(endpoint: Endpoint, changed: ChangedFile | None, run: _Run) -> Suppression | None:
    text = run.sources.read(endpoint.path) if run.settings.honour_keep else None
    source = run.sources.get(endpoint.path) if text is not None and names_us(text) else None
    keep = suppression_above(source, endpoint.start_line, changed) if source is not None else None
    return None if keep is not None and run.settings.require_reason and not keep.reason else keep


def _remarks(texts: Iterable[tuple[str, bytes | None]], detected: Detected, run: _Run) -> tuple[Remark, ...]:
    """The keep comments in these files that keep nothing: whoever wrote one thinks that it does."""
    starts: dict[str, set[int]] = {}
    for endpoint in detected.there:
        starts.setdefault(endpoint.path, set()).add(endpoint.start_line)
    remarks: list[Remark] = []
    for path, data in texts:
        if detected.apps and data is not None and names_us(data) and not excluded(run.settings, path):
            source = run.sources.get(path)
            remarks += unheeded(source, starts.get(path, ()), run.settings) if source is not None else ()
    return tuple(remarks)


def _callers_of(part: Endpoint, endpoint: Endpoint, callers: Callers) -> Callers:
    """The callers of one method: those that use it, and those whose method is not known."""
    if part is endpoint or "*" in part.methods:
        return callers
    return callers._replace(sites=tuple(site for site in callers.sites if site.method in (None, *part.methods)))


def fingerprint(endpoint: Endpoint, sources: Sources) -> str:
    """A name for the endpoint that survives line shifts, rebases and edits of its body.

    An unnamed inline action has nothing but its code to be known by: there its text counts, white space aside.
    """
    import hashlib

    name = endpoint.name or endpoint.binding or ""
    if endpoint.kind is Kind.SERVER_ACTION and endpoint.inline and not name and endpoint.handlers:
        body = endpoint.handlers[0].body
        data = sources.read(body.path) or b""
        name = " ".join(data[body.start_byte : body.end_byte].decode("utf-8", "replace").split())
    text = "\0".join((endpoint.kind, endpoint.path, name, str(endpoint.ordinal if not name else 0)))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _notes(findings: Iterable[Finding]) -> tuple[str, ...]:
    kept = [finding for finding in findings if finding.suppressed is not None and finding.suppressed.added]
    spoken = [finding for finding in kept if finding.verdict.outcome is not Outcome.FITS]
    if not spoken:
        return ()
    many = (
        f"{len(spoken)} keep comments that silence findings"
        if len(spoken) > 1
        else "a keep comment that silences a finding"
    )
    return (f"This change adds {many}.",)


def with_closed(found: Review, folders: Iterable[str], settings: Settings, incomplete: bool = True) -> Review:
    """The review, with every folder that could not be listed among what was not analysed.

    ``incomplete``: an endpoint could lie there. Not where GitHub lists what changed: then only callers could.
    """
    closed = [folder for folder in sorted(folders) if not excluded(settings, f"{folder}/")]
    skipped = tuple(Skipped(folder or ".", UNLISTED, incomplete) for folder in closed)
    return found._replace(skipped=(*found.skipped, *skipped)) if skipped else found


def at_or_above(outcome: Outcome, threshold: FailOn) -> bool:
    """Whether an outcome is strong enough for a threshold of the settings."""
    if threshold is FailOn.NEVER:
        return False
    return outcome is Outcome.BETTER_SUITED or (outcome is Outcome.CONSIDER and threshold is FailOn.CONSIDER)


def exit_status(review: Review, settings: Settings, settled: Collection[str] = ()) -> int:
    """0 done, 1 findings at or above ``fail_on``, 3 something could not be analysed.

    ``settled``: the ids of findings that a person has resolved or answered. They do not fail, nor do suppressed ones.
    """
    for finding in review.findings:
        open_finding = finding.suppressed is None and finding.id not in settled
        if open_finding and at_or_above(finding.verdict.outcome, settings.fail_on):
            return 1
    return 3 if review.incomplete and not settings.incomplete_ok else 0
