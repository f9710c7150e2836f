"""Why a verdict says what it says: the evidence that weighs most, in words, and what must come first."""

from __future__ import annotations

from itertools import groupby

from reviewer.model import Evidence, Finding, Outcome, Recommendation
from reviewer.report.words import STABLE_ACTIONS, lowered, needs_upgrade, owner_names, suggested

_AS_A_FUNCTION = "As an action it is a function: no URL, and no request or answer to write."
_WHY = {
    "R1": "Its logic is reusable, and an API route gives it a clear contract of its own.",
    "R2": "More than one part of the system uses it, and what they can share is a URL.",
    "R3": "It is part of an API or drives other systems, which methods, status codes and headers are made for.",
    "A2": "It does one small job, for which a function is enough.",
    "A3": "It and what calls it belong together, and an action keeps them so, with types checked across the call.",
    "M1": "It only passes values to and fro, for which an action needs no URL, no request and no answer to write.",
    "M2": "Its logic outweighs the component that it is written in; apart, both are easier to read and to test.",
}


def why(finding: Finding) -> str:
    """The reason that weighs most, in one sentence or two."""
    return " ".join(_sentence(part) for part in (*reason(finding), _on_the_other_hand(finding)) if part)


def _on_the_other_hand(finding: Finding) -> str:
    """What speaks most against a suggestion that is only worth a thought; empty where the suggestion is clear."""
    if finding.verdict.outcome is not Outcome.CONSIDER or suggested(finding) is None:
        return ""
    present = finding.endpoint.approach
    against = [each for each in finding.verdict.evidence if each.favours is present and each.recommends is None]
    heaviest = max(against, key=lambda evidence: evidence.weight, default=None)
    return f"On the other hand, {lowered(heaviest.message)}" if heaviest is not None else ""


def reason(finding: Finding) -> tuple[str, str]:
    """What was seen that weighs most, about this code where it is known who calls it; and what follows from it."""
    deciding = deciding_evidence(finding)
    if finding.verdict.constraint and deciding is not None:
        return deciding.message, consequence(finding)
    if finding.verdict.recommendation is Recommendation.SERVER_MODULE:
        return (
            "No browser code calls it",
            "The app's own server code does, and can call a function instead of an endpoint that anybody can request.",
        )
    owners = owner_names(finding.callers.sites)
    if finding.verdict.recommendation is Recommendation.SERVER_ACTION and len(owners) == 1:
        calls = "is known to call" if finding.callers.gaps else "calls"
        if not any(site.certain for site in finding.callers.sites):
            calls = "seems to call"
        return f"Only `{owners[0]}` {calls} it", _AS_A_FUNCTION
    if deciding is not None and deciding.criterion == "A1":
        return deciding.message, _AS_A_FUNCTION
    return (_WHY.get(deciding.criterion, deciding.message), "") if deciding is not None else ("", "")


def _sentence(message: str) -> str:
    return message if message.endswith((".", "!", "?")) else f"{message}."


_SAID_ALREADY = frozenset({"house-policy", "request-parameter"})  # what was seen is the whole reason


def consequence(finding: Finding) -> str:
    """What follows from the rule that decided, for the reader who asks why it matters. Empty where ``why`` says it."""
    constraint = finding.verdict.constraint
    if constraint is None or finding.verdict.recommendation is None or constraint in _SAID_ALREADY:
        return ""
    from reviewer.criteria import all_criteria

    return next((known.why for known in all_criteria() if known.id == constraint), "")


def told(finding: Finding) -> Evidence | None:
    """The evidence that ``why`` puts into words already: a table below it need not repeat it."""
    said = reason(finding)[0].rstrip(".")
    same = next((each for each in finding.verdict.evidence if each.message.rstrip(".") == said), None)
    places = {site.place for site in finding.callers.sites}
    if same is not None or finding.verdict.recommendation is not Recommendation.SERVER_ACTION or len(places) != 1:
        return same
    return next((each for each in finding.verdict.evidence if each.criterion == "A1" and each.place in places), None)


def first_step(finding: Finding) -> str:
    """What must be done before the suggestion can be taken, as a sentence; empty where nothing must be."""
    version = finding.endpoint.app.next_version
    if version is None or not needs_upgrade(finding):
        return ""
    return f"Upgrade to Next.js {STABLE_ACTIONS[0]}: this app uses {version[0]}.{version[1]}."


def deciding_evidence(finding: Finding) -> Evidence | None:
    """What speaks most for the recommendation: its constraint, else the heaviest evidence in its favour."""
    verdict = finding.verdict
    towards = suggested(finding) or finding.endpoint.approach
    speaking = [
        evidence
        for evidence in verdict.evidence
        if (evidence.recommends is verdict.recommendation and verdict.recommendation is not None)
        or evidence.favours is towards
    ]
    asked = [evidence for evidence in speaking if evidence.recommends is not None]
    constraints = [evidence for evidence in speaking if evidence.constraint == verdict.constraint is not None]
    return max(constraints or asked or speaking, key=lambda evidence: evidence.weight, default=None)


def speaks_for(finding: Finding, evidence: Evidence) -> bool:
    """The evidence speaks for what is recommended, or for the endpoint as it is where nothing is."""
    if evidence.recommends is not None:
        return evidence.recommends is finding.verdict.recommendation
    return evidence.favours is (suggested(finding) or finding.endpoint.approach)


def to_the_point(finding: Finding) -> tuple[Evidence, ...]:
    """The evidence, but for what weighs route against action where neither is recommended."""
    evidence = finding.verdict.evidence
    if finding.verdict.recommendation is not Recommendation.SERVER_MODULE:
        return evidence
    return tuple(each for each in evidence if each.recommends is Recommendation.SERVER_MODULE)


def by_criterion(finding: Finding, without: Evidence | None = None) -> list[tuple[str, list[Evidence]]]:
    """The evidence of each criterion, what speaks for the recommendation first, the heaviest first.

    ``without``: evidence that the reader has been told already. Beside a recommendation of no endpoint at all, what
    speaks for one kind of endpoint or the other is off the point and left out.
    """

    def order(evidence: Evidence) -> tuple[bool, float]:
        return (not speaks_for(finding, evidence), -float("inf") if evidence.constraint else -evidence.weight)

    ranked = sorted((each for each in to_the_point(finding) if each is not without), key=order)
    rank = {evidence.criterion: at for at, evidence in reversed(list(enumerate(ranked)))}
    grouped = sorted(ranked, key=lambda evidence: rank[evidence.criterion])
    return [(name, list(group)) for name, group in groupby(grouped, key=lambda evidence: evidence.criterion)]
