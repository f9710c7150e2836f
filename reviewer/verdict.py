"""The weighing: from evidence to the fit of each approach, and to a recommendation or silence.

Every piece of evidence adds its log-odds to the approach that it favours; the logistic of the sum is the fit in
percent. A rule of the platform decides by itself. Everything else must be clear and must come from more than one
criterion, because in mature code nine endpoints in ten are right as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewer.config import Settings
from reviewer.model import (
    Approach,
    Callers,
    Endpoint,
    Evidence,
    Finding,
    Fit,
    Kind,
    Outcome,
    Recommendation,
    Verdict,
    Via,
)

# Somebody chose the present approach, and nine in ten were right; but evidence is only collected where there are
# callers to judge by, and among those about three in four stay.
PRIOR = 1.0
# The other approach must fit with 85 in 100 to be posted, and with 60 in 100 to be mentioned.
BETTER_SUITED = 1.7
CONSIDER = 0.4
INDEPENDENT_CRITERIA = 2
# What could not be resolved may hide another caller.
FOR_GAPS = 0.5
FOR_EACH_GAP = 0.25
GAPS_AT_MOST = 1.5
FOR_UNCERTAIN_CALLERS = 1.0
# Who converts one approach into the other in the same change has thought about it.
FOR_CONVERSION = 1.0
# An action that is right to be one, in a component that it overgrows.
EXTRACT = 2.0

HOUSE_POLICY = "house-policy"
GET_READ = "get-read"


def weigh(endpoint: Endpoint, evidence: Sequence[Evidence], callers: Callers, settings: Settings) -> Verdict:
    """The verdict on one endpoint, or on one method of it. ``callers``: those of that method.

    Criteria that the settings switch off or scale are applied when the evidence is collected.
    """
    present = endpoint.approach
    fit = Fit.of(_log_odds(evidence, present))
    deciding = _policy_first(item for item in evidence if item.constraint is not None)
    keeping = next((item for item in deciding if item.favours is present), None)
    verdict = Verdict(Outcome.FITS, fit, evidence=tuple(evidence))
    if keeping is not None:
        return _in_its_place(endpoint, verdict._replace(constraint=keeping.constraint), callers, deciding)
    if deciding:
        moving = deciding[0]
        recommended = moving.recommends or _recommended(present.other)
        return verdict._replace(outcome=Outcome.BETTER_SUITED, recommendation=recommended, constraint=moving.constraint)
    return _weighed(endpoint, verdict, callers)


def _in_its_place(endpoint: Endpoint, verdict: Verdict, callers: Callers, deciding: Sequence[Evidence]) -> Verdict:
    """What decides that an action stays one says nothing of the component that it overgrows; and that a read is no work
    for an action, nothing of whether the server must request it from itself.
    """
    if not callers.sites:
        return verdict
    only_reads = all(item.constraint == GET_READ for item in deciding)
    places = _PLACES if only_reads else (Recommendation.EXTRACT,)
    elsewhere = _other_suggestion(endpoint, verdict._replace(constraint=None), places)
    return verdict if elsewhere.outcome is Outcome.FITS else elsewhere


def _policy_first(evidence: Iterable[Evidence]) -> list[Evidence]:
    return sorted(evidence, key=lambda item: item.constraint != HOUSE_POLICY)


def _log_odds(evidence: Iterable[Evidence], present: Approach) -> float:
    """In favour of an API route. Evidence that asks for neither approach is left out."""
    odds = PRIOR if present is Approach.API_ROUTE else -PRIOR
    for item in evidence:
        if item.recommends is None or item.constraint is not None:
            odds += item.weight if item.favours is Approach.API_ROUTE else -item.weight
    return odds


def _weighed(endpoint: Endpoint, verdict: Verdict, callers: Callers) -> Verdict:
    """The verdict where nothing decides by itself."""
    present = endpoint.approach
    lean = _log_odds(verdict.evidence, present) * (-1 if present is Approach.API_ROUTE else 1)
    reasons = {item.criterion for item in verdict.evidence if item.favours is not present and item.recommends is None}
    if endpoint.kind is not Kind.SERVER_ACTION and not endpoint.app.renders_with_app:
        return verdict
    if not callers.sites:
        return verdict
    if lean >= CONSIDER:
        clear = lean >= BETTER_SUITED + _widening(endpoint, callers) and len(reasons) >= INDEPENDENT_CRITERIA
        outcome = Outcome.BETTER_SUITED if clear else Outcome.CONSIDER
        return verdict._replace(outcome=outcome, recommendation=_recommended(present.other))
    return _other_suggestion(endpoint, verdict)


def _widening(endpoint: Endpoint, callers: Callers) -> float:
    """How much clearer than usual the evidence must be."""
    wider = 0.0
    if callers.gaps:
        wider += min(GAPS_AT_MOST, FOR_GAPS + FOR_EACH_GAP * len(callers.gaps))
    if not all(site.certain for site in callers.sites):
        wider += FOR_UNCERTAIN_CALLERS
    if endpoint.converted_from is not None:
        wider += FOR_CONVERSION
    return wider


_PLACES = (Recommendation.EXTRACT, Recommendation.SERVER_MODULE)


def _other_suggestion(endpoint: Endpoint, verdict: Verdict, places: Sequence[Recommendation] = _PLACES) -> Verdict:
    """The approach is right, but not the place: ``extract`` and ``server-module``."""
    for recommendation in places:
        asking = [item for item in verdict.evidence if item.recommends is recommendation]
        if not asking:
            continue
        weight = sum(item.weight for item in asking)
        supporting = {item.criterion for item in verdict.evidence if item.favours is endpoint.approach}
        criteria = {item.criterion for item in asking} | supporting
        clear = weight >= EXTRACT and len(criteria) >= INDEPENDENT_CRITERIA
        outcome = Outcome.BETTER_SUITED if clear else Outcome.CONSIDER
        return verdict._replace(outcome=outcome, recommendation=recommendation)
    return verdict


def _recommended(approach: Approach) -> Recommendation:
    return Recommendation.API_ROUTE if approach is Approach.API_ROUTE else Recommendation.SERVER_ACTION


_STRENGTH = {Outcome.FITS: 0, Outcome.CONSIDER: 1, Outcome.BETTER_SUITED: 2}


def combined(endpoint: Endpoint, verdicts: Sequence[Verdict]) -> Verdict:
    """The verdict on an endpoint from those on its parts, in the order of ``endpoint.parts()``.

    The strongest wins, and names the methods that it speaks of where it does not speak of all.
    """
    parts = endpoint.parts()
    if len(verdicts) == 1:
        return verdicts[0]
    strongest = max(verdicts, key=lambda verdict: (_STRENGTH[verdict.outcome], verdict.constraint is not None))
    alike = [
        (part, verdict)
        for part, verdict in zip(parts, verdicts, strict=True)
        if (verdict.outcome, verdict.recommendation) == (strongest.outcome, strongest.recommendation)
    ]
    evidence = tuple(dict.fromkeys(item for _, verdict in alike for item in verdict.evidence))
    methods = tuple(method for part, _ in alike for method in part.methods)
    speaks_of_all = len(alike) == len(parts)
    return strongest._replace(evidence=evidence, methods=() if speaks_of_all else methods)


def moved_together(findings: Sequence[Finding]) -> list[Finding]:
    """The findings, with none that would move half of what one request reaches.

    ``fetch(url, {method: id ? "PATCH" : "POST"})`` is one interaction: it moves to server actions whole or not at all.
    """
    said = Outcome.BETTER_SUITED, Recommendation.SERVER_ACTION
    staying = {
        site.place
        for finding in findings
        if (finding.verdict.outcome, finding.verdict.recommendation) != said
        for site in finding.callers.sites
        if site.via in (Via.FORM, Via.EVENT_HANDLER)
    }
    return [
        finding._replace(verdict=finding.verdict._replace(outcome=Outcome.CONSIDER))
        if (finding.verdict.outcome, finding.verdict.recommendation) == said
        and finding.verdict.constraint is None
        and any(site.place in staying for site in finding.callers.sites)
        else finding
        for finding in findings
    ]
