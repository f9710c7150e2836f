"""M1: a route that only passes values, and one that does more for its callers."""

# ruff: noqa: E501 -- sources read best on one line

from __future__ import annotations

import pytest

from reviewer.model import Approach, Side, Via

SAVE = "export async function POST(req) { const b = await req.json(); await prisma.user.update(b); return Response.json({}); }"
SPEAKS = [
    SAVE,
    "export async function POST(req) { const b = await req.formData(); await prisma.user.update(b); }",
    "export async function POST(req) { const b = await req.json(); await prisma.user.update(b); }",
    "export async function POST(req) { await prisma.user.update({}); return NextResponse.json({}); }",
    "export async function POST(req) { await prisma.user.update({}); return new Response(null); }",
    "export default async function POST(req, res) { await prisma.user.update({}); res.status(200).json({}); }",
]
SILENT = [
    "export async function POST(req) { return Response.json(await req.json()); }",
    "export async function POST(req) { return Response.json(await prisma.user.findMany()); }",
    "export async function POST(req) { await prisma.user.update({}); }",
    "export async function POST(req) { await prisma.user.update({}); return reply(req); /* Response.json({}) */ }",
    "export async function POST(req) { await prisma.user.update({}); log('req.json()'); const json = 1; }",
    "export async function POST(req) { await prisma.user.update(req.body); req.formData; }",
    "export async function POST(req) { const b = await req.formData(); await prisma.user.update(b); return Response.redirect('/a'); }",
    "import { redirect } from 'next/navigation';\nexport async function POST(req) { await prisma.user.update({}); redirect('/a'); }",
    "export async function POST(req) { if (!a) return Response.json({}); await prisma.user.update({}); return NextResponse.redirect(u, 303); }",
]


@pytest.mark.parametrize("text", SPEAKS)
def test_speaks(route, site, text: str) -> None:
    app, endpoint = route("\n" + text)
    seen = app.see(endpoint, site("lib/client.ts", owners=("ui/card.tsx#Card",)), site())["M1"]
    assert seen.favours is Approach.SERVER_ACTION and seen.constraint is None and 0 < seen.weight < 1
    form = "formData" in text
    said = "`ui/card.tsx` sends it a form" if form else "It and `ui/card.tsx` exchange plain values"
    assert said in seen.message and seen.place.line == 2


@pytest.mark.parametrize("sends", ["form-data", "file"])
def test_a_form_with_a_file_is_no_plain_value(route, site, sends: str) -> None:
    app, endpoint = route(SAVE)
    seen = app.see(endpoint, site(sends=frozenset({"json"})), site(sends=frozenset({sends})))["M1"]
    assert seen.message == "`components/form.tsx` sends it a form, which an action takes as it is."
    assert "plain values" in app.see(endpoint, site(sends=frozenset({"json"})))["M1"].message


@pytest.mark.parametrize("text", SILENT)
def test_silent(route, site, text: str) -> None:
    app, endpoint = route(text)
    assert "M1" not in app.see(endpoint, site())


@pytest.mark.parametrize("reads", ["stream", "blob", "text", "headers", "redirect"])
def test_silent_where_a_caller_needs_more(route, site, reads: str) -> None:
    app, endpoint = route(SAVE)
    assert "M1" not in app.see(endpoint, site(), site(reads=frozenset({reads, "status"})))
    assert "M1" in app.see(endpoint, site(reads=frozenset({"status"})))


@pytest.mark.parametrize(
    "callers", [(), ({"via": Via.QUERY_HOOK},), ({}, {"side": Side.SCRIPT}), ({"via": Via.SERVER_CODE},)]
)
def test_silent_of_other_callers(route, site, callers) -> None:
    app, endpoint = route(SAVE)
    assert "M1" not in app.see(endpoint, *(site(**facts) for facts in callers))


def test_an_action_is_none(action, route, site) -> None:
    app, endpoint = action(SAVE.replace("POST", "act"))
    assert "M1" not in app.see(endpoint, site())
    app, endpoint = route(SAVE)
    assert "M1" not in app.see(endpoint._replace(handlers=()), site())
