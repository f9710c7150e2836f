"""The weighing, on evidence made by hand."""

from __future__ import annotations

import pytest

from reviewer.config import Settings
from reviewer.model import (
    App,
    Approach,
    Callers,
    CallSite,
    Endpoint,
    Evidence,
    Finding,
    Handler,
    Kind,
    Outcome,
    Place,
    Recommendation,
    Side,
    Span,
    Verdict,
    Via,
)
from reviewer.verdict import BETTER_SUITED, CONSIDER, PRIOR, combined, moved_together, weigh

APP = App("", (16, 0), "app", None, renders_with_app=True)
ROUTE = Endpoint(Kind.ROUTE_HANDLER, "app/api/a/route.ts", "POST", 1, 9, 1, APP, methods=("POST",), url="/api/a")
ACTION = Endpoint(Kind.SERVER_ACTION, "app/actions.ts", "save", 1, 9, 1, APP)
ONE = Callers((CallSite("a.tsx", 3, Via.FORM, side=Side.CLIENT),))
TO_ACTION, TO_ROUTE = Approach.SERVER_ACTION, Approach.API_ROUTE


def seen(criterion: str, favours: Approach, weight: float = 1.0, **facts: object) -> Evidence:
    return Evidence(criterion, favours, weight, "It is so.", Place("a.ts", 1), **facts)  # type: ignore[arg-type]


def said(endpoint: Endpoint, *evidence: Evidence, callers: Callers = ONE) -> Verdict:
    return weigh(endpoint, evidence, callers, Settings())


def leaning(by: float, towards: Approach) -> tuple[Evidence, Evidence]:
    """Two pieces of evidence that bring the sum to ``by`` in favour of an approach."""
    half = (by + PRIOR) / 2
    return seen("A1" if towards is TO_ACTION else "R1", towards, half), seen("X2", towards, half)


class TestSilence:
    def test_nothing_seen(self) -> None:
        for endpoint in (ROUTE, ACTION):
            verdict = said(endpoint)
            assert (verdict.outcome, verdict.recommendation, verdict.constraint) == (Outcome.FITS, None, None)
            assert verdict.fit.percent(endpoint.approach) == 73

    def test_evidence_for_the_present_approach(self) -> None:
        assert said(ROUTE, seen("R1", TO_ROUTE, 3.0)).outcome is Outcome.FITS
        assert said(ACTION, seen("A1", TO_ACTION, 3.0)).fit.server_action == 98

    def test_evidence_for_neither_approach_is_no_reason(self) -> None:
        """What asks for another place says nothing of the approach, even where the sum leans to the other."""
        elsewhere = seen("server-only", TO_ACTION, 9.0, recommends=Recommendation.SERVER_MODULE)
        verdict = said(ROUTE, elsewhere, seen("A1", TO_ACTION, 1.2))
        assert verdict.outcome is Outcome.CONSIDER
        assert verdict.recommendation is Recommendation.SERVER_MODULE
        reasons = (seen("A1", TO_ACTION, 4.0), elsewhere)
        assert said(ROUTE, *reasons).outcome is Outcome.CONSIDER, "one criterion asks for an action"
        assert said(ROUTE, *reasons).recommendation is Recommendation.SERVER_ACTION

    def test_evidence_for_the_present_approach_is_no_second_reason(self) -> None:
        against = seen("R1", TO_ROUTE, 0.1)
        assert said(ROUTE, seen("A1", TO_ACTION, 6.0), against).outcome is Outcome.CONSIDER

    def test_no_caller_supports_no_recommendation(self) -> None:
        assert said(ROUTE, *leaning(6, TO_ACTION), callers=Callers()).outcome is Outcome.FITS

    def test_an_app_whose_pages_the_app_router_does_not_render(self) -> None:
        pages = ROUTE._replace(app=APP._replace(renders_with_app=False))
        assert said(pages, *leaning(6, TO_ACTION)).outcome is Outcome.FITS
        action = ACTION._replace(app=pages.app)
        assert said(action, *leaning(6, TO_ROUTE)).outcome is Outcome.BETTER_SUITED


