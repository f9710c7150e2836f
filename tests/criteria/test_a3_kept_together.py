"""A3: front end and back end that belong together, and those that only lie near each other."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach, Kind, Via

SAVE = "export async function POST(req) { const b = await req.json(); await prisma.user.update(b); return Response.json({}); }"
CACHE = 'import { revalidatePath, revalidateTag, unstable_cache } from "next/cache";\n'


def weights(app, endpoint, *callers) -> float:
    return app.see(endpoint, *callers)["A3"].weight


@pytest.mark.parametrize("name", ["revalidatePath", "revalidateTag"])
def test_revalidation(route, action, site, name: str) -> None:
    body = f'{{ go();\n{name}("/"); {name}("/a"); }}'
    for app, endpoint in (
        route(f"{CACHE}export async function POST() {body}"),
        action(f"{CACHE}export async function act() {body}"),
    ):
        seen = app.see(endpoint, site(refreshes=True))["A3"]
        assert seen.message == f"It revalidates the page with `{name}`." and seen.place.line == 3
        assert seen.favours is Approach.SERVER_ACTION and seen.constraint is None


def test_a_refresh_in_the_caller(route, site) -> None:
    app, endpoint = route(SAVE)
    refreshing = site("lib/client.ts", owners=("ui/card.tsx#Card", "ui/list.tsx#List"), refreshes=True)
    seen = app.see(endpoint, site(), refreshing, site("b.tsx", refreshes=True))["A3"]
    assert seen.message == "After the request, the interface refreshes its data in a step of its own."
    assert seen.place.path == "lib/client.ts"


def test_a_caller_in_the_same_folder(route, site) -> None:
    app, endpoint = route(SAVE, path="app/things/save/route.ts")
    near = site("app/things/save/form.tsx")
    seen = app.see(endpoint, site(), near)["A3"]
    assert seen.message == "Its caller `app/things/save/form.tsx` is in the same folder." and seen.place == near.place
    assert "A3" in app.see(endpoint, site("app/things/save/parts/form.tsx"))
    assert "refreshes" in app.see(endpoint, site("app/things/save/form.tsx", refreshes=True))["A3"].message


def test_what_the_endpoint_does_says_more_than_where_it_lies(route, site) -> None:
    path = "app/things/save/route.ts"
    near = site("app/things/save/form.tsx")
    revalidates = weights(*route(CACHE + 'export async function POST() { revalidatePath("/"); }', path=path), near)
    refreshes = weights(*route(SAVE, path=path), near._replace(refreshes=True))
    assert revalidates > refreshes > weights(*route(SAVE, path=path), near) > 0


@pytest.mark.parametrize(
    "body",
    [
        'import { revalidatePath } from "./x";\nexport async function POST() { revalidatePath(1); }',
        "export async function POST() { revalidatePath(1); }",
        CACHE + "export async function POST() { await unstable_cache(load)(); }",
        CACHE + "export async function POST() { /* revalidatePath('/') */ log('revalidateTag', revalidatePath); }",
        CACHE + 'export async function POST() {}\nfunction other() { revalidatePath("/"); }',
        SAVE,
    ],
)
def test_silent(route, site, body: str) -> None:
    app, endpoint = route(body)
    assert "A3" not in app.see(endpoint, site())


@pytest.mark.parametrize(
    "callers", [(), ({"via": Via.SERVER_CODE},), ({}, {"via": Via.QUERY_HOOK}), ({"outside": "mobile"},)]
)
def test_silent_of_other_callers(route, site, callers) -> None:
    app, endpoint = route(CACHE + 'export async function POST() { revalidatePath("/"); }')
    assert "A3" not in app.see(endpoint, *(site(refreshes=True, **facts) for facts in callers))


@pytest.mark.parametrize("caller", ["app/things/saved.tsx", "app/things/form.tsx", "app/things/save-form/form.tsx"])
def test_silent_of_other_folders(route, site, caller: str) -> None:
    app, endpoint = route(SAVE, path="app/things/save/route.ts")
    assert "A3" not in app.see(endpoint, site(caller))


def test_silent_of_a_get(route, site) -> None:
    app, endpoint = route(CACHE + 'export async function GET() { revalidatePath("/"); }', "GET")
    assert "A3" not in app.see(endpoint, site(refreshes=True))
    action = endpoint._replace(kind=Kind.SERVER_ACTION, methods=("GET",))
    assert "A3" in app.see(action, site(refreshes=True)), "an action has no methods"


def test_an_action_lies_near_its_caller_anyway(action, site) -> None:
    app, endpoint = action("'use server';\nexport async function act() { await prisma.a.create({}); }")
    assert "A3" not in app.see(endpoint, site("app/form.tsx", refreshes=True))
