"""The review for a terminal: findings with code excerpts, then everything else in a line each, then the sum."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from reviewer.model import CallSite, Evidence, Finding, Outcome, Place, Remark, Review
from reviewer.report.closing import closing
from reviewer.report.escape import shortened, terminal
from reviewer.report.excerpt import Label, Lines, Read, excerpts
from reviewer.report.links import Links
from reviewer.report.other_approach import other_approach
from reviewer.report.reasons import first_step, reason, speaks_for, to_the_point
from reviewer.report.reasons import why as whole_reason
from reviewer.report.redact import redacted
from reviewer.report.rows import bar, is_weighed, verdict_words, weightiest_first
from reviewer.report.style import PLAIN, Style, columns, style_for, wrapped
from reviewer.report.words import VIA_NAMES, clearness, favoured, headline, listed, name_of, owner_names, suggested

if TYPE_CHECKING:
    from reviewer.report import conversion

__all__ = ["Style", "render", "style_for", "why"]

Preview = Callable[[Finding], "conversion.Preview | None"]

MOST_EVIDENCE = 6
MOST_LISTED = 60
MOST_CALLERS = 12
MAX_NAME = 44
NARROW = 72  # columns: with fewer, what is a line of a table elsewhere takes two
_LOOKS = {
    Outcome.BETTER_SUITED: ("bold", "yellow"),
    Outcome.CONSIDER: ("bold", "cyan"),
    Outcome.FITS: ("bold", "green"),
}
_LEVELS = {Outcome.BETTER_SUITED: "suggestion", Outcome.CONSIDER: "worth a thought", Outcome.FITS: "fits"}


def render(review: Review, read: Read, style: Style = PLAIN, preview: Preview | None = None) -> str:
    """The whole report. ``read``: the bytes of a file.

    ``preview``: what makes the other approach of a finding. With it, each finding shows that, and the pages of the
    criteria that spoke follow.
    """
    lines = Lines(read)
    ordered = weightiest_first(review.findings)
    spoken = [each for each in ordered if each.verdict.outcome is not Outcome.FITS and each.suppressed is None]
    parts = []
    for finding in spoken:
        shown = [_finding(finding, to_the_point(finding), lines, style, MOST_EVIDENCE)]
        shown += other_approach(finding, preview(finding), style) if preview is not None else []
        parts.append("\n".join(shown))
    if preview is not None:
        parts += _pages(spoken, style)
    quiet = [finding for finding in ordered if finding not in spoken]
    if quiet:
        parts.append(_listing(quiet, style))
    parts += [_paragraph("note", note, style) for note in review.notes]
    parts += _remarks(review.remarks, style)
    parts += _left_out(review, style)
    parts.append(closing(review, style))
    return "\n\n".join(parts) + "\n"


def why(
    findings: Sequence[Finding],
    read: Read,
    style: Style = PLAIN,
    remarks: Sequence[Remark] = (),
    preview: Preview = lambda _: None,
) -> str:
    """All that was seen of these endpoints, for and against, callers included, whatever the verdict.

    ``preview``: what makes the other approach of a finding, where code can show it.
    """
    lines = Lines(read)
    shown = [
        "\n".join([_everything(each, lines, style), *other_approach(each, preview(each), style)]) for each in findings
    ]
    return "\n\n".join([*shown, *_remarks(remarks, style)]) + "\n"


def _finding(finding: Finding, evidence: Sequence[Evidence], lines: Lines, style: Style, most: int) -> str:
    ranked = sorted(evidence, key=lambda each: (not each.constraint, -each.weight))
    shown = [_title(finding, style), *excerpts(_labels(finding, ranked[:most]), lines, style)]
    if len(ranked) > most:
        shown.append(_remark("also", f"{len(ranked) - most} weaker signs: route-or-action why {_at(finding)}", style))
    if finding.verdict.recommendation is not None:
        seen, follows = reason(finding)
        is_told = seen.rstrip(".") in {each.message.rstrip(".") for each in ranked[:most]}
        remarks = (("why", follows if is_told else whole_reason(finding)), ("first", first_step(finding)))
        shown += [_remark(name, redacted(said), style) for name, said in remarks if said]
        shown.append(_remark("to keep it", _keep(finding), style) if finding.suppressed is None else "")
    shown.append(_explain(ranked[:most], style))
    return "\n".join(line for line in shown if line)


def _title(finding: Finding, style: Style) -> str:
    outcome = finding.verdict.outcome
    level = "kept" if finding.suppressed is not None else _LEVELS[outcome]
    degree = clearness(finding) if outcome is not Outcome.FITS else ""
    said = f"{headline(finding)}{f' ({degree[0].lower()}{degree[1:]})' if degree else ''}"
    first, *rest = wrapped(terminal(said), style.width, len(level) + 2)
    head = f"{style.paint(level, *_LOOKS[outcome])}: {style.paint(first, 'bold')}"
    return "\n".join([head, *(style.paint(line, "bold") for line in rest)])


def _labels(finding: Finding, evidence: Sequence[Evidence]) -> list[Label]:
    endpoint = finding.endpoint
    looks = _LOOKS[finding.verdict.outcome]
    labels = [Label(Place(endpoint.path, endpoint.start_line), "", looks, main=True)]
    return labels + [_label(finding, each) for each in evidence]


def _label(finding: Finding, evidence: Evidence) -> Label:
    speaks = speaks_for(finding, evidence)
    text = f"{evidence.criterion}, for {favoured(evidence)}: {redacted(evidence.message)}"
    return Label(evidence.place, text, ("blue",) if speaks else ("dim",))


def _keep(finding: Finding) -> str:
    return f"write `// route-or-action: keep -- reason` above line {finding.endpoint.start_line}"


def _explain(evidence: Sequence[Evidence], style: Style) -> str:
    criteria = list(dict.fromkeys(each.criterion for each in evidence))
    if not criteria:
        return ""
    shown = _remark("more", f"route-or-action explain {', '.join(criteria)}", style)
    return " ".join(_linked(word, criteria, style) for word in shown.split(" "))


def _linked(word: str, criteria: Sequence[str], style: Style) -> str:
    name = word.rstrip(",\n")
    return style.link(name, Links().criterion(name)) + word[len(name) :] if name in criteria else word


def _remark(name: str, text: str, style: Style) -> str:
    head = f"  = {name}:"
    return _hanging(head, terminal(text), style, "    " if _is_narrow(style) else " " * (len(head) + 1), "blue")


def _paragraph(name: str, text: str, style: Style) -> str:
    return _hanging(f"{name}:", terminal(redacted(text)), style, " " * (len(name) + 2), "bold")


def _remarks(remarks: Sequence[Remark], style: Style) -> list[str]:
    shown = remarks[:MOST_LISTED]
    return [_paragraph("note", f"{each.place.path}:{each.place.line}: {each.message}", style) for each in shown]


def _hanging(head: str, text: str, style: Style, indent: str, *looks: str) -> str:
    """The head in these looks and the text behind it; further lines begin under ``indent``."""
    first, *rest = wrapped(text, style.width - len(indent), max(0, len(head) + 1 - len(indent)))
    return "\n".join([f"{style.paint(head, *looks)} {first}".rstrip(), *(f"{indent}{line}" for line in rest)])


def _is_narrow(style: Style) -> bool:
    return style.width < NARROW


def _at(finding: Finding) -> str:
    return terminal(f"{finding.endpoint.path}:{finding.endpoint.start_line}")


def _listing(findings: Sequence[Finding], style: Style) -> str:
    """An entry an endpoint: what it is, where, how it fits, and why it is quiet."""
    shown = findings[:MOST_LISTED]
    names = [shortened(terminal(name_of(finding.endpoint)), MAX_NAME) for finding in shown]
    wide = max(columns(name) for name in names)
    narrow = _is_narrow(style)
    beside = "" if narrow else f"{'':6}{'endpoint':<{wide}}  "
    rows = [style.paint(f"{beside}fit: route {'█░'} action", "dim")]
    for name, finding in zip(names, shown, strict=True):
        fit = finding.verdict.fit
        state = "kept" if finding.suppressed is not None else "fits"
        said = f"{style.paint(state, 'dim' if finding.suppressed else 'green')}  {name}"
        figures = f"{fit.api_route:>3} {bar(fit)} {fit.server_action:<3}"
        if narrow:
            rows += [said, f"      {figures.strip()}", f"      {_at(finding)}"]
        else:
            rows.append(f"{said}{' ' * (wide - columns(name))}  {figures}  {_at(finding)}")
        if finding.suppressed is not None:
            rows.append(_hanging("     ", _kept(finding), style, "      "))
    if len(findings) > len(shown):
        rows.append(f"and {len(findings) - len(shown)} more: --format json lists them all")
    return "\n".join(rows)


def _kept(finding: Finding) -> str:
    assert finding.suppressed is not None
    told = redacted(finding.suppressed.reason) or "no reason given"
    return terminal(f"would say: {verdict_words(finding)}; reason to keep it: {told}")


def _left_out(review: Review, style: Style) -> list[str]:
    if not review.skipped:
        return []
    ordered = sorted(review.skipped, key=lambda skipped: (not skipped.incomplete, skipped.path))
    rows = [style.paint("not analysed", "bold") + ":"]
    for skipped in ordered[:MOST_LISTED]:
        mark = style.paint("!", "bold", "red") if skipped.incomplete else " "
        told = f"{terminal(skipped.path)}: {terminal(redacted(skipped.reason))}"
        first, *rest = wrapped(told, style.width - 4)
        rows += [f"{mark} {first}", *(f"    {line}" for line in rest)]
    if len(ordered) > MOST_LISTED:
        rows.append(f"  and {len(ordered) - MOST_LISTED} more")
    if review.incomplete:
        rows += wrapped("An endpoint could hide in a file marked !, so the review is incomplete.", style.width)
    return ["\n".join(rows)]


def _pages(findings: Sequence[Finding], style: Style) -> list[str]:
    from reviewer.criteria import all_criteria
    from reviewer.report.pages import page

    spoke = {evidence.criterion for finding in findings for evidence in finding.verdict.evidence}
    return [page(criterion, style).rstrip("\n") for criterion in all_criteria() if criterion.id in spoke]


def _everything(finding: Finding, lines: Lines, style: Style) -> str:
    verdict = finding.verdict
    fit = verdict.fit
    shown = [_finding(finding, verdict.evidence, lines, style, len(verdict.evidence))]
    if is_weighed(finding):
        shown.append(_remark("fit", f"API route {fit.api_route} {bar(fit)} {fit.server_action} server action", style))
    if finding.suppressed is not None:
        shown.append(_remark("kept", _kept(finding), style))
    if not verdict.evidence:
        shown.append(_remark("evidence", "no criterion spoke, so nothing is recommended", style))
    elif verdict.outcome is Outcome.FITS and suggested(finding) is None:
        shown.append(_remark("silent", "what was seen does not ask for another approach", style))
    return "\n".join([*shown, *_callers(finding, style)])


def _callers(finding: Finding, style: Style) -> list[str]:
    sites = finding.callers.sites
    rows = [_remark("callers", "" if sites else "none found in this repository", style).rstrip()]
    rows += [f"      {_caller(site)}" for site in sites[:MOST_CALLERS]]
    if len(sites) > MOST_CALLERS:
        rows.append(f"      and {len(sites) - MOST_CALLERS} more")
    for place in finding.callers.gaps[:MOST_CALLERS]:
        rows.append(
            f"      {terminal(f'{place.path}:{place.line}')}  may call it; the address is not known before it runs"
        )
    return rows


def _caller(site: CallSite) -> str:
    how = site.outside or VIA_NAMES[site.via]
    unsure = "" if site.certain else ", perhaps"
    return f"{terminal(f'{site.path}:{site.line}')}  {terminal(listed(owner_names((site,))))} through {how}{unsure}"