class TestMargin:
    @pytest.mark.parametrize("endpoint", [ROUTE, ACTION])
    @pytest.mark.parametrize(
        ("lean", "outcome"),
        [
            (CONSIDER - 0.01, Outcome.FITS),
            (CONSIDER + 0.01, Outcome.CONSIDER),
            (BETTER_SUITED - 0.01, Outcome.CONSIDER),
            (BETTER_SUITED + 0.01, Outcome.BETTER_SUITED),
        ],
    )
    def test_thresholds(self, endpoint: Endpoint, lean: float, outcome: Outcome) -> None:
        verdict = said(endpoint, *leaning(lean, endpoint.approach.other))
        assert verdict.outcome is outcome
        expected = None if outcome is Outcome.FITS else Recommendation(endpoint.approach.other)
        assert verdict.recommendation == expected

    @pytest.mark.parametrize(
        ("lean", "outcome"), [(CONSIDER, Outcome.CONSIDER), (BETTER_SUITED, Outcome.BETTER_SUITED)]
    )
    def test_the_margin_itself_is_enough(self, lean: float, outcome: Outcome) -> None:
        undone = seen("A2", TO_ACTION, PRIOR)
        assert said(ROUTE, undone, seen("A1", TO_ACTION, lean)).outcome is outcome

    def test_thresholds_in_percent(self) -> None:
        """A comment needs a fit of 85 in 100, a mention one of 60."""
        for by, least, outcome in ((BETTER_SUITED, 85, Outcome.BETTER_SUITED), (CONSIDER, 60, Outcome.CONSIDER)):
            verdict = said(ROUTE, *leaning(by + 0.01, TO_ACTION))
            assert verdict.outcome is outcome and verdict.fit.server_action == least

    def test_more_criteria_than_asked_for(self) -> None:
        three = (*leaning(2, TO_ACTION), seen("A3", TO_ACTION, 1.0))
        assert said(ROUTE, *three).outcome is Outcome.BETTER_SUITED

    def test_evidence_against_is_subtracted(self) -> None:
        against = seen("R3", TO_ROUTE, 1.0)
        assert said(ROUTE, *leaning(2, TO_ACTION), against).outcome is Outcome.CONSIDER

    def test_one_criterion_is_never_enough(self) -> None:
        strong = seen("A1", TO_ACTION, 9.0)
        assert said(ROUTE, strong).outcome is Outcome.CONSIDER
        assert said(ROUTE, strong, strong).outcome is Outcome.CONSIDER
        assert said(ROUTE, strong, seen("A2", TO_ACTION, 0.1)).outcome is Outcome.BETTER_SUITED

    @pytest.mark.parametrize(
        ("callers", "changes", "wider"),
        [
            (ONE._replace(gaps=(Place("g.ts", 1),)), {}, 0.75),
            (ONE._replace(gaps=(Place("g.ts", 1), Place("g.ts", 2))), {}, 1.0),
            (ONE._replace(gaps=tuple(Place("g.ts", line) for line in range(40))), {}, 1.5),
            (Callers((*ONE.sites, ONE.sites[0]._replace(certain=False))), {}, 1.0),
            (ONE, {"converted_from": Place("old.ts", 1)}, 1.0),
        ],
    )
    def test_what_is_not_known_widens_it(self, callers: Callers, changes: dict[str, object], wider: float) -> None:
        endpoint = ROUTE._replace(**changes)  # type: ignore[arg-type]
        just = said(endpoint, *leaning(BETTER_SUITED + wider - 0.01, TO_ACTION), callers=callers)
        assert just.outcome is Outcome.CONSIDER
        clear = said(endpoint, *leaning(BETTER_SUITED + wider + 0.01, TO_ACTION), callers=callers)
        assert clear.outcome is Outcome.BETTER_SUITED

    def test_fit_is_the_logistic_of_the_sum_and_adds_to_a_hundred(self) -> None:
        fit = said(ROUTE, seen("R1", TO_ROUTE, 0.5), seen("A1", TO_ACTION, 1.5)).fit
        assert (fit.api_route, fit.server_action) == (50, 50)


class TestDecisions:
    def test_a_rule_for_the_present_approach_ends_it(self) -> None:
        rule = seen("webhook", TO_ROUTE, 5.0, constraint="webhook")
        verdict = said(ROUTE, rule, *leaning(9, TO_ACTION))
        assert (verdict.outcome, verdict.recommendation, verdict.constraint) == (Outcome.FITS, None, "webhook")

    def test_a_rule_for_the_other_approach_is_enough_alone_and_needs_no_caller(self) -> None:
        rule = seen("request-parameter", TO_ROUTE, 5.0, constraint="request-parameter")
        verdict = said(ACTION, rule, callers=Callers())
        assert verdict.outcome is Outcome.BETTER_SUITED
        assert (verdict.recommendation, verdict.constraint) == (Recommendation.API_ROUTE, "request-parameter")

    def test_a_rule_may_recommend_something_else(self) -> None:
        rule = seen("server-only", TO_ROUTE, 5.0, constraint="server-only", recommends=Recommendation.SERVER_MODULE)
        assert said(ACTION, rule).recommendation is Recommendation.SERVER_MODULE
        assert said(ACTION, rule).fit.api_route > 95

    def test_rules_that_contradict_each_other_are_left_to_people(self) -> None:
        stays = seen("cors", TO_ROUTE, 5.0, constraint="cors")
        moves = seen("action-only-api", TO_ACTION, 5.0, constraint="action-only-api")
        assert said(ROUTE, moves, stays).outcome is Outcome.FITS
        assert said(ROUTE, moves).recommendation is Recommendation.SERVER_ACTION


