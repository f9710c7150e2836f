"""What all criteria have in common: their order, their pages, and what settings do to what they see."""

from __future__ import annotations

import pytest

from reviewer.config import CriterionSettings, Settings
from reviewer.criteria import all_criteria
from reviewer.criteria.criterion import Criterion
from reviewer.model import Approach, Place

SAVE = "export async function POST(req) { await prisma.user.update(await req.json()); return Response.json({}); }"


def test_settings_switch_off_and_scale(route, site) -> None:
    app, endpoint = route(SAVE)
    plain = app.see(endpoint, site())
    off = Settings(criteria={"A1": CriterionSettings(enabled=False), "A2": CriterionSettings(weight=0)})
    assert set(app.see(endpoint, site(), settings=off)) == set(plain) - {"A1", "A2"}
    for factor in (0.5, 2.0):
        scaled = Settings(criteria={"A1": CriterionSettings(weight=factor)})
        seen = app.see(endpoint, site(), settings=scaled)
        assert seen["A1"] == plain["A1"]._replace(weight=factor * plain["A1"].weight)
        assert seen["A2"] == plain["A2"]


def test_a_decision_is_not_scaled(route) -> None:
    app, endpoint = route("export async function GET() {}", "GET")
    half = Settings(criteria={"get-read": CriterionSettings(weight=0.5)})
    assert app.see(endpoint, settings=half)["get-read"] == app.see(endpoint)["get-read"]
    off = Settings(criteria={"get-read": CriterionSettings(enabled=False)})
    assert "get-read" not in app.see(endpoint, settings=off)


def test_a_decision_is_as_good_as_certain(route) -> None:
    app, endpoint = route("export async function GET() {}", "GET")
    assert app.see(endpoint)["get-read"].weight >= 5


def test_the_weightiest_comes_first(route, site) -> None:
    app, endpoint = route(SAVE)
    weights = [each.weight for each in app.see(endpoint, site(), site(refreshes=True)).values()]
    assert len(weights) > 3 and weights == sorted(weights, reverse=True)


def test_every_criterion_has_a_page() -> None:
    found = all_criteria()
    assert [each.id for each in found[:8]] == ["R1", "R2", "R3", "A1", "A2", "A3", "M1", "M2"]
    assert [each.id for each in found[8:10]] == ["body-size", "own-runtime"]
    rules = [each.id for each in found if each.decides]
    assert [each.id for each in found[10:]] == rules == sorted(rules)
    assert len({each.id for each in found}) == len(found) == len({each.title for each in found})
    for each in found:
        assert all(text.strip() for text in (each.title, each.what, each.why, each.fix, each.source)), each.id


def test_two_criteria_cannot_have_one_name() -> None:
    again = Criterion("webhook", "", Approach.API_ROUTE, "", "", "", "")
    with pytest.raises(ValueError, match="two criteria are called webhook"):
        again.examine(lambda endpoint, context: iter(()))


def test_evidence_favours_what_its_criterion_does() -> None:
    one = Criterion("one", "", Approach.API_ROUTE, "", "", "", "")
    place = Place("a.ts", 1)
    assert one.decides is False
    assert one.evidence(1.0, "It is so.", place).favours is Approach.API_ROUTE
    decision = one.decision("It is so.", place)
    assert (decision.favours, decision.constraint) == (Approach.API_ROUTE, "one")
    assert one.decision("It is so.", place, favours=Approach.SERVER_ACTION).favours is Approach.SERVER_ACTION
