"""A1: one interaction of this app's interface, and callers that are more or other than that."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.criteria.a2_small_task import MODERATE, SMALL
from reviewer.model import Approach, Place, Side, Via
from reviewer.verdict import BETTER_SUITED, PRIOR

SAVE = "export async function POST(req) { const b = await req.json(); await prisma.user.update(b); return Response.json({}); }"
WAYS = {Via.FORM: "form", Via.EVENT_HANDLER: "event handler", Via.EFFECT: "effect", Via.UNKNOWN: "function"}


@pytest.mark.parametrize("via", WAYS)
def test_one_caller(route, site, via: Via) -> None:
    app, endpoint = route(SAVE)
    seen = app.see(endpoint, site(via=via))["A1"]
    assert seen.favours is Approach.SERVER_ACTION and seen.constraint is None
    assert seen.message == f"One {WAYS[via]}, in `components/form.tsx`, is its only caller."
    assert (seen.place.path, seen.place.line) == ("components/form.tsx", 7)


def test_an_address_that_may_lead_elsewhere(route, site) -> None:
    app, endpoint = route(SAVE)
    seen = app.see(endpoint, site(certain=False))["A1"]
    assert seen.message == "One form, in `components/form.tsx`, seems to be its only caller."


def test_a_place_that_may_call_it_too(route, site) -> None:
    app, endpoint = route(SAVE)
    hidden = (Place("lib/request.ts", 3),)
    for sites, said in (
        ((site(),), "One form, in `components/form.tsx`, is its only known caller."),
        ((site(certain=False),), "One form, in `components/form.tsx`, seems to be its only known caller."),
        ((site(), site()), "All its known callers are in `components/form.tsx`."),
        ((site("a/1.tsx"), site("a/2.tsx")), "Its known callers lie side by side: `a/1.tsx` and `a/2.tsx`."),
    ):
        assert app.see(endpoint, *sites, gaps=hidden)["A1"].message == said


def test_a_form_is_closer_than_a_handler_than_an_effect(route, site) -> None:
    app, endpoint = route(SAVE)
    weights = [app.see(endpoint, site(via=via))["A1"].weight for via in WAYS]
    assert weights == sorted(weights, reverse=True) and len(set(weights)) == 4 and weights[-1] > 0


def test_an_effect_needs_a_small_task_besides(route, site) -> None:
    app, endpoint = route(SAVE)
    seen = app.see(endpoint, site(via=Via.EFFECT))
    tied = seen["A1"].weight + seen["M1"].weight
    assert tied + MODERATE < PRIOR + BETTER_SUITED <= tied + SMALL


def test_a_form_whose_side_is_not_known_counts_as_little_as_a_way_that_is_not(route, site) -> None:
    app, endpoint = route(SAVE)
    not_known = app.see(endpoint, site(via=Via.FORM, side=Side.UNKNOWN))["A1"].weight
    assert not_known == app.see(endpoint, site(via=Via.UNKNOWN))["A1"].weight


def test_the_weakest_of_several_counts(route, site) -> None:
    app, endpoint = route(SAVE)
    seen = app.see(endpoint, site(via=Via.FORM), site(via=Via.EFFECT), site(via=Via.FORM))["A1"]
    assert seen.weight == app.see(endpoint, site(via=Via.EFFECT))["A1"].weight
    assert seen.message == "All its callers are in `components/form.tsx`."


def test_one_component_that_calls_through_a_helper(route, site) -> None:
    app, endpoint = route(SAVE)
    seen = app.see(endpoint, site("lib/client.ts", owners=("ui/card.tsx#Card",)))["A1"]
    assert "in `ui/card.tsx`," in seen.message


@pytest.mark.parametrize("owners", [(), ("ui/c#/form.tsx",), ("ui/c#/form.tsx#Form",)])
def test_a_number_sign_in_a_path(route, site, owners: tuple[str, ...]) -> None:
    app, endpoint = route(SAVE)
    form = site("ui/c#/form.tsx", owners=owners)
    assert "in `ui/c#/form.tsx`," in app.see(endpoint, form)["A1"].message
    two = app.see(endpoint, form, site("ui/c#/note.tsx"))["A1"]
    assert two.message == "Its callers lie side by side: `ui/c#/form.tsx` and `ui/c#/note.tsx`."


@pytest.mark.parametrize("methods", [(), ("*",)])
def test_a_route_that_answers_all_methods_has_the_callers_of_all(route, site, methods: tuple[str, ...]) -> None:
    app, endpoint = route(SAVE)
    endpoint = endpoint._replace(methods=methods)
    assert "A1" in app.see(endpoint, site(method="PATCH"))
    assert "A1" not in app.see(endpoint, site(), site("ui/other.tsx", method="PATCH"))


def test_two_neighbours(route, site) -> None:
    app, endpoint = route(SAVE)
    seen = app.see(endpoint, site("app/a/new.tsx"), site("app/a/edit.tsx"), site("app/a/edit.tsx"))["A1"]
    assert 0 < seen.weight < app.see(endpoint, site())["A1"].weight
    assert seen.message == "Its callers lie side by side: `app/a/edit.tsx` and `app/a/new.tsx`."


def test_an_action_has_its_interaction_too(action, site) -> None:
    app, endpoint = action("'use server';\nexport async function act(data) { await prisma.user.update(data); }")
    assert app.see(endpoint, site())["A1"].favours is Approach.SERVER_ACTION


@pytest.mark.parametrize(
    "callers",
    [
        (),
        (("a/new.tsx", {}), ("b/edit.tsx", {})),
        (("a/new.tsx", {}), ("a/b/edit.tsx", {})),
        (("a/1.tsx", {}), ("a/2.tsx", {}), ("a/3.tsx", {})),
        (("a/1.tsx", {"via": Via.QUERY_HOOK}),),
        (("a/1.tsx", {"via": Via.LINK}),),
        (("a/1.tsx", {"via": Via.OTHER_PACKAGE}),),
        (("a/1.tsx", {"via": Via.SERVER_CODE, "side": Side.SERVER}),),
        (("a/1.tsx", {"via": Via.UNKNOWN, "side": Side.UNKNOWN}),),
        (("a/1.tsx", {"via": Via.UNKNOWN, "side": Side.SHARED}),),
        (("a/1.tsx", {"side": Side.PAGES}),),
        (("a/1.tsx", {"side": Side.SCRIPT}),),
        (("a/1.tsx", {"outside": "mobile"}),),
        (("a/1.tsx", {"polls": True}),),
        (("a/1.tsx", {}), ("a/1.tsx", {"polls": True})),
        (("a/1.tsx", {}), ("a/1.tsx", {"via": Via.LINK})),
        (("a/1.tsx", {"owners": ("a/1.tsx#A", "b/2.tsx#B", "c/3.tsx#C")}),),
        (("a/1.tsx", {"method": "GET"}),),
    ],
)
def test_silent(route, site, callers) -> None:
    app, endpoint = route(SAVE)
    assert "A1" not in app.see(endpoint, *(site(path, **facts) for path, facts in callers))


ASKS = 'await fetch("https://x.test", { method: "POST", body });'


@pytest.mark.parametrize(
    ("body", "method", "via", "speaks"),
    [
        (ASKS, "POST", Via.EFFECT, False),
        (ASKS, "POST", Via.EVENT_HANDLER, True),
        (ASKS, "DELETE", Via.EFFECT, True),
        (ASKS + " await prisma.note.create({});", "POST", Via.EFFECT, True),
        (ASKS + " await qstash.publishJSON(e);", "POST", Via.EFFECT, False),
        ("await mailbox.markAsRead(1);", "POST", Via.EFFECT, True),
    ],
)
def test_an_effect_may_only_ask_another_server(route, site, body: str, method: str, via: Via, speaks: bool) -> None:
    text = f'import {{ mailbox }} from "@acme/mail";\nexport async function {method}() {{ {body} }}'
    app, endpoint = route(text, method)
    assert ("A1" in app.see(endpoint, site(), site(via=via))) is speaks


@pytest.mark.parametrize(
    "body",
    ["return Response.json(await prisma.user.findMany());", "await track('saved');", "/* prisma.user.update({}) */"],
)
def test_silent_where_nothing_is_changed(route, site, body: str) -> None:
    app, endpoint = route(f"export async function POST() {{ {body} }}")
    assert "A1" not in app.see(endpoint, site())