class TestPolicy:
    def test_for_the_present_approach(self) -> None:
        policy = seen("house-policy", TO_ACTION, 5.0, constraint="house-policy")
        read = seen("read-in-action", TO_ROUTE, 5.0, constraint="read-in-action")
        verdict = said(ACTION, read, policy)
        assert (verdict.outcome, verdict.constraint) == (Outcome.FITS, "house-policy")

    def test_for_the_other_approach(self) -> None:
        policy = seen("house-policy", TO_ACTION, 5.0, constraint="house-policy")
        assert said(ROUTE, policy).constraint == "house-policy"
        assert said(ROUTE, policy).recommendation is Recommendation.SERVER_ACTION
        webhook = seen("webhook", TO_ROUTE, 5.0, constraint="webhook")
        assert said(ROUTE, policy, webhook).constraint == "webhook"

    def test_is_named_before_other_rules(self) -> None:
        policy = seen("house-policy", TO_ROUTE, 5.0, constraint="house-policy")
        for name in ("cors", "webhook"):
            rule = seen(name, TO_ROUTE, 5.0, constraint=name)
            assert said(ROUTE, rule, policy).constraint == "house-policy"
        move = seen("house-policy", TO_ACTION, 5.0, constraint="house-policy")
        refresh = seen("action-only-api", TO_ACTION, 5.0, constraint="action-only-api")
        assert said(ROUTE, refresh, move).constraint == said(ROUTE, move, refresh).constraint == "house-policy"


class TestOtherSuggestions:
    GROWN = seen("M2", TO_ACTION, 2.5, recommends=Recommendation.EXTRACT)

    def test_extract(self) -> None:
        verdict = said(ACTION, self.GROWN, seen("A1", TO_ACTION, 2.0))
        assert (verdict.outcome, verdict.recommendation) == (Outcome.BETTER_SUITED, Recommendation.EXTRACT)
        assert verdict.fit == said(ACTION, seen("A1", TO_ACTION, 2.0)).fit

    def test_extract_needs_a_second_reason_and_weight(self) -> None:
        assert said(ACTION, self.GROWN).outcome is Outcome.CONSIDER
        light = self.GROWN._replace(weight=1.9)
        assert said(ACTION, light, seen("A1", TO_ACTION, 2.0)).outcome is Outcome.CONSIDER
        assert said(ACTION, light._replace(weight=2.0), seen("A1", TO_ACTION)).outcome is Outcome.BETTER_SUITED

    def test_what_asks_for_the_other_approach_is_no_second_reason_to_extract(self) -> None:
        against = seen("R2", TO_ROUTE, 0.1)
        assert said(ACTION, self.GROWN, against).outcome is Outcome.CONSIDER

    def test_what_keeps_an_action_does_not_keep_it_where_it_is(self) -> None:
        for name in ("action-only-api", "house-policy"):
            rule = seen(name, TO_ACTION, 5.0, constraint=name)
            verdict = said(ACTION, rule, self.GROWN, seen("A1", TO_ACTION))
            assert (verdict.outcome, verdict.recommendation) == (Outcome.BETTER_SUITED, Recommendation.EXTRACT)
            assert verdict.constraint is None
            assert said(ACTION, rule, seen("A1", TO_ACTION)).constraint == name
            nobody = said(ACTION, rule, self.GROWN, seen("A1", TO_ACTION), callers=Callers())
            assert (nobody.outcome, nobody.constraint) == (Outcome.FITS, name), "no caller supports no recommendation"

    def test_moving_goes_before_extracting(self) -> None:
        assert said(ACTION, self.GROWN, *leaning(3, TO_ROUTE)).recommendation is Recommendation.API_ROUTE

    def test_a_route_that_only_the_server_asks(self) -> None:
        own = seen("server-only", TO_ROUTE, 1.2, recommends=Recommendation.SERVER_MODULE)
        verdict = said(ROUTE, own)
        assert (verdict.outcome, verdict.recommendation) == (Outcome.CONSIDER, Recommendation.SERVER_MODULE)

    def test_a_read_that_the_server_requests_from_itself(self) -> None:
        own = seen("server-only", TO_ROUTE, 1.2, recommends=Recommendation.SERVER_MODULE)
        read = seen("get-read", TO_ROUTE, 5.0, constraint="get-read")
        verdict = said(ROUTE, read, own)
        assert (verdict.outcome, verdict.recommendation) == (Outcome.CONSIDER, Recommendation.SERVER_MODULE)
        assert verdict.constraint is None
        assert said(ROUTE, read).constraint == "get-read"
        for name in ("api-key", "house-policy", "cron-or-queue"):
            also = seen(name, TO_ROUTE, 5.0, constraint=name)
            for given in ((read, own, also), (also, own)):
                assert (said(ROUTE, *given).outcome, said(ROUTE, *given).recommendation) == (Outcome.FITS, None)
        assert said(ROUTE, read, own, callers=Callers()).outcome is Outcome.FITS


SPAN = Span("pages/api/a.ts", 0, 9, 1, 2)


class TestCombined:
    WHOLE = ROUTE._replace(
        kind=Kind.PAGES_API_ROUTE,
        name="default",
        methods=("GET", "POST", "PUT"),
        handlers=tuple(
            Handler(method, SPAN._replace(start_byte=place)) for place, method in enumerate(("GET", "POST", "PUT"))
        ),
    )

    def _verdicts(self) -> tuple[Verdict, Verdict, Verdict]:
        get, post, put = self.WHOLE.parts()
        read = seen("get-read", TO_ROUTE, 5.0, constraint="get-read")
        return said(get, read), said(post, *leaning(3, TO_ACTION)), said(put, *leaning(1, TO_ACTION))

    def test_the_strongest_speaks_and_names_its_methods(self) -> None:
        get, post, put = self._verdicts()
        verdict = combined(self.WHOLE, (get, post, put))
        assert (verdict.outcome, verdict.methods) == (Outcome.BETTER_SUITED, ("POST",))
        assert verdict.evidence == post.evidence and verdict.fit == post.fit
        assert combined(self.WHOLE, (get, post, post)).methods == ("POST", "PUT")

    def test_a_recommendation_goes_before_a_rule_that_keeps_another_part(self) -> None:
        get, post, put = self._verdicts()
        assert put.outcome is Outcome.CONSIDER
        assert combined(self.WHOLE, (get, get, put)).outcome is Outcome.CONSIDER
        assert combined(self.WHOLE, (get, put, post)).outcome is Outcome.BETTER_SUITED

    def test_all_alike_name_none(self) -> None:
        _, post, _ = self._verdicts()
        verdict = combined(self.WHOLE, (post, post, post))
        assert verdict.methods == () and verdict.evidence == post.evidence

    def test_a_rule_is_named_among_those_that_fit(self) -> None:
        get, _, _ = self._verdicts()
        fits = said(ROUTE)
        verdict = combined(self.WHOLE, (fits, get, fits))
        assert (verdict.outcome, verdict.constraint) == (Outcome.FITS, "get-read")
        assert verdict.evidence == get.evidence

    def test_one_part_is_the_whole(self) -> None:
        verdict = said(ROUTE, *leaning(3, TO_ACTION))
        assert combined(ROUTE, (verdict,)) is verdict


class TestMovedTogether:
    """``fetch(url, { method: id ? "PATCH" : "POST" })`` reaches two endpoints."""

    MOVE = said(ROUTE, *leaning(3, TO_ACTION))
    STAY = said(ROUTE, *leaning(0, TO_ACTION))
    PATCH = ROUTE._replace(name="PATCH", methods=("PATCH",), url="/api/a/[id]")

    def outcomes(self, first: Finding, second: Finding) -> list[Outcome]:
        return [finding.verdict.outcome for finding in moved_together([first, second])]

    def test_whole_or_not_at_all(self) -> None:
        moves, also = Finding("1", ROUTE, self.MOVE, ONE), Finding("2", self.PATCH, self.MOVE, ONE)
        stays = also._replace(verdict=self.STAY)
        assert self.outcomes(moves, stays) == [Outcome.CONSIDER, Outcome.FITS]
        assert self.outcomes(moves, also) == [Outcome.BETTER_SUITED] * 2

    def test_of_another_request_nothing_follows(self) -> None:
        moves, stays = Finding("1", ROUTE, self.MOVE, ONE), Finding("2", self.PATCH, self.STAY, ONE)
        other = Callers((ONE.sites[0]._replace(line=4),))
        assert self.outcomes(moves, stays._replace(callers=other))[0] is Outcome.BETTER_SUITED
        reads = Callers((ONE.sites[0]._replace(via=Via.QUERY_HOOK),))
        assert self.outcomes(moves, stays._replace(callers=reads))[0] is Outcome.BETTER_SUITED

    def test_what_is_decided_or_is_something_else_stays_as_it_is(self) -> None:
        stays = Finding("2", self.PATCH, self.STAY, ONE)
        for verdict in (
            said(ROUTE, seen("house-policy", TO_ACTION, 5.0, constraint="house-policy")),
            said(ACTION, *leaning(3, TO_ROUTE)),
        ):
            assert self.outcomes(Finding("1", ROUTE, verdict, ONE), stays)[0] is Outcome.BETTER_SUITED
